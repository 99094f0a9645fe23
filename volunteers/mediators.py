"""Thinking about mediators: how many there are, who is free for a quarrel, two records made one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.db.models import Count, F, Q, Sum

from guicheng.accounts.models import User
from guicheng.accounts.scope import visible_to

from .models import MediationCase, MediationField, Mediator, Offer, Volunteer

#: What the street set out to have, and by when (2023: 首批不少于 200 人).
TARGET = 200
#: Days whose cases count as somebody's load.
LOAD_DAYS = 90
#: What says how somebody stands as a mediator; taken over together.
_STANDING = ("status", "certificate_no", "certified_on", "expires_on", "started_on", "ended_on")
SOURCE_OFFER = "居民报名"


def mediators_on(day: date, *, community: int | None = None) -> int:
    """People who served as mediators with a certificate in force on ``day``, each once; by business dates.

    ``community``: the key of one community; None for the whole street.
    """
    rows = Mediator.objects.counted_on(day)
    if community is not None:
        rows = rows.filter(community=community)
    return rows.order_by().values("volunteer").distinct().count()


@dataclass(frozen=True)
class Progress:
    """How far the street is: those who count, of how many, those in training, and quarters before now."""

    serving: int
    training: int
    #: (last day, number), the oldest first.
    quarters: list[tuple[date, int]]
    target: int = TARGET

    @property
    def missing(self) -> int:
        return max(0, self.target - self.serving)


def progress(today: date, *, quarters: int = 8) -> Progress:
    """For the whole street: numbers name nobody, so staff of a community read them too."""
    ends = _quarter_ends(today, quarters)
    spans = list(
        Mediator.objects.filter(certified_on__isnull=False).values_list(
            "volunteer_id", "certified_on", "started_on", "expires_on", "ended_on"
        )
    )

    def on(day: date) -> int:
        return len(
            {
                person
                for person, certified, started, expires, ended in spans
                if certified <= day
                and (started is None or started <= day)
                and (expires is None or expires >= day)
                and (ended is None or ended > day)
            }
        )

    training = Mediator.objects.filter(status=Mediator.Status.TRAINING).values("volunteer").distinct().count()
    return Progress(on(today), training, [(day, on(day)) for day in ends])


def _quarter_ends(today: date, count: int) -> list[date]:
    """The last days of the ``count`` quarters that are over, the oldest first."""
    first = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    ends = []
    for _ in range(count):
        last = first - timedelta(days=1)
        ends.append(last)
        first = date(last.year, last.month - 2, 1)
    return ends[::-1]


def with_workload(rows: models.QuerySet[Mediator], today: date) -> models.QuerySet[Mediator]:
    """Each row with ``open_cases``, and of the last days ``late_cases`` and ``late_hours``."""
    since = today - timedelta(days=LOAD_DAYS)
    # Subqueries, since a join over two relations would count some cases twice.
    own = MediationCase.objects.filter(mediator=models.OuterRef("pk")).order_by().values("mediator")

    def number(cases: models.QuerySet[MediationCase]) -> models.Subquery:
        return models.Subquery(cases.annotate(n=Count("pk")).values("n"))

    hours = own.filter(on__gte=since).annotate(n=Sum("hours")).values("n")
    return rows.annotate(
        open_cases=models.functions.Coalesce(number(own.filter(closed_on__isnull=True)), 0),
        late_cases=models.functions.Coalesce(number(own.filter(on__gte=since)), 0),
        late_hours=models.Subquery(hours),
    )


def find(
    user: User, today: date, *, field: MediationField | None = None, community: int | None = None
) -> models.QuerySet[Mediator]:
    """Whom a quarrel can be given to, as far as ``user`` sees: certified first, then the least busy."""
    rows = visible_to(Mediator, user).serving()
    if field is not None:
        rows = rows.filter(fields=field)
    if community is not None:
        rows = rows.filter(community=community)
    in_force = Q(certified_on__lte=today) & (Q(expires_on__isnull=True) | Q(expires_on__gte=today))
    rows = with_workload(rows, today).annotate(
        valid=models.Case(models.When(in_force, then=True), default=False, output_field=models.BooleanField())
    )
    return (
        rows.select_related("volunteer", "community")
        .prefetch_related("fields")
        .order_by("-valid", "open_cases", "late_cases", F("late_hours").asc(nulls_first=True), "pk")
    )


def begin_training(person: Volunteer, offer: Offer, user: User) -> Mediator:
    """The person of an accepted offer in training; who mediates there already stays as they are."""
    known = Mediator.objects.filter(volunteer=person, community=offer.community).first()
    if known is not None:
        return known
    row = Mediator(volunteer=person, community=offer.community, source=SOURCE_OFFER)
    row._history_user, row._change_reason = user, "接受报名"
    row.save()
    return row


def join_twice_registered(kept: Volunteer, gone: Volunteer) -> None:
    """Before two records of a person become one: where both mediate in a community, one mediator remains.

    It keeps the certificate that holds longer, all fields, trainings and cases.
    """
    for other in Mediator.objects.filter(volunteer=gone):
        row = Mediator.objects.filter(volunteer=kept, community=other.community_id).first()
        if row is None:
            continue
        have = set(row.trainings.values_list("on", "subject"))
        for training in other.trainings.all():
            if (training.on, training.subject) not in have:
                training.mediator = row
                training.save()
        for case in other.cases.all():
            case.mediator = row
            case.save()
        row.fields.add(*other.fields.all())
        if _rank(other) > _rank(row):
            for column in _STANDING:
                setattr(row, column, getattr(other, column))
        row.note = row.note or other.note
        row._change_reason = other._change_reason = "合并重复的人员"
        other.delete()
        row.save()


def _rank(row: Mediator) -> tuple[bool, date]:
    """Who serves before who does not; among those the certificate that holds longer."""
    return row.status == Mediator.Status.SERVING, row.expires_on or row.certified_on or date.min
