"""特色服务场景: what there is for one group of people, and when."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from guicheng import search
from stations.models import Activity, Audience, Offering, Scene, Service, Station
from tests.factories import make_community, make_station, make_timetable
from tests.people import street_admin, worker_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def elders() -> Audience:
    return Audience.objects.create(name="长者", slug="elders")


def make_scene(audience: Audience, title: str = "银发手机课", **values: Any) -> Scene:
    station = values.pop("station", None) or make_station()
    return Scene.objects.create(
        title=title, audience=audience, station=station, **{"schedule": "从开机教起", **values}
    )


def page_of(audience: Audience, query: str = "") -> str:
    return Client().get(reverse("audience", args=[audience.slug]) + query).content.decode()


def test_an_audiences_page_shows_scenes_open_stations_and_what_comes(elders: Audience) -> None:
    always = make_timetable("全天", "全天", "全天", open_on_holidays=True)
    station = make_station("总开门的站", timetable=always)
    canteen = Service.objects.create(name="长者饭堂", slug="elder-canteen")
    canteen.audiences.add(elders)
    Offering.objects.create(station=station, service=canteen)
    scene = make_scene(elders, weekday=1, starts=time(9, 30), ends=time(11), station=station)
    scene.services.add(canteen)
    now = timezone.now()
    coming = {"station": station, "starts_at": now + timedelta(days=1), "ends_at": now + timedelta(days=2)}
    Activity.objects.create(title="重阳活动", audience=elders, **coming)
    Activity.objects.create(title="亲子活动", **coming)
    page = page_of(elders)
    assert "银发手机课" in page and "每周二 09:30–11:00" in page and "从开机教起" in page
    assert "现在开门的站点" in page and "总开门的站" in page
    assert "重阳活动" in page and "亲子活动" not in page
    assert f"{reverse('nearest')}?audience=elders&amp;open=1" in page
    assert "1 个特色服务" in Client().get(reverse("audiences")).content.decode()
    assert "银发手机课" in Client().get(reverse("station", args=[station.pk])).content.decode()


def test_an_audience_without_anything_says_what_to_do(elders: Audience) -> None:
    page = page_of(elders)
    assert "还没有登记专门为长者准备的特色服务" in page and reverse("stations") in page


def test_residents_do_not_see_what_is_hidden_over_or_at_a_closed_station(elders: Audience) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    hidden = make_scene(elders, "不公开的", public=False)
    over = make_scene(elders, "结束的", until=yesterday)
    closed = make_scene(elders, "撤销站点的", station=make_station(status=Station.Status.CLOSED))
    today = make_scene(elders, "今天还有的", until=timezone.localdate())
    page = page_of(elders)
    assert "今天还有的" in page
    assert not any(row.title in page for row in (hidden, over, closed))
    client = Client()
    for row, status in ((hidden, 404), (closed, 404), (over, 200), (today, 200)):
        assert client.get(row.get_absolute_url()).status_code == status
    assert "已经在" in client.get(over.get_absolute_url()).content.decode()
    elders.active = False
    elders.save()
    assert client.get(reverse("audience", args=["elders"])).status_code == 404
    assert client.get(today.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("path", ["/audiences/nothing/", "/audiences/%00/", "/audiences/<b>/", "/scenes/0/"])
def test_what_is_not_there_is_a_page_that_says_so(path: str) -> None:
    assert Client().get(path).status_code == 404


@pytest.mark.parametrize("query", ["?page=-1", "?page=x", "?page=99999999999999999999"])
def test_a_page_number_that_makes_no_sense_shows_a_page(elders: Audience, query: str) -> None:
    make_scene(elders)
    assert "银发手机课" in page_of(elders, query)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"starts": time(10), "ends": time(9)}, "必须晚于开始时间"),
        ({"ends": time(9)}, "也要填开始时间"),
        ({"since": timezone.localdate(), "until": timezone.localdate() - timedelta(days=1)}, "不能早于"),
    ],
)
def test_what_cannot_be_is_refused_by_form_and_database(
    elders: Audience, values: dict[str, Any], said: str
) -> None:
    row = Scene(title="甲", audience=elders, station=make_station(), schedule="乙", **values)
    with pytest.raises(ValidationError, match=said):
        row.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_the_same_title_twice_at_a_station_gets_a_sentence(elders: Audience) -> None:
    row = make_scene(elders)
    client = worker_of(row.station.community)
    sent = {"title": row.title, "audience": elders.pk, "station": row.station_id, "schedule": "又一次"}
    answer = client.post(reverse("admin:stations_scene_add"), sent)
    assert "这个站点已经有同名的场景" in answer.content.decode()
    assert client.post(reverse("admin:stations_scene_add"), {**sent, "title": "另一课"}).status_code == 302


def test_a_worker_keeps_the_scenes_of_their_own_stations(elders: Audience) -> None:
    own, other = (
        make_scene(elders),
        make_scene(elders, "别处的课", station=make_station(community=make_community("桂花社区"))),
    )
    client, address = worker_of(own.station.community), reverse("admin:stations_scene_changelist")
    page = client.get(address).content.decode()
    assert own.title in page and "别处的课" not in page
    sent = {"action": "hide", "_selected_action": [own.pk, other.pk]}
    client.post(address, sent)
    own.refresh_from_db()
    other.refresh_from_db()
    assert (own.public, other.public) == (False, True)


def test_scenes_are_found_by_title_and_by_audience_but_not_among_places(elders: Audience) -> None:
    row = make_scene(elders)
    search.reindex()
    service = Service.objects.create(name="长者饭堂", slug="elder-canteen")
    service.audiences.add(elders)
    from communities.memo import Memo

    Memo.forget_all()
    for asked in ("银发手机课", "yinfa", "长者"):
        page = Client().get(reverse("search"), {"q": asked}).content.decode()
        assert row.get_absolute_url() in page, asked
    assert reverse("audience", args=["elders"]) in page
    assert not [hit for hit in search.find("银发手机课") if hit.kind == "scene"]
    elders.name = "老街坊"
    elders.save()
    search.refresh()


def test_the_page_costs_the_same_for_many(elders: Audience, django_assert_max_num_queries) -> None:
    for n in range(15):
        make_scene(elders, f"场景{n}", station=make_station())
    with django_assert_max_num_queries(14):
        page_of(elders)
    with django_assert_max_num_queries(4):
        Client().get(reverse("audiences"))


def test_the_list_of_the_admin_offers_its_filters(elders: Audience) -> None:
    make_scene(elders, until=timezone.localdate() - timedelta(days=1))
    client, address = street_admin(), reverse("admin:stations_scene_changelist")
    assert "银发手机课" in client.get(address, {"current": "over"}).content.decode()
    assert "银发手机课" not in client.get(address, {"current": "yes"}).content.decode()
