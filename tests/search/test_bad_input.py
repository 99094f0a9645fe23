from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guicheng.search import find

pytestmark = pytest.mark.usefixtures("street")


@pytest.mark.parametrize(
    "q",
    [
        "", " ", "　", "\x00", "\x00\x1f\x7f\u200b\ufeff", "😀🏠", "%", "_%", "'", "''", "\\", "。。。",
        "asdfghjkl", "qqqqqq", "'; DROP TABLE search_searchentry; --", "1 OR 1=1", "../../etc/passwd",
        "<script>alert(1)</script>", "北京", "上海", "火星基地", "不存在的地方", "量子力学", "12345", "0",
        "null", "的" * 10_000, "😀" * 10_000,
    ],
)  # fmt: skip
def test_what_is_no_place_finds_nothing(q):
    assert find(q) == []


def test_a_query_of_any_length_is_answered_quickly():
    start = time.perf_counter()
    for q in ("桂" * 10_000, "a" * 10_000, "桂a1" * 5_000, "佛山市南海区" * 2_000, "1" * 10_000):
        find(q)
    assert time.perf_counter() - start < 2


def test_control_characters_inside_a_name_do_no_harm():
    assert find("桂\x00雅\u200b社\n区")[0].name == "桂雅社区"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(
        st.text(max_size=60),
        st.text(alphabet="桂一二1２夏南社区花园座号abgyhz' -%", max_size=40),
    )
)
def test_no_text_breaks_the_search(q):
    hits = find(q)
    assert len(hits) <= 10
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert all(0 <= hit.score <= 100 for hit in hits)
