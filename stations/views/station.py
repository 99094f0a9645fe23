"""The list of stations and the page of one."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from communities.coords import great_circle
from guicheng.web.http import absolute, public_page, query_with, svg_response
from guicheng.web.paging import page_of

from .. import nearest as stations_nearest
from ..cards import plain_cards
from ..filters import StationFilter
from ..jsonld import script, station_jsonld
from ..maps import map_allowed, map_data
from ..models import Activity, KeptIsochrones, Scene, Station
from ..opening import OpeningBook
from ..timetable import summarise_week
from ..walking import Pace


@public_page()
def station_list(request: HttpRequest) -> HttpResponse:
    rows = Station.objects.public().order_by("community__code", "level", "name", "pk")
    chosen = StationFilter(request.GET, queryset=rows, request=request)
    valid = chosen.is_valid()
    page = page_of(request, (chosen.qs if valid else rows.none()).for_cards())
    book = OpeningBook(page.object_list, timezone.now())
    context = {
        "filter": chosen,
        "page": page,
        "cards": plain_cards(page.object_list, book),
        "notices": book.general_notices,
        "query": query_with(request, page=None),
        "nearest_query": query_with(request, page=None, community=None, level=None),
    }
    return render(request, "stations/list.html", context, status=200 if valid else 400)


def _public_station(pk: int) -> Station:
    return get_object_or_404(Station.objects.public().for_cards(), pk=pk)


@public_page()
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    station = _public_station(pk)
    now = timezone.now()
    near = _neighbours(station)
    book = OpeningBook([station, *(row for row, _ in near)], now)
    card = plain_cards([station], book)[0]
    neighbours = [
        {"card": neighbour, "metres": round(metres, -1)}
        for neighbour, (_, metres) in zip(plain_cards([row for row, _ in near], book), near, strict=True)
    ]
    activities = (
        Activity.objects.public()
        .filter(station=station)
        .coming(now)
        .select_related("station", "audience")[:12]
    )
    url = absolute(request, station.get_absolute_url())
    context: dict[str, Any] = {
        "card": card,
        "station": station,
        "opening": card.opening,
        "notices": card.notices,
        "week": summarise_week(station.timetable.spans) if station.timetable else [],
        "days": book.coming_days(station),
        "photos": list(station.photos.public()),
        "activities": activities,
        "scenes": Scene.objects.public()
        .filter(station=station)
        .current(timezone.localdate(now))
        .select_related("audience"),
        "neighbours": neighbours,
        "url": url,
        "share_text": share_text(card, url),
        "jsonld_script": script(station_jsonld(station, url, card.phone)),
        "map_allowed": map_allowed(),
    }
    if map_allowed() and station.has_point:
        points = [_point(station, 1, card.opening.is_open)]
        points += [
            _point(row, None, item["card"].opening.is_open)
            for (row, _), item in zip(near, neighbours, strict=True)
        ]
        areas = _walked_areas(station)
        context["map_data"] = map_data(points, areas=areas)
        context["walked"] = bool(areas)
    return render(request, "stations/detail.html", context)


def _walked_areas(station: Station) -> list[dict[str, Any]]:
    """What adults reach from here in 15, 10 and 5 minutes; nothing where the network was not measured."""
    kept = KeptIsochrones.objects.filter(
        station=station, pace=Pace.ADULT, lat=station.lat, lon=station.lon
    ).first()
    return kept.areas[::-1] if kept else []


def _point(station: Station, number: int | None, is_open: bool) -> dict[str, Any]:
    return {
        "lat": station.lat,
        "lon": station.lon,
        "label": station.name,
        "n": number,
        "open": is_open,
        "url": station.get_absolute_url(),
    }


def _neighbours(station: Station) -> list[tuple[Station, float]]:
    """The four serving stations nearest to this one, with straight metres."""
    if not station.has_point:
        return []
    others = Station.objects.serving().exclude(pk=station.pk)
    ranked = stations_nearest.nearest_ids(others, station.lat, station.lon, 4)
    rows = {
        row.pk: row
        for row in Station.objects.select_related("community", "timetable").filter(
            pk__in=[pk for pk, _ in ranked]
        )
    }
    return [
        (rows[pk], great_circle(station.lat, station.lon, rows[pk].lat, rows[pk].lon))
        for pk, _ in ranked
        if pk in rows
    ]


def share_text(card: Any, url: str) -> str:
    """A few lines to paste into a WeChat group."""
    station = card.station
    lines = [f"【{station.name}】"]
    if station.address:
        lines.append(f"地址：{station.address}")
    if station.timetable:
        lines.append(
            "开放：" + "；".join(f"{days} {spans}" for days, spans in summarise_week(station.timetable.spans))
        )
    if card.phone:
        lines.append(f"电话：{card.phone}")
    names = [offering.service.name for offering in station.offerings.all()]
    if names:
        lines.append(f"可办：{'、'.join(names)}")
    lines.append(f"怎么走：{url}")
    return "\n".join(lines)


@public_page(max_age=3600)
def qr(request: HttpRequest, pk: int) -> HttpResponse:
    """The station page's address as a QR code (SVG, error correction M)."""
    station = get_object_or_404(Station.objects.public(), pk=pk)
    code = segno.make(absolute(request, station.get_absolute_url()), error="m", micro=False)
    # A background of its own: the code must be readable in dark mode too.
    out = BytesIO()
    code.save(out, kind="svg", scale=8, border=4, light="#fff")
    return svg_response(out.getvalue())


@public_page()
def share(request: HttpRequest, pk: int) -> HttpResponse:
    """A leaflet to print and pin on a door, and the same as a picture to forward."""
    station = _public_station(pk)
    book = OpeningBook([station], timezone.now())
    card = plain_cards([station], book)[0]
    url = absolute(request, station.get_absolute_url())
    context = {
        "card": card,
        "station": station,
        "week": summarise_week(station.timetable.spans) if station.timetable else [],
        "url": url,
        "share_text": share_text(card, url),
    }
    return render(request, "stations/share.html", context)
