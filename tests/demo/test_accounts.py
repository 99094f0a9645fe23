"""One account a role for trying out, and the start of a live database."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command

from communities.installation import is_demonstration, mark_demonstration
from communities.models import Community, Installation
from communities.reference import load_communities
from guicheng.accounts.admin_scope import works_inside
from guicheng.accounts.models import Role, User
from guicheng.demo.management.commands.make_accounts import make_password
from stations.models import Service

pytestmark = pytest.mark.django_db


def printed(out: str) -> dict[str, str]:
    """Passwords by username from the printed table."""
    return dict(re.findall(r"(\w+)\s+([a-z]{4}-[a-z]{4}-[a-z]{4}-\d{6})", out))


@pytest.fixture
def demo():
    load_communities()
    mark_demonstration()


def test_every_role_gets_an_account_that_can_sign_in(demo, capsys):
    call_command("make_accounts", url="http://127.0.0.1:9000/admin/")
    out = capsys.readouterr().out
    assert "http://127.0.0.1:9000/admin/" in out
    passwords = printed(out)
    assert len(passwords) == 7
    for username, password in passwords.items():
        user = authenticate(username=username, password=password)
        assert user is not None
        assert user.is_staff == (user.role != Role.HEAD)
    assert set(User.objects.values_list("role", flat=True)) == set(Role.values)
    assert list(User.objects.filter(is_superuser=True).values_list("username", flat=True)) == ["admin"]


def test_community_roles_belong_to_one_community(demo):
    call_command("make_accounts")
    for user in User.objects.all():
        expected = 1 if user.role in {Role.COMMUNITY_WORKER, Role.SPECIALIST} else 0
        assert user.memberships.count() == expected
    worker = User.objects.get(username="guiya")
    assert list(Community.objects.visible_to(worker).values_list("name", flat=True)) == ["桂雅社区"]


def test_again_makes_new_passwords_and_no_new_accounts(demo, capsys):
    call_command("make_accounts")
    before = printed(capsys.readouterr().out)
    call_command("make_accounts")
    after = printed(capsys.readouterr().out)
    assert User.objects.count() == 7
    assert all(before[name] != after[name] for name in before)
    assert authenticate(username="admin", password=before["admin"]) is None
    assert authenticate(username="admin", password=after["admin"]) is not None


def test_keep_leaves_the_passwords_alone(demo, capsys):
    call_command("make_accounts", keep=True)
    before = printed(capsys.readouterr().out)
    call_command("make_accounts", keep=True)
    out = capsys.readouterr().out
    assert printed(out) == {} and "密码不变" in out
    assert authenticate(username="admin", password=before["admin"]) is not None


def test_the_table_lines_up_in_a_terminal(demo, capsys):
    call_command("make_accounts")
    rows = [line for line in capsys.readouterr().out.splitlines() if printed(line)]
    columns = {len(line.encode("gbk")) - len(line.split()[-1].encode("gbk")) for line in rows}
    assert len(columns) == 1


def test_the_table_says_who_has_no_pages_in_the_back_office(demo, capsys):
    call_command("make_accounts")
    out = capsys.readouterr().out
    without = {line.split()[1] for line in out.splitlines() if printed(line) and line.endswith("没有")}
    assert without == {user.username for user in User.objects.all() if not works_inside(user)}
    assert without == {"bumen", "louzhang"} and "还没有可以用的后台页面" in out


def test_a_live_database_gets_no_known_accounts():
    load_communities()
    with pytest.raises(CommandError, match="不是演示数据库"):
        call_command("make_accounts")
    assert not User.objects.exists()


def test_passwords_are_random_and_long():
    passwords = {make_password() for _ in range(200)}
    assert len(passwords) == 200
    assert all(len(password) == 21 for password in passwords)


def test_start_live_fills_the_lists_and_says_what_comes_first(capsys):
    call_command("start_live")
    out = capsys.readouterr().out
    assert Community.objects.count() == 45 and Service.objects.filter(name="长者饭堂").exists()
    assert not is_demonstration() and Installation.objects.filter(is_demonstration=False).exists()
    for word in ("createsuperuser", "ALLOWED_HOSTS", "SITE_URL", "HTTPS", "登记站点", "备份"):
        assert word in out


def test_start_live_again_keeps_what_staff_entered(capsys):
    call_command("start_live")
    Community.objects.filter(name="桂雅社区").update(phone="0757-86123456")
    User.objects.create_superuser("yunwei", password="x" * 12)
    call_command("start_live")
    assert Community.objects.get(name="桂雅社区").phone == "0757-86123456"
    assert "本次新增 0 个" in (out := capsys.readouterr().out)
    assert "createsuperuser" not in out.split("正式数据库已就绪")[-1]


def test_start_live_refuses_a_demonstration(demo):
    with pytest.raises(CommandError, match="演示数据库"):
        call_command("start_live")
    assert is_demonstration()
