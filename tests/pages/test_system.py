"""The page for administrators that says how the site is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from guicheng.accounts.models import Role
from tests.people import logged_in, make_user, street_admin

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/system/"


def test_an_administrator_sees_jobs_sizes_and_counts() -> None:
    text = street_admin().get(ADDRESS).content.decode()
    for words in ("后台工作", "磁盘剩余", "党群服务站", "排队的工作", "是最新的"):
        assert words in text


def test_a_job_that_waits_too_long_is_a_warning() -> None:
    DBTaskResult.objects.create(
        args_kwargs={"args": [1], "kwargs": {}},
        task_path="guicheng.exchange.tasks.check_run",
        backend_name="default",
    )
    assert "后台进程可能没有运行" not in street_admin().get(ADDRESS).content.decode()
    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(minutes=5))
    assert "后台进程可能没有运行" in street_admin().get(ADDRESS).content.decode()


@pytest.mark.parametrize("role", [Role.COMMUNITY_WORKER, Role.STREET_LEADER, Role.SPECIALIST])
def test_nobody_else_sees_it(role: Role) -> None:
    assert logged_in(make_user(role)).get(ADDRESS).status_code == 403


def test_it_needs_a_log_in() -> None:
    assert Client().get(ADDRESS).status_code == 302
