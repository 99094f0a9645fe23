"""Where is the nearest station? The main job: by a position, or by a place that somebody typed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_exempt

from communities.coords import BadPosition, check_position, great_circle, parse_datum, to_wgs84
from communities.models import Community
from guicheng import search
from guicheng.web.http import ELDER_COOKIE, clean_text, public_page, query_with, ticked

from .. import nearest as stations_nearest
from ..cards import cards
from ..lists import choices
from ..maps import map_allowed, map_data
from ..models import Station
from ..walking import PACE_LABELS, Pace
from ..walking.asking import PageWalker

MAX_QUERY = 80
#: Hits with scores (0..100) this close mean the same thing, such as an estate and the station in it.
_SAME_SCORE = 5


@dataclass
class Question:
    """What a resident asked, taken apart; ``error`` is a sentence for them, ``swap`` an address to try.

    ``community``: the name of the one that is meant where several have a place called ``q``. ``rough``: the
    place's own position is not known, its community's centre stands for it.
    """

    q: str = ""
    community: str = ""
    lat: float | None = None
    lon: float | None = None
    here: bool = False
    rough: bool = False
    place: search.Hit | None = None
    others: list[search.Hit] = field(default_factory=list)
    open_now: bool = False
    service: str = ""
    audience: str = ""
    error: str = ""
    swap: str = ""
    #: The station, by its number, to which the way is drawn.
    to: str = ""

    @property
    def has_point(self) -> bool:
        return self.lat is not None and self.lon is not None


def read_question(request: HttpRequest) -> Question:
    """The query string → a question. Never raises: what cannot be used becomes ``error``."""
    data = request.GET
    ask = Question(
        q=clean_text(data.get("q", ""), MAX_QUERY),
        community=clean_text(data.get("community", ""), 30),
        open_now=ticked(data, "open"),
        service=clean_text(data.get("service", ""), 40),
        audience=clean_text(data.get("audience", ""), 40),
        to=clean_text(data.get("to", ""), 20),
    )
    if data.get("lat") or data.get("lon"):
        _read_position(request, data, ask)
    elif ask.q:
        _find_place(ask)
    return ask


def _find_place(ask: Question) -> None:
    """What ``q`` names, and its position or the best that stands for it."""
    hits = search.find(ask.q, limit=50 if ask.community else 8)
    if not hits:
        return
    alike = [hit for hit in hits if hit.score >= hits[0].score - _SAME_SCORE]
    best = next((hit for hit in alike if hit.community == ask.community), hits[0])
    ask.place = next((hit for hit in alike if hit.lat is not None and hit.community == best.community), best)
    ask.others = [hit for hit in hits if hit != ask.place]
    ask.lat, ask.lon = ask.place.lat, ask.place.lon
    if not ask.has_point:
        community = Community.objects.public().filter(name=best.community).first()
        if community is not None and community.has_point:
            ask.lat, ask.lon, ask.rough = community.lat, community.lon, True


def _read_position(request: HttpRequest, data: QueryDict, ask: Question) -> None:
    if not data.get("lat") or not data.get("lon"):
        ask.error = "位置不完整：纬度和经度要一起给。请重新定位，或者输入小区、社区的名字。"
        return
    try:
        datum = parse_datum(data.get("datum", ""))
        lat, lon = check_position(float(data["lat"]), float(data["lon"]))
    except BadPosition as exc:
        ask.error = str(exc)
        if exc.swapped:
            ask.swap = query_with(request, lat=data["lon"], lon=data["lat"])
        return
    except ValueError:
        ask.error = "纬度和经度必须是数字，例如 23.05 和 113.14。"
        return
    ask.lat, ask.lon = to_wgs84(lat, lon, datum)
    ask.here = True


def answer(request: HttpRequest, ask: Question, *, limit: int = 10, with_map: bool = True) -> dict[str, Any]:
    """The context of a page that shows the stations nearest to what was asked."""
    with_map = with_map and map_allowed()
    context: dict[str, Any] = {
        "ask": ask,
        "choices": choices(),
        "service_name": choices().service_name(ask.service),
        "map_allowed": with_map,
        "pace_label": PACE_LABELS[pace_of(request)],
    }
    if not ask.has_point or ask.error:
        return context
    far = great_circle(ask.lat, ask.lon, *settings.STREET_CENTRE) > settings.FAR_AWAY_METRES
    if far:
        return {**context, "far": True, "communities": Community.objects.public()}
    now = timezone.now()
    walker = PageWalker(pace_of(request))
    try:
        found = stations_nearest.find(
            ask.lat,
            ask.lon,
            limit=limit,
            open_at=now if ask.open_now else None,
            services=[ask.service] if ask.service else [],
            audience=ask.audience,
            now=now,
            walker=walker,
        )
    except stations_nearest.UnknownFilter as exc:
        ask.error = str(exc)
        return context
    context["walks_estimated"] = [near.walk.estimated for near in found.items if near.walk]
    here = (ask.lat, ask.lon)
    route = _route_shown(walker, here, found, ask) if with_map else None
    context["route"] = route
    context["way_query"] = f"{query_with(request, to=None)}&to="
    return {**context, **with_cards(found, here=here, line=route.line if route else None)}


@dataclass(frozen=True)
class RouteShown:
    """The way drawn on the map."""

    station: Station
    line: list[tuple[float, float]]


def _route_shown(
    walker: PageWalker, here: tuple[float, float], found: stations_nearest.Found, ask: Question
) -> RouteShown | None:
    """The way to the station that was asked for, else to the first; none without a street network."""
    reached = [near.station for near in found.items if near.walk and not near.walk.estimated]
    chosen = next((station for station in reached if str(station.pk) == ask.to), None)
    station = chosen or next(iter(reached), None)
    route = walker.route(here, (station.lat, station.lon)) if station else None
    return RouteShown(station, route.line) if station and route else None


def with_cards(
    found: stations_nearest.Found,
    here: tuple[float, float] | None = None,
    *,
    walks: bool = True,
    line: list[tuple[float, float]] | None = None,
) -> dict[str, Any]:
    """Cards, notices and the map's data of stations found; ``line``: a way to draw."""
    shown = cards(found, walks=walks)
    context: dict[str, Any] = {"cards": shown, "notices": found.book.general_notices}
    if map_allowed():
        points = [
            {
                "lat": card.station.lat,
                "lon": card.station.lon,
                "label": card.station.name,
                "n": number,
                "open": card.opening.is_open,
                "state": f"{card.opening.word} {card.opening.detail}".strip(),
                "url": card.station.get_absolute_url(),
            }
            for number, card in enumerate(shown, start=1)
            if card.station.has_point
        ]
        context["map_data"] = map_data(points, here, lines=[line] if line else [])
    return context


def pace_of(request: HttpRequest) -> Pace:
    return Pace.ELDER if request.COOKIES.get(ELDER_COOKIE) == "1" else Pace.ADULT


@public_page(personal=True)
def nearest(request: HttpRequest) -> HttpResponse:
    ask = read_question(request)
    context = answer(request, ask)
    if not ask.has_point:
        context["meant_services"] = choices().services_like(ask.q)
        context["communities"] = Community.objects.public()
    # An answer depends on what was typed: 400 where it cannot be used, so that machines notice too.
    return render(request, "stations/nearest.html", context, status=400 if ask.error else 200)


@xframe_options_exempt
@csp_replace({"frame-ancestors": settings.EMBED_ANCESTORS})
@public_page(personal=True)
def embed(request: HttpRequest) -> HttpResponse:
    """The finder alone, for a frame on another site."""
    ask = read_question(request)
    context = answer(request, ask, limit=3, with_map=False)
    return render(request, "stations/embed.html", context, status=400 if ask.error else 200)
