"""任务 after the first answer: two at once, given back, reminded, taken away as Excel, and who sees what."""

from __future__ import annotations

import io
import re
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from communities.models import Community
from guicheng.accounts.digest import digests
from guicheng.accounts.models import Role, User
from guicheng.dashboard.models import TaskAnswer, TaskValue
from guicheng.dashboard.tasks.answering import Overtaken, Said, answer, give_back, remind
from guicheng.dashboard.tasks.board import board, reminder
from tests.dashboard.tasking import ADD, HERE, THERE, asked, fill_in, in_days, make_task, page, row_of, values
from tests.factories import make_community
from tests.people import logged_in, make_user, street_admin, worker_of
from tests.racing import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture(autouse=True)
def two_communities() -> None:
    cache.clear()
    for name in (HERE, THERE):
        make_community(name)


# --- two at once ---------------------------------------------------------------------------------
def test_the_second_of_two_is_told_what_the_first_sent_and_loses_nothing() -> None:
    task = make_task()
    first, second = worker_of(make_community(HERE)), worker_of(make_community(HERE))
    assert fill_in(first, task, "5", "1").status_code == 302
    answer = fill_in(second, task, "8", "", note="按新名册")
    text = answer.content.decode()
    assert answer.status_code == 200 and "已经填报过" in text and "刚才没有保存" in text
    assert 'value="8"' in text and "按新名册" in text and "对方填的：<strong>5</strong>" in text
    assert values(task) == [5, 1]
    version = re.search(r'name="version" value="(\d+)"', text)[1]
    assert fill_in(second, task, "8", "", version=version, note="按新名册").status_code == 302
    assert values(task) == [8, None] and row_of(task).note == "按新名册"
    text = page(first, f"/dashboard/answers/{row_of(task).pk}/")
    assert "独居长者 5 名" in text and "独居长者 8 名" in text and "探访 空着" in text


def test_pressing_twice_answers_once() -> None:
    task = make_task()
    client = worker_of(make_community(HERE))
    for _ in range(2):
        assert fill_in(client, task, "5", "").status_code == 302
    row = row_of(task)
    assert row.version == 1 and row.history.count() == 2 and TaskValue.history.count() == 2


@pytest.mark.parametrize("version", ["", "x", "-1", "99999999999999999999", "7"])
def test_a_version_that_makes_no_sense_overwrites_nothing(version: str) -> None:
    task = make_task()
    client = worker_of(make_community(HERE))
    fill_in(client, task, "5", "1")
    assert fill_in(client, task, "6", "1", version=version).status_code == 200
    assert values(task) == [5, 1]


# --- giving back ---------------------------------------------------------------------------------
def test_what_is_given_back_is_not_answered_and_is_mended() -> None:
    task = make_task()
    worker, street = worker_of(make_community(HERE)), street_admin()
    fill_in(worker, task, "500", "1")
    address = f"/dashboard/answers/{row_of(task).pk}/"
    version = re.search(r'name="version" value="(\d+)"', page(street, address))[1]
    assert "请写清为什么退回" in street.post(address, {"version": version}).content.decode()
    said = {"version": version, "reason": "多写了两个 0"}
    assert street.post(address, said).status_code == 302
    assert street.post(address, said).status_code == 302  # pressed twice
    row = row_of(task)
    assert row.state == "returned" and row.version == 2
    shown = board(task, TaskAnswer.objects.all())
    assert shown.rate.answered == 0 and shown.totals[0].value is None
    assert "多写了两个 0" in page(worker, address)
    assert fill_in(worker, task, "5", "1", version=2).status_code == 302
    assert row_of(task).is_answered and values(task) == [5, 1]
    text = page(street, address)
    assert "500" in text and "多写了两个 0" in text and text.index("独居长者 5 名") < text.index("多写了")


def test_the_street_is_told_when_the_community_sent_again_meanwhile() -> None:
    task = make_task()
    worker, street = worker_of(make_community(HERE)), street_admin()
    fill_in(worker, task, "500", "1")
    fill_in(worker, task, "5", "1", version=1)
    address = f"/dashboard/answers/{row_of(task).pk}/"
    answer = street.post(address, {"version": "1", "reason": "太多"}, follow=True)
    assert "社区又填报过" in answer.content.decode() and row_of(task).is_answered
    answer = street.post(f"/dashboard/answers/{row_of(task, THERE).pk}/", {"version": "0", "reason": "催"})
    assert row_of(task, THERE).state == "waiting"


