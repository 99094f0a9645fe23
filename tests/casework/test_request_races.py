"""Two members of staff, one button pressed twice: real threads, both databases."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections

from casework import requests
from casework.models import ResidentRequest
from tests.factories import make_community

from .making import RESIDENT, make_request

pytestmark = pytest.mark.django_db(transaction=True)
BY = requests.By(label="测试")


@pytest.fixture(autouse=True)
def on_disk(transactional_db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """SQLite in a file, as it is in use: each thread has a connection of its own."""
    if connection.vendor != "sqlite":
        yield
        return
    path = tmp_path / "races.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])
    memory = connections["default"]
    monkeypatch.setitem(connections.settings["default"], "NAME", str(path))
    del connections["default"]
    yield
    connections["default"].close()
    connections["default"] = memory


def at_once(*tasks: Callable[[], Any]) -> list[Any]:
    """What ``tasks``, begun together, gave, or the exception that ended them."""
    answers: list[Any] = [None] * len(tasks)
    start = threading.Barrier(len(tasks))

    def run(place: int) -> None:
        start.wait()
        try:
            answers[place] = tasks[place]()
        except Exception as exc:
            answers[place] = exc
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(tasks))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return answers


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
