"""Checks of the ledger and of residents' requests."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q

from casework.models import ResidentRequest
from volunteers.models import ContactLog, FollowUp

from ..measured.work import ENTRIES, REQUESTS
from .checks import Check, Weakness, register, these
from .moment import Moment
from .of_stations import since

#: Entries are held against each other so many days back: older ones were looked at when they were new.
_TWIN_DAYS = 92
#: So many days of so many heads are named at most.
_BUSY = 500


def _since(moment: Moment) -> date:
    return moment.day - timedelta(days=moment.limits.stale_days)


def _open_entries(moment: Moment) -> Q:
    return ~Q(result=ContactLog.Result.DONE)


def _quiet_entries(moment: Moment) -> Q:
    """Neither logged, followed up nor planned since."""
    since = _since(moment)
    later = FollowUp.objects.filter(contact=OuterRef("pk"), on__gte=since).order_by()
    planned = Q(follow_up_on__isnull=True) | Q(follow_up_on__lt=since)
    return Q(on__lt=since) & planned & ~Q(Exists(later))


def _busy_days(moment: Moment) -> dict[tuple[int, date], int]:
    """Heads and days with more entries than is usual, and how many: at most :data:`_BUSY` of them."""
    rows = moment.own(ContactLog.objects.order_by()).values("appointment", "on").annotate(n=Count("pk"))
    found = rows.filter(n__gt=moment.limits.entries_per_day)
    days = found.order_by("-n", "appointment", "on").values_list("appointment", "on", "n")[:_BUSY]
    return {(head, on): n for head, on, n in days}


def _many_entries(moment: Moment) -> Q:
    days = moment.once("busy days", _busy_days)
    rows = ContactLog.objects.filter(
        appointment__in={head for head, _ in days}, on__in={on for _, on in days}
    )
    found = rows.order_by().values_list("pk", "appointment", "on")
    return these(pk for pk, head, on in found if (head, on) in days)


def _how_many(moment: Moment, row: ContactLog) -> str:
    n = moment.once("busy days", _busy_days).get((row.appointment_id, row.on))
    return f"这一天 {n} 条" if n else ""


def _entry_twins(moment: Moment) -> Q:
    """The same words of one head about one kind of matter on one day."""
    same = ContactLog.objects.filter(
        appointment=OuterRef("appointment"), on=OuterRef("on"), kind=OuterRef("kind"), text=OuterRef("text")
    )
    lately = Q(on__gte=moment.day - timedelta(days=_TWIN_DAYS))
    return lately & Q(Exists(same.exclude(pk=OuterRef("pk")).order_by()))


def _request_twins(moment: Moment) -> Q:
    """The same words in one community, as far as they are still kept."""
    same = ResidentRequest.objects.exclude(status=ResidentRequest.Status.REFUSED).filter(
        text_print=OuterRef("text_print"), community=OuterRef("community")
    )
    return ~Q(text_print="") & Q(Exists(same.exclude(pk=OuterRef("pk")).order_by()))


def register_checks() -> None:
    open_requests = Q(status__in=ResidentRequest.OPEN)
    register(
        Check(
            "entry_stale",
            "台账跟进中，很久没有下文",
            Weakness.STALE,
            ENTRIES,
            _quiet_entries,
            "可能早就办好了没有记，办结率因此偏低。请问一问楼长，补记跟进，或者办结。",
            among=_open_entries,
            weakens=("ledger_closed",),
        ),
        Check(
            "entry_many",
            "一天记的台账太多",
            Weakness.IMPROBABLE,
            ENTRIES,
            _many_entries,
            "超过街道设定的条数，可能是整批补录或者重复导入。请核对是不是真的都在这一天。",
            weakens=("ledger_entries", "ledger_closed"),
            tells=_how_many,
            order=("appointment", "on", "pk"),
        ),
        Check(
            "entry_twin",
            "台账可能记了两次",
            Weakness.TWIN,
            ENTRIES,
            _entry_twins,
            f"近 {_TWIN_DAYS} 天里，同一位楼长同一天记了一样的内容。请留一条，另一条删去。",
            among=lambda moment: Q(on__gte=moment.day - timedelta(days=_TWIN_DAYS)),
            weakens=("ledger_entries", "ledger_closed"),
            order=("appointment", "on", "pk"),
        ),
        Check(
            "request_stale",
            "诉求超期很久，没有下文",
            Weakness.STALE,
            REQUESTS,
            lambda moment: Q(due_on__lt=_since(moment)),
            "可能早就办好了没有登记，办结率因此偏低。请答复居民后办结，或者写明进展。",
            weight=3,
            among=lambda moment: open_requests,
            weakens=("requests_closed",),
            tells=lambda moment, row: since(row.due_on, "期限"),
        ),
        Check(
            "request_twin",
            "诉求可能收了两次",
            Weakness.TWIN,
            REQUESTS,
            _request_twins,
            "同一社区内容一样，多半是同一位居民发了两遍。请受理一条，另一条不予受理并说明。",
            weakens=("requests_received", "requests_closed"),
            order=("community", "text_print", "pk"),
        ),
    )
