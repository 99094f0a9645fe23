"""Whether a vote carries: exact shares, the rule of its day, bad numbers refused with a sentence."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from communities.consent import Part, RuleBook, load_consent_rules, results_of
from communities.models import ConsentRule, ConsentVote, Works
from tests.factories import make_community

ASKED = date(2023, 5, 6)


def vote(kind: str = "lift", **values: Any) -> ConsentVote:
    works = Works(kind=kind, title="演示", community=make_community())
    numbers = {
        "eligible_households": 12, "taking_households": 8, "agreeing_households": 6,
        "eligible_area": Decimal(1200), "taking_area": Decimal(800), "agreeing_area": Decimal(600),
    }  # fmt: skip
    return ConsentVote(works=works, asked_on=ASKED, **{**numbers, **values})


@pytest.fixture
def rules(db: None) -> None:
    load_consent_rules()


def words(row: ConsentVote) -> str:
    result = RuleBook().judge(row)
    assert result is not None
    return result.words


def test_exactly_two_thirds_and_three_quarters_are_enough(rules: None) -> None:
    assert words(vote()) == "够了：参与表决和同意都达到要求。"


def test_what_is_missing_is_said_in_households_and_square_metres(rules: None) -> None:
    said = words(vote(taking_households=7, taking_area=Decimal("799.99"), agreeing_households=5))
    assert said.startswith("还差 ") is False
    assert "参与表决还差 1 户、0.01 平方米" in said and "同意还差 1 户" in said


def test_a_half_is_not_more_than_a_half(rules: None) -> None:
    half = vote("property", agreeing_households=4, agreeing_area=Decimal(400))
    assert "同意还差 1 户、0.01 平方米" in words(half)
    assert words(vote("property", agreeing_households=5, agreeing_area=Decimal("400.01"))).startswith("够了")


def test_thirds_are_not_floats() -> None:
    """66.666…% of 3,000,000 is exactly 2,000,000: a float of two thirds would ask for one more."""
    from fractions import Fraction

    assert Part("", 2_000_000, 3_000_000, Fraction(2, 3)).enough
    assert not Part("", 1_999_999, 3_000_000, Fraction(2, 3)).enough


@given(st.integers(1, 10**9), st.integers(0, 10**9), st.integers(1, 50), st.integers(0, 50), st.booleans())
def test_what_is_missing_is_just_enough(whole: int, part: int, upper: int, more: int, strict: bool) -> None:
    from fractions import Fraction

    needed = Fraction(upper, upper + more)
    judged = Part("", min(part, whole), whole, needed, strict)
    reached = judged.part + judged.missing
    assert (Fraction(reached, whole) > needed) if strict else (Fraction(reached, whole) >= needed)
    if judged.missing:
        before = Fraction(reached - 1, whole)
        assert (before <= needed) if strict else (before < needed)


def test_a_share_is_cut_off_not_rounded_up() -> None:
    from fractions import Fraction

    assert Part("", 6666, 10_000, Fraction(2, 3)).percent == "66.6%"
    assert Part("", 0, 0, Fraction(2, 3)).percent == "–"


def test_the_rule_is_that_of_the_day(rules: None) -> None:
    old = ConsentRule.objects.get(matter="lift")
    old.pk, old.effective_from, old.agreeing_households = None, date(2024, 1, 1), "9/10"
    old.save()
    book = RuleBook()
    assert book.rule("lift", ASKED).agreeing_households == "3/4"
    assert book.rule("lift", date(2024, 1, 1)).agreeing_households == "9/10"
    assert book.rule("lift", date(2020, 1, 1)) is None and book.rule("other", ASKED) is None


def test_many_votes_need_one_query(rules: None, django_assert_num_queries: Any) -> None:
    rows = [vote() for _ in range(5)]
    with django_assert_num_queries(1):
        assert all(result.passed for _, result in results_of(rows))


def test_rules_are_loaded_once_and_stay_as_the_street_changed_them(rules: None) -> None:
    ConsentRule.objects.filter(matter="lift").update(agreeing_area="2/3")
    assert load_consent_rules() == 0
    assert ConsentRule.objects.get(matter="lift").agreeing_area == "2/3"


@pytest.mark.parametrize("written", ["75%", "0.75", "4/3", "0/3", "3／4", ""])
def test_a_share_is_a_fraction(rules: None, written: str) -> None:
    rule = ConsentRule.objects.get(matter="lift")
    rule.taking_area = written
    with pytest.raises(ValidationError):
        rule.full_clean()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"taking_households": 13}, "taking_households"),
        ({"agreeing_households": 9}, "agreeing_households"),
        ({"taking_area": Decimal("1200.01")}, "taking_area"),
        ({"agreeing_area": Decimal("800.01")}, "agreeing_area"),
        ({"eligible_households": 0, "taking_households": 0, "agreeing_households": 0}, "eligible_households"),
    ],
)
def test_shares_over_a_hundred_per_cent_are_refused(db: None, wrong: dict[str, Any], field: str) -> None:
    row = vote(**wrong)
    row.works.save()
    with pytest.raises(ValidationError) as refused:
        row.full_clean()
    assert field in refused.value.message_dict
    row.works_id = row.works.pk
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
