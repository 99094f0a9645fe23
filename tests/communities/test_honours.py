"""The honour wall: what was won, by whom, shown by year, level and community."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pytest
import segno
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communities.models import Community, Honour, HonourPicture, Organisation, Project
from tests.factories import make_community
from tests.people import street_admin, worker_of
from tests.stations.admin_pages import errors_of, filled_form, send

pytestmark = pytest.mark.django_db
WALL, ADD = "/honours/", reverse("admin:communities_honour_add")


@pytest.fixture
def community() -> Community:
    return make_community("桂雅社区")


def won(title: str, on: date = date(2024, 5, 1), **values: Any) -> Honour:
    return Honour.objects.create(**{"title": title, "level": "city", "on": on, **values})


def png() -> SimpleUploadedFile:
    picture = io.BytesIO()
    segno.make("证书").save(picture, kind="png", scale=6)
    return SimpleUploadedFile("document.png", picture.getvalue(), "image/png")


def test_the_wall_goes_by_year_level_and_community(client: Client, community: Community) -> None:
    won("街道的", date(2022, 6, 1), precision="month", for_words="“创熟”项目", given_by="联合申报")
    won("社区的", community=community, level="district")
    won("内部的", public=False)
    text = client.get(WALL).content.decode()
    assert text.index("2024 年") < text.index("社区的") < text.index("街道的")
    assert "2022年6月" in text and "授予：“创熟”项目" in text and "内部的" not in text
    assert (
        "街道的" not in client.get(WALL, {"community": community.code}).content.decode().split("</form>")[1]
    )
    assert "社区的" not in client.get(WALL, {"level": "city"}).content.decode().split("</form>")[1]
    assert "社区的" not in client.get(WALL, {"year": "2022"}).content.decode().split("</form>")[1]
    assert "这个条件下没有荣誉" in client.get(WALL, {"year": "2022", "level": "district"}).content.decode()
    for nonsense in ("0", "二〇二二", "\x00", "9" * 30):
        assert (
            client.get(WALL, {"year": nonsense, "level": nonsense, "community": nonsense}).status_code == 200
        )


def test_an_empty_wall_says_so(client: Client) -> None:
    assert "还没有登记荣誉" in client.get(WALL).content.decode()


def test_for_whom_it_was_won(community: Community) -> None:
    group = Organisation.objects.create(community=community, kind="neighbours", name="演示街坊会")
    project = Project.objects.create(community=community, year=2024, title="演示项目")
    assert won("甲").won_by == "桂城街道"
    assert won("乙", community=community).won_by == "桂雅社区"
    row = won("丙", organisation=group)
    assert (row.won_by, row.community) == ("演示街坊会", community)
    assert won("丁", project=project).won_by == "演示项目（2024）"


def test_staff_enter_one_with_a_picture(client: Client, community: Community) -> None:
    worker = worker_of(community)
    values = {**filled_form(worker, ADD), "community": community.pk, "title": "先进集体", "level": "city"}
    values |= {"on": "2024-05-01", "pictures-TOTAL_FORMS": "1", "pictures-0-caption": "证书"}
    values |= {"pictures-0-upload": png(), "pictures-0-order": "10"}
    assert worker.post(ADD, values).status_code == 302
    picture = HonourPicture.objects.get()
    address = f"/honours/pictures/{picture.pk}/small/"
    assert address in client.get(WALL).content.decode()
    assert client.get(address)["Content-Type"] == "image/jpeg"
    Honour.objects.update(public=False)
    assert client.get(address).status_code == 404
    assert (
        worker.get(reverse("admin:communities_honourpicture_file", args=[picture.pk, "small"])).status_code
        == 200
    )
    other = worker_of(make_community("桂花社区"))
    assert (
        other.get(reverse("admin:communities_honourpicture_file", args=[picture.pk, "small"])).status_code
        == 404
    )


def test_the_streets_are_read_by_all_and_changed_by_the_street(community: Community) -> None:
    row = won("街道的")
    page = reverse("admin:communities_honour_change", args=[row.pk])
    worker = worker_of(community)
    assert worker.get(page).status_code == 200
    assert worker.post(page, {"title": "改"}).status_code == 403
    assert "只能登记自己社区的内容" in str(
        errors_of(send(worker, ADD, community="", title="我们的", level="city", on="2024-05-01"))
    )
    assert send(street_admin(), page, title="改了").status_code == 302


def test_bad_honours_are_refused(community: Community) -> None:
    later = str(timezone.localdate() + timedelta(days=1))
    sent = {"community": community.pk, "title": "甲", "level": "city"}
    assert "还没有到" in str(errors_of(send(street_admin(), ADD, **sent, on=later))["on"])
    far = Organisation.objects.create(community=make_community("桂花社区"), kind="social", name="别处")
    with pytest.raises(ValidationError, match="不属于所选的社区"):
        Honour(
            community=community, organisation=far, title="甲", level="city", on=date(2024, 1, 1)
        ).full_clean()
