"""需要关注: rules as data, held against figures; each finding leads to as many records as it says."""

from __future__ import annotations

import importlib
import re
from datetime import timedelta
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from casework import tokens
from casework.models import ResidentRequest
from communities.models import Community, Deliberation
from guicheng.accounts.models import Role
from guicheng.dashboard import migrations
from guicheng.dashboard.attention.judging import attention
from guicheng.dashboard.models import AttentionRule
from guicheng.dashboard.snapshot import snapshot
from tests.factories import make_activity, make_appointment, make_community, make_place, make_station
from tests.people import logged_in, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
HERE, THERE = "桂雅社区", "桂花社区"
FINDING = re.compile(r'<a class="finding-number" href="([^"]+)">([^<]+)</a> <span[^>]*>([^<]*)<')


@pytest.fixture(autouse=True)
def no_rules_yet() -> None:
    cache.clear()
    AttentionRule.objects.all().delete()
    for name in (HERE, THERE):
        make_community(name)


def ago(days: float) -> Any:
    return timezone.now() - timedelta(days=days)


def rule(kind: str, key: str, threshold: float | None = None, **values: Any) -> AttentionRule:
    made = AttentionRule(
        kind=kind,
        key=key,
        threshold=None if threshold is None else Decimal(str(threshold)),
        **{"sentence": "请核对。", **values},
    )
    made.full_clean()
    made.save()
    return made


def activities(name: str, *days: float, attendance: int | None = None) -> None:
    community = make_community(name)
    station = community.stations.first() or make_station(community=community)
    for day in days:
        make_activity(station, ago(day), attendance=attendance)


def requests(name: str, *due_in: int, done: int = 0) -> None:
    """One request for each of ``due_in``, and ``done`` that are settled."""
    community, today = make_community(name), timezone.localdate()
    for days in due_in:
        _request(community, due_on=today + timedelta(days=days))
    for _ in range(done):
        _request(community, status="closed", done_at=timezone.now())


def _request(community: Community, **values: Any) -> None:
    ResidentRequest.objects.create(community=community, text="路灯", code=tokens.new_code(), **values)


def found(day: Any = None) -> dict[str, list[tuple[str, Decimal | None, str]]]:
    """By rule: community, number and why."""
    cache.clear()
    communities = list(Community.objects.order_by("code"))
    return {
        each.rule.says: [(f.community.name, f.value, f.why) for f in each.findings]
        for each in attention(day or timezone.localdate(), communities)
    }


# --- the kinds ---------------------------------------------------------------------------------------
def test_late_is_too_many_of_what_should_be_few() -> None:
    rule("late", "requests_late", 2)
    requests(HERE, -1, -5, 3)
    requests(THERE, -1)
    assert found() == {"超期未办的居民诉求：2 件以上": [(HERE, 2, "应当少于 2")]}


def test_late_is_too_little_of_what_should_be_much_and_nothing_to_divide_is_not_zero() -> None:
    rule("late", "requests_closed", 80)
    requests(HERE, 1, done=3)
    assert found() == {"居民诉求办结率：低于 80%": [(HERE, 75, "应当不低于 80%")]}


def test_late_for_some_time_needs_both_days() -> None:
    rule("late", "stations_open", 2, span=30)
    make_station(community=make_community(HERE), opened_on=ago(100).date())
    make_station(community=make_community(THERE), opened_on=ago(100).date())
    make_station(community=make_community(THERE), opened_on=ago(3).date())
    said = found()["已启用的党群服务中心（站、点）：低于 2 个，已经 30 天"]
    assert said == [(HERE, 1, "应当不低于 2，30 天以前已经这样")]


def test_empty_tells_none_added_from_zero_and_from_no_value() -> None:
    rule("empty", "activities_held", span=30)
    rule("empty", "lane_heads", order=20)
    rule("empty", "places_with_head", order=30)
    activities(HERE, 2, 40)
    activities(THERE, 40)
    make_appointment(place=make_place(community=make_community(HERE)))
    assert found() == {
        "开展各类党群服务活动：近 30 天没有新增": [(THERE, 0, "近 30 天没有新增")],
        "巷长：是 0，或者没有可以算的记录": [(HERE, 0, "一个也没有"), (THERE, 0, "一个也没有")],
        "有人负责的楼巷街：是 0，或者没有可以算的记录": [(THERE, None, "没有可以算的记录")],
    }


def test_falling_compares_what_each_span_added() -> None:
    rule("falling", "residents_served", 50, span=30, base=20)
    activities(HERE, 5, attendance=10)
    activities(HERE, 35, attendance=40)
    activities(HERE, 70, attendance=9000)
    activities(THERE, 5, attendance=21)
    activities(THERE, 35, attendance=40)
    said = found()["惠及群众：近 30 天比前 30 天少 50% 以上"]
    assert said == [(HERE, 10, "近 30 天的数，前 30 天是 40 人次，少了 75%")]


