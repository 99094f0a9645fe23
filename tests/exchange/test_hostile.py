"""What an attacker or an unlucky clerk sends: bombs under a false label, telephones in the wrong place, races."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from communities.models import Community, Estate, Membership
from guicheng import search
from guicheng.accounts.models import Role, User
from guicheng.exchange import archives, pipeline, reading, tasks
from guicheng.exchange.models import ImportRun
from guicheng.exchange.reading import Unreadable, open_book
from guicheng.exchange.results import safe
from tests.exchange.files import HEADERS, checked, head, imported, workbook
from tests.exchange.test_bad_files import FAR_COLUMN, SHEET, with_sheet
from tests.people import logged_in, make_user
from volunteers.models import Appointment, Volunteer

NEW = "/admin/exchange/importrun/new/heads/"
BOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>%s</sheets></workbook>'
)
RELATION = (
    '<Relationship Id="rId%d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    'worksheet" Target="%s"/>'
)


def changed(**parts: bytes | str) -> bytes:
    """A real workbook with some parts replaced or added; ``__`` in a name is a slash, ``_xml`` an ending."""
    named = {name.replace("__", "/").replace("_xml", ".xml"): content for name, content in parts.items()}
    source = zipfile.ZipFile(io.BytesIO(workbook([HEADERS, head()])))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in source.infolist():
            archive.writestr(entry.filename, named.pop(entry.filename, source.read(entry)))
        for name, content in named.items():
            archive.writestr(name, content)
    return stream.getvalue()


def mislabelled(content: bytes, size: int) -> bytes:
    """The same archive, whose parts say in its list that they unpack to ``size`` bytes."""
    raw = bytearray(content)
    at = raw.find(b"PK\x01\x02")
    while at >= 0:
        raw[at + 24 : at + 28] = size.to_bytes(4, "little")
        at = raw.find(b"PK\x01\x02", at + 4)
    return bytes(raw)


# --- archives -----------------------------------------------------------------------------------
def test_a_part_that_unpacks_to_more_than_it_says() -> None:
    bomb = changed(xl__sharedStrings_xml=b"<sst>" + b" " * 3_000_000 + b"</sst>")
    with pytest.raises(Unreadable, match="大得不正常"):
        open_book(mislabelled(bomb, 1_000), "a.xlsx")


def test_a_damaged_part_is_said() -> None:
    content = bytearray(workbook([HEADERS, head()]))
    at = content.index(b"xl/workbook.xml") + 20
    content[at : at + 2] = b"\xff\xff"
    with pytest.raises(Unreadable, match="损坏"):
        open_book(bytes(content), "a.xlsx")


@pytest.mark.parametrize(
    "xml",
    [
        FAR_COLUMN.replace(b'"XFD1"', b"'XFD1'"),
        FAR_COLUMN.replace(b'<c r="XFD1">', b'<c s=">" r = "xfd1"><!-- x -->'),
        FAR_COLUMN.replace(b"<c ", b"<x:c ").replace(b"</c>", b"</x:c>").replace(b"<v>", b"<x:v>"),
    ],
    ids=["other quotes", "quoted bracket", "prefix"],
)
def test_a_far_cell_written_otherwise(xml: bytes) -> None:
    with pytest.raises(Unreadable, match="列太多"):
        open_book(with_sheet(xml), "a.xlsx")


def test_a_far_cell_in_a_sheet_that_lies_elsewhere() -> None:
    content = changed(
        **{
            "xl__workbook_xml": BOOK % '<sheet name="甲" sheetId="1" r:id="rId1"/>',
            "xl___rels__workbook_xml.rels": f"<Relationships>{RELATION % (1, 'other.bin')}</Relationships>",
            "xl__other.bin": FAR_COLUMN,
        }
    )
    with pytest.raises(Unreadable, match="列太多"):
        open_book(content, "a.xlsx")


def test_a_broken_sheet_is_not_left_out_in_silence() -> None:
    with pytest.raises(Unreadable, match="损坏"):
        open_book(with_sheet(SHEET % b'<row r="1"><c r="A1"><v>1</v></row'), "a.xlsx")


def test_too_many_sheets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_SHEETS", 2)
    with pytest.raises(Unreadable, match="超过 2 张"):
        open_book(workbook(*[[HEADERS, head()]] * 3), "a.xlsx")


def test_hidden_rows_are_known_whatever_writes_the_file() -> None:
    rows = b"<x:row r='1'><x:c r='A1'><x:v>1</x:v></x:c></x:row><x:row r='2' hidden='1'><x:c r='A2'><x:v>2</x:v></x:c></x:row>"
    xml = (SHEET % rows).replace(b"<worksheet xmlns=", b"<worksheet xmlns:x='a' xmlns=")
    archive = zipfile.ZipFile(io.BytesIO(with_sheet(xml)))
    assert archives.scan(archive, archive.getinfo("xl/worksheets/sheet1.xml")) == {2}


# --- cells --------------------------------------------------------------------------------------
STYLES = (
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="1">'
    '<numFmt numFmtId="170" formatCode="[h]:mm:ss"/></numFmts><cellXfs count="2"><xf numFmtId="0"/>'
    '<xf numFmtId="170"/></cellXfs></styleSheet>'
)


def sheet_with(cell: str) -> bytes:
    """A roster of one row whose last cell, the date of the term, is ``cell``."""

    def written(number: int, values: list[Any]) -> str:
        return "".join(
            f'<c r="{chr(65 + place)}{number}" t="inlineStr"><is><t>{value}</t></is></c>'
            for place, value in enumerate(values)
        )

    rows = f'<row r="1">{written(1, HEADERS)}</row><row r="2">{written(2, head()[:-1])}{cell}</row>'
    return changed(xl__worksheets__sheet1_xml=SHEET % rows.encode(), xl__styles_xml=STYLES)


def test_a_number_shown_as_a_time_is_said(street: User) -> None:
    content = sheet_with('<c r="I2" s="1"><v>13800001111</v></c>')
    answer = logged_in(street).post(NEW, {"file": SimpleUploadedFile("a.xlsx", content)})
    assert "第 2 行有一格的日期或时间读不懂" in answer.content.decode()
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize("value", ["INF", "NaN"])
def test_what_is_no_number_is_refused(street: User, value: str) -> None:
    run = checked(sheet_with(f'<c r="I2"><v>{value}</v></c>'), street)
    assert run.rows.get().data["problems"][0]["reason"] == "bad_date"
    assert isinstance(safe(float(value.lower())), str)


@pytest.mark.parametrize(
    "text", ["姓名,楼栋\n" + "陈,3栋," * 300_000, '姓名,楼栋\n"a","b\n' + '","bbbbbbbbbbbb\n' * 150_000]
)
def test_an_endless_line_of_text(text: str) -> None:
    with pytest.raises(Unreadable, match="长得不正常"):
        list(open_book(text.encode(), "a.csv").sheets[0].rows())


# --- telephones ---------------------------------------------------------------------------------
def test_no_telephone_lies_open_beside_the_file(street: User) -> None:
    rows = [
        ["填报人：张三 137 1111 2222"],
        ["楼长", "陈演示", "桂雅社区", "演示花园", "3栋", "党员", 13800001111],
        ["楼长", "陈演二", "桂雅社区", "演示花园", "4栋", "党员", "13800001112"],
    ]
    file = SimpleUploadedFile("张三13711113333.xlsx", workbook(rows))
    page = logged_in(street).post(NEW, {"file": file}, follow=True)
    assert "138****1111" in page.content.decode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM exchange_importrun")
        lying = repr(cursor.fetchall())
    for number in ("137 1111 2222", "13711113333", "13800001111"):
        assert number not in lying


# --- pages --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "query", ["place__id__exact=abc", "nothing=1", "started_on=xx", "deputy__exact=zz", "started_on=%00"]
)
def test_a_filter_that_makes_no_sense_exports_nothing(worker: User, query: str) -> None:
    client = logged_in(worker)
    address = f"/admin/exchange/importrun/export/heads/?{query}"
    for answer in (client.get(address, follow=True), client.post(address, follow=True)):
        assert answer.redirect_chain
        assert "筛选条件读不懂" in answer.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "volunteer__phone_tail=1111",
        "volunteer__name__startswith=陈",
        "place__appointments__volunteer__name__startswith=陈",
        "volunteer__clashes__isnull=0",
        "predecessor__volunteer__name=陈",
    ],
)
def test_an_export_cannot_be_asked_about_others(worker: User, query: str) -> None:
    assert logged_in(worker).get(f"/admin/exchange/importrun/export/heads/?{query}").status_code == 400


def test_a_sheet_for_each_of_forty_five_communities(street: User) -> None:
    more = [f"附加{number}" for number in range(20)]
    names = list(Community.objects.order_by("code").values_list("name", flat=True))
    sheets = [
        [[*HEADERS, *more], [*head(社区=name, 电话=str(13800000000 + number)), *["x"] * 20]]
        for number, name in enumerate(names)
    ]
    client = logged_in(street)
    file = SimpleUploadedFile("各社区.xlsx", workbook(*sheets, names=names))
    response = client.post(NEW, {"file": file}, follow=True)
    assert "各列和工作表" in response.content.decode()
    form = response.context["form"]
    data = {name: "on" if form[name].initial is True else form[name].initial for name in form.fields}
    assert len(data) < 200
    response = client.post(response.redirect_chain[-1][0], data, follow=True)
    assert f"确认写入 {len(names)} 条" in response.content.decode()


def test_one_column_corrected_for_all_sheets_alike(street: User) -> None:
    rows = [["姓名", "小区", "楼栋", "另一栏"], ["陈演示", "演示花园", "3栋", "13800001111"]]
    other = [rows[0], ["李演示", "演示花园", "4栋", "13800002222"]]
    client = logged_in(street)
    file = SimpleUploadedFile("a.xlsx", workbook(rows, other, names=["桂雅社区", "桂花社区"]))
    response = client.post(NEW, {"file": file}, follow=True)
    form = response.context["form"]
    data = {name: "on" if form[name].initial is True else form[name].initial for name in form.fields}
    client.post(response.redirect_chain[-1][0], {**data, "column-0-3": "phone"})
    phones = [row.data["values"]["phone"] for row in ImportRun.objects.get().rows.order_by("pk")]
    assert phones == ["13800001111", "13800002222"]


# --- undo, races, errors ------------------------------------------------------------------------
def test_who_moved_to_another_community_undoes_nothing_here(street: User, worker: User) -> None:
    run = imported(workbook([HEADERS, head()]), worker)
    worker.memberships.all().delete()
    Membership.objects.create(user=worker, community=Community.objects.get(name="桂花社区"))
    address = f"/admin/exchange/importrun/{run.pk}/"
    page = logged_in(worker).post(address, {"action": "undo"}, follow=True)
    assert "已经不归您管理" in page.content.decode()
    assert Appointment.objects.exists()
    logged_in(street).post(address, {"action": "undo"})
    assert not Appointment.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_search_follows_an_undo(street: User) -> None:
    labels = ["社区", "小区名称", "别名"]
    imported(workbook([labels, ["桂雅社区", "演示花园", "旧名苑"]]), street, kind="estates")
    run = imported(workbook([labels, ["桂雅社区", "演示花园", "新名苑"]]), street, kind="estates")
    logged_in(street).post(f"/admin/exchange/importrun/{run.pk}/", {"action": "undo"})
    assert Estate.objects.get().aliases == "旧名苑"
    search.refresh()
    assert [hit.name for hit in search.find("旧名苑", kinds=["estate"])][:1] == ["演示花园"]


def test_a_check_that_ends_after_it_was_given_up_changes_nothing(
    street: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = checked(workbook([HEADERS, head()]), street)
    pipeline.advance(run, ["ready"], "checking")
    client, judge = logged_in(street), pipeline.judged

    def given_up_meanwhile(*args: Any) -> Any:  # noqa: ANN401
        monkeypatch.setattr(pipeline, "judged", judge)
        client.post(f"/admin/exchange/importrun/{run.pk}/", {"action": "cancel"})
        return judge(*args)

    monkeypatch.setattr(pipeline, "judged", given_up_meanwhile)
    tasks.check_run.func(run.pk)
    run.refresh_from_db()
    assert (run.status, run.rows.count()) == ("cancelled", 0)


@pytest.mark.parametrize("step", ["check", "write"])
def test_an_error_nobody_foresaw_ends_the_run_and_names_nobody(
    street: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, step: str
) -> None:
    run = checked(workbook([HEADERS, head()]), street)

    def fails(*args: Any) -> Any:  # noqa: ANN401
        raise RuntimeError("陈演示 13800001111")

    monkeypatch.setattr(pipeline, "judged" if step == "check" else "_differs", fails)
    (tasks.start_check if step == "check" else tasks.start_write)(run)
    run.refresh_from_db()
    assert (run.status, run.message) == ("failed", pipeline.UNFORESEEN)
    assert "RuntimeError" in caplog.text and "陈演示" not in caplog.text
    assert not Volunteer.objects.exists()


def test_a_street_leader_reads_and_takes_nothing_back(street: User, worker: User) -> None:
    run = imported(workbook([HEADERS, head()]), worker)
    leader = logged_in(make_user(Role.STREET_LEADER))
    for action in ("undo", "confirm", "cancel", "recheck"):
        assert leader.post(f"/admin/exchange/importrun/{run.pk}/", {"action": action}).status_code == 404
    assert Appointment.objects.exists()


def test_a_far_cell_where_one_piece_of_the_file_ends() -> None:
    begin = SHEET[: SHEET.index(b"%s")] + b'<row r="1"><c r="A1"><v>1</v></c><!--'
    padding = b" " * ((1 << 20) - len(begin) - len(b'--><c r="XF'))
    xml = begin + padding + b'--><c r="XFD1"><v>1</v></c></row></sheetData></worksheet>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("xl/worksheets/sheet1.xml", xml)
    archive = zipfile.ZipFile(stream)
    with pytest.raises(Unreadable, match="列太多"):
        archives.scan(archive, archive.infolist()[0])
