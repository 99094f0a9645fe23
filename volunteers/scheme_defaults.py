"""The scheme that a new database begins with. Counting weighs little: follow-through and residents decide.

What it asks of a head in a quarter is what the work needs anyway: nobody writes more to get more than 15 of
100 for it, and a quarter of a contact a household is full marks. The street changes it as it likes.
"""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction

from .measures import HAND
from .models import Criterion, EvaluationScheme

NAME = "三长季度评价"
NOTE = (
    "联系次数只占 15 分：记台账是为了把事办好，不为评分多记。办结情况和居民评分占大头。"
    "次数按每百户和在任天数折算，户数少的不吃亏。结果不排名、不公开，只给本人看。"
)
#: Name, measure, weight, 0 points at, 100 points at.
CRITERIA = (
    ("联系住户", "contacts", 15, 0, 25),
    ("事项办结", "settled", 30, 40, 90),
    ("办结用时", "days", 15, 30, 5),
    ("居民评分", "ratings", 20, 1, Decimal("4.5")),
    ("参加活动和服务", "activities", 5, 0, 2),
    ("社区评分", HAND, 15, 0, 100),
)


def load_default_scheme() -> EvaluationScheme:
    """Make the delivered scheme where there is none of its name; one that is there stays as it was left."""
    with transaction.atomic():
        scheme, new = EvaluationScheme.objects.get_or_create(
            name=NAME, defaults={"status": EvaluationScheme.Status.IN_USE, "note": NOTE}
        )
        if new:
            Criterion.objects.bulk_create(
                Criterion(
                    scheme=scheme,
                    name=name,
                    measure=measure,
                    weight=weight,
                    zero_at=zero,
                    full_at=full,
                    order=order * 10,
                )
                for order, (name, measure, weight, zero, full) in enumerate(CRITERIA, start=1)
            )
    return scheme