def test_falling_of_a_stock_and_of_a_share_is_since_an_earlier_day() -> None:
    rule("falling", "building_heads", 50, span=30)
    rule("falling", "places_with_head", 40, span=30, order=20)
    for days in (5, None):
        place = make_place(community=make_community(HERE))
        ended = ago(days).date() if days else None
        make_appointment(place=place, started_on=ago(400).date(), ended_on=ended)
    assert found() == {
        "楼长：比 30 天以前少 50% 以上": [(HERE, 1, "30 天以前是 2 名，少了 50%")],
        "有人负责的楼巷街：比 30 天以前少 40 个百分点以上": [
            (HERE, 50, "30 天以前是 100.0%，少了 50.0 个百分点")
        ],
    }


def test_of_what_should_be_few_more_is_worse() -> None:
    rule("falling", "requests_late", 100, span=30)
    community = make_community(HERE)
    for created, due in ((90, 60), (20, 10)):
        _request(community, created_at=ago(created), due_on=ago(due).date())
    said = found()["超期未办的居民诉求：比 30 天以前多 100% 以上"]
    assert said == [(HERE, 2, "30 天以前是 1 件，多了 100%")]


def test_improbable_is_many_times_as_much_or_a_share_that_jumps() -> None:
    rule("improbable", "residents_served", 5, span=30, base=100)
    rule("improbable", "places_with_head", 50, span=30, order=20)
    activities(HERE, 5, attendance=3000)
    activities(HERE, 35, attendance=300)
    activities(THERE, 5, attendance=150)
    place = make_place(community=make_community(HERE))
    make_appointment(place=place, started_on=ago(5).date())
    assert found() == {
        "惠及群众：近 30 天是前 30 天的 5 倍以上": [
            (THERE, 150, "近 30 天的数，前 30 天是 0 人次"),
            (HERE, 3000, "近 30 天的数，前 30 天是 300 人次，是它的 10.0 倍"),
        ],
        "有人负责的楼巷街：比 30 天以前变动 50 个百分点以上": [
            (HERE, 100, "30 天以前是 0.0%，变动 100.0 个百分点")
        ],
    }


def test_few_records_say_nothing() -> None:
    rule("late", "requests_closed", 80, base=10)
    rule("falling", "residents_served", 50, span=30, base=100)
    requests(HERE, 1, 1, done=1)
    activities(HERE, 35, attendance=99)
    assert found() == {}


def test_a_rule_that_is_off_or_whose_indicator_has_gone_says_nothing() -> None:
    rule("empty", "lane_heads", active=False)
    AttentionRule.objects.create(kind="empty", key="gone_figure", sentence="请核对。")
    assert found() == {}
    assert "没有这个指标" in str(AttentionRule.objects.get(key="gone_figure"))


def test_the_past_is_judged_as_it_was() -> None:
    rule("empty", "activities_held", span=30)
    rule("late", "stations_complete", 90, order=20)
    activities(HERE, 5, 300)
    day = ago(290).date()
    assert [row[0] for row in found(day)["开展各类党群服务活动：近 30 天没有新增"]] == [THERE]
    assert len(found(day)) == 1


# --- pages -------------------------------------------------------------------------------------------
def leader() -> Client:
    return logged_in(make_user(Role.STREET_LEADER))


def test_each_number_leads_to_as_many_records() -> None:
    rule("late", "requests_late", 1)
    rule("falling", "activities_held", 10, span=30, order=20)
    rule("empty", "deliberations_held", span=30, order=30)
    requests(HERE, -1, -2)
    activities(HERE, 3, 35, 36, 200)
    Deliberation.objects.create(community=make_community(HERE), topic="灯", status="held", starts_at=ago(60))
    client, seen = leader(), 0
    for address in ("/dashboard/", f"/dashboard/communities/{make_community(HERE).code}/"):
        text = client.get(address).content.decode()
        assert "需要关注" in text and "请核对。" in text
        for link, number, why in FINDING.findall(text):
            records = client.get(unescape(link)).content.decode()
            behind = re.search(r"<strong>([\d,]+)</strong> 条记录", records)[1]
            assert behind == number.split()[0], (link, why)
            seen += 1
    # The one community without a meeting is THERE as well, which its own page does not name.
    assert seen == 4 + 3


def test_records_since_a_day_make_no_sense_of_nonsense() -> None:
    activities(HERE, 3, 35)
    client = leader()
    for since, behind in (("", 2), ("x", 2), ("2999-01-01", 2), ("1900-01-01", 2), ("\x00", 2)):
        text = client.get("/dashboard/figures/activities_held/records/", {"since": since}).content.decode()
        assert f"<strong>{behind}</strong> 条记录" in text, since
    # A figure that does not add up over time has no "since".
    text = client.get("/dashboard/figures/building_heads/records/?since=2026-01-01").content.decode()
    assert "以后新增" not in text


