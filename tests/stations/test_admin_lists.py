"""The street's own lists in order and colour, and the sheet that is signed at an activity."""

from __future__ import annotations

import pytest
from django.urls import reverse

from guicheng.accounts.models import Role
from stations.models import Audience, Service
from tests.factories import make_activity, make_community, make_station, shanghai
from tests.people import logged_in, make_user, street_admin, worker_of
from tests.stations.admin_pages import errors_of, send

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", [Service, Audience])
def test_an_entry_has_a_colour_with_its_word(model: type) -> None:
    name = f"admin:stations_{model._meta.model_name}"
    street = street_admin()
    assert send(street, reverse(f"{name}_add"), name="演示条目", colour="teal").status_code == 302
    text = street.get(reverse(f"{name}_changelist")).content.decode()
    assert 'class="swatch swatch-teal"' in text and "青" in text
    assert "colour" in errors_of(send(street, reverse(f"{name}_add"), name="另一条目", colour="#fff"))


def test_the_order_is_set_in_the_list() -> None:
    one = Service.objects.create(name="甲", slug="one", order=10)
    two = Service.objects.create(name="乙", slug="two", order=20)
    address = reverse("admin:stations_service_changelist")
    data = {
        "form-TOTAL_FORMS": "2",
        "form-INITIAL_FORMS": "2",
        "form-0-id": one.pk,
        "form-0-order": "30",
        "form-1-id": two.pk,
        "form-1-order": "20",
        "_save": "保存",
    }
    street = street_admin()
    assert street.post(address, data).status_code == 302
    assert [service.name for service in Service.objects.all()] == ["乙", "甲"]
    assert street.post(address, {**data, "form-0-order": "99999999999"}).status_code == 200
    worker = worker_of(make_community())
    assert 'name="form-0-order"' not in worker.get(address).content.decode()
    assert worker.post(address, data).status_code == 403


def test_the_sheet_says_which_activity_and_has_lines_for_all() -> None:
    station = make_station("桂雅党群服务站")
    activity = make_activity(station, shanghai("2026-12-01 09:00"), title="剪纸班", capacity=60)
    address = reverse("admin:stations_activity_sheet", args=[activity.pk])
    worker = worker_of(station.community)
    text = worker.get(address).content.decode()
    assert "剪纸班" in text and "2026年12月1日" in text and "桂雅党群服务站" in text and "<td>60</td>" in text
    assert (
        address in worker.get(reverse("admin:stations_activity_change", args=[activity.pk])).content.decode()
    )
    assert worker_of(make_community("桂花社区")).get(address).status_code == 404
    assert logged_in(make_user(Role.DEPARTMENT)).get(address).status_code == 404
