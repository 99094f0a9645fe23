"""Heads with entries in a quarter that is over, and a scheme, for the tests of evaluations."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from volunteers.evaluation import Span, quarter_of
from volunteers.models import Appointment, ContactLog, Criterion, EvaluationScheme, HeadResult, MatterKind

from ..factories import make_appointment, make_community, make_place

QUARTER = quarter_of(2026, 2)
FIRST = QUARTER.first


def scheme(*criteria: tuple[str, int, float, float], **values: Any) -> EvaluationScheme:
    """Measure, weight, 0 points at, 100 points at; in use."""
    made = EvaluationScheme.objects.create(
        **{"name": "演示方案", "status": "in_use", "least_weight": 0, **values}
    )
    for order, (measure, weight, zero, full) in enumerate(criteria):
        Criterion.objects.create(
            scheme=made,
            name=f"标准{order}",
            measure=measure,
            weight=weight,
            zero_at=zero,
            full_at=full,
            order=order,
        )
    return made


def head(households: int | None = 40, community: str = "桂雅社区", **values: Any) -> Appointment:
    place = make_place(community=make_community(community), households=households)
    return make_appointment(place=place, **values)


def contact(term: Appointment, day: int, settled_after: int | None = 0, **values: Any) -> ContactLog:
    """Logged on the ``day``-th day of the quarter, settled so many days later or not at all."""
    on = FIRST + timedelta(days=day)
    result = {"result": "following"}
    if settled_after is not None:
        result = {"result": "done", "closed_on": on + timedelta(days=settled_after)}
    kind = MatterKind.objects.get_or_create(name="环境")[0]
    values = {"kind": kind, "on": on, "text": "楼道堆放杂物", **result, **values}
    return ContactLog.objects.create(appointment=term, **values)


def result_of(term: Appointment) -> HeadResult:
    return HeadResult.objects.select_related("evaluation").get(appointment=term)


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


__all__ = ["FIRST", "QUARTER", "Span", "contact", "day", "head", "result_of", "scheme"]
