"""The KIND ``mediators``: a list comes in, nobody is given away, what goes out comes back unchanged."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from communities.models import Community
from guicheng.accounts.models import SecurityEvent, User
from guicheng.exchange.kinds import kind_of
from guicheng.exchange.models import ImportRun
from guicheng.exchange.results import make_workbook
from guicheng.exchange.undo import undo
from tests.exchange.files import checked, imported, staged, workbook
from tests.factories import make_community, make_volunteer
from tests.people import logged_in
from volunteers.mediation_fields import load_mediation_fields
from volunteers.models import Mediator, MediatorTraining, PhoneClash, Volunteer

pytestmark = pytest.mark.django_db
HEADERS = ["社区", "姓名", "电话", "领域", "培训日期", "证书编号", "发证日期", "有效期至", "状态"]


def line(name: str = "陈演示", **changes: Any) -> list[Any]:
    cells = {
        "社区": "桂雅社区", "姓名": name, "电话": "13800001111", "领域": "邻里、物业", "培训日期": "2023-03-01",
        "证书编号": "演示-001", "发证日期": "2023-04-01", "有效期至": "2029-03-31", "状态": "在任", **changes,
    }  # fmt: skip
    return [cells[header] for header in HEADERS]


def taken(rows: list[list[Any]], user: User) -> dict[str, int]:
    return counts(imported(workbook([HEADERS, *rows]), user, kind="mediators"))


def counts(run: ImportRun) -> dict[str, int]:
    return {status: n for status, n in run.counts.items() if n}


def told(rows: list[list[Any]], user: User) -> list[tuple[str, str]]:
    run = checked(workbook([HEADERS, *rows]), user, kind="mediators")
    return [(status, reason) for _, status, reason in staged(run)]


@pytest.fixture(autouse=True)
def fields() -> None:
    load_mediation_fields()


def exported(*, masked: bool) -> bytes:
    kind = kind_of("mediators")
    stream = io.BytesIO()
    make_workbook(kind.columns, kind.export(Mediator.objects.all(), masked=masked), kind.label).save(stream)
    return stream.getvalue()


def test_a_list_comes_in(street: User) -> None:
    rows = [
        line(),
        line("陈其二", 电话="13800002222", 发证日期="", 有效期至="", 证书编号="", 状态="培训中", 领域="噪音/高空抛物与漏水"),
        line("陈其三", 电话="", 状态="已退出", 培训日期=""),
    ]  # fmt: skip
    assert taken(rows, street) == {"new": 3}
    row = Mediator.objects.get(volunteer__name="陈演示")
    assert row.volunteer.phone == "13800001111" and row.certified_on == date(2023, 4, 1)
    assert [field.name for field in row.fields.all()] == ["邻里", "物业"]
    assert row.trainings.get().on == date(2023, 3, 1) and row.started_on == row.certified_on
    version = row.history.get()
    assert version.fields.count() == 2, "the first version knows the fields"
    assert Mediator.objects.get(volunteer__name="陈其二").status == "training"
    assert Mediator.objects.get(volunteer__name="陈其三").ended_on is not None


def test_a_head_becomes_a_mediator_too(street: User) -> None:
    head = make_volunteer("陈演示", community=Community.objects.get(name="桂雅社区"), phone="13800001111")
    nameless = make_volunteer("陈其四", community=head.community, phone="13800004444")
    assert taken([line(), line("陈其四", 电话="")], street) == {"new": 2}
    assert head.mediators.count() == 1 and nameless.mediators.count() == 1
    assert Volunteer.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"有效期至": "2023-04-01"}, "bad_certificate"),
        ({"发证日期": "", "有效期至": "2029-03-31"}, "bad_certificate"),
        ({"状态": "培训中"}, "bad_certificate"),
        ({"发证日期": "2099-01-01", "有效期至": "2099-12-31"}, "future_date"),
        ({"领域": "外太空"}, "unknown_field"),
        ({"状态": "飞行中"}, "bad_choice"),
        ({"电话": "1380000"}, "bad_phone"),
        ({"社区": "没有这个社区"}, "unknown_community"),
        ({"姓名": ""}, "missing_name"),
    ],
)
def test_what_cannot_be_taken_says_why(street: User, changes: dict[str, Any], reason: str) -> None:
    assert told([line(**changes)], street) == [("refused", reason)]


def test_one_number_is_one_person(street: User) -> None:
    make_volunteer("林别名", community=Community.objects.get(name="桂雅社区"), phone="13800001111")
    assert told([line()], street) == [("refused", "name_differs")]
    rows = [line("陈甲一", 电话="13800005555"), line("李乙二", 电话="13800005555")]
    assert told(rows, street)[1] == ("refused", "name_differs")
    twice = [line("陈甲一", 电话="13800005555"), line("陈甲一", 电话="13800005555")]
    assert told(twice, street)[1] == ("refused", "duplicate")


def test_two_of_one_name_are_told_apart_by_number(street: User) -> None:
    here = Community.objects.get(name="桂雅社区")
    for phone in ("13800006666", "13800007777"):
        make_volunteer("陈同名", community=here, phone=phone)
    assert told([line("陈同名", 电话="")], street) == [("refused", "several_people")]
    assert taken([line("陈同名", 电话="13800007777")], street) == {"new": 1}
    assert Mediator.objects.get().volunteer.phone == "13800007777"
    assert taken([line("陈同名", 电话="13800009999")], street) == {"new": 1}
    assert Volunteer.objects.filter(name="陈同名").count() == 3, "another mobile is another person"


def test_who_is_known_elsewhere_is_not_given_away(worker: User) -> None:
    hidden = make_volunteer("陈演示", community=make_community("桂花社区"), phone="13800001111")
    run = checked(workbook([HEADERS, line()]), worker, kind="mediators")
    assert staged(run)[0][1:] == ("refused", "needs_street")
    assert "桂花" not in str(run.__dict__)
    assert PhoneClash.objects.get().volunteer == hidden
    assert told([line(社区="桂花社区")], worker) == [("refused", "not_yours")]


@pytest.mark.parametrize("masked", [True, False])
def test_what_goes_out_comes_back_unchanged(street: User, masked: bool) -> None:
    rows = [
        line(),
        line("陈演示", 电话="13800002222", 证书编号="=1+1"),
        line("陈其三", 电话="0757-86123456", 状态="已退出", 培训日期=""),
        line("陈其四", 电话="", 发证日期="", 有效期至="", 证书编号="", 状态="培训中", 领域=""),
    ]
    assert taken(rows, street) == {"new": 4}
    content = exported(masked=masked)
    shown = [row[2].value for row in load_workbook(io.BytesIO(content)).active.iter_rows(min_row=2)]
    assert ("13800001111" in shown) is not masked
    assert set(checked(content, street, kind="mediators").counts) == {"unchanged"}


def test_an_edit_changes_just_that_and_can_be_taken_back(street: User) -> None:
    taken([line()], street)
    run = imported(
        workbook([HEADERS, line(有效期至="2030-03-31", 领域="噪音", 培训日期="2026-03-01")]),
        street,
        kind="mediators",
    )
    assert counts(run) == {"changed": 1}
    row = Mediator.objects.get()
    assert row.expires_on == date(2030, 3, 31) and row.fields.count() == 3
    assert MediatorTraining.objects.count() == 2
    undo(run, street)
    row.refresh_from_db()
    assert row.expires_on == date(2029, 3, 31)
    assert [field.name for field in row.fields.all()] == ["邻里", "物业"]
    assert MediatorTraining.objects.count() == 1


def test_an_export_is_masked_and_written_down(street: User) -> None:
    taken([line()], street)
    client = logged_in(street)
    content = client.post(reverse("admin:exchange_export", args=["mediators"])).content
    cells = [cell.value for row in load_workbook(io.BytesIO(content)).active for cell in row]
    assert "138****1111" in cells and "13800001111" not in cells
    event = SecurityEvent.objects.filter(kind="export").latest("pk")
    assert (event.what, event.count) == ("mediators", 1)
