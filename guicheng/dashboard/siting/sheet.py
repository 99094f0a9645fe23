"""A siting answer as a workbook: the sites in order, and what was asked."""

from __future__ import annotations

from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font

from guicheng.web.spreadsheet import safe_text
from stations.coverage import tenths
from stations.siting.candidates import SITE_NAMES, SiteKind
from stations.siting.keeping import Shown


def as_workbook(found: Shown) -> Workbook:
    book = Workbook()
    sheet = book.active
    sheet.title = "选址"
    answer = found.answer
    added, total = (
        ("平均少走（分钟）", "平均步行（分钟）")
        if found.is_walk
        else (f"增加（{answer['unit']}）", f"合计（{answer['unit']}）")
    )
    sheet.append(["次序", "地点", "社区", "类别", "预计投入（万元）", added, total, "指定"])
    for number, each in enumerate(answer["chosen"], start=1):
        sheet.append(
            [
                number,
                safe_text(each["name"]),
                safe_text(each["community"]),
                SITE_NAMES[SiteKind(each["kind"])],
                None if each["cost"] is None else float(each["cost"]),
                round(each["added"], 2),
                round(each["total"], 2),
                "一定要" if each["fixed"] else "",
            ]
        )
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for column, width in zip("ABCDEFGH", (6, 28, 14, 10, 16, 16, 16, 8), strict=True):
        sheet.column_dimensions[column].width = width
    sheet.freeze_panes = "A2"
    notes = book.create_sheet("条件和结论")
    for line in notes_of(found):
        notes.append([safe_text(line)])
    notes.column_dimensions["A"].width = 110
    return book


def notes_of(found: Shown) -> list[str]:
    answer: dict[str, Any] = found.answer
    share, mean = (
        f"{tenths(answer[f'{name}_before'])}{unit} → {tenths(answer[f'{name}_after'])}{unit}"
        for name, unit in (("share", "%"), ("mean", ""))
    )
    lines = [
        found.said,
        f"{answer['day']} 的记录：{answer['homes']} 处住户（小区或楼），{answer['candidates']} 个候选地点。",
        f"{found.minutes} 分钟内走得到：{share}"
        f"（{answer['before']:,} → {answer['after']:,} / {answer['whole']:,} {answer['unit']}）。",
        f"平均步行：{mean} 分钟（最多按 60 分钟算）。",
        f"{answer['message']}（{answer['seconds']:.2f} 秒，HiGHS 求解器）。",
    ]
    if answer["network"]:
        lines.append(f"路网：{answer['network']}，数据 © OpenStreetMap 贡献者，ODbL 1.0。")
    if answer["estimated"]:
        lines.append(f"其中 {answer['estimated']:,} {answer['unit']}的步行按直线距离 × 1.3 估算。")
    if answer["unknown_elders"]:
        lines.append(f"{answer['unknown_elders']} 个小区没有登记老人数，按其他小区的平均比例推算。")
    return lines
