"""The station's page in the admin: hours as text, a pasted point, exceptions, services, list and actions."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communities.coords import Datum, from_wgs84, great_circle
from communities.models import Community
from stations import timetable as tt
from stations.models import Offering, OpeningException, Service, Station, Timetable
from tests.factories import OFFICE, make_community, make_estate, make_station
from tests.people import street_admin, worker_of
from tests.stations.admin_pages import errors_of, filled_form, send

pytestmark = pytest.mark.django_db
LIST = "admin:stations_station_changelist"


@pytest.fixture
def community() -> Community:
    return make_community("桂雅社区")


@pytest.fixture
def worker(community: Community) -> Client:
    return worker_of(community)


@pytest.fixture
def station(community: Community) -> Station:
    return make_station("演示党群服务站", community=community)


def address(station: Station) -> str:
    return reverse("admin:stations_station_change", args=[station.pk])


# --- the whole form ---------------------------------------------------------------------------------


def test_a_worker_adds_a_station_in_one_go(worker: Client, community: Community) -> None:
    service = Service.objects.create(name="社保咨询", slug="social")
    response = send(
        worker,
        reverse("admin:stations_station_add"),
        name="新党群服务站",
        point_0="23.0371, 113.1506",
        hours_0="8:30-12:00、14:00-17:30",
        hours_5="9:00-12:00",
        hours_6="休息",
        **{"offerings-TOTAL_FORMS": "1", "offerings-0-service": service.pk, "offerings-0-note": "周三上午"},
        **{"exceptions-TOTAL_FORMS": "1", "exceptions-0-date": "2030-05-01", "exceptions-0-hours": "休息"},
    )
    assert response.status_code == 302
    station = Station.objects.get(name="新党群服务站")
    assert station.community == community
    assert (station.lat, station.lon) == (23.0371, 113.1506)
    assert station.timetable.spans[0] == ((510, 720), (840, 1050))
    assert station.timetable.spans[1] == station.timetable.spans[6] == ()
    assert station.timetable.spans[5] == ((540, 720),)
    assert station.offerings.get().note == "周三上午"
    assert station.exceptions.get().day == ()


def test_saving_unchanged_changes_nothing(worker: Client, station: Station) -> None:
    Station.objects.filter(pk=station.pk).update(lat=23.037123456789, lon=113.150612345678)
    OpeningException.objects.create(station=station, date="2030-05-01", spans="540-720", reason="劳动节")
    before = Station.objects.filter(pk=station.pk).values().get()
    assert send(worker, address(station)).status_code == 302
    after = Station.objects.filter(pk=station.pk).values().get()
    assert {**after, "updated_at": None} == {**before, "updated_at": None}
    assert OpeningException.objects.get().spans == "540-720"
    assert Timetable.objects.count() == 1


def test_an_estate_of_another_community_is_refused(station: Station) -> None:
    estate = make_estate("远处花园", community=make_community("桂花社区"))
    response = send(street_admin(), address(station), estate=estate.pk)
    assert errors_of(response)["estate"] == ["这个小区不属于所选的社区。"]


def test_a_name_twice_in_one_community_is_refused(
    worker: Client, station: Station, community: Community
) -> None:
    make_station("另一站", community=community)
    assert "这个社区已经有同名的站点。" in str(errors_of(send(worker, address(station), name="另一站")))


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("phone", "123", "电话请写成"),
        ("name", " ", "必填"),
        ("name", "长" * 10_000, "不超过"),
        ("address", "a\x00b", "空字符"),
        ("opened_on", "0001-01-01", "年份好像不对"),
        ("opened_on", "昨天", "日期"),
        ("level", "palace", "有效"),
        ("estate", "999999", "不在您能选择的范围里"),
        ("point_0", "x" * 10_000, "不超过"),
        ("point_1", "mars", "坐标系只能从列表里选择"),
    ],
)
def test_what_cannot_be_is_refused_on_its_field(
    worker: Client, station: Station, field: str, value: str, words: str
) -> None:
    errors = errors_of(send(worker, address(station), **{field: value}))
    assert words in "".join(errors[field.removesuffix("_0").removesuffix("_1")])


def test_closing_before_opening_is_refused(worker: Client, station: Station) -> None:
    response = send(worker, address(station), opened_on="2024-05-01", closed_on="2024-04-01")
    assert "撤销日期不能早于启用日期。" in str(errors_of(response))


# --- hours ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("8:30-12:00、14:00-17:30", ((510, 720), (840, 1050))),
        ("８：３０－１２：００，１４：００～１７：３０", ((510, 720), (840, 1050))),
        ("8:30至12:00; 14:00到17:30", ((510, 720), (840, 1050))),
        ("14:00-17:30, 8:30-12:00", ((510, 720), (840, 1050))),
        ("全天", ((0, 1440),)),
        ("21:00-次日2:00", ((1260, 1560),)),
        ("休息", ()),
    ],
)
def test_hours_are_read_as_people_write_them(
    worker: Client, station: Station, text: str, spans: tt.Day
) -> None:
    days = dict.fromkeys([f"hours_{n}" for n in range(7)], "休息")
    assert send(worker, address(station), **{**days, "hours_2": text}).status_code == 302
    station.refresh_from_db()
    assert station.timetable.spans[2] == spans


def test_the_week_is_shown_as_it_can_be_typed_again(worker: Client, station: Station) -> None:
    values = filled_form(worker, address(station))
    assert values["hours_0"] == "8:30–12:00、14:00–17:30"
    assert values["hours_6"] == "休息"


@pytest.mark.parametrize(
    ("day", "text", "words"),
    [
        ("hours_3", "8点半开门", "读不懂"),
        ("hours_3", "8:30-12:00、11:00-14:00", "重叠"),
        ("hours_3", "25:00-26:00", "小时到 24"),
        ("hours_3", "9:00-9:00", "全天"),
        ("hours_3", "、".join(f"{h}:00-{h}:30" for h in range(8, 14)), "最多写 5 段"),
        ("hours_3", "8" * 5000, "不超过"),
    ],
)
def test_wrong_hours_are_refused_on_their_day_and_nothing_is_saved(
    worker: Client, station: Station, day: str, text: str, words: str
) -> None:
    before = station.timetable_id
    errors = errors_of(send(worker, address(station), name="改名", **{day: text}))
    assert list(errors) == [day]
    assert words in errors[day][0]
    station.refresh_from_db()
    assert (station.name, station.timetable_id) == ("演示党群服务站", before)


def test_a_night_that_runs_into_the_next_morning_is_refused_on_its_evening(
    worker: Client, station: Station
) -> None:
    errors = errors_of(send(worker, address(station), hours_4="20:00-次日9:30", hours_5="9:00-12:00"))
    assert list(errors) == ["hours_4"]
    assert "周五" in errors["hours_4"][0]


def test_a_week_left_empty_means_that_the_hours_are_not_known(worker: Client, station: Station) -> None:
    days = dict.fromkeys([f"hours_{n}" for n in range(7)], "")
    assert send(worker, address(station), **days).status_code == 302
    station.refresh_from_db()
    assert station.timetable is None


def test_stations_with_the_same_week_share_one_timetable(worker: Client, station: Station) -> None:
    second = make_station(community=station.community, timetable=None)
    days = {f"hours_{n}": OFFICE for n in range(5)}
    assert send(worker, address(second), **days).status_code == 302
    second.refresh_from_db()
    assert second.timetable == station.timetable
    assert send(worker, address(second), open_on_holidays="on").status_code == 302
    second.refresh_from_db()
    assert second.timetable != station.timetable and second.timetable.open_on_holidays


# --- exceptions -------------------------------------------------------------------------------------


def exceptions(*rows: tuple[str, str]) -> dict[str, str]:
    values = {"exceptions-TOTAL_FORMS": str(len(rows))}
    for number, (date, hours) in enumerate(rows):
        values |= {f"exceptions-{number}-date": date, f"exceptions-{number}-hours": hours}
    return values


def test_a_date_with_other_hours(worker: Client, station: Station) -> None:
    assert send(worker, address(station), **exceptions(("2030-05-01", "9:00-12:00"))).status_code == 302
    assert station.exceptions.get().day == ((540, 720),)


def test_one_date_twice_is_refused(worker: Client, station: Station) -> None:
    response = send(worker, address(station), **exceptions(("2030-05-01", "休息"), ("2030-05-01", "全天")))
    assert errors_of(response)
    OpeningException.objects.create(station=station, date="2030-05-02")
    values = exceptions(("2030-05-02", "休息"), ("2030-05-02", "全天"))
    assert errors_of(send(worker, address(station), **values))
    assert station.exceptions.count() == 1


def test_an_exception_needs_a_word_about_its_hours(worker: Client, station: Station) -> None:
    errors = errors_of(send(worker, address(station), **exceptions(("2030-05-01", ""))))
    assert "exceptions-0-hours" in errors
    errors = errors_of(send(worker, address(station), **exceptions(("2030-05-01", "看情况"))))
    assert "读不懂" in errors["exceptions-0-hours"][0]


# --- services ---------------------------------------------------------------------------------------


def test_retired_services_are_offered_only_where_they_stand_already(worker: Client, station: Station) -> None:
    old = Service.objects.create(name="旧服务", slug="old", active=False)
    new = Service.objects.create(name="新服务", slug="new")
    assert "旧服务" not in worker.get(address(station)).content.decode()
    Offering.objects.create(station=station, service=old)
    assert "旧服务" in worker.get(address(station)).content.decode()
    values = {"offerings-TOTAL_FORMS": "2", "offerings-1-service": new.pk}
    assert send(worker, address(station), **values).status_code == 302
    assert station.offerings.count() == 2


def test_a_service_twice_is_refused(worker: Client, station: Station) -> None:
    service = Service.objects.create(name="社保咨询", slug="social")
    values = {
        "offerings-TOTAL_FORMS": "2",
        "offerings-0-service": service.pk,
        "offerings-1-service": service.pk,
    }
    assert errors_of(send(worker, address(station), **values))
    assert not station.offerings.exists()


# --- the point --------------------------------------------------------------------------------------


@pytest.mark.parametrize("datum", list(Datum))
def test_a_point_of_any_map_is_stored_as_wgs84(worker: Client, station: Station, datum: Datum) -> None:
    lat, lon = from_wgs84(23.0301, 113.1488, datum)
    response = send(worker, address(station), point_0=f"{lat:.7f}，{lon:.7f}", point_1=str(datum))
    assert response.status_code == 302
    station.refresh_from_db()
    assert great_circle(station.lat, station.lon, 23.0301, 113.1488) < 0.5


def test_swapped_numbers_are_refused_with_the_right_order(worker: Client, station: Station) -> None:
    errors = errors_of(send(worker, address(station), point_0="113.1488,23.0301"))
    assert "23.0301, 113.1488" in errors["point"][0]


def test_a_point_far_from_the_street_is_refused(worker: Client, station: Station) -> None:
    assert "公里" in errors_of(send(worker, address(station), point_0="39.9, 116.4"))["point"][0]


def test_a_point_far_from_its_community_is_taken_with_a_warning(worker: Client, station: Station) -> None:
    values = filled_form(worker, address(station))
    response = worker.post(address(station), {**values, "point_0": "23.09, 113.1506"}, follow=True)
    assert "请核对位置和坐标系" in response.content.decode()


def test_a_point_can_be_taken_away(worker: Client, station: Station) -> None:
    assert send(worker, address(station), point_0="").status_code == 302
    station.refresh_from_db()
    assert (station.lat, station.lon) == (None, None)


def test_an_address_cannot_fill_in_a_point(worker: Client) -> None:
    for query in ("point=x", "point=1,2", "hours_0=x", "estate=x", "opened_on=x"):
        assert worker.get(f"{reverse('admin:stations_station_add')}?{query}").status_code == 200


# --- the list ---------------------------------------------------------------------------------------


def shown(client: Client, query: str) -> set[str]:
    response = client.get(reverse(LIST) + query)
    return {station.name for station in response.context["cl"].result_list}


def test_the_list_finds_what_a_record_lacks(worker: Client, community: Community) -> None:
    today = timezone.localdate()
    whole = {"community": community, "phone": "0757-86000001", "confirmed_on": today}
    make_station("齐全", **whole)
    make_station("没坐标", **{**whole, "lat": None, "lon": None})
    make_station("没电话", **{**whole, "phone": ""})
    make_station("没时间", **{**whole, "timetable": None})
    make_station("久未核对", **{**whole, "confirmed_on": today - timedelta(days=91)})
    make_station("刚好九十天", **{**whole, "confirmed_on": today - timedelta(days=90)})
    make_station("从未核对", **{**whole, "confirmed_on": None})
    assert shown(worker, "?gap=point") == {"没坐标"}
    assert shown(worker, "?gap=phone") == {"没电话"}
    assert shown(worker, "?gap=hours") == {"没时间"}
    assert shown(worker, "?gap=confirmed") == {"久未核对", "从未核对"}
    assert shown(worker, "?gap=any") == {"没坐标", "没电话", "没时间", "久未核对", "从未核对"}
    assert "90 天没有核对" in worker.get(reverse(LIST)).content.decode()


def test_the_list_finds_by_name_address_community_and_estate(community: Community) -> None:
    street = street_admin()
    estate = make_estate("俊雅花园", community=community, aliases="俊雅")
    make_station("甲站", community=community, address="南桂东路1号", estate=estate)
    make_station("乙站", community=make_community("桂花社区"), address="桂澜路2号")
    assert shown(street, "?q=甲") == {"甲站"}
    assert shown(street, "?q=桂澜路") == {"乙站"}
    assert shown(street, "?q=桂雅") == {"甲站"}
    assert shown(street, "?q=俊雅") == {"甲站"}


def test_the_list_says_what_is_open_now(worker: Client, community: Community) -> None:
    make_station(
        community=community, timetable=Timetable.for_week((((0, 1440),),) * 7, open_on_holidays=True)
    )
    assert "营业中" in worker.get(reverse(LIST)).content.decode()


def test_the_list_asks_no_more_for_more_stations(
    worker: Client, community: Community, django_assert_max_num_queries: object
) -> None:
    for _ in range(30):
        make_station(community=community)
    with django_assert_max_num_queries(14):
        worker.get(reverse(LIST))


def act(client: Client, action: str, *stations: Station, **more: str) -> str:
    data = {"action": action, "_selected_action": [station.pk for station in stations], **more}
    return client.post(reverse(LIST), data, follow=True).content.decode()


def test_marking_as_confirmed_today_is_logged(worker: Client, station: Station) -> None:
    assert "1 个站点已标记为今天核对过" in act(worker, "confirm_today", station)
    station.refresh_from_db()
    assert station.confirmed_on == timezone.localdate()
    assert LogEntry.objects.get().change_message == "核对过资料"


def test_suspending_asks_first(worker: Client, station: Station) -> None:
    page = act(worker, "suspend", station)
    assert "演示党群服务站" in page and "返回，不作改动" in page
    station.refresh_from_db()
    assert station.status == Station.Status.OPEN
    assert "1 个站点已暂停服务" in act(worker, "suspend", station, confirmed="yes")
    station.refresh_from_db()
    assert station.status == Station.Status.SUSPENDED
    assert "1 个站点已恢复服务" in act(worker, "resume", station)
    station.refresh_from_db()
    assert station.status == Station.Status.OPEN


def test_suspending_leaves_stations_alone_that_do_not_serve(worker: Client, community: Community) -> None:
    closed = make_station(community=community, status=Station.Status.CLOSED)
    assert "都不需要这样做" in act(worker, "suspend", closed)
    act(worker, "resume", closed)
    closed.refresh_from_db()
    assert closed.status == Station.Status.CLOSED


def test_a_read_only_page_shows_week_and_point(station: Station) -> None:
    from guicheng.accounts.models import Role
    from tests.people import logged_in, make_user

    text = logged_in(make_user(Role.STREET_LEADER)).get(address(station)).content.decode()
    assert "周一至周五 8:30–12:00、14:00–17:30" in text
    assert "23.037100, 113.150600" in text


def test_the_maps_surroundings_are_ones_own(worker: Client, station: Station) -> None:
    make_station("外人站", community=make_community("桂花社区"))
    make_station("隔壁站", community=station.community)
    text = worker.get(address(station)).content.decode()
    assert "外人站" not in text
    around = worker.get(address(station)).context["adminform"].form.fields["point"].widget.orientation
    assert [mark[0] for mark in around["marks"]] == ["隔壁站"]
    assert [area[0] for area in around["areas"]] == ["桂雅"]
