"""The 45 communities and the page of one: its stations, its estates, how to reach it."""

from __future__ import annotations

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from communities.models import Community
from guicheng.web.http import public_page

from ..cards import plain_cards
from ..maps import map_allowed, map_data
from ..models import Activity, Station
from ..opening import OpeningBook
from .notices import general_notices
from .paging import page_of


@public_page(max_age=300)
def community_list(request: HttpRequest) -> HttpResponse:
    shown = Q(stations__status__in=[Station.Status.OPEN, Station.Status.SUSPENDED])
    rows = Community.objects.public().annotate(station_count=Count("stations", filter=shown))
    context = {
        "groups": [
            ("城市社区", [row for row in rows if row.kind == Community.Kind.URBAN]),
            ("农村社区", [row for row in rows if row.kind == Community.Kind.RURAL]),
        ],
        "total": len(rows),
    }
    return render(request, "communities/list.html", context)


def public_community(code: str) -> Community:
    """The community of this code, else 404. Only digits reach the database: PostgreSQL refuses NUL."""
    if not code.isdecimal():
        raise Http404
    return get_object_or_404(Community.objects.public(), code=code)


@public_page()
def detail(request: HttpRequest, code: str) -> HttpResponse:
    community = public_community(code)
    now = timezone.now()
    rows = Station.objects.public().filter(community=community).order_by("level", "name").for_cards()
    page = page_of(request, rows)
    book = OpeningBook(page.object_list, now)
    shown = plain_cards(page.object_list, book)
    context = {
        "community": community,
        "page": page,
        "query": "?",
        "cards": shown,
        "notices": book.general_notices if shown else general_notices(now, community),
        "estates": community.estates.public()[:120],
        "activities": Activity.objects.public()
        .filter(station__community=community)
        .coming(now)
        .select_related("station", "audience")[:6],
        "map_allowed": map_allowed(),
    }
    if map_allowed():
        points = [
            {
                "lat": card.station.lat,
                "lon": card.station.lon,
                "label": card.station.name,
                "n": number,
                "open": card.opening.is_open,
                "url": card.station.get_absolute_url(),
            }
            for number, card in enumerate(shown, start=1)
            if card.station.has_point
        ]
        context["map_data"] = map_data(points)
    return render(request, "communities/detail.html", context)
