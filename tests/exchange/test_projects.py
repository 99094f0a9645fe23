"""The KIND ``projects``: one row a project, its measures line by line, out and in again unchanged."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from communities.models import Community, Estate, Project, ProjectMeasure
from guicheng.accounts.models import User
from guicheng.exchange.kinds import kind_of
from guicheng.exchange.models import ImportRow, ImportRun
from guicheng.exchange.results import make_workbook
from guicheng.exchange.undo import undo
from tests.exchange.files import checked, imported, staged, workbook
from tests.factories import make_estate

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
HEADERS = ["社区", "年度", "项目名称", "状态", "要解决的问题", "涉及小区", "共建单位", "预算（元）", "公开预算", "措施和目标",
           "成效", "经验和教训", "交流日期", "评审日期", "评审意见", "公开", "资料来源"]  # fmt: skip
MEASURES = "办活动｜不少于 12 场｜13 场｜达到\n投诉|不多于 5 件|7 件\n一小区一特色"


@pytest.fixture
def estate(street: User) -> Estate:
    community = Community.objects.get(name="桂雅社区")
    make_estate("丽景园", community)
    return make_estate("俊雅花园", community, aliases="俊雅")


def line(**changes: Any) -> list[Any]:
    cells = {"社区": "桂雅社区", "年度": 2023, "项目名称": "心连新", **changes}
    return [cells.get(header, "") for header in HEADERS]


def brought(user: User, *rows: list[Any]) -> ImportRun:
    return imported(workbook([HEADERS, *rows]), user, kind="projects")


def told(user: User, *rows: list[Any]) -> list[tuple[str, str]]:
    run = checked(workbook([HEADERS, *rows]), user, kind="projects")
    return [(status, reason) for _, status, reason in staged(run)]


def changes(run: ImportRun) -> dict[str, list[str]]:
    return ImportRow.objects.get(run=run).data["changes"]


def exported() -> bytes:
    kind, stream = kind_of("projects"), io.BytesIO()
    rows = kind.export(Project.objects.all(), masked=False)
    make_workbook(kind.columns, rows, kind.label).save(stream)
    return stream.getvalue()


def measure(text: str) -> tuple[Any, ...]:
    row = ProjectMeasure.objects.get(text=text)
    return row.target_words, row.result_words, row.met


def test_a_row_brings_its_measures_and_estates(street: User, estate: Estate) -> None:
    run = brought(
        street,
        line(年度="2023年度", 状态="已完成", 要解决的问题="第一。\n第二。", 涉及小区="俊雅、丽景园", 共建单位="物业公司、街坊会",
             **{"预算（元）": "12,345.50元"}, 公开预算="是", 措施和目标=MEASURES, 成效="好", 交流日期="2023-02-17",
             评审日期="2023-12-20", 评审意见="可以", 公开="否", 资料来源="演示"),
        line(项目名称="别的", 社区="桂花社区"),
    )  # fmt: skip
    assert run.counts["new"] == 2, list(ImportRow.objects.values_list("data", flat=True))
    row = Project.objects.get(title="心连新")
    assert (row.year, row.status, row.budget, row.budget_public) == (
        2023,
        "finished",
        Decimal("12345.5"),
        True,
    )
    assert row.problem == "第一。\n第二。" and not row.public and row.presented_on == date(2023, 2, 17)
    assert {each.name for each in row.estates.all()} == {"俊雅花园", "丽景园"}
    assert [each.text for each in row.measures.all()] == ["办活动", "投诉", "一小区一特色"]
    assert measure("办活动") == ("不少于 12 场", "13 场", True)
    assert measure("投诉") == ("不多于 5 件", "7 件", False)
    assert measure("一小区一特色") == ("", "", None)
    version = row.history.get()
    assert version.history_change_reason == run.reason and version.estates.count() == 2
    assert Project.objects.get(title="别的").status == "running"


def test_what_is_left_out_of_a_line_stays(street: User, estate: Estate) -> None:
    brought(street, line(措施和目标=MEASURES))
    assert brought(street, line(措施和目标="办活动\n投诉｜5 件")).counts == {"unchanged": 1, "stale": 0}
    assert measure("办活动") == ("不少于 12 场", "13 场", True)
    run = brought(street, line(措施和目标="办活动｜｜9 场\n摸底｜全部摸清｜摸清了｜达到"))
    assert set(changes(run)) == {"措施和结果"}
    assert measure("办活动") == ("不少于 12 场", "9 场", False)
    assert measure("摸底") == ("全部摸清", "摸清了", True)
    assert ProjectMeasure.objects.count() == 4
    assert brought(street, line(措施和目标="办活动｜不少于15场｜9场")).counts["changed"] == 1
    assert brought(street, line(措施和目标="办活动｜不少于15场｜9场")).counts == {"unchanged": 1, "stale": 0}


def test_changes_are_told_in_words(street: User, estate: Estate) -> None:
    brought(street, line(状态="进行中"))
    run = brought(street, line(状态="已结项", **{"预算（元）": 800}))
    assert changes(run) == {"状态": ["进行中", "已结项"], "预算": ["", "800"]}
    assert Project.objects.get().history.first().history_change_reason == run.reason


def test_estates_are_added_and_the_import_is_taken_back(street: User, estate: Estate) -> None:
    brought(street, line(涉及小区="俊雅花园", 措施和目标="办活动｜12 场"))
    row = Project.objects.get()
    run = brought(
        street, line(涉及小区="丽景园\n俊雅花园", 措施和目标="办活动｜｜13 场"), line(项目名称="新的")
    )
    assert row.estates.count() == 2 and row.history.first().estates.count() == 2
    undo(run, street)
    assert [each.name for each in Project.objects.get().estates.all()] == ["俊雅花园"]
    assert measure("办活动") == ("不少于 12 场", "", None)


def test_what_goes_out_comes_back_unchanged(street: User, estate: Estate) -> None:
    row = Project.objects.create(
        community=estate.community, year=2023, title="“同创建，心连新”  新市民项目", status="stopped", problem="第一行：\n  第二行",
        partners="Ａ公司、街坊会", budget=Decimal("123456.78"), budget_public=True, results="=成效", lessons="经验",
        presented_on=date(2023, 2, 17), reviewed_on=date(2023, 12, 20), review="可以", public=False, source="演示",
    )  # fmt: skip
    row.estates.add(estate)
    for order, values in enumerate(
        [
            {
                "text": "办活动",
                "target": 12,
                "result": Decimal("13.5"),
                "unit": "场",
                "result_text": "含  大型 2 场",
            },
            {"text": "投诉", "goal": "at_most", "target": 5, "result": 7, "unit": "件"},
            {"text": "面积", "target": 100, "unit": "m2"},
            {"text": "培训｜交流|考察", "target_text": "全部  走到", "result_text": "走到了", "met": True},
            {"text": "净增", "target": -3, "result": -5, "unit": "户"},
            {"text": "一小区一特色"},
        ]
    ):
        ProjectMeasure.objects.create(project=row, order=order, **values)
    Project.objects.create(community=estate.community, year=2024, title="空的")
    run = imported(exported(), street, kind="projects")
    assert run.counts == {"unchanged": 2, "stale": 0}, list(ImportRow.objects.values_list("data", flat=True))
    assert ProjectMeasure.objects.count() == 6


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"项目名称": "", "要解决的问题": "缺车位"}, "missing_title"),
        ({"年度": ""}, "missing_year"),
        ({"年度": "去年"}, "bad_year"),
        ({"年度": "1999"}, "bad_year"),
        ({"状态": "顺利"}, "bad_choice"),
        ({"公开预算": "也许"}, "bad_choice"),
        ({"预算（元）": "-5"}, "bad_number"),
        ({"预算（元）": "五万"}, "bad_number"),
        ({"预算（元）": "12345678901"}, "bad_number"),
        ({"涉及小区": "俊雅花园、没有这个园"}, "unknown_estate"),
        ({"交流日期": "2022-12-31"}, "bad_order"),
        ({"评审日期": "2099-01-01"}, "future_date"),
        ({"评审意见": "很好"}, "review_without_day"),
        ({"措施和目标": "办活动｜12 场｜13 场｜达到｜还有"}, "bad_measure"),
        ({"措施和目标": "｜12 场"}, "bad_measure"),
        ({"措施和目标": "办活动｜12 场｜13 场｜差不多"}, "bad_measure"),
        ({"措施和目标": "办活动｜12 场｜13 场｜没有达到"}, "bad_measure"),
        ({"措施和目标": "办活动｜12 场｜｜达到"}, "bad_measure"),
        ({"措施和目标": "办活动\n办活动｜12 场"}, "bad_measure"),
        ({"措施和目标": "长" * 201}, "too_long"),
        ({"措施和目标": "办活动｜" + "长" * 201}, "too_long"),
        ({"项目名称": "长" * 81}, "too_long"),
        ({"成效": "长" * 4001}, "too_long"),
        ({"社区": "火星社区"}, "unknown_community"),
        ({"社区": "桂花社区"}, "not_yours"),
    ],
)
def test_bad_rows_are_refused_with_their_reason(
    worker: User, estate: Estate, cells: dict[str, Any], reason: str
) -> None:
    assert told(worker, line(**cells)) == [("refused", reason)]
    assert not Project.objects.exists()


def test_the_same_row_twice_is_taken_once(street: User, estate: Estate) -> None:
    assert told(street, line(), line()) == [("new", ""), ("refused", "duplicate")]
    assert told(street, line(), line(年度=2024)) == [("new", ""), ("new", "")]
