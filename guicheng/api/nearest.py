"""The nearest stations."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router

from communities.coords import BadPosition, check_position, great_circle, to_wgs84
from stations import nearest as stations_nearest
from stations.walking.asking import PageWalker

from .errors import bad_position
from .openapi import answers
from .params import NearestQuery
from .schemas import NearItem, NearPage
from .stations import station_fields
from .web import keep_private

router = Router(tags=["站点"])


@router.get(
    "/stations/nearest",
    summary="最近的站点",
    operation_id="nearestStations",
    **answers(NearPage, "最近的站点，由近到远。"),
)
def nearest(request: HttpRequest, response: HttpResponse, query: Query[NearestQuery]) -> NearPage:
    """离一个位置最近的、已启用的站点，走得最快的在前，带直线距离和步行分钟。

    位置只用来计算，不会保存。返回的经纬度是 WGS-84，与 `datum` 无关。
    """
    query.check()
    try:
        here = to_wgs84(*check_position(query.lat, query.lon), query.datum)
    except BadPosition as exc:
        raise bad_position(exc, query.lat, query.lon) from exc
    now = timezone.now()
    found = stations_nearest.find(
        *here,
        limit=query.limit,
        open_at=now if query.open else None,
        services=query.service,
        audience=query.audience or "",
        now=now,
        walker=PageWalker(query.pace),
    )
    keep_private(response)
    items = [
        NearItem(
            **station_fields(request, near.station, near.opening),
            distance_m=round(near.metres, 1),
            walk_m=round(near.walk.metres) if near.walk else None,
            walk_minutes=near.walk.minutes if near.walk else None,
            walk_estimated=near.walk.estimated if near.walk else False,
        )
        for near in found.items
    ]
    return NearPage(
        items=items,
        count=len(items),
        limit=query.limit,
        offset=0,
        far_away=great_circle(*here, *settings.STREET_CENTRE) > settings.FAR_AWAY_METRES,
    )
