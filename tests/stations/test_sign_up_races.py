"""A rush for few places: never one too many, nobody twice, nobody forgotten. Real threads, both databases."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from guicheng.web import protect
from stations import door, signups
from stations.models import Activity, SignUp
from stations.signups import Refused, Wanted
from tests.factories import make_activity, make_station
from tests.racing import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("on_disk")]


@pytest.fixture
def activity(on_disk: None) -> Activity:
    """Ten places."""
    return make_activity(make_station(), timezone.now() + timedelta(days=1), capacity=10, sign_up_open=True)


def wants(activity: Activity, n: int, people: int = 1) -> Callable[[], SignUp]:
    return lambda: signups.sign_up(activity, Wanted("陈", f"138000{n:05d}", people))


def booked() -> int:
    return SignUp.objects.booked().people()


def test_forty_at_once_for_ten_places(activity: Activity) -> None:
    answers = at_once(*(wants(activity, n) for n in range(40)))
    assert all(isinstance(answer, SignUp) for answer in answers), answers
    assert booked() == 10
    assert SignUp.objects.waiting().people() == 30


def test_groups_of_every_size(activity: Activity) -> None:
    answers = at_once(*(wants(activity, n, n % 5 + 1) for n in range(30)))
    assert all(isinstance(answer, SignUp) for answer in answers), answers
    # Whoever would still fit has a place.
    assert booked() == 10


def test_one_number_pressed_ten_times(activity: Activity) -> None:
    answers = at_once(*(wants(activity, 1) for _ in range(10)))
    assert sum(isinstance(answer, SignUp) for answer in answers) == 1
    assert sum(isinstance(answer, Refused) for answer in answers) == 9
    assert SignUp.objects.count() == 1


def test_one_form_pressed_ten_times_is_one_sign_up(activity: Activity) -> None:
    token = signups.new_token()
    wanted = Wanted("陈", "13800000001")
    answers = at_once(*[lambda: signups.sign_up(activity, wanted, token=token).pk] * 10)
    assert len(set(answers)) == 1 and SignUp.objects.count() == 1


def test_places_given_back_while_others_come(activity: Activity) -> None:
    first = [wants(activity, n)() for n in range(15)]
    leaving = [lambda row=row: signups.cancel(row) for row in first[:8]]
    coming = [wants(activity, 100 + n) for n in range(12)]
    bigger = [lambda: signups.move_up(activity.pk)] * 2
    answers = at_once(*(task for pair in zip(leaving, coming, strict=False) for task in pair), *bigger)
    assert not [answer for answer in answers if isinstance(answer, Exception)], answers
    assert booked() == 10
    assert SignUp.objects.filter(state="cancelled").count() == 8
    # Who waited before the rush goes before who came in it.
    assert set(SignUp.objects.booked().values_list("pk", flat=True)) >= {row.pk for row in first[10:15]}


def test_one_place_given_back_twice_lets_one_in(activity: Activity) -> None:
    rows = [wants(activity, n)() for n in range(13)]
    answers = at_once(*[lambda: signups.cancel(rows[0])] * 6)
    assert sorted(answers) == [False] * 5 + [True]
    assert booked() == 10 and SignUp.objects.waiting().count() == 2


def test_check_ins_pressed_by_many_are_counted_once(activity: Activity) -> None:
    rows = [wants(activity, n)() for n in range(8)]
    twice = [lambda row=row: door.arrive(row) for row in rows for _ in range(2)]
    at_once(*twice, *[lambda: door.add_walk_ins(activity.pk, 1)] * 4)
    activity.refresh_from_db()
    assert (activity.attendance, activity.walk_ins) == (12, 4)


def test_the_form_itself_under_a_rush(activity: Activity, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protect, "MIN_SECONDS", -1)
    cache.clear()
    path = f"/activities/{activity.pk}/sign-up/"
    html = Client().get(path).content.decode()
    opened = unescape(re.search(r'name="opened" value="([^"]+)"', html)[1])

    def press(n: int) -> int:
        said = {"surname": "陈", "phone": f"138000{n:05d}", "people": "2", "opened": opened}
        return Client().post(path, said, REMOTE_ADDR=f"10.0.0.{n}").status_code

    assert at_once(*(lambda n=n: press(n) for n in range(16))) == [302] * 16
    assert booked() == 10 and SignUp.objects.waiting().people() == 22
