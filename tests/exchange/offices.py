"""Rosters of heads as further offices would send them, with what should come out: made from a seed.

Everything is invented. :func:`offices` gives each file with its rows to be taken and to be refused, in the form
of the samples' ``expected.json``.
"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import xlsxwriter

from tests.exchange.office_cells import (
    COMMUNITIES,
    Head,
    date_cell,
    name_cell,
    new_heads,
    phone_cell,
    place_and_estate,
    role_cell,
    status_cell,
    town_cell,
)

TODAY = date(2026, 11, 24)
FIELDS = ("role", "name", "community", "estate", "place", "political_status", "phone", "start")


@dataclass
class Office:
    """A file and its truth. ``near``: (sheet, row) → the community that must be suggested first."""

    name: str
    content: bytes
    rows: list[dict[str, Any]]
    refused: list[dict[str, Any]]
    near: dict[tuple[str, int], str]


@dataclass
class Habit:
    """How an office lays its roster out. ``columns``: (header, what stands in it, "" for what nobody needs)."""

    name: str
    columns: list[tuple[str, str]]
    title: list[str] = field(default_factory=lambda: ["桂城街道楼长巷长街长名册"])
    groups: list[tuple[str, int]] = field(default_factory=list)  # upper header: (text, how many columns)
    blank_above: int = 0
    left: int = 0
    community: str = "cell"  # cell, merged, once, sheet, title, section
    estate: str = "cell"  # cell, merged, in_place
    only_buildings: bool = False
    role_word: str = "楼长"
    sheets: list[str] = field(default_factory=list)  # names with {} for the community
    kind: str = "xlsx"
    encoding: str = "utf-8"
    delimiter: str = ","
    repeat_header: bool = False
    subtotals: bool = False
    foot: tuple[str, ...] = ()
    blank_rows: bool = True
    numbered_rest: int = 0
    beside: bool = False  # a sheet of totals, an empty one and a hidden old one
    size: int = 40


class Page:
    """A sheet while it is filled."""

    def __init__(self, name: str, left: int) -> None:
        self.name, self.left = name, left
        self.rows: list[list[Any]] = []
        self.merges: list[tuple[int, int, int, int]] = []
        self.hidden: set[int] = set()

    def add(self, cells: list[Any]) -> int:
        """The number of the row, from 1."""
        self.rows.append([""] * self.left + cells if cells else [])
        return len(self.rows)


class Maker:
    def __init__(self, habit: Habit, rng: random.Random) -> None:
        self.habit, self.rng = habit, rng
        self.pages: list[Page] = []
        self.taken: list[dict[str, Any]] = []
        self.refused: list[dict[str, Any]] = []
        self.near: dict[tuple[str, int], str] = {}
        self.serial = 0

    def make(self) -> Office:
        habit, rng = self.habit, self.rng
        towns = rng.sample(COMMUNITIES, 4)
        if habit.sheets:
            for town, pattern in zip(towns, habit.sheets, strict=False):
                short = town.removesuffix("社区")
                self._page(pattern.format(short), [town], habit.size // 3)
        else:
            towns = towns[:1] if habit.community == "title" else towns
            self._page("Sheet1", towns, habit.size)
        return Office(f"{habit.name}.{habit.kind}", self._content(), self.taken, self.refused, self.near)

    # --- a sheet --------------------------------------------------------------------------------
    def _page(self, name: str, towns: list[str], count: int) -> None:
        habit = self.habit
        page = Page("" if habit.kind == "csv" else name, habit.left)
        self.pages.append(page)
        for text in habit.title:
            number = page.add([text.format(towns[0])])
            if habit.kind == "xlsx" and len(habit.columns) > 1:
                page.merges.append((number, habit.left, number, habit.left + len(habit.columns) - 1))
        for _ in range(habit.blank_above):
            page.add([])
        self._header(page)
        heads = new_heads(self.rng, towns, count, only_buildings=habit.only_buildings)
        for town in towns:
            self._block(page, town, [head for head in heads if head.community == town])
        for number in range(habit.numbered_rest):
            page.add([self.serial + number + 1 if key == "no" else "" for _, key in habit.columns])
        for text in habit.foot:
            page.add([text.format(len(heads))])

    def _header(self, page: Page) -> None:
        habit, at = self.habit, 0
        if habit.groups:
            upper: list[Any] = []
            top = len(page.rows) + 1
            for text, width in habit.groups:
                alone = not text
                upper += [habit.columns[at][0] if alone else text] + [""] * (width - 1)
                where = habit.left + at
                page.merges.append((top, where, top + 1 if alone else top, where + width - 1))
                at += width
            page.add(upper)
        page.add([header for header, _ in habit.columns])
        if habit.groups:  # what is merged downwards has its text in the upper row only
            below, at = page.rows[-1], habit.left
            for text, width in habit.groups:
                if not text:
                    below[at] = ""
                at += width

    def _block(self, page: Page, town: str, heads: list[Head]) -> None:
        habit, rng = self.habit, self.rng
        if habit.community == "section":
            page.add([rng.choice([town, f"{town}居委会", f"一、{town}", f"{town}（{len(heads)}人）"])])
        plan: list[tuple[Head, str]] = [(head, "") for head in heads]
        reasons = ["missing_name", "bad_phone", "bad_date", "future_date", "duplicate"]
        keys = {key for _, key in habit.columns}
        if habit.community == "cell":
            reasons.append("unknown_community")
        if "role" in keys:
            reasons.append("unknown_role")
        reasons = [
            r
            for r in reasons
            if (r != "bad_phone" or "phone" in keys) and ("date" not in r or "start" in keys)
        ]
        for reason in rng.sample(reasons, min(3, len(reasons))):
            fresh = new_heads(rng, [town], 1, only_buildings=habit.only_buildings)[0]
            at = rng.randrange(2, len(plan)) if len(plan) > 2 else len(plan)
            if reason == "duplicate":
                sound = [head for head, why in plan if not why and (head.phone or "phone" not in keys)]
                plan.append((rng.choice(sound), reason))
            else:
                plan.insert(at, (fresh, reason))
        if habit.estate == "merged":  # estates together, as merging needs
            firsts = [(head, why) for head, why in plan if why != "duplicate"]
            firsts.sort(key=lambda pair: pair[0].estate)
            plan = firsts + [pair for pair in plan if pair[1] == "duplicate"]
        first, estate_from, previous = len(page.rows) + 1, len(page.rows) + 1, None
        for place, (head, reason) in enumerate(plan):
            if place and habit.blank_rows and rng.random() < 0.06:
                page.add([])
            if place and habit.repeat_header and place % 15 == 0:
                self._header(page)
                first = len(page.rows) + 1 if habit.community == "merged" else first
                previous = None
            number = len(page.rows) + 1
            if previous is None or head.estate != previous.estate or number != self._last + 1:
                self._merge(page, "estate", estate_from, self._last if place else 0, previous)
                estate_from = number
            self._record(page, head, reason, place, previous, estate_from == number)
            self._last, previous = number, head
        self._merge(page, "estate", estate_from, self._last, previous)
        if habit.community == "merged":
            column = self._column("community")
            page.merges.append((first, column, len(page.rows), column))
            page.rows[first - 1][column] = town
        if habit.subtotals:
            page.add([rng.choice(["小计", "合计", "小 计", f"{town}小计"]), "", f"{len(heads)}人"])

    def _column(self, key: str) -> int:
        return self.habit.left + [key for _, key in self.habit.columns].index(key)

    def _merge(self, page: Page, key: str, top: int, bottom: int, head: Head | None) -> None:
        if self.habit.estate == "merged" and key == "estate" and bottom > top and head and head.estate:
            column = self._column(key)
            page.merges.append((top, column, bottom, column))

    def _record(
        self, page: Page, head: Head, reason: str, place: int, previous: Head | None, first_of_estate: bool
    ) -> None:
        habit, rng = self.habit, self.rng
        truth = {name: getattr(head, name) for name in FIELDS}
        keys = [key for _, key in habit.columns]
        cells: dict[str, Any] = {}
        self.serial += 1
        cells["no"] = self.serial
        cells["name"] = name_cell(rng, head.name)
        cells["role"] = role_cell(rng, head.role)
        cells["status"], truth["political_status"] = status_cell(rng, text=habit.kind == "csv")
        written, truth["start"] = date_cell(rng, text=habit.kind == "csv")
        cells["start"] = written
        cells["phone"], truth["phone"] = phone_cell(rng, head.phone, text=habit.kind == "csv")
        cells["community"] = town_cell(rng, head.community)
        if habit.community == "merged" or (habit.community == "once" and place):
            cells["community"] = ""
        cells["place"], cells["estate"] = place_and_estate(rng, head, habit.estate == "in_place")
        if habit.estate == "merged" and not first_of_estate and head.estate:
            cells["estate"] = ""
        for key, name in (("phone", "phone"), ("start", "start"), ("status", "political_status")):
            if key not in keys:
                truth[name] = ""
        self._spoil(cells, reason, head)
        number = page.add(
            [self._filler(header) if key == "" else cells[key] for header, key in habit.columns]
        )
        if rng.random() < 0.03:
            page.hidden.add(number)
        where = {"sheet": page.name, "row": number}
        if reason:
            self.refused.append({**where, "reason": reason})
            if reason == "unknown_community":
                self.near[page.name, number] = head.community
        else:
            self.taken.append({**where, **truth})

    def _filler(self, header: str) -> str:
        """What stands in a column that nobody needs."""
        forms = {
            "性别": ["女", "男", ""], "学历": ["大专", "", "初中"], "身份证号": ["440605190001010000"], "微信号": ["wx_demo", ""],
            "网格员姓名": ["陈网格"], "网格员电话": ["19900000001"], "紧急联系人电话": ["19900000002", ""],
            "入党时间": ["2001.7", "", "1999年7月1日"],
        }  # fmt: skip
        return self.rng.choice(forms.get(header, ["", "", "退休"]))

    def _spoil(self, cells: dict[str, Any], reason: str, head: Head) -> None:
        rng = self.rng
        if reason == "missing_name":
            cells["name"] = rng.choice(["", " ", "/", "无", "—"])
        elif reason == "bad_phone":
            cells["phone"] = rng.choice(
                [
                    "1990000",
                    "199123456789",
                    "138",
                    "12345678901",
                    "见群",
                    "1991234567x",
                    "0757-123",
                    1991234567.0,
                ]
            )
        elif reason == "bad_date":
            cells["start"] = rng.choice(
                ["2021年13月", "2021-02-30", "去年", "20211301", "2021.0.1", "1821-03-01", "2021年", "上届"][
                    :6
                ]
            )
        elif reason == "future_date":
            cells["start"] = rng.choice(["2099-01-01", "2098年3月", "20990101", "2099.1"])
        elif reason == "unknown_role":
            cells["role"] = rng.choice(["组长", "网格员", "志愿者", "楼张", "委员", "院长"])
        elif reason == "unknown_community":
            short = head.community.removesuffix("社区")
            cells["community"] = rng.choice(
                [f"{short}设区", f"{short}社区X", f"{short}舍区", f"{short[0]}口{short[1:]}社区"]
            )

    # --- the file -------------------------------------------------------------------------------
    def _content(self) -> bytes:
        return self._csv() if self.habit.kind == "csv" else self._xlsx()

    def _csv(self) -> bytes:
        stream = io.StringIO(newline="")
        writer = csv.writer(stream, delimiter=self.habit.delimiter)
        writer.writerows(self.pages[0].rows)
        return stream.getvalue().encode(self.habit.encoding)

    def _xlsx(self) -> bytes:
        stream = io.BytesIO()
        book = xlsxwriter.Workbook(stream, {"in_memory": True})
        as_day = book.add_format({"num_format": "yyyy/m/d"})
        if self.habit.beside:
            book.add_worksheet("空表")
        for page in self.pages:
            sheet = book.add_worksheet(page.name)
            for top, left, bottom, right in page.merges:
                if (top, left) != (bottom, right):
                    sheet.merge_range(top - 1, left, bottom - 1, right, "")
            for number, row in enumerate(page.rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, date | datetime):
                        sheet.write_datetime(
                            number, column, datetime(cell.year, cell.month, cell.day), as_day
                        )
                    elif cell != "":
                        sheet.write(number, column, cell)
            for number in page.hidden:
                sheet.set_row(number - 1, None, None, {"hidden": True})
        if self.habit.beside:
            totals = book.add_worksheet("汇总")
            totals.write_row(0, 0, ["社区", "楼长人数", "巷长人数", "街长人数", "合计"])
            totals.write_row(1, 0, ["桂雅社区", 12, 3, 1, 16])
            totals.write_row(2, 0, ["合计", 12, 3, 1, 16])
            old = book.add_worksheet("旧名册")
            old.hide()
            old.write_row(0, 0, ["姓名", "社区", "小区", "楼栋", "电话"])
            old.write_row(1, 0, ["陈旧人", "桂雅社区", "旧花园", "1栋", "19900000000"])
        book.close()
        return stream.getvalue()


def offices(seed: int, habits: Callable[[], list[Habit]]) -> list[Office]:
    """The files of all ``habits``, the same for the same ``seed``."""
    return [Maker(habit, random.Random(f"{seed}-{habit.name}")).make() for habit in habits()]
