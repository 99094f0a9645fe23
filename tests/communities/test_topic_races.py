"""However many press at once, on real connections: one device seconds a topic once."""

from __future__ import annotations

from collections import Counter

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from communities import topics
from communities.models import Topic, TopicSecond
from tests.factories import make_community
from tests.racing import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("on_disk")]


@pytest.fixture
def topic(on_disk: None) -> Topic:
    today = timezone.localdate()
    return Topic.objects.create(
        community=make_community(), public_title="加遮雨棚", status="open", released_on=today
    )


def test_one_device_pressed_twenty_times_is_one_second(topic: Topic) -> None:
    answers = at_once(*[lambda: topics.second(topic, "a")] * 20)
    assert Counter(map(repr, answers)) == {"True": 1, "False": 19}
    assert TopicSecond.objects.count() == 1


def test_many_devices_at_once_are_each_counted(topic: Topic) -> None:
    presses = [lambda n=n: topics.second(topic, f"device-{n % 12}") for n in range(36)]
    answers = at_once(*presses)
    assert Counter(map(repr, answers)) == {"True": 12, "False": 24}
    assert topic.seconds.count() == 12


def test_one_device_may_second_two_topics(topic: Topic) -> None:
    other = Topic.objects.create(
        community=topic.community, public_title="修路灯", status="open", released_on=topic.released_on
    )
    answers = at_once(*[lambda row=row: topics.second(row, "a") for row in (topic, other) * 6])
    assert answers.count(True) == 2
    assert topic.seconds.count() == other.seconds.count() == 1


def test_the_form_itself_pressed_at_once(topic: Topic, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two browsers without a cookie yet, each with its opened page sent several times at once."""
    monkeypatch.setattr("communities.public_forms.PressForm.min_seconds", -1)
    cache.clear()
    path = f"/topics/{topic.pk}/second/"
    opened = [Client().get(path).context["form"]["opened"].value() for _ in range(2)]

    def press(stamp: str) -> int:
        return Client().post(path, {"opened": stamp, "website": ""}).status_code

    assert at_once(*[lambda stamp=stamp: press(stamp) for stamp in opened * 6]) == [302] * 12
    assert topic.seconds.count() == 2


def test_what_is_settled_while_many_press_takes_none_after(topic: Topic) -> None:
    presses = [lambda n=n: topics.second(topic, f"device-{n}") for n in range(8)]
    answers = at_once(*presses, lambda: topics.decline([topic], "不由社区定", None))
    assert not [answer for answer in answers if isinstance(answer, Exception)], answers
    assert topic.seconds.count() == answers[:8].count(True)
    assert not topics.second(topic, "late")
