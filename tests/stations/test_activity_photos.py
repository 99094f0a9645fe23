"""Photos of an activity, taken at the door: for the staff, in the community's own hands."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from guicheng.accounts.models import Role
from stations.models import Activity, ActivityPhoto, Station
from tests.factories import make_activity, make_community, make_station, shanghai
from tests.people import logged_in, make_user, worker_of
from tests.stations.admin_pages import errors_of, filled_form, send
from tests.stations.test_photos import JPEG, upload

pytestmark = pytest.mark.django_db
ADD = reverse("admin:stations_activity_add")


@pytest.fixture(autouse=True)
def _media(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def station() -> Station:
    return make_station()


@pytest.fixture
def worker(station: Station) -> Client:
    return worker_of(station.community)


def change(activity: Activity) -> str:
    return reverse("admin:stations_activity_change", args=[activity.pk])


def picture(photo: ActivityPhoto, size: str = "small") -> str:
    return reverse("admin:stations_activityphoto_file", args=[photo.pk, size])


def new(station: Station, **values: object) -> dict[str, object]:
    start = {"starts_at_0": "2026-11-01", "starts_at_1": "09:00"}
    end = {"ends_at_0": "2026-11-01", "ends_at_1": "11:00"}
    return {"station": station.pk, "title": "剪纸班", **start, **end, **values}


def test_an_activity_is_entered_with_three_photos(worker: Client, station: Station, tmp_path: Path) -> None:
    files = [upload(JPEG, f"IMG_{n}.jpg") for n in range(3)]
    data = {**filled_form(worker, ADD), **new(station), "new_photos": files}
    assert worker.post(ADD, data).status_code == 302
    activity = Activity.objects.get()
    photos = list(activity.photos.all())
    assert [photo.caption for photo in photos] == ["剪纸班照片"] * 3
    assert len(list(tmp_path.rglob("*.jpg"))) == 9
    text = worker.get(change(activity)).content.decode()
    assert all(picture(photo) in text for photo in photos)
    assert worker.get(picture(photos[0], "large"))["Content-Type"] == "image/jpeg"


def test_a_weekly_series_shows_the_photos_at_its_first(worker: Client, station: Station) -> None:
    values = new(station, repeat_until="2026-11-15", new_photos=[upload(JPEG)])
    assert worker.post(ADD, {**filled_form(worker, ADD), **values}).status_code == 302
    counts = [activity.photos.count() for activity in Activity.objects.order_by("starts_at")]
    assert counts == [1, 0, 0]


def test_photos_are_added_worded_and_removed_later(worker: Client, station: Station, tmp_path: Path) -> None:
    activity = make_activity(station, shanghai("2026-11-01 09:00"))
    assert send(worker, change(activity), new_photos=[upload(JPEG)]).status_code == 302
    assert send(worker, change(activity), **{"photos-0-caption": "大家在剪窗花"}).status_code == 302
    assert activity.photos.get().caption == "大家在剪窗花"
    assert send(worker, change(activity), **{"photos-0-DELETE": "on"}).status_code == 302
    assert not activity.photos.exists()


def test_what_is_no_photo_is_refused_and_nothing_is_saved(worker: Client, station: Station) -> None:
    data = {**filled_form(worker, ADD), **new(station), "new_photos": [upload(JPEG), upload(b"MZ", "坏.exe")]}
    assert "“坏.exe”：这个文件不是照片" in errors_of(worker.post(ADD, data))["new_photos"][0]
    assert not Activity.objects.exists() and not ActivityPhoto.objects.exists()


def test_photos_are_for_the_communitys_staff_alone(worker: Client, station: Station) -> None:
    activity = make_activity(station, shanghai("2026-11-01 09:00"))
    send(worker, change(activity), new_photos=[upload(JPEG)])
    photo = ActivityPhoto.objects.get()
    stranger = worker_of(make_community("桂花社区"))
    assert stranger.get(picture(photo)).status_code == 404
    assert logged_in(make_user(Role.DEPARTMENT)).get(picture(photo)).status_code == 404
    assert Client().get(picture(photo)).status_code == 302
    assert worker.get(picture(photo, "huge")).status_code == 404
    leader = logged_in(make_user(Role.STREET_LEADER))
    text = leader.get(change(activity)).content.decode()
    assert picture(photo) in text and 'name="new_photos"' not in text
    public = Client().get(reverse("activities")).content.decode()
    assert photo.small.name not in public
