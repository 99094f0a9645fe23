"""Names of many places out of one line, as people write it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communities.place_names import MOST, kind_of, read_names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("1-3栋", ["1栋", "2栋", "3栋"]),
        ("１－３栋", ["1栋", "2栋", "3栋"]),
        ("1–3栋", ["1栋", "2栋", "3栋"]),
        ("1~3号楼", ["1号楼", "2号楼", "3号楼"]),
        ("1至3栋", ["1栋", "2栋", "3栋"]),
        ("1栋到3栋", ["1栋", "2栋", "3栋"]),
        ("1、3、5栋", ["1栋", "3栋", "5栋"]),
        ("1，3，5栋", ["1栋", "3栋", "5栋"]),
        ("1-2、5栋", ["1栋", "2栋", "5栋"]),
        ("1栋 2栋 3 栋", ["1栋", "2栋", "3栋"]),
        ("01-03栋", ["01栋", "02栋", "03栋"]),
        ("A1–A3座", ["A1座", "A2座", "A3座"]),
        ("A1-3座", ["A1座", "A2座", "A3座"]),
        ("A-C座", ["A座", "B座", "C座"]),
        ("A、B座", ["A座", "B座"]),
        ("一至三巷", ["一巷", "二巷", "三巷"]),
        ("第九至十一巷", ["第九巷", "第十巷", "第十一巷"]),
        ("九十九至一百零一巷", ["九十九巷", "一百巷", "一百零一巷"]),
        ("上九街、下九街", ["上九街", "下九街"]),
        ("上九、下九街", ["上九街", "下九街"]),
        ("和平街、至善街", ["和平街", "至善街"]),
        ("1-2栋，每栋2单元", ["1栋1单元", "1栋2单元", "2栋1单元", "2栋2单元"]),
        ("1-2栋每栋 2 单元", ["1栋1单元", "1栋2单元", "2栋1单元", "2栋2单元"]),
        ("1栋，每栋两个单元；2栋", ["1栋1单元", "1栋2单元", "2栋"]),
        ("1栋每栋1单元，2栋每栋2单元", ["1栋1单元", "2栋1单元", "2栋2单元"]),
        ("1栋1-2单元", ["1栋1单元", "1栋2单元"]),
        ("东区1、3栋", ["东区1栋", "东区3栋"]),
        ("俊雅花园1-2栋", ["1栋", "2栋"]),
        ("1栋\n1栋\n2栋", ["1栋", "2栋"]),
        ("", []),
        (" \n；", []),
    ],
)
def test_what_people_write_is_read(text: str, names: list[str]) -> None:
    found = read_names(text, strip="俊雅花园")
    assert (found.names, found.problems) == (names, [])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1-5", "后面没有写“栋”"),
        ("5栋、6", "“6”后面没有写"),
        ("3-1栋", "写反了"),
        ("1-99999栋", "太大"),
        ("1-2-3栋", "不止一个“到”"),
        ("1-三栋", "写法不一样"),
        ("A-3座", "一头是字母"),
        ("东1-西3栋", "前后的名称不一样"),
        ("1栋-3座", "前后写的不一样"),
        ("每栋2单元", "前面没有写是哪几栋"),
        ("1栋，每栋0单元", "写 1 到 20"),
        ("1栋，每栋99单元", "写 1 到 20"),
        ("1栋，每栋", "看不懂"),
        ("<script>alert(1)</script>", "看不懂"),
        ("长" * 60 + "街", "太长"),
        ("1-501栋", "一次最多登记 500 处"),
        ("1-100栋，每栋6单元", "一次最多登记 500 处"),
        ("1-300栋\nA1-A300栋", "一次最多登记 500 处"),
    ],
)
def test_what_is_unreadable_gets_a_sentence(text: str, said: str) -> None:
    found = read_names(text)
    assert any(said in problem for problem in found.problems), found
    assert all(problem.endswith("。") and len(problem) < 90 for problem in found.problems)


def test_what_is_readable_beside_it_is_read() -> None:
    assert read_names("1-2栋\n3-1栋").names == ["1栋", "2栋"]


@given(st.text(max_size=200))
def test_whatever_is_typed_is_answered(text: str) -> None:
    found = read_names(text, strip="俊雅花园")
    assert len(found.names) == len(set(found.names)) <= MOST
    assert all(name and len(name) <= 40 and name.isprintable() for name in found.names)


@given(st.text(alphabet="0123456789一二三四十百零A-至到、，,栋座巷街单元每号楼第 \n", max_size=40))
def test_whatever_looks_like_it_is_answered(text: str) -> None:
    found = read_names(text)
    assert len(found.names) == len(set(found.names)) <= MOST


@given(
    st.integers(1, 400),
    st.integers(0, 90),
    st.integers(0, 5),
    st.sampled_from(["栋", "座", "幢", "号楼", "巷"]),
    st.sampled_from(["", "A", "东区", "第"]),
    st.sampled_from(["-", "–", "－", "~", "至", "到", " - "]),
)
def test_a_range_is_every_number_between(
    first: int, more: int, units: int, ending: str, front: str, dash: str
) -> None:
    text = f"{front}{first}{dash}{front}{first + more}{ending}" + (f"，每栋{units}单元" if units else "")
    numbers = range(first, first + more + 1)
    names = [f"{front}{number}{ending}" for number in numbers]
    if units:
        names = [f"{name}{unit}单元" for name in names for unit in range(1, units + 1)]
    found = read_names(text)
    assert found.names == (names if len(names) <= MOST else [])


@given(st.integers(1, 899), st.integers(0, 100))
def test_chinese_numerals_count_like_digits(first: int, more: int) -> None:
    from communities.place_names import _chinese, _value

    assert _value(_chinese(first)) == first
    found = read_names(f"{_chinese(first)}至{_chinese(first + more)}巷")
    assert found.names == [f"{_chinese(number)}巷" for number in range(first, first + more + 1)]


@pytest.mark.parametrize(
    ("name", "kind"),
    [("3栋", "building"), ("1栋2单元", "building"), ("南兴二巷", "lane"), ("上九街", "street"), ("甲", "")],
)
def test_an_ending_says_the_kind(name: str, kind: str) -> None:
    assert kind_of(name) == kind
