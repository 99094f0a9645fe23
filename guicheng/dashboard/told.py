"""Figures as data: the one shape in which the command, the API and the open figures give them away."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from .indicators import Indicator, indicators
from .published import beside
from .releases import public_indicators
from .snapshot import Snapshot


@dataclass(frozen=True)
class Told:
    """One line. Published figures and targets are the street's: a community's line has none."""

    key: str
    label: str
    unit: str
    live: float | int | None
    published: float | int | None
    qualifier: str | None
    target: float | int | None
    as_of: str
    published_as_of: str | None = None
    target_by: str | None = None

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def rounded(value: Decimal | None, decimals: int = 0) -> Decimal | None:
    """Half away from zero, as people round."""
    return None if value is None else value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def plain(value: Decimal | None) -> float | int | None:
    """For JSON: whole numbers without a point."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def live(snapshot: Snapshot, indicator: Indicator, community: int | None = None) -> Decimal | None:
    return rounded(snapshot.value(indicator.key, community), indicator.decimals)


def told(snapshot: Snapshot, community: int | None = None, *, public_only: bool = False) -> list[Told]:
    """Every indicator at ``snapshot``, of the street or of one community."""
    known = beside(snapshot.day) if community is None else {}
    lines = []
    for indicator in public_indicators() if public_only else indicators():
        said = known.get(indicator.key)
        published, target = (said.published, said.target) if said else (None, None)
        lines.append(
            Told(
                key=indicator.key,
                label=indicator.label,
                unit=indicator.unit,
                live=plain(live(snapshot, indicator, community)),
                published=plain(published.value) if published else None,
                qualifier=(published or target).qualifier if said and (published or target) else None,
                target=plain(target.value) if target else None,
                as_of=snapshot.day.isoformat(),
                published_as_of=published.as_of.isoformat() if published else None,
                target_by=target.as_of.isoformat() if target else None,
            )
        )
    return lines
