"""What is planned, being built or closed for good shows nowhere; what stopped for a while says so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from pytest import Subtests
from pytest_django.fixtures import Settings

from communities.installation import mark_demonstration
from guicheng import search
from stations.models import Activity, Notice, Photo, Service, Station
from tests.factories import make_activity, make_station, make_timetable
from tests.pages.town import make_photo

pytestmark = pytest.mark.django_db
SECRET = "神秘"
HIDDEN = [Station.Status.PLANNED, Station.Status.BUILDING, Station.Status.CLOSED]


@dataclass(frozen=True)
class Hidden:
    station: Station
    activity: Activity
    photo: Photo


@pytest.fixture(params=HIDDEN)
def hidden(request: pytest.FixtureRequest, db: None, settings: Settings, tmp_path: Path) -> Hidden:
    """A station that is not public beside one that is, in a demonstration with its map."""
    settings.MEDIA_ROOT = tmp_path
    mark_demonstration()
    now = timezone.now()
    always = make_timetable("全天", "全天", "全天", open_on_holidays=True)
    make_station("桂雅社区党群服务中心", timetable=always)
    station = make_station(
        f"{SECRET}党群服务站", status=request.param, timetable=always, address=f"{SECRET}路 1 号"
    )
    service = Service.objects.create(name="助餐", slug="meals")
    station.offerings.create(service=service)
    activity = make_activity(station, now - timedelta(minutes=30), title=f"{SECRET}活动")
    make_activity(station, now - timedelta(days=3), title=f"{SECRET}往期活动")
    Notice.objects.create(
        title=f"{SECRET}公告",
        station=station,
        community=station.community,
        closes=True,
        starts_at=now - timedelta(hours=1),
    )
    photo = make_photo(station)
    search.reindex()
    return Hidden(station, activity, photo)


def test_it_is_on_no_page_and_in_no_feed(hidden: Hidden, client: Client, subtests: Subtests):
    community = hidden.station.community.code
    for path in (
        "/",
        "/stations/",
        "/stations/?open=1",
        "/stations/?service=meals",
        f"/stations/?community={community}",
        "/stations/nearest/?lat=23.0371&lon=113.1506",
        "/stations/nearest/?lat=23.0371&lon=113.1506&open=1",
        "/embed/?lat=23.0371&lon=113.1506",
        f"/stations/{Station.objects.public().get().pk}/",
        f"/communities/{community}/",
        "/communities/",
        *(f"/activities/?when={when}" for when in ("today", "week", "coming", "past")),
        f"/activities/?community={community}",
        "/activities/calendar.ics",
        "/sitemap.xml",
    ):
        with subtests.test(path):
            response = client.get(path)
            assert response.status_code == 200
            text = response.content.decode()
            assert SECRET not in text
            assert f"/stations/{hidden.station.pk}/" not in text


def test_whoever_searches_for_it_finds_nothing(hidden: Hidden, client: Client):
    for q in (f"{SECRET}党群服务站", SECRET, "shenmi", f"{SECRET}路 1 号"):
        for path in ("/search/", "/stations/nearest/", "/embed/"):
            text = client.get(path, {"q": q}).content.decode()
            assert f"{SECRET}党群服务站" not in text.replace(f"“{q}”", "").replace(f'value="{q}"', "")
            assert f"/stations/{hidden.station.pk}/" not in text


def test_its_own_addresses_are_not_found(hidden: Hidden, client: Client, subtests: Subtests):
    own = f"/stations/{hidden.station.pk}"
    for path in (
        *(f"{own}/{part}" for part in ("", "share/", "qr.svg", "calendar.ics", "report/", "wish/")),
        f"/activities/{hidden.activity.pk}/",
        *(f"/photos/{hidden.photo.pk}/{size}/" for size in ("small", "medium", "large")),
    ):
        with subtests.test(path):
            response = client.get(path)
            assert response.status_code == 404
            assert SECRET not in response.content.decode()


def test_the_number_of_stations_of_a_community_counts_only_what_residents_see(hidden: Hidden, client: Client):
    text = client.get("/communities/").content.decode()
    assert re.search(r"桂雅社区</strong><span class=\"quiet\">1 个站点", text)


def test_a_station_that_stopped_for_a_while_says_so_and_is_not_offered_as_nearest(client: Client):
    station = make_station("桂雅社区党群服务站", status=Station.Status.SUSPENDED)
    search.reindex()
    assert "暂停服务" in client.get(f"/stations/{station.pk}/").content.decode()
    assert station.name in client.get("/stations/").content.decode()
    assert station.name not in client.get("/stations/?open=1").content.decode()
    assert station.name not in client.get("/stations/nearest/?lat=23.0371&lon=113.1506").content.decode()
    assert "openingHoursSpecification" not in client.get(f"/stations/{station.pk}/").content.decode()


def test_a_retired_service_is_offered_nowhere(client: Client):
    station = make_station()
    service = Service.objects.create(name="旧服务", slug="old", active=False)
    station.offerings.create(service=service)
    for path in ("/", "/stations/", f"/stations/{station.pk}/", f"/stations/{station.pk}/wish/"):
        assert "旧服务" not in client.get(path).content.decode()
    assert client.get("/stations/?service=old").status_code == 400


def test_an_address_of_a_size_that_is_not_made_is_not_found(
    client: Client, settings: Settings, tmp_path: Path
):
    settings.MEDIA_ROOT = tmp_path
    photo = make_photo(make_station())
    assert client.get(f"/photos/{photo.pk}/small/").status_code == 200
    assert client.get(f"/photos/{photo.pk}/original/").status_code == 404
    (tmp_path / photo.small.name).unlink()
    assert client.get(f"/photos/{photo.pk}/small/").status_code == 404


def test_behind_nginx_a_picture_is_handed_over_not_read(client: Client, settings: Settings, tmp_path: Path):
    settings.MEDIA_ROOT, settings.ACCEL_REDIRECT_PREFIX = tmp_path, "/protected/"
    photo = make_photo(make_station())
    response = client.get(f"/photos/{photo.pk}/large/")
    assert response["X-Accel-Redirect"] == f"/protected/{photo.large.name}"
    assert response.content == b""
