"""Organisations in Excel: in, out, and what an office gets wrong."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from openpyxl import load_workbook

from communities.models import Community, Estate, Organisation
from guicheng.accounts.models import User
from guicheng.exchange.kinds import kind_of
from guicheng.exchange.models import ImportRow
from guicheng.exchange.results import make_workbook
from tests.communities.organisations import Kind, make_organisation
from tests.exchange.files import checked, imported, staged, workbook

pytestmark = pytest.mark.any_database
HEADERS = ["社区", "小区", "类型", "名称", "上级组织", "成立日期", "成为红色业委会的日期", "成员人数", "党员人数", "状态", "终止日期",
           "做什么", "联系人（职务）", "公开的电话"]  # fmt: skip


def line(名称: str = "丽景园业委会", **changes: Any) -> list[Any]:  # noqa: N803
    cells = {
        "社区": "桂雅社区",
        "小区": "丽景园",
        "类型": "业委会",
        "名称": 名称,
        "成立日期": "2022-03-01",
        **changes,
    }
    return [cells.get(header, "") for header in HEADERS]


@pytest.fixture
def estate(street: User) -> Estate:
    community = Community.objects.get(name="桂雅社区")
    Estate.objects.create(community=community, name="俊雅花园")
    return Estate.objects.create(community=community, name="丽景园", aliases="丽景")


def brought(street: User, *rows: list[Any]) -> Any:  # noqa: ANN401
    return imported(workbook([HEADERS, *rows]), street, "组织.xlsx", "organisations")


def said(run: Any) -> str:  # noqa: ANN401
    return repr([row.data for row in ImportRow.objects.filter(run=run, status="refused")])


def test_a_list_comes_in_with_its_network_in_one_go(street: User, estate: Estate) -> None:
    run = brought(
        street,
        line("桂雅社区党委", 类型="党委", 小区=""),
        line("丽景园党支部", 类型="党支部", 上级组织="桂雅社区党委"),
        line("第一党小组", 类型="党小组", 上级组织="丽景园党支部"),
        line(类型="红色业委会", 成为红色业委会的日期="2022年10月", 成员人数="5人", 党员人数=4),
        line("丽景街坊会", 类型="街坊志愿服务互助会", 小区="丽景", 成立日期="2021", 成员人数=30),
        line(
            "巷长队", 类型="巷长志愿服务队", 小区="", 状态="筹备中", 成立日期="", 公开的电话="0757 8612 3456"
        ),
    )
    assert run.counts["new"] == 6, said(run)
    group = Organisation.objects.get(name="第一党小组")
    assert group.parent.parent.name == "桂雅社区党委"
    red = Organisation.objects.red().get()
    assert (red.red_since, red.members_count, red.party_members_count) == (date(2022, 10, 1), 5, 4)
    neighbours = Organisation.objects.get(kind=Kind.NEIGHBOURS)
    assert (neighbours.founded, neighbours.estate) == ("2021年", estate)
    assert Organisation.objects.get(kind=Kind.VOLUNTEERS).public_phone == "0757-86123456"
    assert group.history.get().history_change_reason == run.reason


@pytest.mark.parametrize(
    ("changes", "reason", "sentence"),
    [
        ({"成员人数": 4, "党员人数": 5}, "bad_party_members", "党员人数（5）不能多于成员人数（4）"),
        ({"小区": "没有这个园"}, "unknown_estate", "没有登记过这个小区"),
        ({"成立日期": "2022-13-45"}, "bad_date", "没有 2022 年"),
        ({"成立日期": "2099-01-01"}, "future_date", "还没有到"),
        ({"类型": "红色业委会", "成立日期": ""}, "missing_red_since", "没有写从哪天起"),
        ({"类型": "街坊会", "成为红色业委会的日期": "2022-01-01"}, "bad_red_since", "只有业委会可以填"),
        ({"类型": "饭店"}, "bad_choice", "类型里没有"),
        ({"类型": ""}, "missing_kind", "没有写类型"),
        ({"状态": "已终止"}, "bad_dissolved_on", "要填终止日期"),
        ({"终止日期": "2021-01-01"}, "bad_dissolved_on", "不能早于成立日期"),
        ({"上级组织": "没有这个党委"}, "unknown_parent", "没有登记过这个上级组织"),
        ({"小区": ""}, "missing_estate", "业委会要写明是哪个小区的"),
        ({"联系人（职务）": "陈主任13800001111"}, "bad_contact", "只写姓氏和职务"),
        ({"公开的电话": "1380000"}, "bad_phone", "手机号应是 11 位"),
        ({"社区": "火星社区"}, "unknown_community", "没有这个社区"),
        ({"做什么": "长" * 2001}, "too_long", "太长"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(
    street: User, estate: Estate, changes: dict[str, Any], reason: str, sentence: str
) -> None:
    run = brought(street, line(**changes))
    assert staged(run)[0][1:] == ("refused", reason)
    assert sentence in said(run)
    assert not Organisation.objects.exists()


def test_the_same_row_twice_is_taken_once(street: User, estate: Estate) -> None:
    run = brought(street, line(), line())
    assert [status for _, status, _ in staged(run)] == ["new", "refused"]
    assert "已经出现过" in said(run)


def test_a_second_owners_committee_of_an_estate_is_refused(street: User, estate: Estate) -> None:
    run = brought(street, line(), line("丽景园第二业委会", 类型="红色业委会"))
    assert "已经有一个业委会，就在这个文件里" in said(run)
    run = brought(street, line("丽景园第三业委会"))
    assert "已经有一个业委会“丽景园业委会”" in said(run)
    assert Organisation.objects.count() == 1


def test_a_group_below_a_refused_branch_is_refused_too(street: User, estate: Estate) -> None:
    run = brought(
        street,
        line("丽景园党支部", 类型="党支部", 成员人数=1, 党员人数=2),
        line("第一党小组", 类型="党小组", 上级组织="丽景园党支部"),
    )
    assert [reason for _, _, reason in staged(run)] == ["bad_party_members", "unknown_parent"]


def test_a_parent_of_the_wrong_level_is_refused(street: User, estate: Estate) -> None:
    run = brought(
        street,
        line("桂雅社区党委", 类型="党委", 小区=""),
        line("一组", 类型="党小组", 上级组织="桂雅社区党委"),
    )
    assert "党小组的上级应当是小区党支部" in said(run)


def test_an_end_in_the_file_ends_the_record(street: User, estate: Estate) -> None:
    brought(street, line())
    run = brought(street, line(终止日期="2023-05-06"))
    assert run.counts["changed"] == 1
    row = Organisation.objects.get()
    assert (row.status, row.dissolved_on) == ("dissolved", date(2023, 5, 6))


def test_a_month_does_not_take_away_a_day_that_is_known(street: User, estate: Estate) -> None:
    brought(street, line(成立日期="2022-03-18"))
    assert brought(street, line(成立日期="2022年3月")).counts["unchanged"] == 1
    assert Organisation.objects.get().founded_on == date(2022, 3, 18)


def test_export_then_import_changes_nothing(street: User, estate: Estate) -> None:
    community = estate.community
    committee = make_organisation("桂雅党委", community, kind=Kind.PARTY_COMMITTEE)
    make_organisation("丽景园党支部", community, kind=Kind.PARTY_BRANCH, parent=committee, estate=estate)
    make_organisation(
        "丽景园业委会（一）", community, kind=Kind.OWNERS_COMMITTEE, estate=estate, red_since=date(2022, 1, 5),
        founded_on=date(2021, 1, 1), founded_precision="year", members_count=5, party_members_count=4,
        does="第一行：甲。\n第二行。", contact_role="陈主任", public_phone="0757-86123456", contact_phone="13800001111",
    )  # fmt: skip
    ended = {"status": "dissolved", "dissolved_on": date(2024, 5, 1), "founded_on": date(2020, 5, 1)}
    make_organisation("从前的街坊会", community, founded_precision="month", **ended)
    make_organisation("经济社", community, kind=Kind.COLLECTIVE)
    known = kind_of("organisations")
    stream = io.BytesIO()
    make_workbook(known.columns, known.export(Organisation.objects.all(), masked=False), known.label).save(
        stream
    )
    assert b"13800001111" not in stream.getvalue()
    assert [cell.value for cell in load_workbook(stream).active[1]] == HEADERS
    run = checked(stream.getvalue(), street, "组织.xlsx", "organisations")
    assert run.counts == {"unchanged": 5}, said(run)


def test_a_worker_brings_in_their_own_only(worker: User, estate: Estate) -> None:
    run = brought(worker, line(社区="桂花社区", 小区=""), line())
    assert [reason for _, _, reason in staged(run)] == ["not_yours", ""]
