"""A month as it was reported beside today's recount of it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from guicheng.accounts.models import User
from guicheng.accounts.scope import editable_by

from ..briefs.spans import Span
from ..indicators import Indicator
from ..models import FigureExplanation, FrozenFigure, FrozenMonth
from ..snapshot import snapshot
from ..told import live, rounded
from .causes import causes
from .freezing import can_freeze

NOT_FROZEN, NOTHING = "未冻结", "没有可以算的记录"


@dataclass(frozen=True)
class Row:
    """One indicator. ``figure``: None where it was not among what was frozen, unlike a frozen nothing."""

    indicator: Indicator
    figure: FrozenFigure | None
    now: Decimal | None
    explanation: FigureExplanation | None = None
    may_explain: bool = False
    causes: tuple[str, ...] = ()

    @property
    def reported(self) -> Decimal | None:
        return rounded(self.figure.value, self.indicator.decimals) if self.figure else None

    @property
    def missing(self) -> str:
        """In place of a reported number that is not there, and never 0."""
        if self.figure is None:
            return NOT_FROZEN
        return NOTHING if self.figure.value is None else ""

    @property
    def by(self) -> Decimal | None:
        """How much more it is today; None where one of both has no number."""
        return None if self.reported is None or self.now is None else self.now - self.reported

    @property
    def differs(self) -> bool:
        return self.figure is not None and self.reported != self.now


def compared(frozen: FrozenMonth, month: Span, user: User, community: int | None) -> list[Row]:
    """A row an indicator, of the street or of one community."""
    figures = FrozenFigure.objects.visible_to(user).filter(frozen=frozen, community=community)
    by_key = {figure.key: figure for figure in figures.select_related("explanation__by")}
    own = editable_by(FrozenFigure, user).filter(frozen=frozen, community=community)
    editable = set(own.values_list("pk", flat=True))
    shown = snapshot(month.last)
    rows = []
    for indicator in can_freeze():
        figure = by_key.get(indicator.key)
        now = live(shown, indicator, community)
        explanation = getattr(figure, "explanation", None) if figure else None
        may = figure is not None and figure.pk in editable
        rows.append(Row(indicator, figure, now, explanation, may))
    told = causes([row.indicator for row in rows if row.differs], month.last, frozen.frozen_at, community)
    return [_with_causes(row, told) for row in rows]


def _with_causes(row: Row, told: dict[str, list]) -> Row:
    said = tuple(cause.words for cause in told.get(row.indicator.key, []) if cause.words)
    return Row(row.indicator, row.figure, row.now, row.explanation, row.may_explain, said)
