"""任务: the street asks, communities answer; 0, left empty and not answered are three different things."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from communities.models import Community
from guicheng.dashboard.models import Task, TaskAnswer, TaskValue
from guicheng.dashboard.tasks.board import board
from guicheng.dashboard.tasks.forms import parse_number
from tests.dashboard.tasking import (
    ADD,
    HERE,
    THERE,
    asked,
    fill_in,
    in_days,
    make_task,
    page,
    row_of,
    sent,
    values,
)
from tests.factories import make_appointment, make_community, make_place
from tests.people import street_admin, worker_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture(autouse=True)
def two_communities() -> None:
    cache.clear()
    for name in (HERE, THERE):
        make_community(name)


# --- asking --------------------------------------------------------------------------------------
def test_the_street_asks_all_or_some_and_each_has_its_row() -> None:
    client = street_admin()
    make_community("平东社区", kind=Community.Kind.RURAL)
    for whom, names in (
        ({"whom": "all"}, {HERE, THERE, "平东社区"}),
        ({"whom": "urban"}, {HERE, THERE}),
        ({"whom": "rural"}, {"平东社区"}),
        ({"whom": "chosen", "communities": [make_community(THERE).pk]}, {THERE}),
    ):
        assert client.post(ADD, asked(**whom)).status_code == 302
        task = Task.objects.order_by("-pk")[0]
        assert {row.community.name for row in task.answers.all()} == names
        assert {row.state for row in task.answers.all()} == {"waiting"}
    assert task.made_by is not None and task.fields.get().label == "独居长者"
    assert not TaskValue.objects.exists()


def test_whom_it_asks_can_change_but_not_of_whoever_answered() -> None:
    task = make_task(HERE, THERE, fields=("独居长者",))
    fill_in(worker_of(make_community(HERE)), task, "3")
    client, address = street_admin(), f"/admin/dashboard/task/{task.pk}/change/"
    field = task.fields.get()
    rows = {"fields-INITIAL_FORMS": "1", "fields-0-id": field.pk, "fields-0-task": task.pk}
    form = asked(whom="chosen", communities=[make_community(THERE).pk], **rows)
    assert f"{HERE}已经填报，不能去掉" in client.post(address, form).content.decode()
    make_community("平东社区")
    form["communities"] = [make_community(name).pk for name in (HERE, "平东社区")]
    assert client.post(address, form).status_code == 302
    assert {row.community.name for row in task.answers.all()} == {HERE, "平东社区"}
    assert values(task) == [3]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": ""}, "这个字段是必填项"),
        ({"due_on": ""}, "这个字段是必填项"),
        ({"due_on": "2020-01-01"}, "期限已经过去了"),
        ({"key": "building_head"}, "没有代号是“building_head”的指标，最接近的是“building_heads”"),
        ({"whom": "chosen"}, "请至少勾选一个社区"),
        ({"whom": "rural"}, "请至少勾选一个社区"),
        ({"whom": "nobody"}, ""),
        ({"whom": "chosen", "communities": ["999999"]}, ""),
        ({"fields-0-label": "", "fields-0-unit": "", "fields-0-order": "10"}, "报数要写清填什么数"),
        ({"fields-0-unit": ""}, "这个字段是必填项"),
    ],
)
def test_a_task_that_asks_nothing_or_nobody_is_refused(changes: dict[str, Any], said: str) -> None:
    answer = street_admin().post(ADD, asked(**changes))
    assert answer.status_code == 200 and said in answer.content.decode()
    assert not Task.objects.exists()


def test_fields_stay_once_somebody_has_answered() -> None:
    task = make_task(fields=("独居长者",))
    client, address = street_admin(), f"/admin/dashboard/task/{task.pk}/change/"
    assert 'name="fields-0-DELETE"' in page(client, address)
    fill_in(worker_of(make_community(HERE)), task, "3")
    text = page(client, address)
    assert 'name="fields-0-DELETE"' not in text and 'name="fields-1-label"' not in text
    assert client.post(f"/admin/dashboard/task/{task.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Task.objects.exists()


# --- answering -----------------------------------------------------------------------------------
def test_zero_is_kept_as_zero_empty_as_empty_and_not_answered_as_nothing() -> None:
    task = make_task()
    before = page(street_admin(), f"/dashboard/tasks/{task.pk}/")
    assert before.count(">未填报</td>") == 6 and ">0</td>" not in before
    assert values(task) == [] and row_of(task).answered_at is None
    assert fill_in(worker_of(make_community(HERE)), task, "0", "").status_code == 302
    assert values(task) == [0, None] and values(task, THERE) == []
    text = page(street_admin(), f"/dashboard/tasks/{task.pk}/")
    assert re.search(r">桂雅社区</a></th><td>0</td><td class=\"quiet\">空着</td>", text)
    assert re.search(
        r">桂花社区</a></th><td class=\"quiet\">未填报</td><td class=\"quiet\">未填报</td>", text
    )
    assert "填报率" in text and "50.0" in text


def test_a_sum_is_of_those_who_gave_a_number_and_nothing_where_nobody_did() -> None:
    task = make_task()
    totals = board(task, TaskAnswer.objects.all()).totals
    assert [(total.value, total.communities) for total in totals] == [(None, 0), (None, 0)]
    fill_in(worker_of(make_community(HERE)), task, "0", "")
    shown = board(task, TaskAnswer.objects.all())
    assert [(total.value, total.communities) for total in shown.totals] == [(0, 1), (None, 0)]
    assert shown.rate.percent == 50 and shown.rate.missing == 1
    assert [row.community.name for row in shown.missing] == [THERE]


def test_nobody_asked_is_no_rate() -> None:
    task = Task.objects.create(title="没有社区", due_on=in_days(1), kind="confirmation")
    assert board(task, TaskAnswer.objects.all()).rate.percent is None
    text = page(street_admin(), f"/dashboard/tasks/{task.pk}/")
    assert "—" in text and "还没有选社区" in text


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("12", Decimal(12)),
        (" １２００ ", Decimal(1200)),
        ("1,234,567", Decimal(1_234_567)),
        ("1，234", Decimal(1234)),
        ("0", Decimal(0)),
        ("0.50", Decimal("0.5")),
        ("1000000000", Decimal(1_000_000_000)),
        ("", None),
        ("　", None),
    ],
)
def test_numbers_as_people_type_them(typed: str, number: Decimal | None) -> None:
    assert parse_number(typed) == number


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("-1", "不能填负数"),
        ("－5", "不能填负数"),
        ("−5", "不能填负数"),
        ("十二", "请只填数字"),
        ("12名", "请只填数字"),
        ("1e9", "请只填数字"),
        ("nan", "请只填数字"),
        ("1.2.3", "请只填数字"),
        ("٣", "请只填数字"),
        ("1000000001", "最多 10 亿"),
        ("9" * 39, "最多 10 亿"),
        ("9" * 60, "写得太长了"),
        ("1.234", "最多写两位小数"),
        ("", "空着不等于 0"),
        ("1\x00", ""),
    ],
)
def test_what_is_no_number_is_told_and_what_was_typed_stays(typed: str, said: str) -> None:
    task = make_task(fields=("独居长者", "探访"))
    answer = fill_in(worker_of(make_community(HERE)), task, typed, "7", note="已核对")
    text = answer.content.decode()
    assert answer.status_code == 200 and said in text
    assert 'value="7"' in text and "已核对" in text
    assert values(task) == [] and not row_of(task).is_answered


def test_a_check_says_right_or_what_differs() -> None:
    make_appointment(place=make_place(community=make_community(HERE)))
    task = make_task(kind="check", fields=(), key="building_heads")
    client, address = worker_of(make_community(HERE)), f"/dashboard/answers/{row_of(task).pk}/"
    text = page(client, address)
    code = make_community(HERE).code
    assert "系统里本社区的“楼长”：<strong>1</strong> 名" in text
    assert f"/dashboard/figures/building_heads/records/?community={code}" in text
    assert "请选属实，还是有出入" in client.post(address, sent(task)).content.decode()
    assert "请写清哪里不对" in client.post(address, sent(task, result="differs")).content.decode()
    assert client.post(address, sent(task, result="differs", note="少一名")).status_code == 302
    row = row_of(task)
    assert row.get_result_display() == "有出入" and row.note == "少一名"
    assert "有出入" in page(street_admin(), f"/dashboard/tasks/{task.pk}/")


def test_a_confirmation_needs_its_tick() -> None:
    task = make_task(kind="confirmation", fields=())
    client, address = worker_of(make_community(HERE)), f"/dashboard/answers/{row_of(task).pk}/"
    assert "请在这里打勾" in client.post(address, sent(task)).content.decode()
    assert client.post(address, sent(task, confirmed="on")).status_code == 302
    assert row_of(task).is_answered


def test_a_late_answer_is_taken_and_marked() -> None:
    task = make_task(due_on=in_days(-1))
    client = worker_of(make_community(HERE))
    assert "现在提交会记为逾期" in page(client, f"/dashboard/answers/{row_of(task).pk}/")
    assert fill_in(client, task, "5", "1").status_code == 302
    assert row_of(task).was_late
    text = page(street_admin(), f"/dashboard/tasks/{task.pk}/")
    assert "已填报（逾期）" in text and "其中逾期 1 个" in text and "未填报（已过期限）" in text


def test_mending_an_answer_in_time_later_does_not_make_it_late() -> None:
    task = make_task()
    client = worker_of(make_community(HERE))
    fill_in(client, task, "5", "1")
    Task.objects.filter(pk=task.pk).update(due_on=in_days(-1))
    TaskAnswer.objects.update(first_answered_at=timezone.now() - timedelta(days=3))
    fill_in(client, task, "6", "1", version=1)
    assert values(task) == [6, 1] and not row_of(task).was_late


def test_a_task_that_ended_takes_no_answer() -> None:
    task = make_task(ended_on=in_days(0))
    client = worker_of(make_community(HERE))
    assert "已经停止填报" in page(client, f"/dashboard/answers/{row_of(task).pk}/")
    answer = client.post(f"/dashboard/answers/{row_of(task).pk}/", sent(task, "5", "1"), follow=True)
    assert "没有保存" in answer.content.decode() and values(task) == []


def test_the_database_holds_the_bounds_too() -> None:
    task = make_task()
    row, field = row_of(task), task.fields.first()
    for value in (Decimal(-1), Decimal(1_000_000_001)):
        with pytest.raises(IntegrityError), transaction.atomic():
            TaskValue.objects.create(answer=row, field=field, value=value)
        with pytest.raises(ValidationError):
            TaskValue(answer=row, field=field, value=value).full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        TaskAnswer.objects.create(task=task, community=make_community(HERE))
