"""The street on one screen, and one community beside it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from communities.models import Community
from guicheng.accounts.inside import for_who_works_inside

from ..asked import Asked, asked, communities_for, community_for
from ..attention.judging import attention
from ..cells import Cell, cells_of
from ..indicators import Indicator, Kind, UnknownIndicator, indicator_of, indicators
from ..lines import HEADLINES, by_group, figure_lines
from ..months.freezing import frozen_on
from ..snapshot import Snapshot
from .parts import part_tables

#: Columns of the table of communities, and what it is first sorted by.
COLUMNS = ("stations_open", "places_with_head", "ledger_entries", "requests_closed", "resolutions_kept")


@dataclass(frozen=True)
class Row:
    community: Community
    cells: list[Cell]
    #: 0 to 4: which fifth of the communities it is in by the chosen indicator; -1 where there is no value.
    shade: int


def columns_asked(request: HttpRequest) -> tuple[list[Indicator], Indicator]:
    """The table's columns and the indicator that it is coloured by: one of the address, else the first."""
    chosen = [indicator_of(key) for key in COLUMNS]
    try:
        by = indicator_of(request.GET.get("by", COLUMNS[1]))
    except UnknownIndicator:
        by = chosen[1]
    if by not in chosen:
        chosen.append(by)
    return chosen, by


def community_rows(
    shown: Snapshot, communities: list[Community], columns: list[Indicator], by: Indicator, sort: str
) -> list[Row]:
    """A row a community, sorted by ``sort`` (a key, with - in front the other way round), else by code."""
    cells = cells_of(shown, [community.pk for community in communities], columns)
    place = columns.index(by)
    ranked = sorted(row[place].value for row in cells.values() if row[place].value is not None)
    rows = [
        Row(community, cells[community.pk], _shade(cells[community.pk][place].value, ranked))
        for community in communities
    ]
    keys = [column.key for column in columns]
    if sort.removeprefix("-") in keys:
        at = keys.index(sort.removeprefix("-"))
        known = [row for row in rows if row.cells[at].value is not None]
        known.sort(key=lambda row: row.cells[at].value, reverse=sort.startswith("-"))
        rows = known + [row for row in rows if row.cells[at].value is None]
    return rows


def _shade(value: Decimal | None, ranked: list[Decimal]) -> int:
    if value is None or not ranked:
        return -1
    return min(4, 5 * sum(1 for other in ranked if other < value) // len(ranked))


def _sorting(columns: list[Indicator], sort: str) -> list[dict[str, Any]]:
    """Column heads: each press sorts the other way round."""
    return [
        {
            "indicator": column,
            "sort": f"-{column.key}" if sort != f"-{column.key}" else column.key,
            "sorted": {column.key: "ascending", f"-{column.key}": "descending"}.get(sort, ""),
        }
        for column in columns
    ]


@for_who_works_inside
def street(request: HttpRequest) -> HttpResponse:
    question = asked(request)
    communities = list(communities_for(request.user))
    if not request.user.sees_every_community:
        return _own(request, question, communities)
    lines = figure_lines(question.day)
    by_key = {line.indicator.key: line for line in lines}
    columns, by = columns_asked(request)
    sort = request.GET.get("sort", "")
    shown = question.snapshot()
    context = {
        "asked": question,
        "shown": shown,
        "quality": question.quality(),
        "headlines": [by_key[key] for key in HEADLINES],
        "attention": attention(question.day, communities),
        "frozen": frozen_on(question.day),
        "nav": "street",
        "groups": by_group(lines),
        "columns": _sorting(columns, sort),
        "by": by,
        "choices": [each for each in indicators() if each.kind is not Kind.PER],
        "rows": community_rows(shown, communities, columns, by, sort),
        "tiles": community_rows(shown, communities, columns, by, ""),
        "sort": sort,
    }
    return render(request, "dashboard/street.html", context)


def _own(request: HttpRequest, question: Asked, communities: list[Community]) -> HttpResponse:
    """Staff of one community are led to it, of several they choose."""
    if len(communities) == 1:
        return redirect("dashboard-community", communities[0].code)
    context = {"asked": question, "shown": question.snapshot(), "communities": communities}
    return render(request, "dashboard/choose.html", context)


@for_who_works_inside
def community(request: HttpRequest, code: str) -> HttpResponse:
    found = community_for(request.user, code)
    question = asked(request)
    context = {
        "asked": question,
        "shown": question.snapshot(),
        "community": found,
        "quality": question.quality(),
        "attention": attention(question.day, [found]),
        "frozen": frozen_on(question.day),
        "groups": by_group(figure_lines(question.day, found.pk)),
        "tables": part_tables(request, found, question.day),
    }
    return render(request, "dashboard/community.html", context)
