"""An evaluation in numbers: heads by community and band, beside the period before."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet

from guicheng.accounts.scope import AnyUser, visible_to

from .evaluation import previous_first
from .models import Band, Evaluation, HeadResult


@dataclass
class Figures:
    """Of one community, or of all that the user sees."""

    key: int | None
    name: str
    heads: int = 0
    published: int = 0
    #: With a band and not published: what may be published now.
    waiting: int = 0
    few: int = 0
    adjusted: int = 0
    #: Heads by band, "" for those without; and those of the period before.
    bands: dict[str, int] = field(default_factory=dict)
    earlier: dict[str, int] = field(default_factory=dict)

    @property
    def cells(self) -> list[tuple[str, int, int | None]]:
        """Band, heads now, heads in the period before (None where there was none)."""
        return [
            (band, self.bands.get(band, 0), self.earlier.get(band, 0) if self.earlier else None)
            for band in (*Band.values, "")
        ]

    def add(self, other: Figures) -> None:
        for column in ("heads", "published", "waiting", "few", "adjusted"):
            setattr(self, column, getattr(self, column) + getattr(other, column))
        for mine, theirs in ((self.bands, other.bands), (self.earlier, other.earlier)):
            for band, count in theirs.items():
                mine[band] = mine.get(band, 0) + count


def earlier_of(evaluation: Evaluation) -> Evaluation | None:
    """The same scheme's evaluation of the period before."""
    first = previous_first(evaluation.period, evaluation.first)
    return Evaluation.objects.filter(scheme=evaluation.scheme_id, first=first).first()


def figures_of(evaluation: Evaluation, user: AnyUser) -> tuple[list[Figures], Figures, Evaluation | None]:
    """A row a community in the order of their codes, their sum, and the evaluation before. Three queries."""
    rows: dict[int, Figures] = {}
    for row in _counted(visible_to(HeadResult, user).filter(evaluation=evaluation)):
        own = rows.setdefault(row["community"], Figures(row["community"], row["community__name"]))
        own.heads += row["heads"]
        own.published += row["published"]
        own.waiting += row["heads"] - row["published"] if row["band"] else 0
        own.few += row["small"]
        own.adjusted += row["by_hand"]
        own.bands[row["band"]] = row["heads"]
    earlier = earlier_of(evaluation)
    if earlier is not None:
        for row in _counted(visible_to(HeadResult, user).filter(evaluation=earlier)):
            if row["community"] in rows:
                rows[row["community"]].earlier[row["band"]] = row["heads"]
    total = Figures(None, "合计")
    for own in rows.values():
        total.add(own)
    return list(rows.values()), total, earlier


def _counted(rows: QuerySet[HeadResult]) -> QuerySet:
    return (
        rows.order_by()
        .values("community", "community__name", "community__code", "band")
        .annotate(
            heads=Count("pk"),
            published=Count("pk", filter=Q(published_at__isnull=False)),
            small=Count("pk", filter=Q(few=True)),
            by_hand=Count("pk", filter=Q(adjusted__isnull=False)),
        )
        .order_by("community__code")
    )
