"""台账与诉求: what heads logged, and what residents asked for."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import DurationField, ExpressionWrapper, F, Q, QuerySet

from casework.models import ResidentRequest
from volunteers.models import ContactLog

from ..indicators import Good, Indicator, Kind, Source, register
from .stations import end_of

GROUP = "台账与诉求"
_TAKEN = ExpressionWrapper(F("done_at") - F("created_at"), output_field=DurationField())


def _entries(day: date) -> QuerySet[Any]:
    return ContactLog.objects.filter(on__lte=day)


def _closed(day: date) -> Q:
    return Q(result=ContactLog.Result.DONE) & (Q(closed_on__isnull=True) | Q(closed_on__lte=day))


def _requests(day: date) -> QuerySet[Any]:
    """Received by the end of the day; what was refused was nothing for the community."""
    return ResidentRequest.objects.filter(created_at__lt=end_of(day)).exclude(
        status=ResidentRequest.Status.REFUSED
    )


def _settled(day: date) -> Q:
    return Q(done_at__lt=end_of(day))


def _overdue(day: date) -> Q:
    return Q(due_on__lt=day) & (Q(done_at__isnull=True) | Q(done_at__gte=end_of(day)))


ENTRIES = Source("entries", _entries, estate="place__estate", related=("community", "kind", "place__estate"))
REQUESTS = Source("requests", _requests, estate="estate", related=("community", "kind"))


def register_figures() -> None:
    register(
        Indicator(
            "ledger_entries",
            "联系服务群众台账",
            "条",
            "楼长、巷长、街长记下的联系服务。",
            ENTRIES,
            good=Good.NEITHER,
            group=GROUP,
        ),
        Indicator(
            "ledger_closed",
            "台账办结率",
            "%",
            "台账中已经办结的比例。",
            ENTRIES,
            Kind.SHARE,
            which=_closed,
            decimals=1,
            group=GROUP,
        ),
        Indicator(
            "requests_received",
            "收到居民诉求",
            "件",
            "居民网上、电话、窗口反映的，和 12345 转来的；不予受理的不算。",
            REQUESTS,
            good=Good.NEITHER,
            group=GROUP,
        ),
        Indicator(
            "requests_closed",
            "居民诉求办结率",
            "%",
            "收到的诉求中已经答复或办结的比例。",
            REQUESTS,
            Kind.SHARE,
            which=_settled,
            decimals=1,
            group=GROUP,
        ),
        Indicator(
            "days_to_close",
            "诉求平均办理天数",
            "天",
            "已经答复或办结的诉求，从收到到办完平均用了几天。",
            REQUESTS,
            Kind.MEAN,
            which=_settled,
            adds=_TAKEN,
            decimals=1,
            good=Good.DOWN,
            group=GROUP,
        ),
        Indicator(
            "requests_late",
            "超期未办的居民诉求",
            "件",
            "过了办理期限、还没有答复或办结的诉求。",
            REQUESTS,
            which=_overdue,
            good=Good.DOWN,
            group=GROUP,
            public=False,
        ),
    )
