"""A messy roster on its way through the admin, in a browser: columns, preview, confirm, undo, export."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page

from communities.models import Community
from communities.reference import load_communities
from guicheng.accounts.models import Role
from tests.e2e.entering import enter
from tests.exchange.files import HEADERS, head, workbook
from tests.people import make_user
from volunteers.models import Appointment, Volunteer

ROSTER = Path(__file__).parent.parent / "exchange" / "rosters" / "seen-02-merged.xlsx"
UPLOAD = "/admin/exchange/importrun/new/heads/"


@pytest.fixture
def street() -> None:
    load_communities()


def test_a_messy_roster_goes_in_and_out_again(desk: Page, site: str, street: None) -> None:
    enter(desk, site, Role.STREET_ADMIN)
    desk.goto("/admin/volunteers/appointment/")
    desk.locator(".object-tools").get_by_role("link", name="导入").click()
    desk.set_input_files("#id_file", ROSTER)
    desk.get_by_role("button", name="上传并检查表头").click()
    assert desk.get_by_label("负责楼栋").input_value() == "place"
    desk.get_by_role("button", name="检查每一行").click()
    desk.get_by_role("button", name="确认写入 51 条").wait_for()
    assert "手机号应是 11 位" in desk.inner_text(".rows")
    with desk.expect_download() as download:
        desk.get_by_role("link", name="下载没有接受的行").click()
    content = Path(download.value.path()).read_bytes()
    assert len(list(load_workbook(io.BytesIO(content)).active.iter_rows())) == 7
    desk.get_by_role("button", name="确认写入 51 条").click()
    desk.get_by_text("已写入：新增 51 条").wait_for()
    assert Appointment.objects.count() == 51
    desk.get_by_text("撤销这次导入").first.click()
    desk.get_by_role("button", name="撤销这次导入").click()
    desk.get_by_text("这次导入已经撤销").wait_for()
    assert not Volunteer.objects.exists()


def test_a_column_is_corrected_on_a_phone(phone: Page, site: str, street: None, tmp_path: Path) -> None:
    enter(phone, site, Role.COMMUNITY_WORKER, Community.objects.get(name="桂雅社区"))
    headers = ["怎么称呼" if label == "姓名" else label for label in HEADERS]
    path = tmp_path / "名册.xlsx"
    path.write_bytes(workbook([headers, head()]))
    phone.goto(UPLOAD)
    phone.set_input_files("#id_file", path)
    phone.get_by_role("button", name="上传并检查表头").click()
    phone.locator("input[name=use-0]").check()
    phone.get_by_role("button", name="检查每一行").click()
    phone.get_by_text("还没有指定哪一列是“姓名”").wait_for()
    phone.get_by_label("怎么称呼").select_option(label="姓名")
    phone.get_by_role("button", name="检查每一行").click()
    phone.get_by_role("button", name="确认写入 1 条").wait_for()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    phone.get_by_role("button", name="确认写入 1 条").dblclick()
    phone.get_by_text("已写入：新增 1 条").wait_for()
    assert Appointment.objects.count() == 1


def test_a_file_that_is_none_says_so(phone: Page, site: str, street: None, tmp_path: Path) -> None:
    enter(phone, site, Role.STREET_ADMIN)
    path = tmp_path / "名册.xlsx"
    path.write_bytes(b"MZ" + b"\0" * 50)
    phone.goto(UPLOAD)
    phone.set_input_files("#id_file", path)
    phone.get_by_role("button", name="上传并检查表头").click()
    phone.get_by_text("这不是表格文件").wait_for()


def test_what_is_exported_is_what_was_filtered(desk: Page, site: str, street: None) -> None:
    from tests.exchange.files import imported

    user = make_user(Role.STREET_ADMIN)
    rows = [HEADERS, head(), head("陈其二", 社区="桂花社区", 楼栋="4栋", 电话="13800002222")]
    imported(workbook(rows), user)
    enter(desk, site, Role.STREET_ADMIN)
    desk.goto("/admin/volunteers/appointment/?q=陈其二")
    desk.locator(".object-tools").get_by_role("link", name="导出").click()
    desk.get_by_text("共 1 条").wait_for()
    with desk.expect_download() as download:
        desk.get_by_role("button", name="下载 Excel").click()
    content = Path(download.value.path()).read_bytes()
    shown = list(load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))
    assert [row[1] for row in shown[1:]] == ["陈其二"]
    assert shown[1][6] == "138****2222"