# --- reminding -----------------------------------------------------------------------------------
def due_of(client: Client) -> dict[str, int]:
    return {item.label: item.count for item in client.get("/admin/").context["due"]["items"]}


def test_what_waits_stands_first_on_the_home_page_and_in_the_letter() -> None:
    make_task(title="待填")
    make_task(title="过期", due_on=in_days(-1))
    client = worker_of(make_community(HERE))
    assert list(due_of(client).items())[:2] == [
        ("过了期限还没有填报的任务", 1),
        ("街道布置的任务待填报", 1),
    ]
    assert due_of(street_admin())["街道布置的任务待填报"] == 2
    User.objects.filter(role=Role.COMMUNITY_WORKER).update(email="guiya@example.org")
    texts = [digest.text for digest in digests(timezone.now())]
    assert len(texts) == 1 and "街道布置的任务待填报：1" in texts[0] and not mail.outbox


def test_a_reminder_reaches_those_who_have_not_answered_once() -> None:
    task = make_task()
    worker, other = worker_of(make_community(HERE)), worker_of(make_community(THERE))
    fill_in(other, task, "0", "0", name=THERE)
    street, address = street_admin(), f"/dashboard/tasks/{task.pk}/"
    assert "已提醒 1 个社区" in street.post(address, follow=True).content.decode()
    assert "刚刚提醒过" in street.post(address, follow=True).content.decode()
    assert due_of(worker)["街道催过的任务，还没有填报"] == 1
    assert "街道催过的任务，还没有填报" not in due_of(other)
    assert "街道布置的任务待填报" not in due_of(worker)
    # Somebody who was typing meanwhile is not told of a conflict.
    assert fill_in(worker, task, "5", "").status_code == 302
    assert "全部填报了" in page(street, address)


def test_the_text_for_the_group_names_communities_and_nobody() -> None:
    task = make_task(title="冬季探访")
    text = reminder(
        board(task, TaskAnswer.objects.all()), "https://example.org/dashboard/tasks/1/", in_days(0)
    )
    assert "桂雅、桂花" in text and "还有 2 个没有填" in text and "https://example.org" in text
    assert text.splitlines()[0] == "【填报提醒】冬季探访"
    assert text.splitlines()[1] in page(street_admin(), f"/dashboard/tasks/{task.pk}/")


# --- as Excel ------------------------------------------------------------------------------------
def test_the_workbook_tells_zero_from_empty_from_not_answered() -> None:
    make_community("平东社区")
    task = make_task(HERE, THERE, "平东社区")
    fill_in(worker_of(make_community(HERE)), task, "0", "", note="=1+1")
    fill_in(worker_of(make_community("平东社区")), task, "1200", "2.5", name="平东社区")
    give_back(row_of(task, "平东社区"), 1, "请核对")
    client = street_admin()
    answer = client.get(f"/dashboard/tasks/{task.pk}/answers.xlsx")
    sheet = load_workbook(io.BytesIO(answer.content)).active
    rows = {row[0]: row[1:] for row in sheet.iter_rows(values_only=True)}
    assert rows["社区"][:4] == ("状态", "独居长者（名）", "探访（名）", "说明")
    assert rows[HERE][:4] == ("已填报", 0, "空着", "'=1+1")
    assert rows[THERE][:3] == ("未填报", "未填报", "未填报")
    assert rows["平东社区"][:4] == ("退回补正", "退回补正", "退回补正", "请核对")
    assert rows["合计（已填报 1 个社区）"][1:3] == (0, "空着")


# --- who -----------------------------------------------------------------------------------------
def test_staff_find_their_own_and_nobody_else_s() -> None:
    both, theirs = make_task(), make_task(THERE, title="别的社区的任务")
    client = worker_of(make_community(HERE))
    text = page(client, "/dashboard/tasks/")
    assert "冬季探访" in text and "别的社区的任务" not in text and "桂花" not in text
    assert client.get(f"/dashboard/tasks/{both.pk}/")["Location"] == f"/dashboard/answers/{row_of(both).pk}/"
    for address in (
        f"/dashboard/tasks/{theirs.pk}/",
        f"/dashboard/tasks/{theirs.pk}/answers.xlsx",
        f"/dashboard/answers/{row_of(both, THERE).pk}/",
        "/dashboard/answers/99999/",
        "/dashboard/answers/99999999999999999999/",
        "/dashboard/tasks/99999/",
    ):
        assert client.get(address).status_code == 404, address
    before = row_of(both, THERE).version
    assert fill_in(client, both, "1", "1", name=THERE).status_code == 404
    assert row_of(both, THERE).version == before and values(both, THERE) == []
    assert client.get(f"/dashboard/tasks/{both.pk}/answers.xlsx").status_code == 403
    assert client.get(f"/admin/dashboard/task/{theirs.pk}/change/").status_code == 302
    assert client.post(ADD, asked()).status_code == 403


