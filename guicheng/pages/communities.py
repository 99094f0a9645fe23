"""The 45 communities and the page of one: its stations, its estates, how to reach it."""

from __future__ import annotations

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from communities.models import Community
from communities.public import public_community
from guicheng.web.http import public_page
from guicheng.web.paging import page_of
from stations.cards import plain_cards
from stations.maps import map_allowed, map_data
from stations.models import Activity, Station
from stations.opening import OpeningBook
from stations.views.notices import general_notices


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
