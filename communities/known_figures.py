"""The figures that the street counts itself by: key, what each is called, its unit."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.core.exceptions import ValidationError

FIGURES_FILE = Path(__file__).parent / "data" / "known_figures.csv"


@dataclass(frozen=True)
class KnownFigure:
    key: str
    label: str
    unit: str


@cache
def known_figures() -> dict[str, KnownFigure]:
    """By key, in the order of the file."""
    with FIGURES_FILE.open(encoding="utf-8", newline="") as lines:
        return {row["key"]: KnownFigure(**row) for row in csv.DictReader(lines)}


def check_figure(key: str) -> None:
    """Raises ``ValidationError`` for a key that no figure has."""
    if key not in known_figures():
        raise ValidationError("没有这个指标，请写指标的英文代号，例如 mediators。")


def figure_choices() -> list[tuple[str, str]]:
    """For a form: key and label."""
    return [(figure.key, figure.label) for figure in known_figures().values()]
