"""The page of an estate, the chronicle of a community, and both inside the admin."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communities.models import (
    Estate,
    EstateEvent,
    FamiliarStatus,
    Honour,
    Lesson,
    LessonFollow,
    Organisation,
    ThreeSync,
)
from tests.factories import make_community, make_estate, make_place
from tests.people import worker_of
from tests.stations.admin_pages import errors_of, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def estate() -> Estate:
    return make_estate("演示花园", make_community("桂雅社区"), households=321, aliases="老演")


def event(estate: Estate, title: str, on: date = date(2024, 5, 1), **values: Any) -> EstateEvent:
    return EstateEvent.objects.create(estate=estate, title=title, on=on, **values)


def public_page(client: Client, estate: Estate, **query: str) -> str:
    return client.get(f"/estates/{estate.pk}/", query).content.decode()


def test_the_page_says_what_it_is_and_who_works_there(client: Client, estate: Estate) -> None:
    make_place("1栋", estate=estate)
    make_place("旧楼", estate=estate, closed_on=date(2020, 1, 1))
    values = {"community": estate.community, "estate": estate, "kind": "neighbours"}
    Organisation.objects.create(**values, name="演示街坊会", does="邻里互助")
    Organisation.objects.create(**values, name="不公开的会", public=False)
    text = public_page(client, estate)
    assert "321 户" in text and "楼 1 栋" in text and "也叫老演" in text
    assert "演示街坊会" in text and "邻里互助" in text and "不公开的会" not in text
    assert "/stations/nearest/?q=" in text and estate.community.get_absolute_url() in text


def test_its_chronicle_gathers_all_records_the_latest_first(client: Client, estate: Estate) -> None:
    ThreeSync.objects.create(
        estate=estate, handover_on=date(2021, 3, 1), branch_on=date(2021, 5, 1), branch_evidence="内部文号"
    )
    event(estate, "换届选举", kind="election", precision="month")
    event(estate, "还在谈的事", public=False)
    group = Organisation.objects.create(
        community=estate.community, estate=estate, kind="neighbours", name="演示街坊会"
    )
    Honour.objects.create(organisation=group, title="最美街坊会", level="street", on=date(2025, 1, 1))
    text = public_page(client, estate)
    assert (
        text.index("最美街坊会") < text.index("换届选举") < text.index("党支部成立") < text.index("交付使用")
    )
    assert "2024年5月" in text and "2024年5月1日" not in text
    assert "还在谈的事" not in text and "内部文号" not in text
    inside = worker_of(estate.community).get(reverse("admin:communities_estate_chronicle", args=[estate.pk]))
    assert "还在谈的事" in inside.content.decode() and "内部文号" in inside.content.decode()


def test_empty_pages_say_what_to_do(client: Client, estate: Estate) -> None:
    text = public_page(client, estate)
    assert "还没有登记大事" in text and "还没有登记这里的组织" in text
    assert client.get("/estates/999999/").status_code == 404
    assert client.get("/communities/999999999999/chronicle/").status_code == 404


def test_a_communitys_chronicle_is_filtered_by_label_and_year(client: Client, estate: Estate) -> None:
    community = estate.community
    FamiliarStatus.objects.create(
        community=community, status="certified", on=date(2022, 10, 1), precision="month"
    )
    FamiliarStatus.objects.create(community=community, status="inspection", on=date(2022, 9, 1))
    for n in range(6):
        event(estate, f"改造{n}", date(2024, 5, 1 + n), kind="renewal")
    page = reverse("community-chronicle", args=[community.code])
    text = client.get(page).content.decode()
    assert "评为“熟人社区”达标社区" in text and "演示花园：改造5" in text and "待验收" not in text
    only = client.get(page, {"label": "创熟"}).content.decode()
    assert "达标社区" in only and "改造5" not in only
    only = client.get(page, {"year": "2024"}).content.decode()
    assert "改造5" in only and "达标社区" not in only.split("</form>")[1]
    assert "这个条件下没有记录" in client.get(page, {"label": "创熟", "year": "2024"}).content.decode()
    for nonsense in ("\x00", "无", "9" * 40):
        assert "改造5" in client.get(page, {"label": nonsense, "year": nonsense}).content.decode()


def test_lessons_stand_in_the_chronicle_inside(client: Client, estate: Estate) -> None:
    community = estate.community
    own = Lesson.objects.create(
        community=community, theme="heads", title="排班", text="两人一组", published_on=date(2025, 1, 1)
    )
    other = Lesson.objects.create(theme="other", title="回音", text="件件", published_on=date(2025, 1, 1))
    LessonFollow.objects.create(lesson=other, community=community, since=date(2025, 2, 1))
    page = reverse("admin:communities_community_chronicle", args=[community.pk])
    text = worker_of(community).get(page).content.decode()
    assert f"总结经验：{own.title}" in text and "开始学习“回音”" in text
    public = client.get(reverse("community-chronicle", args=[community.code])).content.decode()
    assert "排班" not in public


def test_chronicles_inside_are_ones_own(estate: Estate) -> None:
    client = worker_of(make_community("桂花社区"))
    for name, row in (("estate", estate), ("community", estate.community)):
        assert client.get(reverse(f"admin:communities_{name}_chronicle", args=[row.pk])).status_code == 404


def test_the_pages_cost_the_same_for_many(
    client: Client, estate: Estate, django_assert_max_num_queries: Any
) -> None:
    for n in range(60):
        event(estate, f"事{n}", date(2024, 1, 1) + timedelta(days=n))
    with django_assert_max_num_queries(14):
        text = public_page(client, estate)
    assert "第 1 页，共 2 页" in text


def test_a_turning_point_to_come_or_twice_is_refused(estate: Estate) -> None:
    client, page = worker_of(estate.community), reverse("admin:communities_estateevent_add")
    later = str(timezone.localdate() + timedelta(days=1))
    sent = {"estate": estate.pk, "title": "选聘新物业"}
    assert "还没有到" in str(errors_of(send(client, page, **sent, on=later))["on"])
    assert send(client, page, **sent, on="2024-05-01").status_code == 302
    assert "已经登记过同样的事" in str(errors_of(send(client, page, **sent, on="2024-05-01")))


def test_an_urban_village_is_a_kind_of_its_own(estate: Estate) -> None:
    page = reverse("admin:communities_estate_change", args=[estate.pk])
    assert send(worker_of(estate.community), page, kind="urban_village").status_code == 302
    estate.refresh_from_db()
    assert estate.get_kind_display() == "城中村"
