"""数据质量: the score and what lowers it, the list that is worked to empty, hints beside figures."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from communities.models import Community
from guicheng.accounts.models import Role, SecurityEvent
from guicheng.dashboard.indicators import Kind, indicator_of
from guicheng.dashboard.models import AcceptedRecord, QualityLimits
from guicheng.dashboard.quality.checks import Weakness, checks, register
from guicheng.dashboard.quality.counting import Number, count, forget, quality
from guicheng.dashboard.quality.moment import Moment
from guicheng.dashboard.quality.scoring import score
from stations.models import Activity, Station
from tests.factories import (
    make_activity,
    make_appointment,
    make_community,
    make_estate,
    make_place,
    make_station,
    make_volunteer,
)
from tests.people import logged_in, make_user, street_admin, worker_of
from volunteers.models import ContactLog, MatterKind

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
LIST = "/dashboard/quality/records/"
TODAY = timezone.localdate()
YESTERDAY = timezone.now() - timedelta(days=1)
TOTAL = re.compile(r"<strong>([\d,]+)</strong> 处")
LINE = re.compile(r'name="line" value="([^"]+)"')
LINK = re.compile(r'<a [^>]*href="(/dashboard/quality/records/\?[^"]+)"[^>]*>[^<\d]*([\d,]+)[^<]*</a>')


@pytest.fixture(autouse=True)
def bad_records() -> Community:
    """Two communities: in 桂雅 a crowded activity, a station without hours, a head whose term is over."""
    cache.clear()
    community = make_community("桂雅社区")
    station = make_station("演示站", community=community, phone="86123456", confirmed_on=TODAY)
    make_station(
        "没有时间的站", community=community, lat=23.04, timetable=None, confirmed_on=TODAY, phone="86123456"
    )
    make_activity(station, YESTERDAY, attendance=10_000, title="万人活动")
    make_activity(station, YESTERDAY - timedelta(days=3), attendance=30)
    head = make_volunteer("陈小明", community=community, phone="13812345678", political_status="masses")
    place = make_place(estate=make_estate("演示东园", community, households=100, lat=23.03, lon=113.15))
    make_appointment(head, place, started_on=TODAY - timedelta(days=900), ends_on=TODAY - timedelta(days=9))
    make_station("桂花站", community=make_community("桂花社区"), phone="", confirmed_on=TODAY)
    return community


def leader() -> Client:
    return logged_in(make_user(Role.STREET_LEADER))


def listed(client: Client, query: str = "") -> int:
    text = client.get(f"{LIST}{query}").content.decode()
    found = TOTAL.search(text)
    assert found, query
    return int(found[1].replace(",", ""))


def lines(client: Client, query: str = "") -> list[str]:
    return LINE.findall(client.get(f"{LIST}{query}").content.decode())


# --- the score --------------------------------------------------------------------------------------


def only(**numbers: Number) -> dict[str, Number]:
    return {check.key: numbers.get(check.key, Number()) for check in checks()}


def test_the_score_is_the_weighted_mean_of_the_shares_that_are_sound() -> None:
    """Hours weigh 3, telephones 2: (3 × 0.5 + 2 × 1) / 5 = 70 %."""
    found = score(only(station_hours=Number(4, 2), station_phone=Number(10, 0)))
    assert found.value == 70 and found.weak == 2 and found.kinds[Weakness.MISSING] == 2
    assert [(row.check.key, float(row.points)) for row in found.lowered] == [("station_hours", 30.0)]


def test_what_leads_sums_astray_counts_tenfold_and_no_more_than_all() -> None:
    assert score(only(activity_crowded=Number(100, 1))).value == 90
    assert score(only(activity_crowded=Number(100, 50))).value == 0
    assert score(only(station_hours=Number(100, 1))).value == 99


def test_only_what_has_no_fault_at_all_is_a_hundred() -> None:
    assert score(only(station_hours=Number(100_000, 1), station_phone=Number(9, 0))).value == 99
    assert score(only(station_hours=Number(9, 0))).value == 100


def test_nothing_to_look_at_is_neither_a_hundred_nor_nothing(bad_records: Community) -> None:
    empty = make_community("空社区")
    assert score(only()).value is None
    assert score(quality().numbers(empty.pk)).value is None
    for path in ("", f"{empty.code}/"):
        assert "暂无数据" in leader().get(f"/dashboard/quality/{path}").content.decode()


def test_communities_add_up_to_the_street(bad_records: Community) -> None:
    found = count(Moment())
    parts = [found.numbers(row.pk) for row in Community.objects.all()]
    for key, whole in found.numbers().items():
        assert whole.weak == sum(part[key].weak for part in parts), key
        assert whole.total == sum(part[key].total for part in parts), key


def test_a_station_has_a_score_of_its_own(bad_records: Community) -> None:
    station = Station.objects.get(name="演示站")
    page = leader().get(f"/dashboard/communities/{bad_records.code}/stations/{station.pk}/").content.decode()
    assert "活动的人次太多" in page and "站点没有开放时间" not in page
    page = leader().get(f"/dashboard/quality/{bad_records.code}/").content.decode()
    assert f"/stations/{station.pk}/" in page


# --- numbers and lists ------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["", "{code}/"])
def test_each_number_leads_to_as_many_lines(bad_records: Community, page: str) -> None:
    client = street_admin()
    text = client.get(f"/dashboard/quality/{page.format(code=bad_records.code)}").content.decode()
    links = LINK.findall(text)
    assert len(links) >= 5
    for path, number in links:
        query = unescape(path).removeprefix(LIST)
        assert listed(client, query) == int(number.replace(",", "")), path
        assert len(lines(client, query)) == int(number.replace(",", "")), path


def test_hints_stand_beside_the_figures_that_a_record_weakens(bad_records: Community) -> None:
    client = leader()
    for path, own in (
        ("/dashboard/", ""),
        (f"/dashboard/communities/{bad_records.code}/", f"&community={bad_records.code}"),
        ("/dashboard/figures/residents_served/", ""),
    ):
        text = client.get(path).content.decode()
        assert f"{LIST}?figure=residents_served{own}" in unescape(text), path
        for link, number in LINK.findall(text):
            if "figure=" in link:
                assert listed(client, unescape(link).removeprefix(LIST)) == int(number), link
    assert "figure=mediators" not in text


def test_only_the_rows_that_a_figure_counts_weaken_it(bad_records: Community) -> None:
    """The head is of a building: the figure of lanes is as sound as before."""
    found = count(Moment())
    assert found.weak_in("building_heads") == 1 and found.weak_in("lane_heads") == 0
    assert found.weak_in("building_heads", make_community("桂花社区").pk) == 0


def test_the_past_has_no_hints() -> None:
    day = TODAY - timedelta(days=40)
    assert "数据提示" not in leader().get(f"/dashboard/?as_of={day.isoformat()}").content.decode()


def test_every_check_weakens_figures_that_there_are() -> None:
    for check in checks():
        assert check.why.endswith("。") and 1 <= check.weight <= 3
        for key in check.weakens:
            assert indicator_of(key).kind in Kind
    with pytest.raises(ValueError, match="Two checks"):
        register(checks()[0])


def test_questions_that_make_no_sense_show_the_whole_list(bad_records: Community) -> None:
    client = street_admin()
    whole = listed(client)
    assert listed(client, "?check=nothing&kind=x&figure=y&page=99") == whole
    for wrong in (
        "community=x",
        "station=1",
        f"community={bad_records.code}&station=9999999",
        "station=\x00",
    ):
        assert client.get(f"{LIST}?{wrong}").status_code == 404


def test_long_lists_have_pages(bad_records: Community) -> None:
    station = Station.objects.get(name="演示站")
    Activity.objects.bulk_create(
        Activity(
            station=station, title=f"第{n}场", starts_at=YESTERDAY - timedelta(days=n), ends_at=YESTERDAY
        )
        for n in range(10, 80)
    )
    client = street_admin()
    query = "?check=activity_uncounted"
    assert listed(client, query) == 70 and len(lines(client, query)) == 50
    assert len(lines(client, f"{query}&page=2")) == 20
    pages = [line for n in (1, 2) for line in lines(client, f"?page={n}")]
    assert len(pages) == len(set(pages)) == listed(client)


# --- right all the same -----------------------------------------------------------------------------


def crowded(client: Client) -> list[str]:
    return lines(client, "?check=activity_crowded")


def accept(client: Client, line: str | list[str], **more: Any) -> Any:  # noqa: ANN401
    return client.post(LIST, {"line": line, "reason": "看过签到表", "action": "accept", **more})


def test_what_is_right_is_accepted_and_no_longer_counts(bad_records: Community) -> None:
    client = worker_of(bad_records)
    before = score(quality().numbers(bad_records.pk))
    assert accept(client, crowded(client)[0]).status_code == 302
    after = score(quality().numbers(bad_records.pk))
    assert crowded(client) == [] and after.value > before.value and after.accepted == 1
    kept = AcceptedRecord.objects.get()
    assert kept.by is not None and kept.community == bad_records and kept.reason == "看过签到表"
    page = client.get(f"{LIST}?state=accepted").content.decode()
    assert "看过签到表" in page and str(kept.by) in page


def test_it_expires_when_the_record_changes(bad_records: Community) -> None:
    client = worker_of(bad_records)
    accept(client, crowded(client)[0])
    activity = Activity.objects.get(title="万人活动")
    activity.attendance = 20_000
    activity.save()
    assert len(crowded(client)) == 1
    accept(client, crowded(client)[0])
    assert crowded(client) == [] and AcceptedRecord.objects.count() == 1


def test_it_is_taken_back(bad_records: Community) -> None:
    client = worker_of(bad_records)
    accept(client, crowded(client)[0])
    line = lines(client, "?state=accepted")[0]
    client.post(f"{LIST}?state=accepted", {"line": line, "action": "take_back"})
    assert len(crowded(client)) == 1 and not AcceptedRecord.objects.exists()
    assert AcceptedRecord.history.filter(history_type="-").exists()


def test_the_list_can_be_worked_to_empty(bad_records: Community) -> None:
    client = street_admin()
    accept(client, lines(client))
    assert listed(client) == 0 and "没有要处理的记录" in client.get(LIST).content.decode()
    forget([bad_records.pk])
    assert score(quality().numbers(bad_records.pk)).value == 100


def test_a_reason_and_a_tick_are_asked_for(bad_records: Community) -> None:
    client = worker_of(bad_records)
    line = crowded(client)[0]
    assert "请写一句原因" in accept(client, line, reason=" ").content.decode()
    assert "不超过 200 个字" in accept(client, line, reason="长" * 201).content.decode()
    assert "请先勾选" in accept(client, []).content.decode()
    for nonsense in (
        "x",
        "activity_crowded:",
        "activity_crowded:x",
        "nothing:1",
        f"activity_crowded:{10**30}",
    ):
        assert "请先勾选" in accept(client, nonsense).content.decode()
    assert not AcceptedRecord.objects.exists()


def test_what_no_check_finds_is_not_accepted(bad_records: Community) -> None:
    sound = Activity.objects.exclude(title="万人活动").get()
    accept(worker_of(bad_records), f"activity_crowded:{sound.pk}")
    assert not AcceptedRecord.objects.exists()


# --- for whom ---------------------------------------------------------------------------------------


def test_staff_of_a_community_see_and_accept_their_own_alone(bad_records: Community) -> None:
    other = make_community("桂花社区")
    client = worker_of(other)
    assert client.get("/dashboard/quality/").headers["Location"] == f"/dashboard/quality/{other.code}/"
    assert client.get(f"/dashboard/quality/{bad_records.code}/").status_code == 404
    assert client.get(f"{LIST}?community={bad_records.code}").status_code == 404
    text = client.get(LIST).content.decode()
    assert "桂花站" in text and "演示站" not in text and "桂雅" not in text
    accept(client, crowded(street_admin())[0])
    assert not AcceptedRecord.objects.exists()


def test_nobody_takes_back_what_another_community_accepted(bad_records: Community) -> None:
    accept(worker_of(bad_records), crowded(street_admin())[0])
    line = f"activity_crowded:{AcceptedRecord.objects.get().row}"
    worker_of(make_community("桂花社区")).post(LIST, {"line": line, "action": "take_back"})
    assert AcceptedRecord.objects.exists()


def test_leaders_read_titles_and_change_nothing(bad_records: Community) -> None:
    client = leader()
    text = client.get(LIST).content.decode()
    assert "陈楼长" in text and "小明" not in text and "13812345678" not in text
    assert "/admin/volunteers/" not in text and 'name="line"' not in text
    accept(client, crowded(street_admin())[0])
    assert not AcceptedRecord.objects.exists()
    assert "/admin/volunteers/appointment/" in street_admin().get(LIST).content.decode()


def test_leaders_are_told_how_many_they_may_not_read(bad_records: Community) -> None:
    kind = MatterKind.objects.create(name="邻里纠纷", sensitive=True)
    ContactLog.objects.create(
        appointment=make_appointment(),
        on=TODAY - timedelta(days=200),
        kind=kind,
        text="演示",
        result="following",
    )
    query = "?check=entry_stale"
    text = leader().get(f"{LIST}{query}").content.decode()
    assert listed(leader(), query) == 1 and "1 处您的账号不能查看" in text
    assert "不能查看" not in street_admin().get(f"{LIST}{query}").content.decode()


def test_others_are_shut_out(client: Client) -> None:
    head = logged_in(make_user(Role.HEAD))
    for path in ("/dashboard/quality/", LIST, f"{LIST[:-1]}.xlsx"):
        assert client.get(path).status_code == 302 and head.get(path).status_code == 403


def test_the_file_holds_the_same_lines_and_is_logged(bad_records: Community) -> None:
    client = leader()
    response = client.get(f"/dashboard/quality/records.xlsx?community={bad_records.code}")
    rows = list(load_workbook(io.BytesIO(response.content)).active.iter_rows(values_only=True))
    assert len(rows) - 1 == listed(client, f"?community={bad_records.code}")
    cells = "".join(str(cell) for row in rows for cell in row)
    assert "陈楼长" in cells and "小明" not in cells and "10,000 人次" in cells
    assert SecurityEvent.objects.filter(kind="export", what="quality").exists()


def test_the_street_alone_sets_the_limits(bad_records: Community) -> None:
    path = "/admin/dashboard/qualitylimits/add/"
    assert worker_of(bad_records).get(path).status_code == 403 and leader().get(path).status_code == 403
    street = street_admin()
    sent = {"attendance": 20_000, "places_per_head": 10, "entries_per_day": 30, "members": 1000}
    assert quality().numbers()["activity_crowded"].weak == 1
    street.post(path, {**sent, "households": 8000, "stale_days": 90})
    assert QualityLimits.current().attendance == 20_000
    assert quality().numbers()["activity_crowded"].weak == 0
    assert street.get(path).status_code == 403
    assert "修改界限" in street.get("/dashboard/quality/").content.decode()


# --- cost -------------------------------------------------------------------------------------------


def test_counting_costs_a_query_a_source_however_many_communities(django_assert_max_num_queries: Any) -> None:  # noqa: ANN401
    accept(street_admin(), lines(street_admin()))
    sources = {check.source.key for check in checks()}
    for n in range(8):
        community = make_community(f"演示{n}社区")
        make_station(community=community)
        make_appointment(place=make_place(community=community))
    with django_assert_max_num_queries(3 * len(sources)):
        count(Moment())


def test_a_page_of_the_list_costs_the_same_whatever_its_length(
    bad_records: Community,
    django_assert_max_num_queries: Any,  # noqa: ANN401
) -> None:
    for n in range(20):
        make_appointment(place=make_place(community=bad_records), ends_on=TODAY - timedelta(days=1 + n))
    client = street_admin()
    client.get(LIST)
    with django_assert_max_num_queries(20):
        assert client.get(f"{LIST}?check=head_term").status_code == 200


def test_the_pages_keep_what_was_counted_for_a_minute(
    bad_records: Community,
    django_assert_max_num_queries: Any,  # noqa: ANN401
) -> None:
    client = leader()
    client.get("/dashboard/quality/")
    with django_assert_max_num_queries(8):
        client.get("/dashboard/quality/")


def test_a_check_s_own_rows_are_those_that_it_counts() -> None:
    moment = Moment()
    found = count(moment).numbers()
    for check in checks():
        assert check.rows(moment).count() == found[check.key].weak, check.key