def test_staff_of_a_community_read_of_their_own() -> None:
    rule("empty", "lane_heads")
    worker = logged_in(make_user(Role.COMMUNITY_WORKER, make_community(HERE)))
    text = worker.get(f"/dashboard/communities/{make_community(HERE).code}/").content.decode()
    assert "一个也没有" in text and "桂花" not in text
    assert worker.get(f"/dashboard/communities/{make_community(THERE).code}/").status_code == 404


def test_where_all_is_well_the_page_says_so() -> None:
    assert "没有需要关注的" in leader().get("/dashboard/").content.decode()


def test_many_rules_cost_a_query_a_source_and_day(django_assert_max_num_queries: Any) -> None:
    for number in range(8):
        rule("falling", "residents_served", 50, span=30, order=number)
        rule("empty", "activities_held", span=30, order=number)
        rule("improbable", "ledger_entries", 5, span=30, order=number)
    activities(HERE, 5, attendance=10)
    communities = list(Community.objects.all())
    snapshot()
    with django_assert_max_num_queries(5):
        attention(timezone.localdate(), communities)


# --- who -----------------------------------------------------------------------------------------------
FORM = {
    "kind": "late",
    "key": "requests_late",
    "threshold": "3",
    "span": "0",
    "base": "0",
    "sentence": "请答复。",
    "order": "10",
    "active": "on",
}


def test_the_street_s_administrator_writes_rules_and_others_read_them() -> None:
    add = "/admin/dashboard/attentionrule/add/"
    admin = logged_in(make_user(Role.STREET_ADMIN))
    assert admin.post(add, FORM).status_code == 302
    made = AttentionRule.objects.get()
    assert made.says == "超期未办的居民诉求：3 件以上" and made.history.count() == 1
    change = f"/admin/dashboard/attentionrule/{made.pk}/change/"
    assert admin.post(change, {**FORM, "threshold": "5", "active": ""}).status_code == 302
    made.refresh_from_db()
    assert made.threshold == 5 and not made.active and made.history.count() == 2
    worker = logged_in(make_user(Role.COMMUNITY_WORKER, make_community(HERE)))
    for client in (leader(), worker):
        assert client.get(change).status_code == 200
        assert client.post(change, FORM).status_code == 403
        assert client.post(add, FORM).status_code == 403
    for role in (Role.DEPARTMENT, Role.HEAD):
        assert logged_in(make_user(role)).get(change).status_code in (302, 403)
    made.refresh_from_db()
    assert made.threshold == 5


# --- bad input -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"key": "request_late"}, "没有代号是“request_late”的指标，最接近的是“requests_late”"),
        ({"key": "x\x00"}, "没有代号是"),
        ({"key": ""}, "这个字段是必填项"),
        ({"threshold": ""}, "其他种类要填大于 0 的界限"),
        ({"threshold": "-1"}, "界限要大于 0"),
        ({"threshold": "多"}, "输入一个数字"),
        ({"threshold": "99999999999"}, ""),
        ({"kind": "empty"}, "“空白”不填界限"),
        ({"kind": "falling"}, "请填看多少天"),
        ({"kind": "late", "key": "ledger_entries"}, "多少都可以，没有要求"),
        ({"kind": "falling", "key": "stations_complete", "span": "30"}, "只知道今天的情况"),
        ({"span": "9999"}, "最多看 731 天"),
        ({"span": "-1"}, ""),
        ({"base": "-1"}, ""),
        ({"kind": "nonsense"}, ""),
        ({"sentence": ""}, "这个字段是必填项"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_with_its_reason(changes: dict[str, str], said: str) -> None:
    admin = logged_in(make_user(Role.STREET_ADMIN))
    answer = admin.post("/admin/dashboard/attentionrule/add/", {**FORM, **changes})
    assert answer.status_code == 200 and said in answer.content.decode()
    assert not AttentionRule.objects.exists()


def test_an_unknown_key_is_refused_whoever_writes_it() -> None:
    with pytest.raises(ValidationError, match="没有代号是“lane_head”的指标，最接近的是“lane_heads”"):
        rule("empty", "lane_head")


def test_the_delivered_rules_are_sound() -> None:
    file = next(Path(migrations.__path__[0]).glob("*_delivered_attention_rules.py"))
    delivered = importlib.import_module(f"{migrations.__name__}.{file.stem}")
    kinds = set()
    for kind, key, limit, days, base, sentence in delivered.RULES:
        kinds.add(kind)
        AttentionRule(
            kind=kind, key=key, threshold=limit, span=days, base=base, sentence=sentence
        ).full_clean()
    assert kinds == set(AttentionRule.Kind.values)
