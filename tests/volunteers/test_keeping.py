"""People who left long ago are pointed out, until they are erased."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from guicheng.accounts.models import Role
from tests.factories import make_appointment, make_community, make_place, make_volunteer
from tests.people import logged_in, make_user
from volunteers.erasure import erase
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db
LIST = "/admin/volunteers/volunteer/?gap=kept"


def left(name: str, place: str, ended: date | None) -> Volunteer:
    person = make_volunteer(name)
    make_appointment(person, make_place(place), started_on=date(2015, 1, 1), ended_on=ended)
    return person


def test_who_left_long_ago_is_listed_until_erased() -> None:
    today = timezone.localdate()
    old = left("早离任", "1栋", today - timedelta(days=365 * 3 + 2))
    left("刚离任", "2栋", today - timedelta(days=100))
    left("在任", "3栋", None)
    make_volunteer("没任过职")
    worker = make_user(Role.COMMUNITY_WORKER, make_community())
    client = logged_in(worker)
    assert list(client.get(LIST).context["cl"].result_list) == [old]
    assert "离任人员过了保存期限" in client.get("/admin/").content.decode()
    erase(old, user=worker)
    assert not client.get(LIST).context["cl"].result_list
