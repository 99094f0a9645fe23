"""Two evaluated quarters: the earlier one reviewed and published, the last one waiting for that."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from guicheng.accounts import history
from guicheng.accounts.models import Role, User
from volunteers.evaluation import Span, ended_spans, reckon, snapshot_of
from volunteers.evaluation_review import by_hand
from volunteers.evaluation_run import results_now
from volunteers.models import Evaluation, HeadResult
from volunteers.scheme_defaults import load_default_scheme

from . import words
from .chance import chance
from .many import insert_many
from .versions import first_versions

#: Of the published results so many were adjusted by their community.
_ADJUSTED = 0.01
_ADJUSTED_WHY = "演示：长期照看病人，记录比实际做的少。"
_BY = "演示社区"
_ZONE = ZoneInfo("Asia/Shanghai")
_FIELDS = [field.name for field in HeadResult._meta.concrete_fields]


def evaluate_quarters(today: date, at: datetime) -> int:
    """Evaluate the last two quarters that are over, from the ledger that is there; how many results."""
    later, earlier = [span for span in ended_spans(today) if span.kind == "quarter"][:2]
    made = 0
    for number, span in enumerate((earlier, later), start=1):
        evaluation = _evaluation(number, span, today)
        history.bulk_create([evaluation], reason=words.SOURCE, date=at)
        results = results_now(evaluation, _street())
        for pk, result in enumerate(results, start=made + 1):
            result.pk = pk
            if span is earlier:
                _review(result, evaluation, today)
        made += insert_many(HeadResult, _FIELDS, (_row(result, at) for result in results))
    first_versions(HeadResult, made, at)
    return made


def _row(result: HeadResult, at: datetime) -> tuple[Any, ...]:
    result.updated_at = at
    return tuple(getattr(result, field.attname) for field in HeadResult._meta.concrete_fields)


def _street() -> User:
    """Whoever sees the whole street; never saved."""
    return User(username=_BY, role=Role.STREET_ADMIN)


def _evaluation(number: int, span: Span, today: date) -> Evaluation:
    scheme = load_default_scheme()
    return Evaluation(
        pk=number,
        scheme=scheme,
        first=span.first,
        last=span.last,
        label=span.label,
        snapshot=snapshot_of(scheme, scheme.criteria.all()),
        computed_at=_after(span.last, 16, today, 10),
    )


def _after(last: date, days: int, today: date, hour: int) -> datetime:
    """Some days after a quarter's last, but before today."""
    day = min(last + timedelta(days=days), today - timedelta(days=1))
    return datetime.combine(day, time(hour), tzinfo=_ZONE)


def _review(result: HeadResult, evaluation: Evaluation, today: date) -> None:
    """Points by hand, here and there an adjustment, and published where there is a band."""
    rng = chance("review", result.appointment_id)
    at = _after(evaluation.last, 20, today, 17)
    for criterion in by_hand(evaluation.snapshot):
        points = {"points": str(rng.randint(68, 98)), "reason": "", "by": _BY, "on": at.date().isoformat()}
        result.marks = {**result.marks, str(criterion["id"]): points}
    reckon(result, evaluation.snapshot)
    if result.computed is not None and rng.random() < _ADJUSTED:
        result.adjusted = min(result.computed + 6, type(result.computed)(100))
        result.adjusted_reason = _ADJUSTED_WHY
        reckon(result, evaluation.snapshot)
    if result.band:
        result.published_at = at
