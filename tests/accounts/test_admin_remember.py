"""What was chosen stays chosen: the community for the session, the place for the next record."""

from __future__ import annotations

import pytest
from django.urls import reverse

from communities.models import Estate, Place
from guicheng.accounts.models import Role
from tests.factories import make_community, make_estate, make_station
from tests.people import logged_in, make_user, street_admin
from tests.stations.admin_pages import filled_form, send

pytestmark = pytest.mark.django_db
ESTATE, STATION = reverse("admin:communities_estate_add"), reverse("admin:stations_station_add")


def test_the_community_chosen_last_is_chosen_on_the_next_form() -> None:
    one, two = make_community("桂雅社区"), make_community("桂花社区")
    client = logged_in(make_user(Role.COMMUNITY_WORKER, one, two))
    assert filled_form(client, ESTATE).get("community", "") == ""
    assert send(client, ESTATE, name="新花园", community=two.pk).status_code == 302
    for address in (ESTATE, STATION):
        assert filled_form(client, address)["community"] == str(two.pk)
    # An address that says otherwise is followed; another person has a session of their own.
    assert filled_form(client, f"{ESTATE}?community={one.pk}")["community"] == str(one.pk)
    assert filled_form(street_admin(), ESTATE).get("community", "") == ""


def test_a_record_that_may_do_without_a_community_begins_without() -> None:
    community = make_community("桂雅社区")
    street = street_admin()
    send(street, ESTATE, name="新花园", community=community.pk)
    assert filled_form(street, reverse("admin:stations_notice_add")).get("community", "") == ""


def test_the_next_record_keeps_its_place() -> None:
    community = make_community("桂雅社区")
    make_community("桂花社区")
    estate = make_estate("俊雅花园", community=community)
    street = street_admin()
    chosen = {"community": community.pk, "estate": estate.pk, "name": "3栋", "_addanother": "1"}
    response = send(street, f"{reverse('admin:communities_place_add')}?_changelist_filters=q%3Dx", **chosen)
    values = filled_form(street, response["Location"])
    assert (values["community"], values["estate"], values["name"]) == (str(community.pk), str(estate.pk), "")
    assert "_changelist_filters=q%3Dx" in response["Location"]
    assert Place.objects.get().estate == estate


def test_an_activity_keeps_its_station() -> None:
    station = make_station("演示站")
    street = street_admin()
    values = {
        "title": "义诊",
        "station": station.pk,
        "starts_at_0": "2026-12-01",
        "starts_at_1": "09:00",
        "ends_at_0": "2026-12-01",
        "ends_at_1": "11:00",
        "_addanother": "1",
    }
    response = send(street, reverse("admin:stations_activity_add"), **values)
    assert filled_form(street, response["Location"])["station"] == str(station.pk)


def test_a_community_that_is_no_longer_ones_own_is_not_chosen() -> None:
    one, two = make_community("桂雅社区"), make_community("桂花社区")
    user = make_user(Role.COMMUNITY_WORKER, one, two, make_community("东二社区"))
    client = logged_in(user)
    send(client, ESTATE, name="新花园", community=two.pk)
    user.memberships.filter(community=two).delete()
    assert filled_form(client, ESTATE).get("community", "") == ""
    assert Estate.objects.count() == 1
