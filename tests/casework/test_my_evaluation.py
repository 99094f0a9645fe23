"""The head's own results on the phone, and one sentence to each; residents' ratings in an evaluation."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from casework import tokens
from casework.models import ResidentRequest
from guicheng.accounts.models import Role
from tests.people import make_user
from tests.volunteers.evaluating import QUARTER, contact, head, result_of, scheme
from volunteers.evaluation_review import publish, withdraw
from volunteers.evaluation_run import start
from volunteers.models import HeadResult

from ..factories import shanghai
from .test_my import phone_of

pytestmark = pytest.mark.django_db
PAGE = "/my/evaluation/"


@pytest.fixture
def evaluated():
    own, other = head(), head()
    for term in (own, other):
        for number in range(4):
            contact(term, number)
    street = make_user(Role.STREET_ADMIN)
    start(scheme(("contacts", 100, 0, 25)), QUARTER, street, date(2026, 11, 24))
    return own, other, street


def test_a_head_sees_the_own_published_result_alone(evaluated):
    own, other, street = evaluated
    phone = phone_of(own)
    assert "还没有发布的评价" in phone.get(PAGE).content.decode()
    assert "我的评价" not in phone.get("/my/").content.decode()
    HeadResult.objects.filter(appointment=other).update(adjusted=99, adjusted_reason="别人的理由")
    publish(HeadResult.objects.all(), street)
    page = phone.get(PAGE).content.decode()
    assert "40.0 分" in page
    assert "10.00 次/百户" in page
    assert "别人的理由" not in page
    assert str(other.place) not in page
    assert "我的评价" in phone.get("/my/").content.decode()


def test_the_first_screen_still_asks_little(evaluated, django_assert_max_num_queries):
    own, _, street = evaluated
    publish(HeadResult.objects.all(), street)
    phone = phone_of(own)
    phone.get("/my/")
    with django_assert_max_num_queries(6):
        phone.get("/my/")


def test_a_head_comments_once_a_result(evaluated):
    own, _, street = evaluated
    publish(HeadResult.objects.all(), street)
    phone, result = phone_of(own), result_of(own)
    first = phone.post(PAGE, {"result": result.pk, "text": "有两次走访忘了记"}, follow=True)
    assert "已经发给社区" in first.content.decode()
    again = phone.post(PAGE, {"result": result.pk, "text": "再说一次"}, follow=True)
    assert "已经说过了" in again.content.decode()
    assert result_of(own).comment == "有两次走访忘了记"
    assert "我说过：有两次走访忘了记" in phone.get(PAGE).content.decode()


def test_what_was_taken_back_is_said_with_the_reason(evaluated):
    own, _, street = evaluated
    publish(HeadResult.objects.all(), street)
    withdraw(HeadResult.objects.all(), street, "漏记了走访")
    page = phone_of(own).get(PAGE).content.decode()
    assert "撤回了结果" in page
    assert "漏记了走访" in page
    assert "40.0 分" not in page


def test_others_and_unpublished_results_take_no_comment(evaluated):
    own, other, street = evaluated
    phone = phone_of(own)
    assert phone.post(PAGE, {"result": result_of(own).pk, "text": "早了"}).status_code == 404
    publish(HeadResult.objects.all(), street)
    assert phone.post(PAGE, {"result": result_of(other).pk, "text": "别人的"}).status_code == 404
    assert phone.post(PAGE, {"result": "9" * 30, "text": "x"}).status_code == 404
    assert not HeadResult.objects.exclude(comment="").exists()


def test_without_a_phone_nobody_is_in(client):
    assert client.get(PAGE).status_code == 401


@pytest.mark.parametrize("text", ["", "  ", "长" * 501, "a\x00b", "<script>alert(1)</script>"])
def test_odd_comments_are_kept_as_text_or_refused(evaluated, text):
    own, _, street = evaluated
    publish(HeadResult.objects.all(), street)
    phone = phone_of(own)
    answer = phone.post(PAGE, {"result": result_of(own).pk, "text": text})
    assert answer.status_code in {302, 400}
    assert "<script>alert" not in phone.get(PAGE).content.decode()
    if answer.status_code == 400 and text.strip() and "\x00" not in text:
        assert text in answer.content.decode()


def rated(term, rating: int, day: str = "2026-05-01 10:00") -> ResidentRequest:
    return ResidentRequest.objects.create(
        community=term.place.community,
        text="演示诉求",
        appointment=term,
        assigned_to="head",
        status="closed",
        done_at=timezone.now(),
        rating=rating,
        rated_at=shanghai(day),
        code=tokens.new_code(),
        token_print=tokens.print_of(tokens.new_token()),
    )


def test_residents_ratings_count_from_the_third_on():
    term, few = head(), head()
    for rating in (5, 4, 3):
        rated(term, rating)
    rated(term, 1, "2026-07-01 00:10")  # the next quarter, by the clock here
    rated(few, 1), rated(few, 1)
    start(scheme(("ratings", 100, 1, 5)), QUARTER, make_user(Role.STREET_ADMIN), date(2026, 11, 24))
    assert result_of(term).lines[0]["raw"] == "4.00"
    assert str(result_of(term).computed) == "75.0"
    assert result_of(few).lines[0]["why"].startswith("居民评分不足 3 条")
    assert result_of(few).computed is None
