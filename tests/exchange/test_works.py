"""The KIND ``works``: in as offices write it, stage after stage, out and in again unchanged."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from communities.models import Community, Estate, Works, WorksStage
from communities.works import settle
from guicheng.accounts.models import User
from guicheng.exchange.kinds import kind_of
from guicheng.exchange.models import ImportRow, ImportRun
from guicheng.exchange.results import make_workbook
from guicheng.exchange.undo import undo
from tests.communities.organisations import Kind, make_organisation
from tests.exchange.files import checked, imported, staged, workbook
from tests.factories import make_estate, make_place

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
HEADERS = ["社区", "小区", "楼", "单元", "类别", "名称", "阶段", "阶段日期", "牵头的组织", "牵头人", "介绍", "开始日期", "公开",
           "资料来源"]  # fmt: skip


@pytest.fixture
def estate(street: User) -> Estate:
    community = Community.objects.get(name="桂雅社区")
    estate = make_estate("俊雅花园", community, aliases="俊雅")
    make_place("3栋", estate=estate)
    make_organisation(
        "俊雅花园业委会", community, estate=estate, kind=Kind.OWNERS_COMMITTEE, red_since=date(2023, 1, 1)
    )
    return estate


def line(名称: str = "俊雅花园3栋加装电梯", **changes: Any) -> list[Any]:  # noqa: N803
    cells = {
        "社区": "桂雅社区", "小区": "俊雅花园", "类别": "加装电梯", "名称": 名称, "阶段": "施工", "阶段日期": "2023-05-01", **changes,
    }  # fmt: skip
    return [cells.get(header, "") for header in HEADERS]


def brought(user: User, *rows: list[Any]) -> ImportRun:
    return imported(workbook([HEADERS, *rows]), user, kind="works")


def told(user: User, *rows: list[Any]) -> list[tuple[str, str]]:
    run = checked(workbook([HEADERS, *rows]), user, kind="works")
    return [(status, reason) for _, status, reason in staged(run)]


def changes(run: ImportRun) -> dict[str, list[str]]:
    return ImportRow.objects.get(run=run).data["changes"]


def exported() -> bytes:
    kind, stream = kind_of("works"), io.BytesIO()
    rows = kind.export(Works.objects.all(), masked=False)
    make_workbook(kind.columns, rows, kind.label).save(stream)
    return stream.getvalue()


def test_rows_come_in_as_offices_write_them(street: User, estate: Estate) -> None:
    run = brought(
        street,
        line(楼="3栋", 单元="2单元", 牵头的组织="俊雅花园业委会", 牵头人="业委会主任", 介绍="惠及 24 户。", 公开="是"),
        line("俊雅花园换物业", 小区="俊雅", 类别="更换物业", 阶段="完成", 阶段日期="2023年6月1日", 开始日期="2023-01-05"),
        line("社区维修资金", 小区="", 类别="维修资金", 阶段="", 阶段日期="", 公开="不公开"),
        line("别处改造", 社区="桂花社区", 小区="", 类别="旧改", 阶段="征求意见"),
    )  # fmt: skip
    assert run.counts["new"] == 4, run.counts
    lift = Works.objects.get(kind="lift")
    assert (lift.estate, lift.place.name, lift.part) == (estate, "3栋", "2单元")
    assert (lift.stage, lift.stage_on, lift.started_on) == ("building", date(2023, 5, 1), date(2023, 5, 1))
    assert lift.led_by_organisation.name == "俊雅花园业委会" and lift.public
    assert lift.history.get().history_change_reason == run.reason
    assert lift.stages.get().history.get().history_change_reason == run.reason
    moved = Works.objects.get(kind="property")
    assert (moved.estate, moved.stage_label, moved.finished_on) == (estate, "完成", date(2023, 6, 1))
    assert moved.started_on == date(2023, 1, 5)
    fund = Works.objects.get(kind="fund")
    assert (fund.stage, fund.stage_on, fund.public) == ("intent", None, False)
    assert Works.objects.get(kind="renovation").community.name == "桂花社区"


def test_a_later_stage_moves_the_works_on(street: User, estate: Estate) -> None:
    brought(street, line())
    run = brought(street, line(阶段="竣工验收", 阶段日期="2023-09-01"))
    assert changes(run) == {"阶段": ["施工（2023-05-01）", "竣工验收与使用登记（2023-09-01）"]}
    works = Works.objects.get()
    assert (works.stage, works.finished_on, works.stages.count()) == ("done", date(2023, 9, 1), 2)


def test_a_row_of_long_ago_takes_nothing_back(street: User, estate: Estate) -> None:
    brought(street, line())
    brought(street, line(阶段="竣工验收", 阶段日期="2023-09-01"))
    assert brought(street, line()).counts == {"unchanged": 1, "stale": 0}
    assert brought(street, line(阶段="意向", 阶段日期="2022-09-01")).counts["changed"] == 1
    works = Works.objects.get()
    assert (works.stage, works.finished_on) == ("done", date(2023, 9, 1))
    assert list(works.stages.values_list("stage", flat=True)) == ["intent", "building", "done"]


def test_both_ends_can_be_moved_at_once(street: User, estate: Estate) -> None:
    brought(street, line(阶段="竣工验收", 阶段日期="2023-05-01", 开始日期="2023-01-01"))
    later = line(阶段="竣工验收", 阶段日期="2023-08-01", 开始日期="2023-07-01")
    assert brought(street, later).counts["changed"] == 1
    works = Works.objects.get()
    assert (works.started_on, works.finished_on) == (date(2023, 7, 1), date(2023, 8, 1))


def test_what_goes_out_comes_back_unchanged(street: User, estate: Estate) -> None:
    place = estate.places.get()
    full = Works.objects.create(
        community=estate.community, estate=estate, place=place, part="２单元", kind="lift", title="俊雅花园３栋  加梯",
        led_by="3栋  楼长", about="第一行：甲，乙。\n  第二行。", source="《珠江时报》2023年2月", note="内部的话",
        led_by_organisation=estate.organisations.get(),
    )  # fmt: skip
    for stage, on, precision in (
        ("intent", date(2022, 1, 1), "year"),
        ("consent", date(2023, 2, 1), "month"),
        ("stopped", date(2023, 5, 6), "day"),
    ):
        WorksStage.objects.create(works=full, stage=stage, on=on, precision=precision, note="说明")
    settle(full, full.stages.all())
    full.save()
    Works.objects.create(community=estate.community, kind="other", title="没有小区的事", public=False)
    done = Works.objects.create(community=estate.community, kind="fund", title="=换水泵")
    WorksStage.objects.create(works=done, stage="done", on=date(2023, 2, 1), precision="month")
    settle(done, done.stages.all())
    done.save()
    content = exported()
    assert "内部的话".encode() not in content
    run = imported(content, street, kind="works")
    assert run.counts == {"unchanged": 3, "stale": 0}, list(ImportRow.objects.values_list("data", flat=True))
    assert full.stages.get(stage="consent").precision == "month"


def test_an_import_is_taken_back(street: User, estate: Estate) -> None:
    brought(street, line())
    run = brought(street, line(阶段="竣工验收", 阶段日期="2023-09-01"), line("新的事"))
    undo(run, street)
    works = Works.objects.get()
    assert (works.stage, works.stage_on, works.finished_on) == ("building", date(2023, 5, 1), None)
    assert works.stages.get().stage == "building"


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"名称": ""}, "missing_title"),
        ({"类别": ""}, "missing_kind"),
        ({"类别": "盖楼"}, "bad_choice"),
        ({"阶段": "快好了"}, "bad_choice"),
        ({"公开": "也许"}, "bad_choice"),
        ({"阶段": ""}, "stage_without_day"),
        ({"阶段日期": ""}, "stage_without_day"),
        ({"阶段日期": "2099-01-01"}, "future_date"),
        ({"阶段日期": "2023-13-45"}, "bad_date"),
        ({"阶段": "竣工验收", "开始日期": "2023-05-02"}, "bad_order"),
        ({"小区": "没有这个园"}, "unknown_estate"),
        ({"楼": "9栋"}, "unknown_place"),
        ({"小区": "", "楼": "3栋"}, "missing_estate"),
        ({"牵头的组织": "没有这个会"}, "unknown_organisation"),
        ({"名称": "长" * 81}, "too_long"),
        ({"牵头人": "长" * 61}, "too_long"),
        ({"介绍": "长" * 2001}, "too_long"),
        ({"社区": "火星社区"}, "unknown_community"),
        ({"社区": "桂花社区", "小区": ""}, "not_yours"),
    ],
)
def test_bad_rows_are_refused_with_their_reason(
    worker: User, estate: Estate, cells: dict[str, Any], reason: str
) -> None:
    assert told(worker, line(**cells)) == [("refused", reason)]


def test_stages_follow_each_other(street: User, estate: Estate) -> None:
    brought(street, line())
    run = checked(workbook([HEADERS, line(阶段="公示", 阶段日期="2023-06-01")]), street, kind="works")
    (problem,) = ImportRow.objects.get(run=run).data["problems"]
    assert problem["reason"] == "stage_out_of_order" and "不能早于“公示”" in problem["message"]
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    assert told(street, line(阶段="竣工验收", 阶段日期=tomorrow)) == [("refused", "future_date")]


def test_a_known_building_stays_in_its_estate(street: User, estate: Estate) -> None:
    make_estate("丽景园", estate.community)
    brought(street, line(楼="3栋"))
    assert told(street, line(小区="丽景园")) == [("refused", "place_elsewhere")]


def test_the_same_row_twice_is_taken_once(street: User, estate: Estate) -> None:
    assert told(street, line(), line()) == [("new", ""), ("refused", "duplicate")]
