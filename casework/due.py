"""What waits among residents' requests, for the admin's home."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from guicheng.accounts.due import ByCommunity, Due, Shortcut, register, register_shortcut, tally_rows
from guicheng.accounts.models import User
from guicheng.accounts.scope import visible_to

from .models import ResidentRequest
from .models.request import RequestQuerySet

LIST = "admin:casework_residentrequest_changelist"


def in_queue(rows: RequestQuerySet, queue: str, now: datetime) -> RequestQuerySet:
    """The rows of a queue: ``new``, ``overdue``, ``reopened``, ``suspicious``, ``reported``, ``open``."""
    if queue == "new":
        return rows.untouched()
    if queue == "overdue":
        return rows.overdue(timezone.localdate(now))
    if queue == "reopened":
        return rows.reopened()
    if queue == "suspicious":
        return rows.to_look_at()
    if queue == "reported":
        return rows.open().filter(reported_done_at__isnull=False)
    return rows.open() if queue == "open" else rows


def register_dues() -> None:
    """Called once at start."""

    def due(queue: str, label: str, hint: str) -> Due:
        def tally(user: User, now: datetime) -> ByCommunity:
            return tally_rows(in_queue(visible_to(ResidentRequest, user), queue, now), "community")

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
