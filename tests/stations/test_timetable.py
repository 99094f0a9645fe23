from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stations import timetable as tt
from tests.factories import week

minute_spans = st.lists(st.integers(0, 1440), min_size=0, max_size=8, unique=True).map(
    lambda marks: tuple(zip(sorted(marks)[::2], sorted(marks)[1::2], strict=False))
)


def test_several_spans_are_read_however_they_are_written():
    expected = ((510, 720), (840, 1050))
    for text in ("8:30-12:00、14:00-17:30", "8：30—12：00，14:00～17:30", "08:30至12:00;14.00-17.30"):
        assert tt.parse_day(text) == expected


def test_past_midnight_ends_on_the_next_day():
    assert tt.parse_day("21:00-2:00") == tt.parse_day("21:00-次日2:00") == ((1260, 1560),)
    assert tt.format_day(((1260, 1560),)) == "21:00–次日2:00"


def test_rest_and_round_the_clock_have_words():
    assert tt.parse_day("休息") == tt.parse_day("") == ()
    assert tt.parse_day("全天") == tt.parse_day("24小时") == tt.parse_day("0:00-24:00") == ((0, 1440),)
    assert tt.format_day(()) == "休息"
    assert tt.format_day(((0, 1440),)) == "全天"


@pytest.mark.parametrize(
    "text",
    [
        "上午",
        "8:30",
        "8:30-8:30",
        "25:00-26:00",
        "8:70-9:00",
        "8:30-12:00-14:00",
        "1" * 500,
        "8:30-12:00、11:00-13:00",
    ],
)
def test_what_cannot_be_hours_is_refused_in_words(text):
    with pytest.raises(tt.BadHours, match=r"[。]"):
        tt.parse_day(text)


def test_small_hours_that_run_into_the_next_day_are_refused():
    monday = tt.parse_day("22:00-9:00")
    with pytest.raises(tt.BadHours, match="周一"):
        tt.check_week((monday, tt.parse_day("8:00-12:00"), (), (), (), (), ()))


@given(minute_spans)
def test_a_day_survives_writing_and_reading(day):
    day = tuple(span for span in day if span[0] < 1440)
    assert tt.decode_day(tt.encode_day(day)) == day
    assert tt.parse_day(tt.format_day(day)) == day


@given(st.tuples(*[minute_spans] * 7))
def test_a_week_survives_writing_and_reading(days):
    assert tt.decode_week(tt.encode_week(days)) == days


def test_the_week_is_summed_up_in_few_lines():
    assert tt.summarise_week(week()) == [
        ("周一至周五", "8:30–12:00、14:00–17:30"),
        ("周六、周日", "休息"),
    ]
    assert tt.summarise_week(week("9:00-21:00", "9:00-21:00", "9:00-21:00")) == [("每天", "9:00–21:00")]


def test_holidays_close_and_makeup_days_open():
    office = week()
    assert tt.spans_on(office, date(2026, 10, 1), open_on_holidays=False) == ()
    assert tt.spans_on(office, date(2026, 10, 1), open_on_holidays=True) == office[3]
    # 2026-10-10 is a Saturday that is worked for the National Day week.
    assert tt.day_kind(date(2026, 10, 10)) == (tt.DayKind.MAKEUP, "国庆节")
    assert tt.spans_on(office, date(2026, 10, 10), open_on_holidays=False) == office[0]
    # An ordinary Saturday stays free.
    assert tt.spans_on(office, date(2026, 11, 28), open_on_holidays=False) == ()


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_every_date_has_a_kind_even_in_years_unknown_to_the_calendar(day):
    kind, name = tt.day_kind(day)
    assert (kind is tt.DayKind.USUAL) == (name == "")
    assert tt.calendar_knows(day) or kind is tt.DayKind.USUAL
