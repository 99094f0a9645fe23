"""Stations: the list, one of them, and all on a map."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils import timezone
from ninja import Query, Router

from stations import timetable as tt
from stations.models import Notice, Photo, Station
from stations.nearest import matching
from stations.opening import Opening, OpeningBook, local, open_at

from .counting import total
from .errors import not_found
from .openapi import answers
from .params import GeoJsonQuery, StationFilters, StationId, StationQuery
from .schemas import (
    DayHours,
    FeatureCollection,
    NoticeItem,
    OfferedService,
    PhotoItem,
    StationDetail,
    StationItem,
    StationPage,
    WeekHours,
)
from .web import absolute

router = Router(tags=["站点"])

GEOJSON_TYPE = "application/geo+json"


def station_fields(request: HttpRequest, station: Station, opening: Opening) -> dict[str, Any]:
    """The fields of :class:`StationItem`; ``station`` comes from ``for_cards()``."""
    return {
        "id": station.pk,
        "name": station.name,
        "level": station.level,
        "level_name": station.get_level_display(),
        "status": station.status,
        "community": station.community.name,
        "community_code": station.community.code,
        "estate": station.estate.name if station.estate else None,
        "address": station.address,
        "phone": station.phone or station.community.phone,
        "lat": station.lat,
        "lon": station.lon,
        "open_now": opening.is_open,
        "state": opening.state.value,
        "next_change": opening.next_change,
        "reason": opening.reason,
        "services": [
            OfferedService(slug=row.service.slug, name=row.service.name, note=row.note)
            for row in station.offerings.all()
        ],
        "url": absolute(request, station.get_absolute_url()),
    }


def _filtered(query: StationFilters) -> QuerySet[Station]:
    query.check()
    stations = matching(Station.objects.public(), services=query.service, audience=query.audience or "")
    if query.community:
        stations = stations.filter(community__code=query.community)
    if query.level:
        stations = stations.filter(level=query.level)
    if query.open:
        stations = open_at(stations, timezone.now())
    return stations.order_by("pk")


def _page(stations: QuerySet[Station], query: StationQuery | GeoJsonQuery) -> QuerySet[Station]:
    """The rows of one page. Only its own are joined with what is shown, not those that it skips."""
    page = stations.values("pk")[query.offset : query.offset + query.limit]
    return Station.objects.public().filter(pk__in=page).order_by("pk")


@router.get(
    "/stations",
    summary="站点列表",
    operation_id="listStations",
    **answers(StationPage, "一页站点，按编号排。"),
)
def station_list(request: HttpRequest, query: Query[StationQuery]) -> StationPage:
    """已启用和暂停服务的站点，可以按社区、服务、人群、级别和是否开门筛选。"""
    stations = _filtered(query)
    rows = list(_page(stations, query).for_cards())
    book = OpeningBook(rows, timezone.now())
    return StationPage(
        items=[StationItem(**station_fields(request, row, book.of(row))) for row in rows],
        count=total(stations, query),
        limit=query.limit,
        offset=query.offset,
    )


@router.get(
    "/stations.geojson",
    summary="站点 GeoJSON",
    operation_id="stationsGeoJson",
    **answers(FeatureCollection, "GeoJSON FeatureCollection，按编号排。"),
)
def geojson(request: HttpRequest, query: Query[GeoJsonQuery]) -> JsonResponse:
    """有位置的站点，给地图软件用。一次最多 5000 个，用 `bbox` 取一块，或用 `offset` 翻页。"""
    box = query.box()
    stations = _filtered(query).filter(lat__isnull=False)
    if box:
        west, south, east, north = box
        across = Q(lon__gte=west, lon__lte=east) if west <= east else Q(lon__gte=west) | Q(lon__lte=east)
        stations = stations.filter(across, lat__gte=south, lat__lte=north)
    # Plain values and no model of the answer: five thousand objects would cost a second.
    rows = _page(stations, query).values_list(
        "pk",
        "name",
        "level",
        "status",
        "community__name",
        "community__code",
        "address",
        "phone",
        "community__phone",
        "lat",
        "lon",
    )
    mark = 10**18 - 1
    address_of = absolute(request, reverse("station", args=[mark]))
    features = [
        {
            "type": "Feature",
            "id": pk,
            "geometry": {"type": "Point", "coordinates": [lon, lat]},
            "properties": {
                "id": pk,
                "name": name,
                "level": level,
                "status": status,
                "community": community,
                "community_code": code,
                "address": address,
                "phone": phone or community_phone,
                "url": address_of.replace(str(mark), str(pk)),
            },
        }
        for pk, name, level, status, community, code, address, phone, community_phone, lat, lon in rows
    ]
    return JsonResponse(
        {
            "type": "FeatureCollection",
            "features": features,
            "count": total(stations, query),
            "limit": query.limit,
            "offset": query.offset,
        },
        content_type=f"{GEOJSON_TYPE}; charset=utf-8",
        json_dumps_params={"ensure_ascii": False, "allow_nan": False},
    )


@router.get(
    "/stations/{station_id}",
    summary="一个站点",
    operation_id="getStation",
    **answers(StationDetail, "站点的全部公开资料。", may_miss=True),
)
def station_detail(request: HttpRequest, station_id: StationId) -> StationDetail:
    """一个站点的全部公开资料：一周开放时间、今天起 7 天的安排、公告、服务、照片。"""
    station = Station.objects.public().for_cards().filter(pk=station_id).first()
    if station is None:
        raise not_found(f"没有编号为 {station_id} 的站点，站点列表见 /api/v1/stations。")
    book = OpeningBook([station], timezone.now())
    table = station.timetable
    return StationDetail(
        **station_fields(request, station, book.of(station)),
        description=station.description,
        point_source=station.point_source,
        step_free=station.step_free,
        toilet=station.toilet,
        parking=station.parking,
        open_on_holidays=bool(table and table.open_on_holidays),
        week=[WeekHours(days=days, hours=hours) for days, hours in tt.summarise_week(table.spans)]
        if table
        else [],
        coming_days=[
            DayHours(date=day, hours=hours, special=special)
            for day, hours, special in book.coming_days(station)
        ],
        notices=[_notice(row) for row in book.notices_of(station)],
        photos=[_photo(request, row) for row in Photo.objects.public().filter(station=station)],
        opened_on=station.opened_on,
        confirmed_on=station.confirmed_on,
        updated_at=local(station.updated_at),
    )


def _notice(row: Notice) -> NoticeItem:
    return NoticeItem(
        title=row.title,
        body=row.body,
        closes=row.closes,
        scope=row.scope_label,
        starts_at=local(row.starts_at),
        ends_at=local(row.ends_at) if row.ends_at else None,
    )


def _photo(request: HttpRequest, row: Photo) -> PhotoItem:
    sizes = {
        size: absolute(request, reverse("photo", args=[row.pk, size]))
        for size in ("small", "medium", "large")
    }
    return PhotoItem(caption=row.caption, width=row.width, height=row.height, **sizes)
