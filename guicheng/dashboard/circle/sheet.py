"""The circle as a workbook: communities, every home with both reckonings, and how it was counted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font

from communities.models import Community
from guicheng.web.spreadsheet import safe_text
from stations.coverage import Basis, Coverage, tenths

from .asking import CircleAsked
from .listing import CommunityLine, HomeLine

_COMMUNITIES = ("社区", "住户", "覆盖", "没有覆盖", "覆盖率 %")
_HOMES = (
    "社区", "小区（楼）", "户数", "覆盖", "最近的站点", "步行分钟", "步行米", "怎么算的", "按直线估算的分钟",
)  # fmt: skip


def as_workbook(
    asked: CircleAsked,
    found: Coverage,
    lines: Sequence[CommunityLine],
    homes: Sequence[HomeLine],
    covered: Sequence[bool],
    known: Basis,
    community: Community | None = None,
) -> Workbook:
    """``community``: the file is of it alone, so that it tells nothing of how many stations others have."""
    book = Workbook()
    sheet = book.active
    sheet.title = "各社区"
    _fill(sheet, _COMMUNITIES, [_community(line) for line in lines], (14, 10, 10, 10, 10))
    _fill(
        book.create_sheet("小区明细"),
        _HOMES,
        [_home(line, within) for line, within in zip(homes, covered, strict=True)],
        (14, 24, 8, 8, 28, 10, 10, 10, 16),
    )
    notes = book.create_sheet("说明")
    for line in _notes(asked, found, known, community):
        notes.append([safe_text(line)])
    notes.column_dimensions["A"].width = 110
    return book


def _fill(sheet: Any, heads: Sequence[str], rows: Sequence[Sequence[Any]], widths: Sequence[int]) -> None:  # noqa: ANN401
    sheet.append(heads)
    for row in rows:
        sheet.append([safe_text(cell) if isinstance(cell, str) else cell for cell in row])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for column, width in zip(sheet.iter_cols(max_col=len(widths), max_row=1), widths, strict=True):
        sheet.column_dimensions[column[0].column_letter].width = width
    sheet.freeze_panes = "A2"


def _community(line: CommunityLine) -> list[Any]:
    share = None if line.share is None else float(tenths(line.share))
    return [line.community.name, line.whole, line.covered, line.left, share]


def _home(line: HomeLine, within: bool) -> list[Any]:
    walk = line.walk
    return [
        line.estate.community.name,
        line.name,
        line.households,
        "是" if within else "否",
        line.station.name if line.station else "走不到",
        walk.minutes if walk else None,
        round(walk.metres) if walk else None,
        ("估算" if walk.estimated else "路网") if walk else "路网",
        line.other.minutes if line.other else None,
    ]


def _notes(asked: CircleAsked, found: Coverage, known: Basis, community: Community | None) -> list[str]:
    stations = "" if community else f"共 {found.stations} 个站点。"
    lines = [
        f"{asked.said}的住户：{found.covered:,} / {found.total:,} 户"
        + (f"，{tenths(found.share)}%。" if found.share is not None else "。"),
        f"{stations}住户以小区（楼）的位置代表，走到最近的路再沿路走。",
    ]
    if known.network:
        lines.append(f"路网：{known.network}，数据 © OpenStreetMap 贡献者，ODbL 1.0。")
    lines.append("没有路网结果的按直线距离 × 1.3 估算，标“估算”。")
    if found.homes.no_households or found.homes.no_point:
        lines.append(
            f"没有计入：{found.homes.no_households} 个小区没有户数，{found.homes.no_point} 个小区没有位置。"
        )
    return lines
