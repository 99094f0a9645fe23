"""What is exported comes back unchanged, in every KIND."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from openpyxl import load_workbook

from communities.models import Community, Estate, Place
from guicheng.accounts.models import SecurityEvent, User
from guicheng.exchange.kinds import kind_of, kinds
from guicheng.exchange.results import make_workbook, safe, template
from stations.defaults import load_lists
from stations.models import Offering, Service
from tests.exchange.files import HEADERS, checked, head, imported, workbook
from tests.factories import make_activity, make_station, make_timetable, shanghai
from volunteers.matter_kinds import load_matter_kinds
from volunteers.models import Appointment, ContactLog, Volunteer


def exported(kind: str, *, masked: bool = False) -> bytes:
    known = kind_of(kind)
    stream = io.BytesIO()
    rows = known.export(known.model.objects.all(), masked=masked)
    make_workbook(known.columns, rows, known.label).save(stream)
    return stream.getvalue()


@pytest.fixture
def town(street: User) -> User:
    load_lists()
    community = Community.objects.get(name="桂雅社区")
    Estate.objects.create(
        community=community, name="俊雅花园（二期）", aliases="俊雅、JY", households=321, note="第一行：甲，乙。\n第二行。",
        lat=23.0371234, lon=113.1506789,
    )  # fmt: skip
    Place.objects.create(community=community, kind="lane", name="南一巷", households=12)
    station = make_station(
        "桂雅（演示）党群服务站", community=community, description="简介，含“引号”。", opened_on=date(2020, 5, 1),
        timetable=make_timetable("8:30-12:00、14:00-17:30", "9:00-12:00", open_on_holidays=True),
    )  # fmt: skip
    Offering.objects.create(station=station, service=Service.objects.first(), note="每周三")
    make_activity(station, shanghai("2026-01-05 09:30"), title="演示：讲座", attendance=12)
    rows = [
        head(),
        head("陈其二", 楼栋="9栋（东）", 电话="", 任职时间=""),
        head("陈其三", 职务="副楼长", 电话="075786123456"),
    ]
    assert imported(workbook([HEADERS, *rows]), street).counts["new"] == 3
    term, kinds_of_matters = Appointment.objects.get(deputy=True), load_matter_kinds()
    ContactLog.objects.create(
        appointment=term,
        on=date(2026, 3, 2),
        kind=kinds_of_matters["邻里纠纷"],
        text="两家为“晾衣”争执，已调解。",
    )
    ContactLog.objects.create(
        appointment=term, on=date(2026, 3, 3), kind=kinds_of_matters["环境"], text="=楼道 堆物", channel="patrol", contacted="several",
        household="2单元", result="escalated", reported_to="社区居委会", follow_up_on=date(2026, 3, 10),
    )  # fmt: skip
    return street


@pytest.mark.parametrize("kind", ["estates", "places", "stations", "activities", "heads", "contacts"])
def test_export_then_import_changes_nothing(town: User, kind: str) -> None:
    run = checked(exported(kind), town, kind=kind)
    assert set(run.counts) == {"unchanged"}, run.counts


def test_a_masked_export_comes_back_unchanged_too(town: User) -> None:
    content = exported("heads", masked=True)
    assert b"13800001111" not in content
    shown = [row[6].value for row in load_workbook(io.BytesIO(content)).active.iter_rows(min_row=2)]
    assert "138****1111" in shown
    assert set(checked(content, town).counts) == {"unchanged"}


def test_an_edited_export_changes_just_that(town: User) -> None:
    book = load_workbook(io.BytesIO(exported("stations")))
    sheet = book.active
    column = next(cell.column for cell in sheet[1] if cell.value == "地址")
    sheet.cell(2, column).value = "新地址 8 号"
    stream = io.BytesIO()
    book.save(stream)
    run = imported(stream.getvalue(), town, kind="stations")
    assert run.counts["changed"] == 1
    station = kind_of("stations").model.objects.get()
    assert station.address == "新地址 8 号"
    assert station.timetable.open_on_holidays
    assert station.history.first().history_change_reason == run.reason


@pytest.mark.parametrize("kind", [kind.key for kind in kinds()])
def test_every_kind_has_a_template_that_is_recognised(street: User, kind: str) -> None:
    stream = io.BytesIO()
    template(kind_of(kind)).save(stream)
    book = load_workbook(stream)
    labels = [cell.value for cell in book.worksheets[0][1]]
    assert labels == [column.label for column in kind_of(kind).columns]
    assert book.worksheets[0].freeze_panes == "A2"
    from guicheng.exchange.columns import recognise

    mapping = recognise(dict(enumerate(labels)), kind_of(kind).columns)
    assert [mapping[i] for i in range(len(labels))] == [column.key for column in kind_of(kind).columns]


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-2+3", "@sum", "\t=1", " =1"])
def test_nothing_that_goes_out_runs_as_a_formula(text: str) -> None:
    assert str(safe(text)).startswith("'")


def test_a_name_that_looks_like_a_formula_survives_the_round_trip(street: User) -> None:
    community = Community.objects.get(name="桂雅社区")
    Estate.objects.create(community=community, name="演示", note="=HYPERLINK(1)")
    content = exported("estates")
    cell = load_workbook(io.BytesIO(content)).active.cell(2, 9)
    assert (cell.data_type, cell.value[0]) == ("s", "'")
    assert set(checked(content, street, kind="estates").counts) == {"unchanged"}


def test_the_command_writes_what_its_user_may_see(town: User, worker: User, tmp_path: Path) -> None:
    other = Community.objects.get(name="桂花社区")
    Estate.objects.create(community=other, name="别处花园")
    call_command("export_excel", "estates", str(tmp_path / "out.xlsx"), "--as", worker.username)
    names = [row[1].value for row in load_workbook(tmp_path / "out.xlsx").active.iter_rows(min_row=2)]
    assert "别处花园" not in names and "俊雅花园（二期）" in names
    assert SecurityEvent.objects.get(kind="export").user == worker


def test_phones_lie_sealed_in_every_table(town: User) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for table in ("volunteers_volunteer", "volunteers_historicalvolunteer", "exchange_importrow"):
            cursor.execute(f"SELECT * FROM {table}")
            assert cursor.rowcount != 0
            assert "13800001111" not in repr(cursor.fetchall()), table
    assert Volunteer.objects.get(name="陈演示").phone == "13800001111"
