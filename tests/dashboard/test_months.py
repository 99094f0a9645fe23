"""月度冻结: a closed month stays as it was reported; what differs later is shown and explained."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from communities.models import Community, Place
from guicheng.accounts.history import bulk_update, has_history
from guicheng.accounts.models import Role, User
from guicheng.dashboard.briefs.spans import MONTH, Span, last_whole
from guicheng.dashboard.indicators import indicators
from guicheng.dashboard.models import FigureExplanation, FrozenFigure, FrozenMonth
from guicheng.dashboard.months.comparing import Row, compared
from guicheng.dashboard.months.freezing import (
    AlreadyFrozen,
    NotFrozen,
    can_freeze,
    freeze,
    frozen,
    unfreeze,
)
from guicheng.dashboard.snapshot import count
from guicheng.dashboard.told import live
from stations.models import Activity
from tests.factories import make_activity, make_appointment, make_community, make_place, make_station
from tests.people import logged_in, make_user, street_admin, worker_of
from tests.racing import at_once
from volunteers.models import Appointment

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
HERE, THERE = "桂雅社区", "桂花社区"


@pytest.fixture(autouse=True)
def two_communities() -> None:
    """Two heads here and one there since long, one activity here in the closed month."""
    cache.clear()
    for name, heads in ((HERE, 2), (THERE, 1)):
        community = make_community(name)
        station = make_station(community=community)
        for _ in range(heads):
            make_appointment(place=make_place(community=community), started_on=date(2020, 1, 1))
        if name == HERE:
            make_activity(station, noon(month().first), attendance=30)


def month() -> Span:
    return last_whole(MONTH, timezone.localdate())


def address(span: Span | None = None) -> str:
    return f"/dashboard/months/{(span or month()).first:%Y-%m}/"


def noon(day: date) -> Any:
    return timezone.now().replace(year=day.year, month=day.month, day=day.day, hour=4)


def leader() -> User:
    return make_user(Role.STREET_LEADER)


def rows(community: str | None = None, user: User | None = None) -> dict[str, Row]:
    cache.clear()
    key = make_community(community).pk if community else None
    found = compared(frozen(month()), month(), user or leader(), key)
    return {row.indicator.key: row for row in found}


def page(client: Client, where: str = "") -> str:
    cache.clear()
    response = client.get(where or address())
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def froze(client: Client, span: Span | None = None, **more: str) -> Any:
    return client.post(address(span), {"action": "freeze", "confirmed": "yes", **more}, follow=True)


# --- freezing ------------------------------------------------------------------------------------
def test_a_month_is_kept_as_the_snapshot_says_for_the_street_and_each_community() -> None:
    client = street_admin()
    assert "未冻结" in page(client) and "未冻结" in page(client, "/dashboard/months/")
    assert "已冻结" in froze(client).content.decode()
    shown = count(month().last)
    made = FrozenMonth.objects.get()
    assert made.figures.count() == len(can_freeze()) * (1 + Community.objects.count())
    for figure in made.figures.all():
        indicator = next(each for each in indicators() if each.key == figure.key)
        assert figure.value == live(shown, indicator, figure.community_id), figure
    assert made.figures.get(key="building_heads", community=None).value == 3
    assert made.figures.get(key="lane_heads", community=make_community(HERE)).value == 0
    assert made.figures.get(key="head_party_share", community=None).value == 0
    assert made.figures.get(key="three_sync_on_time", community=None).value is None
    assert "现在重新统计，和报出的完全一致" in page(client)


def test_later_changes_of_records_leave_what_was_reported() -> None:
    freeze(month(), by=None)
    Appointment.objects.filter(place__community=make_community(HERE)).first().delete()
    make_activity(make_community(HERE).stations.first(), noon(month().first), attendance=12)
    found = rows()
    heads = found["building_heads"]
    assert (heads.reported, heads.now, heads.by) == (3, 2, -1) and heads.differs
    assert heads.causes == ("任职（楼长、巷长、街长）：删除 1 条",)
    served = found["residents_served"]
    assert (served.reported, served.now, served.by) == (30, 42, 12)
    assert served.causes == ("党群服务活动：新登记 1 条",)
    assert not found["lane_heads"].differs
    there = rows(THERE)
    assert not any(row.differs for row in there.values())
    text = page(street_admin())
    assert "报出 <strong>3</strong>，现在 <strong>2</strong> 名" in text and "少了 1" in text


def test_changes_are_counted_once_a_record_and_apart_from_new_ones() -> None:
    activity = Activity.objects.get()
    freeze(month(), by=None)
    for attendance in (31, 32):
        activity.attendance = attendance
        activity.save()
    fresh = make_activity(activity.station, noon(month().first), attendance=5)
    fresh.attendance = 6
    fresh.save()
    next_month = make_activity(activity.station, timezone.now() - timedelta(hours=3), attendance=7)
    gone = make_activity(activity.station, noon(month().first), attendance=8)
    gone.delete()
    served = rows()["residents_served"]
    assert served.now == 38
    in_the_month = timezone.localdate(next_month.ends_at) <= month().last
    assert served.causes == (f"党群服务活动：新登记 {1 + in_the_month} 条，改过 1 条",)


def test_what_was_there_before_its_history_is_not_new() -> None:
    """A place's first version is written when somebody changes it, long after it was made."""
    Place.history.all().delete()
    freeze(month(), by=None)
    place = Place.objects.filter(community=make_community(HERE)).first()
    place.closed_on = date(2021, 1, 1)
    bulk_update([place], ["closed_on"])
    Appointment.objects.filter(place=place).update(ended_on=date(2021, 1, 1))
    row = rows(HERE)["places_with_head"]
    assert not row.differs  # 2 of 2, now 1 of 1
    Appointment.objects.filter(place__community=make_community(HERE)).update(ended_on=date(2021, 1, 1))
    row = rows(HERE)["places_with_head"]
    assert (row.reported, row.now) == (100, 0)
    assert row.causes == ("楼巷街：改过 1 条",)


