"""Two members of staff, one button pressed twice: real threads, both databases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from casework import requests
from casework.models import ResidentRequest
from tests.factories import make_community
from tests.racing import at_once

from .making import RESIDENT, make_request

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("on_disk")]
BY = requests.By(label="测试")


def test_of_many_who_assign_at_once_one_does_and_the_others_are_told(on_disk: None) -> None:
    row = make_request()

    def assign(number: int) -> Callable[[], Any]:
        return lambda: requests.assign(
            row, 1, by=BY, due_on=date(2099, 1, 1), deliberation=f"第 {number} 次论坛"
        )

    answers = at_once(*(assign(number) for number in range(8)))
    told = [answer for answer in answers if isinstance(answer, requests.Overtaken)]
    done = [answer for answer in answers if isinstance(answer, ResidentRequest)]
    assert len(done) == 1 and len(told) == 7, answers
    row.refresh_from_db()
    assert row.version == 2 and row.assignee_name == done[0].assignee_name
    assert row.steps.filter(what="assigned").count() == 1
    assert {answer.row.assignee_name for answer in told} == {row.assignee_name}


def test_a_form_sent_many_times_at_once_is_one_request(on_disk: None) -> None:
    community = make_community()

    def send() -> Any:  # noqa: ANN401
        row = ResidentRequest(community=community, text="路灯不亮")
        return requests.receive(row, by=RESIDENT, token="t" * 22)

    answers = at_once(*[send] * 8)
    assert ResidentRequest.objects.count() == 1
    assert sorted(first for _, _, first in answers) == [False] * 7 + [True]
    assert len({row.pk for row, _, _ in answers}) == 1


def test_rated_and_reopened_once_however_often_pressed(on_disk: None) -> None:
    row = requests.close(make_request(), 1, by=BY, text="好了")
    answers = at_once(
        *[lambda: requests.reopen(row, reason="没有解决")] * 4,
        *[lambda: requests.rate(row, rating=3, comment="")] * 4,
    )
    failed = [answer for answer in answers if isinstance(answer, requests.NotNow)]
    assert row.steps.filter(what="reopened").count() == 1
    assert row.steps.filter(what="rated").count() <= 1
    assert len(failed) >= 6 and all(isinstance(a, requests.NotNow | ResidentRequest) for a in answers), (
        answers
    )
