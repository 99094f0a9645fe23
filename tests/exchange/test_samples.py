"""The sample rosters come out as they should, and going in again changes nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.management import call_command

from guicheng.accounts.models import User
from volunteers.models import Appointment, Volunteer

ROSTERS = sorted(Path(__file__).parent.glob("rosters/seen-*[!n]"))
FIELDS = ("role", "name", "community", "estate", "place", "political_status", "phone", "start")


def run(kind: str, path: Path, out: Path, user: User, *options: str) -> dict:
    with pytest.raises(SystemExit) as ended:
        call_command("import_excel", kind, str(path), "--json", str(out), "--as", user.username, *options)
    assert ended.value.code == 1
    return json.loads(out.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", ROSTERS, ids=lambda path: path.name)
def test_every_row_comes_out_as_expected(path: Path, tmp_path: Path, street: User) -> None:
    expected = json.loads(Path(f"{path}.expected.json").read_text(encoding="utf-8"))
    got = run("heads", path, tmp_path / "out.json", street)
    assert [{"row": r["row"], **{f: r[f] for f in FIELDS}} for r in got["rows"]] == [
        {"row": r["row"], **{f: r[f] for f in FIELDS}} for r in expected["rows"]
    ]
    assert [(r["row"], r["reason"]) for r in got["refused"]] == [
        (r["row"], r["reason"]) for r in expected["refused"]
    ]
    assert Appointment.objects.heads().count() == len(expected["rows"])


@pytest.mark.parametrize("path", ROSTERS, ids=lambda path: path.name)
def test_the_same_file_again_changes_nothing(path: Path, tmp_path: Path, street: User) -> None:
    run("heads", path, tmp_path / "first.json", street)
    versions = Volunteer.history.count(), Appointment.history.count()
    again = run("heads", path, tmp_path / "second.json", street)
    assert {row["status"] for row in again["rows"]} == {"unchanged"}
    assert (Volunteer.history.count(), Appointment.history.count()) == versions


def test_a_dry_run_writes_nothing(tmp_path: Path, street: User) -> None:
    got = run("heads", ROSTERS[0], tmp_path / "out.json", street, "--dry-run")
    assert len(got["rows"]) == 74
    assert not Volunteer.objects.exists()


def test_refused_rows_come_back_in_their_own_layout(tmp_path: Path, street: User) -> None:
    from openpyxl import load_workbook

    run("heads", ROSTERS[0], tmp_path / "out.json", street, "--errors", str(tmp_path / "bad.xlsx"))
    rows = list(load_workbook(tmp_path / "bad.xlsx").active.iter_rows(values_only=True))
    assert rows[0][:3] == ("序号", "职务", "姓名")
    assert rows[0][-2:] == ("原来的行号", "没有接受的原因")
    assert [row[-2] for row in rows[1:]] == [31, 58, 60, 67, 75, 81, 87]
    assert "2021 年 13 月" in rows[1][-1]


def test_mended_rows_can_be_imported_from_that_file(tmp_path: Path, street: User) -> None:
    from openpyxl import load_workbook

    from tests.exchange.files import imported, staged

    run("heads", ROSTERS[0], tmp_path / "out.json", street, "--errors", str(tmp_path / "bad.xlsx"))
    book = load_workbook(tmp_path / "bad.xlsx")
    date_column = [cell.value for cell in book.active[1]].index("上任日期") + 1
    book.active.cell(2, date_column).value = "2021年12月1日"
    book.save(tmp_path / "mended.xlsx")
    again = imported((tmp_path / "mended.xlsx").read_bytes(), street)
    assert staged(again)[0][1] == "new"
    assert Appointment.objects.count() == 75
