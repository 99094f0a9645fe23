"""Points from records: by hand the same, fair to few households and short terms, the same again later."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from guicheng.accounts.models import Role
from tests.people import make_user
from volunteers.evaluation import (
    CannotEvaluate,
    ended_spans,
    points,
    previous_first,
    quarter_of,
    scaled,
    year_of,
)
from volunteers.evaluation_review import mark, publish, reproduced
from volunteers.evaluation_run import run, start
from volunteers.measures import HAND
from volunteers.models import ContactLog, Evaluation, EvaluationScheme, HeadResult, ServiceHours
from volunteers.scheme_defaults import CRITERIA, load_default_scheme

from .evaluating import QUARTER, contact, day, head, result_of, scheme

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


@pytest.fixture
def street():
    return make_user(Role.STREET_ADMIN)


def evaluate(made, street):
    return start(made, QUARTER, street, TODAY)


# --- numbers by hand ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("value", "zero", "full", "expected"),
    [
        ("12.5", 0, 25, "50.0"),
        ("30", 0, 25, "100"),
        ("7", 30, 5, "92.0"),
        ("40", 30, 5, "0"),
        ("3.33", 1, "4.5", "66.6"),
    ],
)
def test_points_run_straight_between_both_ends(value, zero, full, expected):
    assert points(Decimal(value), Decimal(zero), Decimal(full)) == Decimal(expected)


def test_a_result_is_what_one_works_out_by_hand(street):
    term = head(households=40)
    for number, after in enumerate((0, 4, 10, None, None)):
        contact(term, number, after)
    made = scheme(("contacts", 40, 0, 25), ("settled", 40, 0, 100), ("days", 20, 14, 4))
    evaluate(made, street)
    result = result_of(term)
    raw = [line["raw"] for line in result.lines]
    # 5 contacts in 40 households are 12.5 a hundred; 3 of 5 settled; of 0, 4 and 10 days 4 is the middle.
    assert raw == ["12.50", "60.00", "4.00"]
    assert [line["points"] for line in result.lines] == ["50.0", "60.0", "100.0"]
    assert result.computed == Decimal("64.0")  # 0.4 × 50 + 0.4 × 60 + 0.2 × 100
    assert result.band == "passed"
    assert not result.few


def test_what_was_settled_after_the_days_of_grace_was_not_settled(street):
    term = head()
    contact(term, 85, 20)  # 14 days after the quarter
    contact(term, 85, 30)  # 24 days after it
    evaluate(scheme(("settled", 100, 0, 100), grace_days=15), street)
    assert result_of(term).lines[0]["raw"] == "50.00"


def test_what_was_reported_upwards_is_nobodys_fault(street):
    term = head()
    contact(term, 3, 1)
    contact(term, 4, None, result="escalated", reported_to="社区")
    evaluate(scheme(("settled", 100, 0, 100)), street)
    assert result_of(term).lines[0]["raw"] == "100.00"


def test_an_activity_counts_once_and_only_within_the_term(street):
    term = head(started_on=day(10), ended_on=day(60))
    for number in (5, 12, 12, 20, 70):
        ServiceHours.objects.create(volunteer=term.volunteer, date=day(number), hours=1, what="清洁")
    evaluate(scheme(("activities", 100, 0, 10)), street)
    # Two days within 51 of 91 days: 2 ÷ (51 ÷ 91) = 3.57.
    assert result_of(term).lines[0]["raw"] == "3.57"


# --- fair ---------------------------------------------------------------------------------------------
def test_few_households_with_their_share_of_contacts_are_as_good_as_many(street):
    few, many = head(households=4), head(households=100)
    contact(few, 3)
    for number in range(25):
        contact(many, number)
    evaluate(scheme(("contacts", 100, 0, 25), least_contacts=0), street)
    assert result_of(few).computed == result_of(many).computed == Decimal(100)
    assert result_of(few).few
    assert "只有 4 户，数量少，仅供参考。" in result_of(few).basis["notes"]
    assert not result_of(many).few


def test_half_a_term_asks_for_half_the_contacts(street):
    whole, half = head(), head(started_on=day(45))
    for number in range(10):
        contact(whole, number)
    for number in range(46, 51):
        contact(half, number)
    evaluate(scheme(("contacts", 100, 0, 25), least_contacts=8), street)
    # 46 of 91 days: 5 in 40 households are 12.5 a hundred, ÷ (46 ÷ 91) = 24.73.
    assert result_of(half).lines[0]["raw"] == "24.73"
    assert (result_of(half).basis["days"], result_of(half).basis["of"]) == (46, 91)
    # 8 contacts a whole period are 5 in 46 days.
    assert result_of(half).band == result_of(whole).band == "excellent"


def test_excellent_asks_for_a_few_contacts_at_least(street):
    term = head(households=4)
    contact(term, 3)
    evaluate(scheme(("contacts", 100, 0, 25), least_contacts=3), street)
    assert (result_of(term).computed, result_of(term).band) == (Decimal(100), "good")


def test_who_served_a_few_days_is_not_evaluated(street):
    term = head(started_on=day(80))
    contact(term, 82)
    evaluate(scheme(("contacts", 100, 0, 25)), street)
    assert (result_of(term).computed, result_of(term).band) == (None, "")
    assert "在任不满 30 天，本期不评。" in result_of(term).basis["notes"]


def test_a_criterion_without_data_is_carried_by_the_others(street):
    term = head()
    contact(term, 3, None)
    made = scheme(("settled", 30, 0, 100), ("days", 20, 30, 5), (HAND, 50, 0, 100))
    evaluate(made, street)
    settled, days, hand = result_of(term).lines
    assert (settled["share"], days["share"], hand["share"]) == ("100.0", None, None)
    assert days["why"] == "没有办结的事项，不计"
    assert "有数据的项占权重 30，没有数据的项不计，由这些项分担。" in result_of(term).basis["notes"]


def test_nothing_logged_is_for_people_to_judge(street):
    term = head()
    evaluate(load_default_scheme(), street)
    result = result_of(term)
    assert result.band == ""
    assert "请社区核实后评定" in "".join(result.basis["notes"])


def test_places_without_households_are_not_measured_by_them(street):
    term = head(households=None)
    contact(term, 3)
    evaluate(scheme(("contacts", 50, 0, 25), ("settled", 50, 0, 100)), street)
    assert result_of(term).lines[0]["why"] == "没有登记户数，不计"
    assert result_of(term).computed == Decimal(100)


# --- the same again -------------------------------------------------------------------------------------
def test_a_result_is_reproduced_after_its_records_changed(street):
    term = head()
    entries = [contact(term, number, number) for number in range(5)]
    evaluate(scheme(("contacts", 50, 0, 25), ("days", 50, 30, 2)), street)
    before = result_of(term)
    entries[0].delete()
    ContactLog.objects.filter(pk=entries[1].pk).update(text="改过", closed_on=day(80))
    EvaluationScheme.objects.update(excellent_from=99)
    after = result_of(term)
    assert reproduced(after)
    assert (after.lines, after.computed) == (before.lines, before.computed)
    after.lines = [{**after.lines[0], "points": "1.0"}, after.lines[1]]
    assert not reproduced(after)


def test_a_second_run_leaves_what_was_published(street):
    kept, renewed = head(), head()
    contact(kept, 3), contact(renewed, 3)
    evaluation, ran = evaluate(scheme(("contacts", 100, 0, 25)), street)
    assert (ran.made, ran.kept) == (2, 0)
    publish(HeadResult.objects.filter(appointment=kept), street)
    contact(kept, 4), contact(renewed, 4)
    again = run(evaluation, street)
    assert (again.made, again.renewed, again.kept) == (0, 1, 1)
    assert result_of(kept).lines[0]["raw"] == "2.50"
    assert result_of(renewed).lines[0]["raw"] == "5.00"
    assert HeadResult.objects.count() == 2


def test_rules_changed_later_do_not_touch_a_period_with_published_results(street):
    term, other = head(), head()
    contact(term, 3), contact(other, 3)
    made = scheme(("contacts", 100, 0, 25))
    evaluation, _ = evaluate(made, street)
    publish(HeadResult.objects.filter(appointment=term), street)
    made.criteria.update(full_at=2.5)
    run(evaluation, street)
    assert result_of(other).computed == Decimal("10.0")
    HeadResult.objects.update(published_at=None)
    run(evaluation, street)
    assert result_of(other).computed == Decimal("100.0")


def test_what_people_gave_stays_in_a_second_run(street):
    term = head()
    contact(term, 3)
    evaluation, _ = evaluate(scheme(("contacts", 50, 0, 25), (HAND, 50, 0, 100)), street)
    result = result_of(term)
    mark(result, evaluation.snapshot["criteria"][1]["id"], Decimal(90), "常年照顾独居长者", street)
    result.adjusted, result.adjusted_reason = Decimal(88), "住院期间由家人代走访"
    result.save()
    ran = run(evaluation, street)
    assert ran.adjusted == 1
    again = result_of(term)
    assert (again.computed, again.score, again.band) == (Decimal("50.0"), Decimal("88.0"), "excellent")


def test_a_community_works_out_its_own_heads_alone(street):
    here, there = head(), head(community="别处社区")
    evaluation, _ = evaluate(scheme(("contacts", 100, 0, 25)), street)
    contact(here, 3), contact(there, 3)
    run(evaluation, make_user(Role.COMMUNITY_WORKER, here.place.community))
    assert result_of(here).lines[0]["raw"] == "2.50"
    assert result_of(there).lines[0]["raw"] == "0.00"
    evaluation.refresh_from_db()
    assert evaluation.computed_by == street


def test_deputies_and_other_kinds_of_places_are_left_out(street):
    head(deputy=True)
    only = head()
    evaluate(scheme(("contacts", 100, 0, 25), lanes=False, streets=False), street)
    assert [row.appointment for row in HeadResult.objects.all()] == [only]


def test_queries_do_not_grow_with_heads(street, django_assert_max_num_queries):
    made = scheme(("contacts", 100, 0, 25))
    evaluation, _ = evaluate(made, street)
    for _ in range(30):
        contact(head(), 3)
    with django_assert_max_num_queries(30):
        run(evaluation, street)
    assert HeadResult.objects.count() == 30


# --- periods and schemes ----------------------------------------------------------------------------------
def test_periods_end_before_today():
    spans = ended_spans(TODAY)
    assert (spans[0].label, spans[0].last) == ("2026 年 3 季度", date(2026, 9, 30))
    assert all(span.last < TODAY for span in spans)
    assert previous_first("quarter", date(2026, 1, 1)) == date(2025, 10, 1)
    assert previous_first("year", date(2026, 1, 1)) == date(2025, 1, 1)
    assert quarter_of(2024, 1).days == 91


@pytest.mark.parametrize(
    ("values", "criteria", "span", "words"),
    [
        ({}, [("contacts", 100, 0, 25)], quarter_of(2026, 4), "结束以后才能评价"),
        ({}, [("contacts", 100, 0, 25)], year_of(2025), "按季度评价"),
        ({}, [], QUARTER, "还没有评价标准"),
        ({}, [("contacts", 60, 0, 25)], QUARTER, "权重合计是 60"),
        ({"status": "draft"}, [("contacts", 100, 0, 25)], QUARTER, "不在使用中"),
    ],
)
def test_what_cannot_be_evaluated_says_why(values, criteria, span, words, street):
    with pytest.raises(CannotEvaluate, match=words):
        start(scheme(*criteria, **values), span, street, TODAY)
    assert not Evaluation.objects.exists()


@pytest.mark.parametrize("bands", [(70, 85, 55), (85, 55, 70), (85, 85, 55)])
def test_bands_out_of_order_are_refused_by_the_database(bands):
    names = ("excellent_from", "good_from", "passed_from")
    with pytest.raises(IntegrityError), transaction.atomic():
        EvaluationScheme.objects.create(name="乱", **dict(zip(names, bands, strict=True)))


@pytest.mark.parametrize("weights", [[1, 1, 1], [30, 30, 30, 5], [1, 999], [100], [7] * 13])
def test_weights_in_proportion_make_a_hundred(weights):
    assert sum(scaled(weights)) == 100
    assert min(scaled(weights)) >= 1


def test_the_delivered_scheme_counts_little_and_is_made_once():
    load_default_scheme()
    EvaluationScheme.objects.update(note="街道改过")
    made = load_default_scheme()
    assert made.note == "街道改过"
    assert EvaluationScheme.objects.count() == 1
    weights = {measure: weight for _, measure, weight, *_ in CRITERIA}
    assert sum(weights.values()) == 100
    assert weights["contacts"] <= 15
    assert weights["settled"] + weights["ratings"] + weights["days"] >= 60
