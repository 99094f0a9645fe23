"""Layouts and habits of offices beyond the samples."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from guicheng.accounts.models import User
from guicheng.exchange import pipeline
from guicheng.exchange.kinds import kind_of
from tests.exchange.files import HEADERS, checked, head, imported, staged, values, workbook
from volunteers.models import Appointment, Volunteer


def only(street: User, header: list[Any], row: list[Any], **kwargs: Any) -> dict[str, Any]:
    run = checked(workbook([header, row], **kwargs), street)
    assert staged(run)[0][1] == "new", [r.data["problems"] for r in run.rows.all()]
    return values(run, 2)


def test_a_header_in_two_rows(street: User) -> None:
    rows = [
        ["桂雅社区楼长一览表"],
        ["序号", "楼长信息", "", "", "所在小区", "责任楼栋"],
        ["", "姓名", "手机", "政治面貌", "", ""],
        [1, "陈演示", "13800001111", "群众", "演示花园", "3栋"],
    ]
    run = checked(workbook(rows), street)
    assert staged(run) == [(4, "new", "")]
    found = values(run, 4)
    assert (found["name"], found["phone"], found["estate"], found["community"]) == (
        "陈演示", "13800001111", "演示花园", "桂雅社区",
    )  # fmt: skip
    assert found["kind"] == "building"


def test_a_sheet_a_community(street: User) -> None:
    header = ["姓名", "小区", "楼栋", "联系方式"]
    run = checked(
        workbook(
            [header, ["陈甲一", "演示花园", "1栋", "13800000001"]],
            [header, ["陈乙二", "演示花园", "1栋", "13800000002"]],
            names=["桂雅", "桂花社区"],
        ),
        street,
    )
    communities = [row.data["values"]["community"] for row in run.rows.order_by("pk")]
    assert communities == ["桂雅社区", "桂花社区"]


def test_a_row_with_the_communitys_name_stands_over_its_block(street: User) -> None:
    header = ["姓名", "小区", "楼栋", "联系方式"]
    rows = [
        header,
        ["桂雅社区"],
        ["陈甲一", "演示花园", "1栋", "13800000001"],
        ["桂花社区居委会"],
        ["陈乙二", "演示花园", "1栋", "13800000002"],
        header,
        ["合计", "", "2人"],
        ["填表人：演示", "", "审核人：演示"],
    ]
    run = checked(workbook(rows), street)
    assert [(row.number, row.data["values"]["community"]) for row in run.rows.order_by("pk")] == [
        (3, "桂雅社区"),
        (5, "桂花社区"),
    ]


def test_a_community_named_once_in_a_text_file(street: User) -> None:
    text = "社区,姓名,小区,楼栋,手机\n桂雅社区,陈甲一,演示花园,1栋,13800000001\n,陈乙二,演示花园,2栋,13800000002\n"
    run = checked(text.encode("utf-8-sig"), street, "名册.csv")
    assert [row.data["values"]["community"] for row in run.rows.all()] == ["桂雅社区"] * 2
    assert run.rows.last().data["notes"] == ["“社区”没有写，按上一行登记。"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_files_in_any_encoding(street: User, encoding: str) -> None:
    text = "社区\t姓名\t小区\t楼栋\t手机\r\n桂雅社区\t陈甲一\t演示花园\t1栋\t13800000001\r\n"
    assert staged(checked(text.encode(encoding), street, "a.csv")) == [(2, "new", "")]


def test_hidden_sheets_are_left_out_and_hidden_rows_named(street: User) -> None:
    import io

    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(workbook([HEADERS, head()], [HEADERS, head("陈旧的")], hide_rows=(1,))))
    book.worksheets[1].sheet_state = "hidden"
    stream = io.BytesIO()
    book.save(stream)
    run = checked(stream.getvalue(), street)
    assert [sheet["use"] for sheet in run.layout] == [True, False]
    assert staged(run) == [(2, "new", "")]
    assert "隐藏" in run.rows.get().data["notes"][0]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("138 0000 1111", "13800001111"),
        ("１３８００００１１１１", "13800001111"),
        (13800001111.0, "13800001111"),
        ("13800001111.0", "13800001111"),
        ("+86-138-0000-1111", "13800001111"),
        ("086123456", None),
        ("0757-86123456", "0757-86123456"),
        ("86123456", "0757-86123456"),
        ("13800001111/86123456", "13800001111"),
        ("1380000111", None),
        ("138000011112", None),
        ("无", ""),
    ],
)
def test_phones(street: User, written: Any, kept: str | None) -> None:
    run = checked(workbook([HEADERS, head(电话=written)]), street)
    if kept is None:
        assert staged(run) == [(2, "refused", "bad_phone")]
    else:
        assert values(run, 2).get("phone", "") == kept


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (44256, "2021-03-01"),
        ("44256", "2021-03-01"),
        ("2021.3", "2021-03-01"),
        (2021.3, "2021-03-01"),
        ("2021年3月1日", "2021-03-01"),
        ("20210301", "2021-03-01"),
        (20210301, "2021-03-01"),
        ("21/3/1", "2021-03-01"),
        ("2021-3-1 00:00:00", "2021-03-01"),
        (" 2021．3．1 ", "2021-03-01"),
        ("2021年3月至今", "2021-03-01"),
        ("12/25/2021", "2021-12-25"),
        ("3/4/2021", "bad_date"),
        ("2021年2月30日", "bad_date"),
        ("1900-01-01", "bad_date"),
        ("去年", "bad_date"),
        ("2098-01-01", "future_date"),
        ("", ""),
        ("/", ""),
    ],
)
def test_dates(street: User, written: Any, kept: str) -> None:
    run = checked(workbook([HEADERS, head(任职时间=written)]), street)
    if kept.endswith("date"):
        assert staged(run) == [(2, "refused", kept)]
    else:
        assert values(run, 2).get("start", "") == kept


def test_a_month_written_as_a_number_is_pointed_out(street: User) -> None:
    run = checked(workbook([HEADERS, head(任职时间=2021.1)]), street)
    assert "分不清 1 月还是 10 月" in run.rows.get().data["notes"][0]


def test_a_whole_address_in_one_cell_is_parted(street: User) -> None:
    found = only(
        street, ["姓名", "社区", "负责楼栋", "手机"], ["陈演示", "桂雅", "演示花园A座2梯", "13800001111"]
    )
    assert (found["estate"], found["place"]) == ("演示花园", "A座2梯")


def test_a_bare_number_is_a_building(street: User) -> None:
    assert only(street, HEADERS, head(楼栋=9.0))["place"] == "9栋"


@pytest.mark.parametrize("role", ["组长", "网格长", "x"])
def test_an_unknown_role_is_refused(street: User, role: str) -> None:
    assert staged(checked(workbook([HEADERS, head(职务=role)]), street)) == [(2, "refused", "unknown_role")]


def test_a_community_is_suggested_never_guessed(street: User) -> None:
    run = checked(workbook([HEADERS, head(社区="桂雅设区")]), street)
    assert staged(run) == [(2, "refused", "unknown_community")]
    assert "桂雅社区" in run.rows.get().data["problems"][0]["suggestion"]


def test_other_words_for_the_columns_are_learnt_by_the_office(street: User, worker: User) -> None:
    content = workbook(
        [["称谓栏", "社区", "小区", "楼栋", "手机"], ["陈演示", "桂雅", "演示花园", "3栋", "13800001111"]]
    )
    run = pipeline.begin(content, "a.xlsx", kind_of("heads"), worker)
    assert not run.layout[0]["use"]
    pipeline.learn(run, {"称谓栏": "name"})
    assert pipeline.begin(content, "b.xlsx", kind_of("heads"), worker).layout[0]["use"]
    assert not pipeline.begin(content, "c.xlsx", kind_of("heads"), street).layout[0]["use"]


def test_identity_numbers_are_not_even_read(street: User) -> None:
    run = checked(workbook([[*HEADERS, "身份证号"], [*head(), "440605190001010000"]]), street)
    assert "440605190001010000" not in repr(run.rows.get().data)


# --- people and terms ---------------------------------------------------------------------------
def test_one_number_is_one_person_with_two_places(street: User) -> None:
    rows = [HEADERS, head(), head(楼栋="4栋")]
    imported(workbook(rows), street)
    assert Volunteer.objects.count() == 1
    assert Appointment.objects.count() == 2


def test_without_a_number_one_name_at_one_place(street: User) -> None:
    rows = [HEADERS, head(电话=""), head(电话="", 楼栋="4栋"), head(电话="")]
    run = imported(workbook(rows), street)
    assert staged(run)[2] == (4, "refused", "duplicate")
    assert Volunteer.objects.count() == 2


def test_the_same_number_under_another_name_is_refused(street: User) -> None:
    imported(workbook([HEADERS, head()]), street)
    run = checked(workbook([HEADERS, head("李别人", 楼栋="4栋")]), street)
    assert staged(run) == [(2, "refused", "name_differs")]


def test_a_corrected_character_is_a_change(street: User) -> None:
    imported(workbook([HEADERS, head("陈演示")]), street)
    run = imported(workbook([HEADERS, head("陈演是")]), street)
    assert run.rows.get().data["changes"] == {"姓名": ["陈演示", "陈演是"]}
    assert Volunteer.objects.get().name == "陈演是"


def test_a_newcomer_follows_the_old_head(street: User) -> None:
    imported(workbook([HEADERS, head()]), street)
    run = imported(workbook([HEADERS, head("李接任", 电话="13900002222", 任职时间="2024-05-01")]), street)
    assert "接替陈演示" in run.rows.get().data["notes"][0]
    old, new = Appointment.objects.order_by("pk")
    assert (old.ended_on, new.predecessor) == (date(2024, 5, 1), old)


def test_two_heads_of_one_place_are_refused_unless_one_is_a_deputy(street: User) -> None:
    second = head("李二位", 电话="13900002222")
    run = checked(workbook([HEADERS, head(), second]), street)
    assert staged(run)[1] == (3, "refused", "place_taken")
    deputy = head("李二位", 电话="13900002222", 职务="副楼长")
    assert staged(checked(workbook([HEADERS, head(), deputy]), street))[1][1] == "new"


def test_excel_dates_and_times_of_day(street: User) -> None:
    run = checked(workbook([HEADERS, head(任职时间="2021-03-01 08:30")]), street)
    assert values(run, 2)["start"] == "2021-03-01"
    assert datetime.fromisoformat(values(run, 2)["start"]).date() == date(2021, 3, 1)


def test_an_estate_named_once_in_a_text_file(street: User) -> None:
    rows = [
        "职务,姓名,社区,小区,楼栋",
        "楼长,陈甲一,桂雅社区,演示花园,1栋",
        "楼长,陈乙二,,,2栋",
        "街长,陈丙三,,,上九街",
        "楼长,陈丁四,桂花社区,,3栋",
    ]
    run = checked("\n".join(rows).encode(), street, "名册.csv")
    found = [
        (row.data["values"]["community"], row.data["values"].get("estate")) for row in run.rows.order_by("pk")
    ]
    assert found == [
        ("桂雅社区", "演示花园"),
        ("桂雅社区", "演示花园"),
        ("桂雅社区", None),
        ("桂花社区", None),
    ]
