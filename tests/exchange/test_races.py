"""Two at the same time: one wins, the other is told so, nothing is half-written."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection, connections
from django.test import Client

from communities.models import Community
from guicheng.accounts.models import Role, SecurityEvent, User
from guicheng.exchange.models import ImportRun
from tests.exchange.files import HEADERS, checked, head, workbook
from tests.people import logged_in, make_user
from volunteers.models import Appointment, Volunteer

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time"),
]


def at_once(*tasks: Callable[[], int]) -> list[int]:
    """The answers' codes of ``tasks``, begun together."""
    codes = [0] * len(tasks)
    start = threading.Barrier(len(tasks))

    def run(place: int) -> None:
        start.wait()
        try:
            codes[place] = tasks[place]()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(tasks))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return codes


def pressing(user: User, run: ImportRun, action: str) -> Callable[[], int]:
    client: Client = logged_in(user)
    return lambda: client.post(f"/admin/exchange/importrun/{run.pk}/", {"action": action}).status_code


def roster(community: str, order: int) -> bytes:
    numbers = list(range(40))[::order]
    rows = [
        head("陈演示", 社区=community, 楼栋=f"{number}栋", 电话=str(13800001000 + number))
        for number in numbers
    ]
    return workbook([HEADERS, *rows])


def test_two_communities_import_the_same_people(street: User) -> None:
    runs = []
    for name, order in (("桂雅社区", 1), ("桂花社区", -1)):
        user = make_user(Role.COMMUNITY_WORKER, Community.objects.get(name=name))
        runs.append(checked(roster(name, order), user))
    assert at_once(*(pressing(run.user, run, "confirm") for run in runs)) == [302, 302]
    for run in runs:
        run.refresh_from_db()
    assert sorted(run.status for run in runs) in (["done", "failed"], ["done", "done"])
    assert Volunteer.objects.count() == Appointment.objects.count() == 40
    for run in runs:
        if run.status == "failed":
            assert "什么也没有写入" in run.message


def test_undo_pressed_by_two(street: User, worker: User) -> None:
    run = checked(roster("桂雅社区", 1), worker)
    assert pressing(worker, run, "confirm")() == 302
    assert at_once(pressing(worker, run, "undo"), pressing(street, run, "undo")) == [302, 302]
    run.refresh_from_db()
    assert run.status == "undone"
    assert not Volunteer.objects.exists()


def test_confirm_and_cancel_at_once(worker: User) -> None:
    run = checked(roster("桂雅社区", 1), worker)
    at_once(*(pressing(worker, run, action) for action in ("confirm", "cancel", "confirm")))
    run.refresh_from_db()
    assert (run.status, Volunteer.objects.count()) in {("done", 40), ("cancelled", 0)}
    assert SecurityEvent.objects.filter(kind="import").count() == (run.status == "done")
