"""The home of a community: what all rooms know of it, and what its residents may subscribe to."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from communities.memo import Memo
from communities.models import Community, Deliberation, Organisation, Project, Undertaking
from tests.factories import make_appointment, make_community, make_place, make_station

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
KINDS = Organisation.Kind


@pytest.fixture
def community() -> Community:
    return make_community("大德社区")


def page(client: Client, community: Community) -> str:
    return client.get(community.get_absolute_url()).content.decode()


def organisation(community: Community, kind: str, name: str, **values: object) -> Organisation:
    return Organisation.objects.create(community=community, kind=kind, name=name, **values)


def test_an_empty_community_says_what_to_do_next(client: Client, community: Community) -> None:
    text = page(client, community)
    assert "还没有登记站点" in text and "查找附近社区的站点" in text
    assert "还没有登记组织" in text and "还没有公开的议定事项" in text


def test_organisations_are_counted_by_kind_and_red_ones_apart(client: Client, community: Community) -> None:
    organisation(community, KINDS.NEIGHBOURS, "演示甲街坊会")
    organisation(community, KINDS.NEIGHBOURS, "演示乙街坊会")
    organisation(community, KINDS.OWNERS_COMMITTEE, "演示丙业委会", red_since=date(2022, 1, 1))
    organisation(community, KINDS.OWNERS_COMMITTEE, "演示丁业委会")
    organisation(community, KINDS.SOCIAL, "演示内部社团", public=False)
    organisation(community, KINDS.SOCIAL, "演示解散社团", status="dissolved", dissolved_on=date(2022, 1, 1))
    organisation(make_community("桂花社区"), KINDS.NEIGHBOURS, "演示别处街坊会")
    text = " ".join(page(client, community).split())
    assert "街坊会 <strong>2</strong>" in text
    assert "红色业委会 <strong>1</strong>" in text and ">业委会 <strong>1</strong>" in text
    assert "社团组织" not in text


def test_heads_are_numbers_without_names(client: Client, community: Community) -> None:
    make_place(community=community)
    term = make_appointment(place=make_place(community=community))
    text = " ".join(page(client, community).split())
    assert "楼 2 处，<strong>1</strong> 处有人负责" in text
    assert term.volunteer.name not in text


def test_what_was_settled_is_told_honestly(client: Client, community: Community) -> None:
    today = timezone.localdate()
    meeting = Deliberation.objects.create(
        community=community, topic="演示议题", status="held", starts_at=timezone.now() - timedelta(days=90)
    )
    hidden = Deliberation.objects.create(
        community=community, topic="演示内部", starts_at=timezone.now() - timedelta(days=90), public=False
    )
    common = {"text": "演示", "owner": "居委会"}
    for due, state in ((5, "open"), (-5, "open"), (-5, "done"), (-5, "failed")):
        closed = {} if state == "open" else {"closed_on": today, "outcome": "演示"}
        Undertaking.objects.create(
            deliberation=meeting, due_on=today + timedelta(days=due), state=state, **closed, **common
        )
    Undertaking.objects.create(deliberation=hidden, due_on=today, **common)
    text = " ".join(page(client, community).split())
    for words in ("已办成 <strong>1</strong>", "进行中 <strong>1</strong>", "已超期 <strong>1</strong>"):
        assert words in text
    assert "没有做到 <strong>1</strong>" in text


def test_internal_records_do_not_show(client: Client, community: Community) -> None:
    Project.objects.create(community=community, year=2026, title="演示内部项目", public=False)
    assert "演示内部项目" not in page(client, community)


def test_the_page_asks_at_most_ten_questions(
    client: Client, community: Community, django_assert_max_num_queries
) -> None:
    for n in range(8):
        make_station(community=community)
        organisation(community, KINDS.NEIGHBOURS, f"演示{n}街坊会")
    Memo.forget_all()
    with django_assert_max_num_queries(10):
        text = page(client, community)
    assert "本社区全部站点" in text


def test_news_can_be_subscribed_to(client: Client, community: Community) -> None:
    response = client.get(f"/communities/{community.code}/feed.xml")
    assert response["Content-Type"].startswith("application/atom+xml")
    assert "大德社区动态" in response.content.decode()
    assert client.get("/communities/440699999999/feed.xml").status_code == 404
