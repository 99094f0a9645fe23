"""The 45 communities and the home of one: stations, heads, organisations, and what they settled together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from communities.dates import dated
from communities.models import Community, Organisation, Place, Undertaking, Works
from communities.organisations import RED, RED_LABEL
from communities.overview import Line, overview
from communities.public import public_community
from guicheng.web.http import public_page
from stations.cards import plain_cards
from stations.maps import map_allowed, map_data
from stations.models import Activity, Station
from stations.opening import OpeningBook
from stations.views.notices import general_notices
from volunteers.models import WorthyRole

#: Stations shown as cards on a community's home; the list has all of them.
MOST_STATIONS = 6
MOST_ACTIVITIES = 6


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


@dataclass(frozen=True)
class Counted:
    """A number with its words: 街坊会 3 个; ``part`` of ``n`` where only some of them are meant."""

    label: str
    n: int
    part: int | None = None


def _organisations(lines: list[Line]) -> list[Counted]:
    """Kinds in the order of the network, 红色业委会 beside the other owners' committees."""
    counts = {line.key: line.n or 0 for line in lines}
    order: list[tuple[str, str]] = []
    for value, label in Organisation.Kind.choices:
        if value == Organisation.Kind.OWNERS_COMMITTEE:
            order.append((RED, RED_LABEL))
        order.append((value, str(label)))
    return [Counted(label, counts[key]) for key, label in order if counts.get(key)]


def _heads(lines: list[Line]) -> list[Counted]:
    """Buildings, lanes and streets: how many there are, and how many have a head."""
    found = {line.key: line for line in lines}
    return [
        Counted(str(label), found[kind].n or 0, found[kind].m or 0)
        for kind, label in Place.Kind.choices
        if kind in found
    ]


def _resolutions(lines: list[Line]) -> dict[str, int]:
    counts = {line.key: line.n or 0 for line in lines}
    late = sum(line.m or 0 for line in lines)
    state = Undertaking.State
    return {
        "all": sum(counts.values()),
        "done": counts.get(state.DONE, 0),
        "open": counts.get(state.OPEN, 0) - late,
        "late": late,
        "failed": counts.get(state.FAILED, 0),
    }


def _deeds(lines: list[Line]) -> list[Counted]:
    counts = {line.key: line.n or 0 for line in lines}
    return [Counted(str(label), counts[role]) for role, label in WorthyRole.choices if counts.get(role)]


@public_page()
def detail(request: HttpRequest, code: str) -> HttpResponse:
    community = public_community(code)
    now = timezone.now()
    rows = Station.objects.public().filter(community=community).order_by("level", "name").for_cards()
    stations = list(rows[: MOST_STATIONS + 1])
    book = OpeningBook(stations, now)
    shown = plain_cards(stations[:MOST_STATIONS], book)
    parts = overview(community, timezone.localdate(now))
    context: dict[str, Any] = {
        "community": community,
        "cards": shown,
        "more_stations": len(stations) > MOST_STATIONS,
        "notices": book.general_notices if shown else general_notices(now, community),
        "estates": sorted(parts["estates"], key=lambda line: line.title),
        "heads": _heads(parts["heads"]),
        "organisations": _organisations(parts["organisations"]),
        "resolutions": _resolutions(parts["resolutions"]),
        "coming": sorted(parts["deliberations"], key=lambda line: str(line.day)),
        "held": [
            (line, dated(line.day, line.note))
            for line in sorted(parts["held"], key=lambda line: str(line.day), reverse=True)
        ],
        "works": [
            (line, dict(Works.Stage.choices).get(line.note, ""))
            for line in sorted(parts["works"], key=lambda line: str(line.day), reverse=True)
        ],
        "honours": [
            (line, dated(line.day, line.note))
            for line in sorted(parts["honours"], key=lambda line: str(line.day), reverse=True)
        ],
        "topics": sorted(parts["topics"], key=lambda line: -(line.pk or 0)),
        "mediators": sum(line.n or 0 for line in parts["mediators"]),
        "deeds": _deeds(parts["deeds"]),
        "projects": sorted(parts["projects"], key=lambda line: (-(line.n or 0), line.title)),
        "activities": Activity.objects.public()
        .filter(station__community=community)
        .coming(now)
        .select_related("station", "audience")[:MOST_ACTIVITIES],
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
