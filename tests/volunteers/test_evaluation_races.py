"""Two at one evaluation: real threads, both databases."""

from __future__ import annotations

from datetime import date

import pytest

from guicheng.accounts.models import Role
from tests.people import make_user
from tests.racing import at_once
from volunteers.evaluation_review import publish, reproduced, say
from volunteers.evaluation_run import run, start
from volunteers.models import Evaluation, HeadResult

from .evaluating import QUARTER, contact, head, result_of, scheme

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("on_disk")]
TODAY = date(2026, 11, 24)


def test_two_runs_at_once_make_one_result_a_head():
    terms = [head() for _ in range(5)]
    street = make_user(Role.STREET_ADMIN)
    made = scheme(("contacts", 100, 0, 25))
    for term in terms:
        contact(term, 3)
    answers = at_once(
        lambda: start(made, QUARTER, street, TODAY), lambda: start(made, QUARTER, street, TODAY)
    )
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    assert Evaluation.objects.count() == 1
    assert HeadResult.objects.count() == len(terms)


def test_published_while_worked_out_again_stays_as_published_or_is_renewed_first():
    term = head()
    street = make_user(Role.STREET_ADMIN)
    contact(term, 3)
    evaluation, _ = start(scheme(("contacts", 100, 0, 25)), QUARTER, street, TODAY)
    contact(term, 4)
    answers = at_once(
        lambda: run(evaluation, street), lambda: publish(HeadResult.objects.filter(appointment=term), street)
    )
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    result = result_of(term)
    assert result.is_published
    assert reproduced(result)


def test_a_comment_sent_twice_is_said_once():
    term = head()
    street = make_user(Role.STREET_ADMIN)
    contact(term, 3)
    start(scheme(("contacts", 100, 0, 25)), QUARTER, street, TODAY)
    publish(HeadResult.objects.all(), street)
    result = result_of(term)
    answers = at_once(lambda: say(result, "第一次"), lambda: say(result, "第二次"))
    assert sorted(answers) == [False, True]
