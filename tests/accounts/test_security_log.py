"""安全日志: read, searched, taken away by administrators; cleared when its time is over."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO, StringIO

import openpyxl
import pytest
from axes.models import AccessAttempt
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from guicheng.accounts import keeping
from guicheng.accounts.models import Role, SecurityEvent, SignIn
from tests.accounts.door import enter, inside, make_account
from tests.people import logged_in, make_user, street_admin

pytestmark = pytest.mark.django_db
LOG = "/admin/accounts/securityevent/"


def event(kind: str = "login", days: float = 0, **values) -> SecurityEvent:
    row = SecurityEvent.objects.create(kind=kind, **values)
    SecurityEvent.objects.filter(pk=row.pk).update(at=timezone.now() - timedelta(days=days))
    return row


def listed(client: Client, query: str = "") -> set[str]:
    return {row.what for row in client.get(LOG + query).context["cl"].result_list}


def exported(client: Client, query: str = "") -> list[tuple]:
    response = client.post(f"{LOG}export/{query}")
    assert response.status_code == 200
    return list(openpyxl.load_workbook(BytesIO(response.content)).active.iter_rows(values_only=True))


# --- it works ---------------------------------------------------------------------------------------


def test_filters_search_and_dates(django_assert_max_num_queries):
    someone = make_account(username="chenshaozhen")
    event(what="a", user=someone, username=someone.username)
    event("login_failed", what="b", username="（没有这个账号）", address="10.7.7.7")
    event("export", what="c", days=40)
    boss = street_admin()
    assert listed(boss) == {"a", "b", "c"}
    assert listed(boss, "?kind__exact=export") == {"c"}
    assert listed(boss, f"?account={someone.pk}") == {"a"}
    assert listed(boss, "?account=none&kind__exact=login_failed") == {"b"}
    assert listed(boss, "?q=shaozhen") == {"a"}
    old = timezone.localtime() - timedelta(days=40)
    assert listed(boss, f"?at__year={old.year}&at__month={old.month}&at__day={old.day}") == {"c"}
    for number in range(60):
        event(what=f"{number}", user=make_user(Role.SPECIALIST))
    with django_assert_max_num_queries(25):
        boss.get(LOG)


def test_what_is_filtered_goes_into_a_workbook_and_that_is_recorded():
    event(what="=1+1")
    event(what="@SUM(A1)")
    event("export", what="别的")
    boss = street_admin()
    rows = exported(boss, "?kind__exact=login")
    assert rows[0] == ("时间", "事项", "用户名", "来源地址", "内容", "条数")
    assert [row[4] for row in rows[1:]] == ["'@SUM(A1)", "'=1+1"]
    told = SecurityEvent.objects.get(kind="export", what="安全日志")
    assert told.count == 2 and told.user is not None


# --- who may not ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "role", [Role.COMMUNITY_WORKER, Role.SPECIALIST, Role.DEPARTMENT, Role.STREET_LEADER, Role.HEAD]
)
def test_others_read_and_export_nothing(role):
    row = event(what="geheim")
    client = logged_in(make_user(role))
    for path in (LOG, f"{LOG}{row.pk}/change/", f"{LOG}{row.pk}/history/"):
        assert client.get(path).status_code in {302, 403}, path
    assert client.get(LOG).status_code == client.post(f"{LOG}export/").status_code == 403
    assert "securityevent" not in client.get("/admin/").content.decode()
    assert not SecurityEvent.objects.filter(kind="export").exists()


def test_nobody_changes_or_deletes_it():
    row = event(what="bleibt")
    boss = logged_in(make_user(Role.STREET_ADMIN, superuser=True))
    assert boss.get(f"{LOG}add/").status_code == 403
    assert boss.post(f"{LOG}{row.pk}/change/", {"what": "x"}).status_code == 403
    assert boss.post(f"{LOG}{row.pk}/delete/", {"post": "yes"}).status_code == 403
    boss.post(LOG, {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"})
    row.refresh_from_db()
    assert row.what == "bleibt"


def test_an_export_is_a_post():
    assert street_admin().get(f"{LOG}export/").status_code == 405


# --- bad input --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        "?q=%00",
        "?account=x",
        "?account=" + "9" * 40,
        "?kind__exact=x",
        "?at__year=x",
        "?at__year=99999",
        "?p=-1",
    ]
    + ["?q=" + "长" * 3000, "?user__password__startswith=p", "?username__regex=(a+)+$", "?at__gte=x", "?e=1"],
)
def test_an_odd_address_is_no_crash(query):
    boss = street_admin()
    assert boss.get(LOG + query).status_code in {200, 302, 400}
    assert boss.post(f"{LOG}export/{query}").status_code in {200, 302, 400}


# --- keeping ----------------------------------------------------------------------------------------


def test_what_is_past_its_time_is_removed(settings):
    settings.KEEP_SECURITY_LOG_DAYS = 200
    event(what="alt", days=201)
    event(what="neu", days=199)
    worker = make_account()
    enter(worker, "wrong-password")
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(days=1))
    client, gone = inside(worker), inside(worker)
    gone.session.flush()
    clean = dict(keeping.cleaners())
    assert clean["安全日志"]() == 1
    clean["已经结束的登录"](), clean["登录失败的计数"]()
    kept = SecurityEvent.objects.filter(what__in=["alt", "neu"])
    assert [row.what for row in kept] == ["neu"]
    assert SignIn.objects.count() == 1 and not AccessAttempt.objects.exists()
    assert client.get("/admin/").status_code == 200


def test_what_one_cannot_clear_keeps_no_other_from_it(settings, capsys):
    def broken() -> int:
        raise OSError("disk")

    event(what="alt", days=500)
    keeping.register("坏的", broken)
    out = StringIO()
    try:
        with pytest.raises(CommandError, match="坏的"):
            call_command("tidy", stdout=out)
    finally:
        keeping._cleaners.pop("坏的")
    assert "安全日志：清理 1 条" in out.getvalue()
    assert not SecurityEvent.objects.filter(what="alt").exists()
