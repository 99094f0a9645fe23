from __future__ import annotations

import pytest
from django.contrib.contenttypes.models import ContentType

from communities.models import Community
from stations.models import Station
from tests.factories import make_community, make_station
from tests.people import worker_of

pytestmark = pytest.mark.django_db


def test_the_admins_redirect_tells_nobody_which_records_exist(client):
    own, other = make_community("桂雅社区"), make_community("桂花社区")
    station = make_station(community=other)
    worker = worker_of(own)
    for model, pk in ((Station, station.pk), (Station, 10**6), (Community, other.pk)):
        kind = ContentType.objects.get_for_model(model).pk
        assert worker.get(f"/admin/r/{kind}/{pk}/").status_code == 404


def test_a_station_links_to_its_own_page():
    community = make_community("桂雅社区")
    station = make_station(community=community)
    page = worker_of(community).get(f"/admin/stations/station/{station.pk}/change/")
    assert f'href="/stations/{station.pk}/"' in page.content.decode()


def test_a_browser_that_asks_for_an_icon_gets_one(client):
    assert client.get("/favicon.ico")["Location"].endswith("icon.png")
