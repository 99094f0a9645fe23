"""Topics of residents: proposed without log-in, seen by staff alone until they release them, seconded."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communities import topics
from communities.models import Community, Deliberation, Topic, TopicSecond
from guicheng.accounts.models import Role
from guicheng.web import protect
from tests.factories import make_community
from tests.people import logged_in, make_user, worker_of

pytestmark = pytest.mark.django_db
NEW = "/topics/new/"
LIST = "/admin/communities/topic/"


@pytest.fixture(autouse=True)
def _no_wait(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(protect.PublicForm, "min_seconds", -1)
    monkeypatch.setattr("communities.public_forms.PressForm.min_seconds", -1)
    yield


@pytest.fixture
def community(db: None) -> Community:
    return make_community("桂雅社区")


def open_topic(community: Community, **values: Any) -> Topic:
    said = {"title": "原来的题目", "text": "原来的话", "public_title": "加遮雨棚", "status": "open"}
    return Topic.objects.create(
        community=community, **{**said, "released_on": timezone.localdate(), **values}
    )


def send(client: Client, address: str, **said: Any) -> Any:
    opened = client.get(address).context["form"]["opened"].value()
    return client.post(address, {"opened": opened, "website": "", **said})


def propose(client: Client, where: Community, **said: Any) -> Any:
    wanted = {"community": where.code, "title": "门口加遮雨棚", "text": "接孩子时没有地方躲雨"}
    return send(client, f"{NEW}?community={where.code}", **{**wanted, **said})


# --- proposing ----------------------------------------------------------------------------------------
def test_a_topic_waits_and_shows_nowhere_before_staff_release_it(
    client: Client, community: Community
) -> None:
    response = propose(client, community)
    assert response.status_code == 302 and "收到了" in client.get(response.url).content.decode()
    topic = Topic.objects.get()
    assert topic.status == "waiting"
    for address in ("/topics/", f"/topics/?community={community.code}", "/topics/new/", "/deliberations/"):
        assert "遮雨棚" not in client.get(address).content.decode()
    assert client.get(topic.get_absolute_url()).status_code == 404
    assert client.get(f"/topics/{topic.pk}/second/").status_code == 404


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ({"title": "雨"}, "至少 4 个字"),
        ({"text": ""}, "请选一项，或者填一填"),
        ({"text": "雨" * 1_000_000}, "最多写 1000 个字"),
        ({"community": "1"}, "请从列表里选一项"),
        ({"community": "1\x00"}, "请从列表里选一项"),
        ({"website": "http://x"}, "请留空"),
        ({"text": "三楼着火了，快来人"}, "110"),
        ({"text": "我要投诉物业乱收费"}, "12345"),
    ],
)
def test_bad_proposals_are_answered(
    client: Client, community: Community, said: dict[str, str], answer: str
) -> None:
    response = propose(client, community, **said)
    assert response.status_code == 400 and answer in response.content.decode()
    assert not Topic.objects.exists()


def test_who_was_led_elsewhere_may_still_propose(client: Client, community: Community) -> None:
    said = {"text": "想商量怎样减少投诉", "anyway": "on"}
    assert propose(client, community, **said).status_code == 302


def test_a_script_stays_text(client: Client, community: Community) -> None:
    propose(client, community, title="<script>alert(1)</script>")
    topic = Topic.objects.get()
    text = worker_of(community).get(f"{LIST}{topic.pk}/change/").content.decode()
    assert "<script>alert(1)" not in text and "&lt;script&gt;alert(1)" in text


def test_many_in_a_minute_are_told_to_wait(client: Client, community: Community) -> None:
    stamp = client.get(NEW).context["form"]["opened"].value()
    said = {"community": community.code, "title": "门口加遮雨棚", "opened": stamp}
    answers = [client.post(NEW, {**said, "text": f"第 {n} 次写"}).status_code for n in range(40)]
    assert answers[:30] == [302] * 30 and set(answers[30:]) == {429}
    assert Topic.objects.count() == 30


def test_pressed_twice_is_one(client: Client, community: Community) -> None:
    stamp = client.get(NEW).context["form"]["opened"].value()
    said = {"community": community.code, "title": "门口加遮雨棚", "text": "没有地方躲雨", "opened": stamp}
    client.post(NEW, said)
    client.post(NEW, said)
    assert Topic.objects.count() == 1


# --- seconding ----------------------------------------------------------------------------------------
def test_each_browser_seconds_once(client: Client, community: Community) -> None:
    topic = open_topic(community)
    address = f"/topics/{topic.pk}/second/"
    for who in (client, client, Client(), Client()):
        assert send(who, address).status_code == 302
    assert topic.seconds.count() == 3
    assert "<strong>3</strong> 人附议" in client.get(topic.get_absolute_url()).content.decode()
    assert "<strong>3</strong> 人附议" in client.get("/topics/").content.decode()
    mark = TopicSecond.objects.first().device_print
    assert len(mark) == 64 and client.cookies["topic_device"].value not in mark


def test_one_opened_page_pressed_twice_at_once_is_one_browser(community: Community) -> None:
    topic, client = open_topic(community), Client()
    address = f"/topics/{topic.pk}/second/"
    stamp = client.get(address).context["form"]["opened"].value()
    for _ in range(2):
        client.cookies.pop("topic_device", None)
        client.post(address, {"opened": stamp, "website": ""})
    assert topic.seconds.count() == 1


def test_the_database_itself_keeps_a_device_from_counting_twice(community: Community) -> None:
    topic = open_topic(community)
    topic.seconds.create(device_print="a")
    with pytest.raises(IntegrityError), transaction.atomic():
        topic.seconds.create(device_print="a")
    assert topics.second(topic, "b") and not topics.second(topic, "b")


def test_what_is_settled_takes_no_more_seconds(client: Client, community: Community) -> None:
    topic = open_topic(community, status="declined", answer="不由社区定")
    assert not topics.second(topic, "a")
    assert "不再征集附议" in client.get(f"/topics/{topic.pk}/second/").content.decode()
    assert "不由社区定" in client.get(topic.get_absolute_url()).content.decode()


def test_seconds_from_one_address_are_limited(client: Client, community: Community) -> None:
    topic = open_topic(community)
    stamp = client.get(f"/topics/{topic.pk}/second/").context["form"]["opened"].value()
    answers = {
        Client().post(f"/topics/{topic.pk}/second/", {"opened": stamp}).status_code for _ in range(122)
    }
    assert 429 in answers


# --- staff --------------------------------------------------------------------------------------------
def decide(client: Client, topic: Topic, **said: Any) -> Any:
    wanted = {"public_title": topic.public_title, "public_text": "", "answer": topic.answer, **said}
    return client.post(f"{LIST}{topic.pk}/change/", wanted)


def test_staff_release_in_their_own_words(client: Client, community: Community) -> None:
    topic = Topic.objects.create(community=community, title="陈大文家漏水", text="3栋502")
    staff = worker_of(community)
    assert decide(staff, topic, decision="release", public_title="").status_code == 200
    phone = decide(staff, topic, decision="release", public_title="打13800000001")
    assert "不能写电话" in phone.content.decode()
    assert decide(staff, topic, decision="release", public_title="外墙渗水怎么修").status_code == 302
    text = client.get(topic.get_absolute_url()).content.decode()
    assert "外墙渗水怎么修" in text and "陈大文" not in text and "502" not in text


def test_declining_needs_a_reason(community: Community) -> None:
    topic = Topic.objects.create(community=community, title="遮雨棚", text="原话")
    staff = worker_of(community)
    assert "请写清原因" in decide(staff, topic, decision="decline").content.decode()
    assert decide(staff, topic, decision="decline", answer="不由社区定").status_code == 302
    topic.refresh_from_db()
    assert topic.status == "declined" and topic.released_on is None


def test_topics_are_taken_into_a_deliberation_from_the_list(client: Client, community: Community) -> None:
    coming = {"starts_at": timezone.now() + timedelta(days=3), "status": "announced"}
    mine = Deliberation.objects.create(community=community, topic="雨天怎么接孩子", **coming)
    other = Deliberation.objects.create(community=make_community("桂花社区"), topic="别处", **coming)
    topic = open_topic(community)
    staff = worker_of(community)
    chosen = {"action": "take", "_selected_action": [topic.pk], "confirmed": "yes"}
    asked = staff.post(LIST, {"action": "take", "_selected_action": [topic.pk]}).content.decode()
    assert "雨天怎么接孩子" in asked and "别处" not in asked
    assert "没有这一次议事" in staff.post(LIST, {**chosen, "into": other.pk}).content.decode()
    staff.post(LIST, {**chosen, "into": mine.pk})
    topic.refresh_from_db()
    assert topic.status == "taken" and topic.deliberation == mine
    assert "加遮雨棚" in client.get(mine.get_absolute_url()).content.decode()
    assert "雨天怎么接孩子" in client.get(topic.get_absolute_url()).content.decode()


def test_the_list_declines_and_releases_several(community: Community) -> None:
    waiting = [
        Topic.objects.create(community=community, title=f"议题{n}", public_title="写好了" if n else "")
        for n in range(3)
    ]
    staff, keys = worker_of(community), [topic.pk for topic in waiting]
    asked = staff.post(LIST, {"action": "release", "_selected_action": keys})
    assert "还没有写公开的题目" in asked.content.decode()
    staff.post(LIST, {"action": "release", "_selected_action": keys, "confirmed": "yes"})
    assert Topic.objects.public().count() == 2
    bad = staff.post(LIST, {"action": "decline", "_selected_action": keys, "confirmed": "yes", "answer": ""})
    assert "请写清原因" in bad.content.decode()
    said = {"action": "decline", "_selected_action": keys, "confirmed": "yes", "answer": "不由社区定"}
    staff.post(LIST, said)
    assert set(Topic.objects.values_list("status", flat=True)) == {"declined"}


def test_others_see_nothing_of_it(community: Community) -> None:
    topic = Topic.objects.create(community=community, title="遮雨棚", text="原话")
    stranger = worker_of(make_community("桂花社区"))
    assert stranger.get(f"{LIST}{topic.pk}/change/").status_code in {302, 404}
    leader = logged_in(make_user(Role.STREET_LEADER))
    assert "原话" in leader.get(f"{LIST}{topic.pk}/change/").content.decode()
    assert decide(leader, topic, decision="decline", answer="x").status_code == 403


def test_old_words_of_residents_are_erased(community: Community) -> None:
    old = timezone.localdate() - timedelta(days=topics.KEEP_DAYS + 1)
    gone = open_topic(community, status="declined", answer="不由社区定", decided_on=old)
    kept = [open_topic(community, decided_on=old), open_topic(community, status="waiting")]
    assert topics.erase_old() == 1
    gone.refresh_from_db()
    assert (gone.title, gone.text, gone.public_title) == ("", "", "加遮雨棚")
    assert all(Topic.objects.get(pk=topic.pk).text for topic in kept)
    assert not hasattr(gone.history.model, "text")


def test_the_form_begins_with_the_community(client: Client, community: Community) -> None:
    open_topic(community)
    text = client.get(f"{reverse('topic-new')}?community={community.code}").content.decode()
    assert f'value="{community.code}" selected' in text and "加遮雨棚" in text
    assert client.get(f"{NEW}?community=\x00").status_code == 200
