"""Activities between two days."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from ninja import Query, Router

from stations.models import Activity, Station
from stations.opening import SHANGHAI, local

from .counting import total
from .errors import ApiError, unknown_value
from .openapi import answers
from .params import MAX_DAYS, ActivityQuery, check_audience, check_community
from .schemas import ActivityItem, ActivityPage
from .web import absolute

router = Router(tags=["活动"])

DEFAULT_DAYS = 30


@router.get(
    "/activities",
    summary="活动",
    operation_id="listActivities",
    **answers(ActivityPage, "一页活动，按开始时间排。"),
)
def activity_list(request: HttpRequest, query: Query[ActivityQuery]) -> ActivityPage:
    """某几天的党群服务活动，默认今天起 30 天；已取消的也在内，`cancelled` 为 true。"""
    first, days = _span(query)
    check_community(query.community)
    check_audience(query.audience)
    activities = Activity.objects.public().on_days(datetime.combine(first, time(), SHANGHAI), days)
    if query.station is not None:
        if not Station.objects.public().filter(pk=query.station).exists():
            raise unknown_value("station", f"没有编号为 {query.station} 的站点，可用的见 /api/v1/stations。")
        activities = activities.filter(station=query.station)
    if query.community:
        activities = activities.filter(station__community__code=query.community)
    if query.audience:
        activities = activities.filter(audience__slug=query.audience)
    rows = activities.select_related("station__community", "audience")
    return ActivityPage(
        items=[_item(request, row) for row in rows[query.offset : query.offset + query.limit]],
        count=total(activities, query),
        limit=query.limit,
        offset=query.offset,
    )


def _span(query: ActivityQuery) -> tuple[date, int]:
    """The first day and how many days."""
    first = query.start or local(timezone.now()).date()
    last = query.end or first + timedelta(days=DEFAULT_DAYS)
    if last < first:
        hint = "to 不能早于 from。" if query.start else f"to 早于今天（{first}）：查过去的活动请同时写 from。"
        raise ApiError("invalid_parameter", hint, field="to")
    days = (last - first).days + 1
    if days > MAX_DAYS:
        raise ApiError("invalid_parameter", f"from 到 to 最多 {MAX_DAYS} 天，请分几次查。", field="to")
    return first, days


def _item(request: HttpRequest, row: Activity) -> ActivityItem:
    community = row.station.community
    return ActivityItem(
        id=row.pk,
        title=row.title,
        kind=row.kind,
        kind_name=row.get_kind_display(),
        cancelled=row.cancelled,
        starts_at=local(row.starts_at),
        ends_at=local(row.ends_at),
        place=row.where,
        station=row.station_id,
        station_name=row.station.name,
        community=community.name,
        community_code=community.code,
        audience=row.audience.slug if row.audience else None,
        audience_name=row.audience.name if row.audience else "所有居民",
        capacity=row.capacity,
        attendance=row.attendance,
        description=row.description,
        url=absolute(request, reverse("activity", args=[row.pk])),
    )