def test_a_figure_rests_on_other_records_too() -> None:
    freeze(month(), by=None)
    Appointment.objects.filter(place__community=make_community(THERE)).first().delete()
    row = rows(THERE)["places_with_head"]
    assert (row.reported, row.now) == (100, 0) and row.causes == ("任职（楼长、巷长、街长）：删除 1 条",)


def test_all_that_is_counted_keeps_its_history() -> None:
    for indicator in indicators():
        for source in indicator.sources:
            assert has_history(source.rows(timezone.localdate()).model), source.key


def test_not_frozen_nothing_and_zero_are_three_things() -> None:
    freeze(month(), by=None)
    FrozenFigure.objects.filter(key="street_heads").delete()  # as if the indicator had come later
    found = rows()
    assert found["street_heads"].missing == "未冻结" and not found["street_heads"].differs
    assert found["three_sync_on_time"].missing == "没有可以算的记录"
    assert found["lane_heads"].missing == "" and found["lane_heads"].reported == 0
    text = page(street_admin())
    cells = {
        name: re.search(rf">{name}</a>.*?</th>\s*<td>(.*?)</td>", text)[1]
        for name in ("街长", "新小区三同步按期完成", "巷长")
    }
    assert "未冻结" in cells["街长"] and "没有可以算的记录" in cells["新小区三同步按期完成"]
    assert cells["巷长"] == "0"


