"""Maps: tiles with their datum, links into map apps, and whether the public may see a map at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings

from communities.coords import Datum, from_wgs84
from communities.installation import is_demonstration
from communities.memo import Memo
from communities.models import Boundary, Community


@dataclass(frozen=True)
class Tiles:
    url: str
    datum: Datum
    attribution: str
    max_zoom: int = 18


def tiles() -> Tiles | None:
    """The tile source that the operator chose, or None for the plain drawing."""
    key = quote(settings.MAP_TILES_KEY)
    if settings.MAP_TILES == "tianditu" and key:
        url = (
            "https://t{s}.tianditu.gov.cn/vec_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=vec"
            "&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk=" + key
        )
        return Tiles(url, Datum.WGS84, "天地图")
    if settings.MAP_TILES == "amap":
        url = (
            "https://webrd0{s}.is.autonavi.com/appmaptile?lang=zh_cn&size=1&scale=1&style=8&x={x}&y={y}&z={z}"
        )
        return Tiles(url, Datum.GCJ02, "高德地图")
    if settings.MAP_TILES == "osm":
        return Tiles(
            "https://tile.openstreetmap.org/{z}/{x}/{y}.png", Datum.WGS84, "© OpenStreetMap contributors"
        )
    return None


def map_allowed() -> bool:
    """Whether public pages may show a map: a demonstration may, a live site needs its 审图号."""
    return bool(settings.MAP_APPROVAL_NUMBER) or is_demonstration()


#: What lies under every map, for orientation; a change shows within a minute.
_boundaries = Memo(lambda: [row.geometry for row in Boundary.objects.public()], seconds=60)
_places = Memo(
    lambda: [(row.short_name, row.lat, row.lon) for row in Community.objects.public() if row.has_point],
    seconds=60,
)


def map_data(
    points: list[dict[str, Any]],
    here: tuple[float, float] | None = None,
    *,
    lines: Sequence[Sequence[tuple[float, float]]] = (),
    areas: Sequence[dict[str, Any]] = (),
    spots: Sequence[dict[str, Any]] = (),
    only: Community | None = None,
) -> dict[str, Any]:
    """What ``map.js`` draws: ``points`` with lat, lon (WGS-84), label and link, in the tiles' datum.

    ``lines``: ways on foot, (lat, lon) points; ``areas``: GeoJSON geometries reached on foot, widest first;
    ``spots``: homes with lat, lon, label and households; ``only``: the one community whose name is shown.
    """
    source = tiles()
    datum = source.datum if source else Datum.WGS84

    def moved(lat: float, lon: float) -> list[float]:
        return [round(value, 6) for value in from_wgs84(lat, lon, datum)]

    def placed(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        return [
            {**{k: v for k, v in row.items() if k not in {"lat", "lon"}}, "at": moved(row["lat"], row["lon"])}
            for row in rows
        ]

    return {
        "points": placed(points),
        "spots": placed(spots),
        "here": moved(*here) if here else None,
        "lines": [[moved(*point) for point in line] for line in lines],
        "areas": [_moved_geometry(area, datum) for area in areas],
        "boundaries": [_moved_geometry(shape, datum) for shape in _boundaries()],
        "places": [
            {"name": name, "at": moved(lat, lon)}
            for name, lat, lon in ([] if source else _places())
            if only is None or name == only.short_name
        ],
        "centre": moved(*settings.STREET_CENTRE),
        "tiles": source and {"url": source.url, "credit": source.attribution, "zoom": source.max_zoom},
    }


def _moved_geometry(geometry: dict[str, Any], datum: Datum) -> dict[str, Any]:
    if datum == Datum.WGS84:
        return geometry

    def move(node: list[Any]) -> list[Any]:
        if node and isinstance(node[0], int | float):
            lat, lon = from_wgs84(node[1], node[0], datum)
            return [round(lon, 6), round(lat, 6)]
        return [move(child) for child in node]

    return {**geometry, "coordinates": move(geometry["coordinates"])}


def navigation_links(name: str, lat: float, lon: float) -> list[tuple[str, str]]:
    """(map app, address) pairs, each in the app's own datum: walking directions, in 百度 the place itself.

    高德, 腾讯 and, in mainland China, Apple's maps take GCJ-02; 百度 takes BD-09.
    """
    gcj_lat, gcj_lon = (f"{value:.6f}" for value in from_wgs84(lat, lon, Datum.GCJ02))
    bd_lat, bd_lon = (f"{value:.6f}" for value in from_wgs84(lat, lon, Datum.BD09))
    amap = {"to": f"{gcj_lon},{gcj_lat},{name}", "mode": "walk", "coordinate": "gaode", "callnative": "1"}
    tencent = {"type": "walk", "to": name, "tocoord": f"{gcj_lat},{gcj_lon}", "referer": "guicheng"}
    baidu = {
        "location": f"{bd_lat},{bd_lon}",
        "title": name,
        "content": name,
        "coord_type": "bd09ll",
        "output": "html",
        "src": "guicheng",
    }
    apple = {"daddr": f"{gcj_lat},{gcj_lon}", "q": name, "dirflg": "w"}
    return [
        ("高德地图", "https://uri.amap.com/navigation?" + urlencode(amap)),
        ("百度地图", "https://api.map.baidu.com/marker?" + urlencode(baidu)),
        ("腾讯地图", "https://apis.map.qq.com/uri/v1/routeplan?" + urlencode(tencent)),
        ("苹果地图", "https://maps.apple.com/?" + urlencode(apple)),
    ]
