"""适合不同群体的特色服务场景: a page for each group of people, and one for each scene."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from guicheng.web.http import public_page
from guicheng.web.paging import page_of

from .. import nearest
from ..cards import cards, plain_cards
from ..models import Activity, Audience, Scene, Station
from ..opening import OpeningBook

#: Stations and activities that an audience's page begins with; links lead on to the others.
STATIONS, ACTIVITIES = 4, 6


@public_page()
def audience_list(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    shown = Scene.objects.public().current(today)
    counted = dict(shown.order_by().values_list("audience").annotate(n=Count("pk")))
    rows = Audience.objects.public().annotate(
        service_count=Count("services", filter=Q(services__active=True))
    )
    found = [(row, counted.get(row.pk, 0)) for row in rows]
    return render(request, "stations/audiences.html", {"audiences": found, "nav": "stations"})


@public_page()
def audience(request: HttpRequest, slug: str) -> HttpResponse:
    """What there is for one group: scenes, where its services are open now, what comes next."""
    row = get_object_or_404(Audience.objects.public(), slug=slug)
    now = timezone.now()
    scenes = (
        Scene.objects.public()
        .current(timezone.localdate(now))
        .filter(audience=row)
        .select_related("station__community")
        .prefetch_related("services")
        .order_by("station__community__code", "weekday", "title", "pk")
    )
    stations, any_open = _stations(row)
    context = {
        "audience": row,
        "page": page_of(request, scenes),
        "query": "?",
        "today": timezone.localdate(now),
        "services": row.services.public(),
        "cards": stations,
        "any_open": any_open,
        "activities": Activity.objects.public()
        .coming(now)
        .filter(audience=row)
        .select_related("station", "audience")[:ACTIVITIES],
        "others": Audience.objects.public().exclude(pk=row.pk),
        "nav": "stations",
    }
    return render(request, "stations/audience.html", context)


def _stations(row: Audience) -> tuple[list, bool]:
    """Cards of stations around the street's centre with something for the group: open ones, else any."""
    lat, lon = settings.STREET_CENTRE
    now = timezone.now()
    try:
        found = nearest.find(lat, lon, limit=STATIONS, audience=row.slug, open_at=now, now=now)
        if found.items:
            return cards(found, walks=False), True
        found = nearest.find(lat, lon, limit=STATIONS, audience=row.slug, now=now)
    except nearest.UnknownFilter:
        return [], False  # a group for which no service is meant
    return cards(found, walks=False), False


@public_page()
def scene(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Scene.objects.public().select_related("audience")
    row = get_object_or_404(rows.prefetch_related("services"), pk=pk)
    today = timezone.localdate()
    station = Station.objects.public().for_cards().get(pk=row.station_id)
    book = OpeningBook([station], timezone.now())
    context = {
        "scene": row,
        "over": row.is_over(today),
        "coming": row.is_coming(today),
        "card": plain_cards([station], book)[0],
        "nav": "stations",
    }
    return render(request, "stations/scene.html", context)