# --- only once, taking back ----------------------------------------------------------------------
def test_a_month_is_frozen_once() -> None:
    client = street_admin()
    froze(client)
    assert "已经冻结过了" in froze(client).content.decode()
    assert FrozenMonth.objects.count() == 1
    with pytest.raises(AlreadyFrozen):
        freeze(month(), by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        FrozenMonth.objects.create(month=month().first)


def test_it_is_taken_back_with_a_reason_that_stays_and_frozen_again() -> None:
    client = street_admin()
    froze(client)
    assert "请写清为什么解冻" in client.post(address(), {"action": "unfreeze"}, follow=True).content.decode()
    said = {"action": "unfreeze", "reason": "漏报了一个社区"}
    assert "已解冻" in client.post(address(), said, follow=True).content.decode()
    assert "不用解冻" in client.post(address(), said, follow=True).content.decode()
    text = page(client)
    assert "漏报了一个社区" in text and "未冻结" in text
    assert "解冻过" in page(client, "/dashboard/months/")
    froze(client)
    assert FrozenMonth.objects.count() == 2 and "漏报了一个社区" in page(client)
    old = FrozenMonth.objects.get(unfrozen_at__isnull=False)
    assert old.figures.exists() and old.history.count() == 2
    assert old.history.first().history_user == old.unfrozen_by


def test_without_its_confirmation_nothing_is_frozen() -> None:
    text = street_admin().post(address(), {"action": "freeze"}, follow=True).content.decode()
    assert "没有冻结" in text and not FrozenMonth.objects.exists()


def test_the_month_under_way_and_coming_ones_are_not_frozen() -> None:
    client, today = street_admin(), timezone.localdate()
    for day in (today, today.replace(day=28) + timedelta(days=10)):
        text = f"/dashboard/months/{day:%Y-%m}/"
        answer = client.post(text, {"action": "freeze", "confirmed": "yes"})
        assert answer.status_code == 404 and "还没有结束" in answer.content.decode()
        assert f"{day:%Y-%m}" not in page(client, "/dashboard/months/")
    assert not FrozenMonth.objects.exists()


@pytest.mark.parametrize("text", ["x", "2026-13", "2026-5", "0000-01", "1999-12", "9999-12", "2026-05-01"])
def test_what_is_no_month_is_not_found(text: str) -> None:
    assert street_admin().get(f"/dashboard/months/{text}/").status_code == 404


def test_an_old_month_can_be_frozen_and_is_listed() -> None:
    client = street_admin()
    old = Span(MONTH, date(2015, 3, 1), date(2015, 3, 31))
    froze(client, old)
    assert "2015年3月" in page(client, "/dashboard/months/")


# --- explaining ----------------------------------------------------------------------------------
def explained(client: Client, figure: FrozenFigure, text: str, was: str = "", query: str = "") -> Any:
    sent = {"action": "explain", "figure": figure.pk, "text": text, "was": was}
    return client.post(f"{address()}{query}", sent, follow=True)


def differing(community: str | None = None) -> FrozenFigure:
    """A figure that is one head less today."""
    freeze(month(), by=None)
    Appointment.objects.filter(place__community=make_community(community or HERE)).first().delete()
    where = make_community(community) if community else None
    return FrozenFigure.objects.get(key="building_heads", community=where)


def test_the_street_says_why_and_the_page_shows_who_said_it() -> None:
    figure, client = differing(), street_admin()
    assert "说明已保存" in explained(client, figure, "误登，已删").content.decode()
    made = FigureExplanation.objects.get()
    assert made.text == "误登，已删" and made.by is not None
    assert "误登，已删" in page(logged_in(leader()))
    explained(client, figure, "误登，已删")
    assert made.history.count() == 1
    explained(client, figure, "重复任职，已删", was=made.at.isoformat())
    assert FigureExplanation.objects.get().text == "重复任职，已删" and made.history.count() == 2


def test_of_two_who_explain_the_second_is_told_and_keeps_the_words() -> None:
    figure, client = differing(), street_admin()
    explained(client, figure, "误登，已删")
    text = explained(street_admin(), figure, "另一种说法").content.decode()
    assert "别人写过说明" in text and "另一种说法" in text and "误登，已删" in text
    assert FigureExplanation.objects.get().text == "误登，已删"


@pytest.mark.parametrize(("text", "said"), [("", "请写说明"), ("长" * 501, "最多写 500 个字"), ("a\x00", "")])
def test_an_explanation_that_says_nothing_or_too_much_is_refused(text: str, said: str) -> None:
    figure = differing()
    assert said in explained(street_admin(), figure, text).content.decode()
    assert not FigureExplanation.objects.exists()


@pytest.mark.parametrize("key", ["", "x", "0", "99999999999999999999"])
def test_a_figure_that_is_not_there_is_not_found(key: str) -> None:
    differing()
    answer = street_admin().post(address(), {"action": "explain", "figure": key, "text": "x"})
    assert answer.status_code == 404
    assert street_admin().post(address(), {"action": "nonsense"}).status_code == 404


# --- who -----------------------------------------------------------------------------------------
def test_leaders_read_and_neither_freeze_nor_explain() -> None:
    figure = differing()
    client = logged_in(leader())
    text = page(client)
    assert "写说明" not in text and "解冻这个月" not in text and "少了 1" in text
    for sent in (
        {"action": "freeze", "confirmed": "yes"},
        {"action": "unfreeze", "reason": "x"},
    ):
        assert client.post(address(), sent).status_code == 403
    assert explained(client, figure, "x").status_code == 404
    assert FrozenMonth.objects.get().unfrozen_at is None and not FigureExplanation.objects.exists()


def test_staff_of_a_community_see_and_explain_their_own() -> None:
    street = differing()
    own = FrozenFigure.objects.get(key="building_heads", community=make_community(HERE))
    theirs = FrozenFigure.objects.get(key="building_heads", community=make_community(THERE))
    client = worker_of(make_community(HERE))
    text = page(client)
    assert "报出 <strong>2</strong>，现在 <strong>1</strong>" in text
    assert "桂花" not in text and "桂城街道</option>" not in text
    assert client.get(f"{address()}?community={make_community(THERE).code}").status_code == 404
    assert "说明已保存" in explained(client, own, "误登").content.decode()
    for figure in (street, theirs):
        assert explained(client, figure, "x").status_code == 404
    assert FigureExplanation.objects.get().figure == own
    assert client.post(address(), {"action": "freeze", "confirmed": "yes"}).status_code == 403
    assert client.post(address(), {"action": "unfreeze", "reason": "x"}).status_code == 403
    # The street reads it on the community's page.
    assert "误登" in page(street_admin(), f"{address()}?community={make_community(HERE).code}")


@pytest.mark.parametrize("role", [Role.DEPARTMENT, Role.HEAD])
def test_others_are_refused(role: Role) -> None:
    client = logged_in(make_user(role))
    for where in ("/dashboard/months/", address()):
        assert client.get(where).status_code == 403 and Client().get(where).status_code == 302
    assert froze(client).status_code == 403 and not FrozenMonth.objects.exists()


def test_staff_without_a_community_find_none() -> None:
    assert logged_in(make_user(Role.COMMUNITY_WORKER)).get(address()).status_code == 404


# --- beside the figures of that day --------------------------------------------------------------
def test_the_figures_of_the_month_s_last_day_lead_to_what_was_reported() -> None:
    freeze(month(), by=None)
    client = street_admin()
    link = f'<a href="{address()}'
    for day, there in ((month().last, True), (month().last - timedelta(days=1), False)):
        assert (link in page(client, f"/dashboard/?as_of={day}")) is there
    code = make_community(HERE).code
    text = page(client, f"/dashboard/communities/{code}/?as_of={month().last}")
    assert f"{link}?community={code}" in text


def test_comparing_costs_a_query_a_source(django_assert_max_num_queries: Callable[..., Any]) -> None:
    freeze(month(), by=None)
    for figure in FrozenFigure.objects.filter(community=None, value__isnull=False):
        figure.value += Decimal(1)
        figure.save()
    user = leader()
    count_of_sources = len({each.source.key for each in indicators()})
    with django_assert_max_num_queries(2 * count_of_sources + 10):
        rows(user=user)


# --- at once -------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_of_many_who_freeze_or_take_back_at_once_one_does(on_disk: None) -> None:
    user = make_user(Role.STREET_ADMIN)
    answers = at_once(*[lambda: freeze(month(), by=user)] * 4)
    assert sum(isinstance(each, FrozenMonth) for each in answers) == 1, answers
    assert sum(isinstance(each, AlreadyFrozen) for each in answers) == 3
    assert FrozenFigure.objects.count() == len(can_freeze()) * 3
    answers = at_once(*[lambda: unfreeze(month(), "漏报", by=user)] * 3)
    assert sum(isinstance(each, NotFrozen) for each in answers) == 2, answers
