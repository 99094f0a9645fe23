"""Rosters in the layouts of twenty further offices: 99 of 100 rows right and none wrong in silence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from guicheng.accounts.models import User
from guicheng.exchange.kinds import Parsed, kind_of
from guicheng.exchange.models import ImportRow
from guicheng.exchange.reading import Unreadable
from tests.exchange.files import checked
from tests.exchange.office_habits import habits, later_habits
from tests.exchange.offices import FIELDS, Habit, Office, offices

# What an office's layout means is read before any database is asked.
pytestmark = pytest.mark.any_database


def compare(office: Office, user: User) -> tuple[Counter[str], list[str]]:
    """How many rows came out how, and what each wrong one is."""
    counts: Counter[str] = Counter(rows=len(office.rows), refusable=len(office.refused))
    wrong: list[str] = []

    def count(what: str, *about: Any) -> None:
        counts[what] += 1
        wrong.append(f"{office.name} {what} {about}")

    try:
        run = checked(office.content, user, office.name)
    except Unreadable as exc:
        count("unreadable", str(exc))
        return counts, wrong
    staged = {(row.sheet, row.number): row for row in ImportRow.objects.filter(run=run)}
    kind = kind_of("heads")
    for expected in office.rows:
        row = staged.pop((expected["sheet"], expected["row"]), None)
        if row is None or row.status == "refused":
            problems = (
                [(p["column"], p["value"], p["reason"]) for p in row.data["problems"]] if row else "lost"
            )
            count("missing", expected["sheet"], expected["row"], problems)
            continue
        got = kind.json_row(Parsed(row.sheet, row.number, row.data["values"]))
        bad = {name: (got[name], expected[name]) for name in FIELDS if got[name] != expected[name]}
        if bad:
            count("wrong", expected["sheet"], expected["row"], bad)
        else:
            counts["right"] += 1
    for expected in office.refused:
        row = staged.pop((expected["sheet"], expected["row"]), None)
        if row is not None and row.status != "refused":
            count("taken", expected, row.data["values"])
        elif row is None or row.reason != expected["reason"]:
            count("other reason", expected, row.data["problems"] if row else "lost")
        elif (
            office.near.get((expected["sheet"], expected["row"]), "")
            not in row.data["problems"][0]["suggestion"].split("”")[0]
        ):
            count("other suggestion", expected, row.data["problems"])
    for where, row in staged.items():
        count("from nowhere", where, row.status, row.data["values"], row.data["problems"])
    return counts, wrong


@pytest.mark.parametrize("layouts", [habits, later_habits])
@pytest.mark.parametrize("seed", [1, 2])
def test_offices(seed: int, layouts: Callable[[], list[Habit]], street: User) -> None:
    total: Counter[str] = Counter()
    wrong: list[str] = []
    for office in offices(seed, layouts):
        counts, bad = compare(office, street)
        total += counts
        wrong += bad
    report = "\n".join([str(dict(total)), *wrong])
    assert total["right"] / total["rows"] >= 0.99, report
    assert not {"wrong", "taken", "from nowhere", "unreadable"} & total.keys(), report
