"""What waits among residents' requests, for the admin's home."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from django.db.models import Count, Q
from django.utils import timezone

from guicheng.accounts.due import ByCommunity, Due, Shortcut, register, register_shortcut
from guicheng.accounts.models import User
from guicheng.accounts.scope import visible_to

from .models import ResidentRequest
from .models.request import RequestQuerySet

LIST = "admin:casework_residentrequest_changelist"


#: Keys of the queues that are counted on the admin's home.
_COUNTED = ("new", "overdue", "reopened", "reported", "suspicious")


def waits(queue: str, now: datetime) -> Q:
    """What belongs to a queue: ``new``, ``overdue``, ``reopened``, ``suspicious``, ``reported``, ``open``."""
    is_open = Q(status__in=ResidentRequest.OPEN)
    return {
        "new": Q(status=ResidentRequest.Status.NEW, suspicious=False),
        "overdue": is_open & Q(due_on__lt=timezone.localdate(now)),
        "reopened": Q(status=ResidentRequest.Status.REOPENED),
        "reported": is_open & Q(reported_done_at__isnull=False),
        "suspicious": is_open & Q(suspicious=True),
        "open": is_open,
    }.get(queue, Q())


def in_queue(rows: RequestQuerySet, queue: str, now: datetime) -> RequestQuerySet:
    return rows.filter(waits(queue, now)) if queue else rows


@lru_cache(maxsize=8)
def _tallies(user: User, now: datetime) -> dict[str, ByCommunity]:
    """All queues of one user in one query; the page asks for each at the same moment."""
    counts = {queue: Count("pk", filter=waits(queue, now)) for queue in _COUNTED}
    rows = visible_to(ResidentRequest, user).open().order_by()
    parted = list(rows.values("community", "community__name").annotate(**counts))
    return {
        queue: {(row["community"], row["community__name"]): row[queue] for row in parted if row[queue]}
        for queue in _COUNTED
    }


def register_dues() -> None:
    """Called once at start."""

    def due(queue: str, label: str, hint: str) -> Due:
        def tally(user: User, now: datetime) -> ByCommunity:
            return _tallies(user, now)[queue]

        return Due(f"requests-{queue}", label, hint, LIST, f"queue={queue}", tally)

    register(
        due("new", "居民诉求待受理", "看一看，受理、派给楼长或站点，或者转办。"),
        due("overdue", "居民诉求超过期限", "问一问办到哪里了，给居民一个答复。"),
        due("reopened", "居民重新提出的诉求", "居民对答复不满意，请再看一次。"),
        due("reported", "楼长说办好了，等答复居民", "核对一下，答复居民后办结。"),
        due("suspicious", "可疑的诉求", "像广告或重复的，核对后受理或不予受理。"),
    )
    register_shortcut(
        Shortcut(
            "登记居民诉求",
            "电话里、窗口上说的事，登记下来有人跟进。",
            "admin:casework_residentrequest_add",
            "casework.ResidentRequest",
            adds=True,
            order=12,
        ),
    )
