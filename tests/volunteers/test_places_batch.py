"""成批登记: a line becomes a preview, and a second press makes what is missing, once."""

from __future__ import annotations

from threading import Thread

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from communities.models import Community, Estate, Place
from guicheng import search
from guicheng.accounts.models import Role
from tests.factories import make_community, make_estate, make_place
from tests.people import logged_in, make_user, worker_of
from volunteers.places_batch import plan_places, write_places

pytestmark = pytest.mark.django_db
PAGE = reverse("admin:communities_place_batch")


@pytest.fixture
def own() -> Community:
    return make_community("桂雅社区")


@pytest.fixture
def estate(own: Community) -> Estate:
    return make_estate("俊雅花园", own)


@pytest.fixture
def worker(own: Community) -> Client:
    return worker_of(own)


def sent(estate: Estate | None, text: str, **more: object) -> dict[str, object]:
    return {"estate": estate.pk if estate else "", "kind": "building", "text": text, **more}


def test_a_line_is_previewed_and_then_made_with_history(worker: Client, estate: Estate) -> None:
    kept = make_place("2栋1单元", estate=estate, households=9)
    data = sent(estate, "１–３栋，每栋 2 单元", households="30")
    preview = worker.post(PAGE, data).content.decode()
    assert "登记 5 处，每处 30 户" in preview and "已经登记过的 1 处" in preview
    assert Place.objects.count() == 1
    assert worker.post(PAGE, {**data, "confirmed": "yes"}).status_code == 302
    rows = Place.objects.exclude(pk=kept.pk)
    assert sorted(rows.values_list("name", flat=True)) == [
        "1栋1单元",
        "1栋2单元",
        "2栋2单元",
        "3栋1单元",
        "3栋2单元",
    ]
    assert set(rows.values_list("households", "kind", "community")) == {(30, "building", estate.community_id)}
    kept.refresh_from_db()
    assert kept.households == 9
    version = rows.first().history.get()
    assert version.history_change_reason == "成批登记" and version.history_user is not None


def test_lanes_belong_to_the_community_and_are_found_at_once(
    worker: Client, own: Community, django_capture_on_commit_callbacks
) -> None:
    data = {"community": own.pk, "kind": "lane", "text": "一至六巷", "confirmed": "yes"}
    with django_capture_on_commit_callbacks(execute=True):
        assert worker.post(PAGE, data).status_code == 302
    assert Place.objects.filter(community=own, estate=None, kind="lane").count() == 6
    search.refresh()
    assert [hit.name for hit in search.find("三巷", kinds=["lane"])][:1] == ["三巷"]


def test_the_same_in_other_digits_is_there_already(own: Community) -> None:
    make_place("一巷", community=own, estate=None, kind="lane")
    plan = plan_places("1-2巷", community=own, estate=None, kind="lane")
    assert plan.new == ["2巷"] and [place.name for place in plan.kept] == ["一巷"]


def test_a_second_press_makes_nothing_more(worker: Client, estate: Estate) -> None:
    data = sent(estate, "1-3栋", confirmed="yes")
    worker.post(PAGE, data)
    again = worker.post(PAGE, data, follow=True)
    assert "没有重复登记" in again.content.decode()
    assert Place.objects.count() == 3


def test_what_is_unreadable_is_said_and_nothing_is_made(worker: Client, estate: Estate) -> None:
    html = worker.post(PAGE, sent(estate, "1-3栋、9-8栋", confirmed="yes")).content.decode()
    assert "写反了" in html and "登记这" not in html
    assert not Place.objects.exists()


def test_what_looks_odd_is_said(worker: Client, estate: Estate) -> None:
    make_place("1栋", estate=estate)
    html = worker.post(PAGE, sent(estate, "1栋，每栋2单元\n南兴巷")).content.decode()
    assert "1栋已经整栋登记过" in html and "南兴巷看起来不是楼" in html


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"estate": "", "community": ""}, "请选择小区"),
        ({"estate": "", "community": "own"}, "楼要选择小区"),
        ({"estate": "other"}, "不在您能选择的范围里"),
        ({"estate": "abc"}, "不在您能选择的范围里"),
        ({"estate": "9" * 30}, "不在您能选择的范围里"),
        ({"text": ""}, "请写明有哪些"),
        ({"text": "\x00"}, ""),
        ({"text": "字" * 3000}, "写得太长"),
        ({"households": "-1"}, "0"),
        ({"households": "9" * 30}, "20000"),
        ({"kind": "castle"}, "castle"),
        ({"text": "1-501栋"}, "一次最多登记 500 处"),
    ],
)
def test_bad_input_makes_nothing(
    worker: Client, estate: Estate, own: Community, values: dict[str, str], said: str
) -> None:
    other = make_estate("外人花园", make_community("桂花社区"))
    known = {"own": str(own.pk), "other": str(other.pk)}
    values = {name: known.get(value, value) for name, value in values.items()}
    response = worker.post(PAGE, {**sent(estate, "1-3栋", confirmed="yes"), **values})
    assert response.status_code == 200 and said in response.content.decode().replace(",", "")
    assert not Place.objects.exists()


def test_who_may_not_add_does_not_get_the_page(estate: Estate) -> None:
    for role in (Role.STREET_LEADER, Role.DEPARTMENT):
        client = logged_in(make_user(role))
        assert client.get(PAGE).status_code == 403
        assert client.post(PAGE, sent(estate, "1栋", confirmed="yes")).status_code == 403
    assert not Place.objects.exists()


def test_five_hundred_cost_few_queries(own: Community, estate: Estate, django_assert_max_num_queries) -> None:
    user = make_user(Role.COMMUNITY_WORKER, own)
    plan = plan_places("1-100栋，每栋5单元", community=own, estate=estate, kind="building")
    with django_assert_max_num_queries(20):
        assert write_places(plan, user=user) == 500


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_each_place_once() -> None:
    own = make_community("桂雅社区")
    estate = make_estate("俊雅花园", own)
    user = make_user(Role.COMMUNITY_WORKER, own)
    made: list[int] = []

    def press(text: str) -> None:
        try:
            plan = plan_places(text, community=own, estate=estate, kind="building")
            made.append(write_places(plan, user=user))
        finally:
            connection.close()

    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("one connection: nothing happens at once")
    threads = [Thread(target=press, args=(text,)) for text in ("1-40栋", "1-40栋", "20-60栋", "60-1栋")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 4 and sum(made) == 60 == Place.objects.count()
