"""The weekly letter: what waits for each, once a week, to whoever left an address."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.management import CommandError, call_command

from guicheng.accounts.models import Role, User
from tests.factories import make_community, make_station
from tests.people import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture(autouse=True)
def own_memory(settings) -> None:
    settings.SITE_URL = "https://gc.example.cn"
    cache.clear()


def run(**options: object) -> str:
    out = StringIO()
    call_command("send_digest", stdout=out, **options)
    return out.getvalue()


def worker(address: str = "worker@example.cn", name: str = "桂雅社区") -> User:
    community = make_community(name)
    make_station(community=community, phone="")
    user = make_user(Role.COMMUNITY_WORKER, community)
    user.email = address
    user.save()
    return user


def test_a_worker_gets_numbers_and_links_and_nothing_of_others() -> None:
    worker()
    worker("", "桂花社区")
    assert "已发送 1 封" in run()
    letter = mail.outbox[0]
    assert letter.to == ["worker@example.cn"]
    assert "站点没有联系电话：1" in letter.body or "电话：1" in letter.body
    assert "https://gc.example.cn/admin/stations/station/?" in letter.body
    assert "桂花" not in letter.body


def test_twice_in_a_week_is_once() -> None:
    worker()
    run()
    assert "已经发过的 1 封" in run()
    assert len(mail.outbox) == 1


def test_whoever_has_nothing_waiting_or_no_business_inside_gets_none() -> None:
    idle = make_user(Role.COMMUNITY_WORKER, make_community("桂园社区"))
    gone, head = worker("gone@example.cn"), make_user(Role.HEAD)
    for user, active in ((idle, True), (gone, False), (head, True)):
        user.email, user.is_active = f"{user.pk}@example.cn", active
        user.save()
    assert "已发送 0 封" in run()
    assert mail.outbox == []


def test_a_dry_run_sends_nothing() -> None:
    user = worker()
    assert user.username in run(dry_run=True)
    assert mail.outbox == [] and "已发送 1 封" in run()


def test_without_a_mail_server_it_says_so(settings) -> None:
    worker()
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    assert "没有设置 EMAIL_URL" in run()


def test_a_server_that_cannot_be_reached_is_told_and_tried_again(settings) -> None:
    user = worker()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    with pytest.raises(CommandError, match=user.username):
        run()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert "已发送 1 封" in run()
