"""The published figures and targets: delivered once from a data file, looked up by indicator."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from communities.dates import Precision, last_possible

from .models import PublishedFigure

FILE = Path(__file__).with_name("published_figures.csv")
SOURCE = "《珠江时报》2023 年 2 月"


def load_published() -> int:
    """Add what the delivered file holds and the street does not have yet; how many. Theirs stay theirs."""
    made = 0
    with FILE.open(encoding="utf-8") as lines, transaction.atomic():
        for row in csv.DictReader(lines):
            day, precision = _day(row["as_of"])
            _, new = PublishedFigure.objects.get_or_create(
                key=row["key"],
                kind=row["kind"],
                as_of=last_possible(day, precision) if row["kind"] == PublishedFigure.Kind.TARGET else day,
                defaults={
                    "qualifier": row["qualifier"],
                    "value": Decimal(row["value"]),
                    "precision": precision,
                    "quote": row["quote"],
                    "source": SOURCE,
                },
            )
            made += new
    return made


def _day(text: str) -> tuple[date, str]:
    parts = [int(part) for part in text.split("-")]
    precision = (Precision.YEAR, Precision.MONTH, Precision.DAY)[len(parts) - 1]
    return date(*(parts + [1, 1])[:3]), precision


@dataclass(frozen=True)
class Beside:
    """What stands beside a live figure: the latest that was published, and what is promised next."""

    published: PublishedFigure | None = None
    target: PublishedFigure | None = None


def beside(day: date, rows: Iterable[PublishedFigure] | None = None) -> dict[str, Beside]:
    """By indicator, as known on ``day``: the last published one, the next target or the last that was due."""
    found: dict[str, dict[str, list[PublishedFigure]]] = {}
    for row in PublishedFigure.objects.public() if rows is None else rows:
        found.setdefault(row.key, {}).setdefault(row.kind, []).append(row)
    kinds = PublishedFigure.Kind
    return {
        key: Beside(
            _published(parts.get(kinds.PUBLISHED, []), day), _target(parts.get(kinds.TARGET, []), day)
        )
        for key, parts in found.items()
    }


def _published(rows: list[PublishedFigure], day: date) -> PublishedFigure | None:
    return max((row for row in rows if row.as_of <= day), key=lambda row: row.as_of, default=None)


def _target(rows: list[PublishedFigure], day: date) -> PublishedFigure | None:
    coming = min((row for row in rows if row.as_of >= day), key=lambda row: row.as_of, default=None)
    return coming or max(rows, key=lambda row: row.as_of, default=None)
