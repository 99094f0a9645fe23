"""Communities side by side: like with like, by households as well as in totals, and how sure it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from communities.models import Community, Estate

from .indicators import Figure, Indicator, Kind, indicators
from .snapshot import Snapshot
from .told import rounded

#: A share or mean of fewer rows than this says little.
FEW = 10
#: Communities side by side at most.
MOST = 6
PER_HOUSEHOLDS = 1000


@dataclass(frozen=True)
class Compared:
    """One figure of one community. ``few``: it rests on so few rows that it says little."""

    community: Community
    value: Decimal | None
    few: bool = False


@dataclass(frozen=True)
class ComparedRow:
    indicator: Indicator
    unit: str
    cells: list[Compared]
    #: Of all communities of the same kind together.
    mean: Decimal | None


def households() -> dict[int, int]:
    """Households of each community, as far as its estates have them on record."""
    rows = Estate.objects.order_by().values_list("community").annotate(n=Sum("households"))
    return {community: n for community, n in rows if n}


def compare(
    shown: Snapshot, chosen: Sequence[Community], peers: Sequence[Community], *, by_households: bool
) -> list[ComparedRow]:
    """A row an indicator over ``chosen``; beside them the mean of ``peers``, all of their kind.

    ``by_households``: counts and sums per 1,000 households; a community without households has no value.
    """
    known = households() if by_households else {}
    rows = []
    for indicator in indicators():
        counted = indicator.kind in (Kind.COUNT, Kind.SUM)
        spread = by_households and counted
        cells = [_cell(shown, indicator, community, known, spread) for community in chosen]
        everywhere = [_cell(shown, indicator, community, known, spread).value for community in peers]
        values = [value for value in everywhere if value is not None]
        mean = sum(values, Decimal(0)) / len(values) if values else None
        mean = _per_thousand(mean) if spread else rounded(mean, max(indicator.decimals, 1))
        unit = f"{indicator.unit}／千户" if spread else indicator.unit
        rows.append(ComparedRow(indicator, unit, cells, mean))
    return rows


def _cell(
    shown: Snapshot, indicator: Indicator, community: Community, known: dict[int, int], spread: bool
) -> Compared:
    figure = shown.figure(indicator.key, community.pk)
    if not spread:
        value = rounded(figure.value, indicator.decimals)
        return Compared(community, value, _rests_on_few(indicator, figure))
    homes = known.get(community.pk)
    if not homes or figure.value is None:
        return Compared(community, None)
    return Compared(community, _per_thousand(PER_HOUSEHOLDS * figure.value / homes))


def _per_thousand(value: Decimal | None) -> Decimal | None:
    """With so many decimals that 3 in 10,000 does not look like none."""
    return None if value is None else rounded(value, 2 if 0 < abs(value) < 1 else 1)


def _rests_on_few(indicator: Indicator, figure: Figure) -> bool:
    divided = indicator.kind in (Kind.SHARE, Kind.MEAN)
    return divided and figure.whole is not None and 0 < figure.whole < FEW