def test_who_works_for_several_communities_chooses() -> None:
    task = make_task()
    user = make_user(Role.SPECIALIST, make_community(HERE), make_community(THERE))
    client = logged_in(user)
    assert client.get(f"/dashboard/tasks/{task.pk}/")["Location"] == "/dashboard/tasks/"
    text = page(client, "/dashboard/tasks/")
    assert "桂雅社区" in text and "桂花社区" in text


def test_leaders_read_and_change_nothing() -> None:
    task = make_task()
    fill_in(worker_of(make_community(HERE)), task, "5", "1")
    client = logged_in(make_user(Role.STREET_LEADER))
    text = page(client, f"/dashboard/tasks/{task.pk}/")
    assert "提醒这些社区" not in text and "修改任务" not in text and "桂花" in text
    answer = f"/dashboard/answers/{row_of(task).pk}/"
    assert "退回补正：写清要改什么" not in page(client, answer)
    assert client.post(f"/dashboard/tasks/{task.pk}/").status_code == 403
    assert client.post(answer, {"version": "1", "reason": "x"}).status_code == 403
    assert client.get(f"/dashboard/tasks/{task.pk}/answers.xlsx").status_code == 200
    assert row_of(task).is_answered and row_of(task, THERE).reminded_at is None


@pytest.mark.parametrize("role", [Role.DEPARTMENT, Role.HEAD])
def test_others_are_refused(role: Role) -> None:
    task = make_task()
    client = logged_in(make_user(role))
    for address in ("tasks/", f"tasks/{task.pk}/", f"answers/{row_of(task).pk}/"):
        assert client.get(f"/dashboard/{address}").status_code == 403
        assert Client().get(f"/dashboard/{address}").status_code == 302
    assert fill_in(client, task, "1", "1").status_code == 403


def test_many_answers_cost_no_more_queries(django_assert_max_num_queries: Any) -> None:
    for number in range(12):
        make_community(f"演示{number}社区")
    task = make_task(*Community.objects.values_list("name", flat=True))
    for row in task.answers.all():
        answer(row, 0, Said({field.pk: Decimal(1) for field in task.fields.all()}), by=make_user(Role.HEAD))
    client = street_admin()
    with django_assert_max_num_queries(14):
        client.get(f"/dashboard/tasks/{task.pk}/")
    with django_assert_max_num_queries(10):
        client.get("/dashboard/tasks/")


# --- races ---------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_of_many_answers_at_once_one_is_saved_and_the_others_are_told(on_disk: None) -> None:
    task = make_task(HERE)
    row, user = row_of(task), make_user(Role.COMMUNITY_WORKER, make_community(HERE))
    first, second = (field.pk for field in task.fields.all())
    sends = [Said({first: Decimal(n), second: None}) for n in range(6)]
    answers = at_once(*[lambda said=said: answer(row, 0, said, by=user) for said in sends])
    told = [each for each in answers if isinstance(each, Overtaken)]
    done = [each for each in answers if isinstance(each, TaskAnswer)]
    assert len(done) == 1 and len(told) == 5, answers
    assert row_of(task).version == 1 and TaskValue.objects.count() == 2
    assert {tuple(each.row.values.values_list("value", flat=True)) for each in told} == {tuple(values(task))}


@pytest.mark.django_db(transaction=True)
def test_the_same_answer_and_reminder_many_times_at_once_are_one(on_disk: None) -> None:
    task = make_task(HERE)
    row, user = row_of(task), make_user(Role.COMMUNITY_WORKER, make_community(HERE))
    assert sorted(at_once(*[lambda: remind(task)] * 4)) == [0, 0, 0, 1]
    said = Said({field.pk: Decimal(0) for field in task.fields.all()})
    answers = at_once(*[lambda: answer(row, 0, said, by=user)] * 6)
    assert all(isinstance(each, TaskAnswer) for each in answers), answers
    assert row_of(task).version == 1 and values(task) == [0, 0]
