"""The heads of a period evaluated: their records collected in one query a source, results made or renewed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import models, transaction
from django.utils import timezone

from guicheng.accounts.history import bulk_create, bulk_update, delete_rows
from guicheng.accounts.models import User
from guicheng.accounts.scope import editable_by

from .evaluation import CannotEvaluate, Span, problems_of, reckon, snapshot_of
from .measures import sources
from .models import Appointment, Evaluation, EvaluationScheme, HeadResult

REASON = "综合评价计算"


@dataclass
class Ran:
    """What a run did. ``kept``: published ones, left as they were; ``adjusted``: of the new ones, by hand."""

    made: int = 0
    renewed: int = 0
    kept: int = 0
    removed: int = 0
    adjusted: int = 0
    bands: dict[str, int] = field(default_factory=dict)


def start(
    scheme: EvaluationScheme, span: Span, user: User, today: date | None = None
) -> tuple[Evaluation, Ran]:
    """Evaluate the heads of a period for the first time, or once more. Raises :class:`CannotEvaluate`."""
    check(scheme, span, today or timezone.localdate())
    evaluation, _ = Evaluation.objects.get_or_create(
        scheme=scheme, first=span.first, defaults={"last": span.last, "label": span.label}
    )
    ran = run(evaluation, user)
    evaluation.refresh_from_db()
    return evaluation, ran


def check(scheme: EvaluationScheme, span: Span, today: date) -> None:
    if scheme.status != EvaluationScheme.Status.IN_USE:
        raise CannotEvaluate("这个方案不在使用中，请先改好并改为“使用中”。")
    if problem := problems_of(scheme.criteria.values_list("weight", flat=True)):
        raise CannotEvaluate(problem)
    if span.kind != scheme.period:
        raise CannotEvaluate(
            f"这个方案按{scheme.get_period_display()}评价，请选一个{scheme.get_period_display()}。"
        )
    if span.last >= today:
        raise CannotEvaluate(f"{span.label}到 {span.last:%Y-%m-%d} 才结束，结束以后才能评价。")


def run(evaluation: Evaluation, user: User) -> Ran:
    """Evaluate the heads whom ``user`` may edit. Published results stay; all others are worked out anew.

    The scheme of the first run holds as long as a result of it is published. All of it or nothing.
    """
    with transaction.atomic():
        evaluation = Evaluation.objects.select_for_update().get(pk=evaluation.pk)
        whole = user.sees_every_community
        if not evaluation.snapshot or (whole and not evaluation.results.published().exists()):
            evaluation.snapshot = snapshot_of(evaluation.scheme, evaluation.scheme.criteria.all())
        ran = _run_locked(evaluation, user)
        if whole:
            # What a community works out for its own heads is nothing that others need to read of.
            evaluation.computed_at, evaluation.computed_by = timezone.now(), user
            evaluation._history_user, evaluation._change_reason = user, REASON
            evaluation.save()
    return ran


def _run_locked(evaluation: Evaluation, user: User) -> Ran:
    fresh = {result.appointment_id: result for result in results_now(evaluation, user)}
    there = editable_by(HeadResult, user).filter(evaluation=evaluation).order_by("pk").select_for_update()
    ran, renew, gone = Ran(), [], []
    recounted, reweighed = [], []
    for old in there:
        new = fresh.pop(old.appointment_id, None)
        if old.is_published:
            ran.kept += 1
        elif new is None:
            gone.append(old)
        else:
            before = _counted(old), _weighed(old)
            old.basis, old.evidence, old.community_id = new.basis, new.evidence, new.community_id
            renew.append(reckon(old, evaluation.snapshot))
            # Most heads' records are as they were: only what differs is written, and gets a version.
            if _counted(old) != before[0]:
                recounted.append(old)
            elif _weighed(old) != before[1]:
                reweighed.append(old)
    # A place that lies in another community now: its result is that community's to renew.
    elsewhere = set(HeadResult.objects.filter(evaluation=evaluation).values_list("appointment", flat=True))
    made = [result for key, result in fresh.items() if key not in elsewhere]
    bulk_create(made, user=user, reason=REASON)
    columns = ["lines", "computed", "band", "few", "basis"]
    bulk_update(recounted, [*columns, "evidence", "community"], user=user, reason=REASON)
    bulk_update(reweighed, columns, user=user, reason=REASON)
    ran.removed = delete_rows(gone, user=user, reason=REASON)
    ran.made, ran.renewed = len(made), len(renew)
    ran.adjusted = sum(result.adjusted is not None for result in renew)
    counts: dict[str, int] = defaultdict(int)
    for result in (*made, *renew):
        counts[result.band] += 1
    ran.bands = dict(counts)
    return ran


def _counted(result: HeadResult) -> tuple:
    return result.evidence, result.community_id


def _weighed(result: HeadResult) -> tuple:
    return result.lines, result.computed, result.band, result.few, result.basis


def heads_in(evaluation: Evaluation, user: User) -> models.QuerySet[Appointment]:
    """Terms, not of deputies, that fell into the period and are the user's to evaluate."""
    terms = editable_by(Appointment, user).filter(deputy=False, place__kind__in=evaluation.snapshot["kinds"])
    begun = models.Q(started_on__isnull=True) | models.Q(started_on__lte=evaluation.last)
    going = models.Q(ended_on__isnull=True) | models.Q(ended_on__gte=evaluation.first)
    return terms.filter(begun, going)


def results_now(evaluation: Evaluation, user: User) -> list[HeadResult]:
    """Unsaved results of all heads from the records as they are: one query for terms, one or two a source."""
    snapshot, first, last = evaluation.snapshot, evaluation.first, evaluation.last
    terms = heads_in(evaluation, user)
    collected = {source.key: source.collect(terms, first, last) for source in sources()}
    rows = list(
        terms.order_by("pk").values_list(
            "pk", "started_on", "ended_on", "place__community_id", "place__households"
        )
    )
    known: dict[int, set[str]] = defaultdict(set)
    for pk, _, _, community, _ in rows:
        known[community] |= {key for key, facts in collected.items() if facts.get(pk)}
    settled_by = (last + timedelta(days=snapshot["grace_days"])).isoformat()
    results = []
    for pk, started, ended, community, households in rows:
        start_on, end_on = max(started or first, first), min(ended or last, last)
        basis = {
            "households": households,
            "from": start_on.isoformat(),
            "to": end_on.isoformat(),
            "days": (end_on - start_on).days + 1,
            "of": (last - first).days + 1,
            "settled_by": settled_by,
            "known": sorted(known[community]),
        }
        evidence = {key: facts[pk] for key, facts in collected.items() if facts.get(pk)}
        result = HeadResult(
            evaluation=evaluation,
            appointment_id=pk,
            community_id=community,
            basis=basis,
            evidence=evidence,
            marks={},
        )
        results.append(reckon(result, snapshot))
    return results
