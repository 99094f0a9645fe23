"""What waits in the records of stations, for the admin's home."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from guicheng.accounts.due import Due, Shortcut, Tally, register, register_shortcut
from guicheng.accounts.models import User
from guicheng.accounts.scope import visible_to

from .gaps import GAPS, Gap, calls_to_make, signed_up_uncounted, uncounted
from .models import Activity, ServiceWish, Station, StationReport

_HINTS = {
    "point": "居民按位置找最近的站点，没有坐标就找不到。",
    "phone": "居民有急事要能打得通。",
    "hours": "页面上显示“时间未登记”，居民不知道什么时候能来。",
    "confirmed": "核对一遍，没有变化就标记为“今天核对过”。",
}


def _waiting(rows: QuerySet, path: str) -> Tally:
    return Tally(rows.filter(handled=False), path)


def register_dues() -> None:
    """Called once at start."""

    def reports(user: User, now: datetime) -> Tally:
        return _waiting(visible_to(StationReport, user), "station__community")

    def wishes(user: User, now: datetime) -> Tally:
        return _waiting(visible_to(ServiceWish, user), "community")

    def activities(user: User, now: datetime) -> Tally:
        return Tally(visible_to(Activity, user).filter(uncounted(now)), "station__community")

    def signed_up(user: User, now: datetime) -> Tally:
        return Tally(visible_to(Activity, user).filter(signed_up_uncounted(now)), "station__community")

    def calls(user: User, now: datetime) -> Tally:
        return Tally(visible_to(Activity, user).filter(calls_to_make(now)), "station__community")

    def gap_due(gap: Gap) -> Due:
        def tally(user: User, now: datetime) -> Tally:
            today = timezone.localdate(now)
            return Tally(visible_to(Station, user).filter(gap.condition(today)), "community")

        return Due(
            f"station-{gap.key}",
            f"站点 {gap.label}" if gap.label[0].isdigit() else f"站点{gap.label}",
            _HINTS[gap.key],
            "admin:stations_station_changelist",
            f"gap={gap.key}",
            tally,
        )

    register(
        Due(
            "reports",
            "居民反映的问题",
            "有人说站点的资料不对，请核对、改正，再标为已处理。",
            "admin:stations_stationreport_changelist",
            "handled__exact=0",
            reports,
            path="station__community",
        ),
        Due(
            "wishes",
            "居民希望增加的服务",
            "看看能不能办，写上处理情况。",
            "admin:stations_servicewish_changelist",
            "handled__exact=0",
            wishes,
        ),
        Due(
            "uncounted",
            "活动结束了，没填人次",
            "在列表里直接填参与人次，最后按一次保存。",
            "admin:stations_activity_changelist",
            "time=uncounted",
            activities,
            path="station__community",
        ),
        Due(
            "sign-up-calls",
            "活动有变动，要打电话通知报名的人",
            "打开活动的报名名单，照着打电话，打过按“已通知”。",
            "admin:stations_activity_changelist",
            "time=calls",
            calls,
            path="station__community",
        ),
        Due(
            "signed-up-uncounted",
            "有人报名的活动结束了，没填人次",
            "打开活动的“现场签到”补签，或者直接填参与人次。",
            "admin:stations_activity_changelist",
            "time=signed-up-uncounted",
            signed_up,
            path="station__community",
        ),
        *(gap_due(gap) for gap in GAPS),
    )
    register_shortcut(
        Shortcut(
            "登记活动",
            "名称、站点、时间，一分钟登记好。",
            "admin:stations_activity_add",
            "stations.Activity",
            adds=True,
            order=10,
        ),
        Shortcut(
            "发布公告",
            "停水停电、临时关门，写给居民看。",
            "admin:stations_notice_add",
            "stations.Notice",
            adds=True,
            order=50,
        ),
        Shortcut(
            "改站点资料",
            "开放时间、电话、服务事项。",
            "admin:stations_station_changelist",
            "stations.Station",
            order=40,
        ),
    )
