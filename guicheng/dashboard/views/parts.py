"""Below a community: one estate or one station, and the tables that lead there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from communities.dates import dated
from communities.models import Community, Estate
from guicheng.accounts.inside import for_who_works_inside
from guicheng.web.http import query_with
from stations.models import Station

from ..asked import asked, community_for
from ..cells import Cell, cells_of
from ..indicators import Indicator, indicator_of
from ..lines import by_group, part_lines
from ..parts import Level, Part, count_part, count_parts, part_of, rows_of, splits
from ..quality.counting import quality_of_stations
from ..quality.scoring import score
from ..snapshot import APART

#: Columns of the tables on a community's page.
COLUMNS = {
    Level.ESTATE: ("places_with_head", "building_heads", "ledger_entries", "requests_received"),
    Level.STATION: ("activities_held", "residents_served"),
}
#: Rows of such a table, and what asks for its next ones in an address.
PER_PAGE = 40
PAGES = {Level.ESTATE: "estates", Level.STATION: "stations"}
TITLES = {Level.ESTATE: "小区、村和园区", Level.STATION: "站点"}


@dataclass(frozen=True)
class PartRow:
    part: Part
    cells: list[Cell]


@dataclass(frozen=True)
class PartTable:
    """``before``, ``after``: queries that lead to the pages around this one, "" where there is none."""

    level: Level
    columns: list[Indicator]
    rows: list[PartRow]
    page: Page
    before: str = ""
    after: str = ""

    @property
    def title(self) -> str:
        return TITLES[self.level]


def _part_table(
    request: HttpRequest, community: Community, level: Level, day: date, columns: Sequence[Indicator]
) -> PartTable:
    """A row a part; last, where there is any, what of the community hangs on none, so that all adds up."""
    page = Paginator(rows_of(community, level), PER_PAGE).get_page(request.GET.get(PAGES[level]))
    parts = [Part(level, community, row) for row in page]
    shown = count_parts(community, level, day, columns, [part.key for part in parts])
    if not page.has_next() and any(APART in shown.counted[column.key] for column in columns):
        parts.append(Part(level, community))
    cells = cells_of(shown, [part.key for part in parts], columns)
    return PartTable(
        level,
        list(columns),
        [PartRow(part, cells[part.key]) for part in parts],
        page,
        query_with(request, **{PAGES[level]: page.number - 1}) if page.has_previous() else "",
        query_with(request, **{PAGES[level]: page.number + 1}) if page.has_next() else "",
    )


def part_tables(request: HttpRequest, community: Community, day: date) -> list[PartTable]:
    """Those of a community's page."""
    return [
        _part_table(request, community, level, day, [indicator_of(key) for key in COLUMNS[level]])
        for level in Level
    ]


def tables_of(request: HttpRequest, indicator: Indicator, community: Community, day: date) -> list[PartTable]:
    """One indicator by the parts of a community, at each level at which it splits."""
    levels = [level for level in Level if splits(indicator, level)]
    return [_part_table(request, community, level, day, [indicator]) for level in levels]


@for_who_works_inside
def estate(request: HttpRequest, code: str, estate: int) -> HttpResponse:
    return _part(request, code, Level.ESTATE, estate)


@for_who_works_inside
def station(request: HttpRequest, code: str, station: int) -> HttpResponse:
    return _part(request, code, Level.STATION, station)


def _part(request: HttpRequest, code: str, level: Level, key: int) -> HttpResponse:
    found = part_of(community_for(request.user, code), level, key)
    question = asked(request)
    shown = count_part(found, question.day)
    lines = part_lines(shown, found)
    context = {
        "asked": question,
        "shown": shown,
        "community": found.community,
        "part": found,
        "facts": _facts(found),
        "stations": _stations(found),
        "groups": by_group([line for line in lines if line.value]),
        "nothing": [line.indicator.label for line in lines if not line.value],
    }
    if level is Level.STATION:
        context["score"] = score(quality_of_stations(found.community.pk).numbers_at(found.key))
    return render(request, "dashboard/part.html", context)


def _facts(part: Part) -> list[tuple[str, str]]:
    """What is known of it besides figures: label and words, nothing for what is not on record."""
    row = part.row
    if isinstance(row, Station):
        said = [
            ("级别", row.get_level_display()),
            ("状态", row.get_status_display()),
            ("小区", row.estate.name if row.estate else ""),
            ("地址", row.address),
            ("启用日期", dated(row.opened_on)),
            ("最近核对", dated(row.confirmed_on)),
        ]
    elif isinstance(row, Estate):
        households = "" if row.households is None else f"{row.households:,} 户"
        said = [("类型", row.get_kind_display()), ("户数", households), ("别名", row.aliases)]
    return [(label, words) for label, words in said if words]


def _stations(part: Part) -> list[Part]:
    """Stations of an estate, each with its own page."""
    if part.level is not Level.ESTATE or part.row is None:
        return []
    rows = part.row.stations.filter(community=part.community).order_by("name", "pk")
    return [Part(Level.STATION, part.community, row) for row in rows]
