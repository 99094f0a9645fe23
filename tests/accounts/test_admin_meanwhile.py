"""Two people at one record, and one person pressing twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from communities.models import Community
from guicheng.accounts.models import Role
from stations.models import Activity, OpeningException, Service, Station
from tests.factories import make_activity, make_community, make_estate, make_station, shanghai
from tests.people import logged_in, make_user, worker_of
from tests.stations.admin_pages import _Form, errors_of, filled_form, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def community() -> Community:
    return make_community("桂雅社区")


@pytest.fixture
def station(community: Community) -> Station:
    return make_station("演示党群服务站", community=community, phone="10000", description="旧简介")


@pytest.fixture
def first(community: Community) -> Client:
    return worker_of(community)


@pytest.fixture
def second(community: Community) -> Client:
    user = make_user(Role.COMMUNITY_WORKER, community)
    user.name = "乙"
    user.save()
    return logged_in(user)


def change(station: Station) -> str:
    return reverse("admin:stations_station_change", args=[station.pk])


def shown(response) -> dict:
    page = _Form()
    page.feed(response.content.decode())
    return page.values


def test_the_second_is_told_and_nothing_is_written(first: Client, second: Client, station: Station) -> None:
    opened = filled_form(first, change(station))
    send(second, change(station), phone="20000", address="南桂东路2号")
    response = first.post(change(station), {**opened, "phone": "30000", "description": "新简介"})
    assert "还没有保存" in response.content.decode()
    station.refresh_from_db()
    assert (station.phone, station.description) == ("20000", "旧简介")
    told = response.context["meanwhile"]
    assert [entry.who for entry in told.entries] == ["乙"]
    assert [(clash.where, clash.theirs, clash.yours) for clash in told.yours] == [("电话", "20000", "30000")]
    assert [(clash.where, clash.theirs) for clash in told.taken] == [("地址", "南桂东路2号")]
    # What was typed stands in the form, what only the other changed came in.
    values = shown(response)
    assert (values["phone"], values["description"], values["address"]) == ("30000", "新简介", "南桂东路2号")
    # Knowing it, saving goes through and loses neither.
    assert first.post(change(station), values).status_code == 302
    station.refresh_from_db()
    assert (station.phone, station.description, station.address) == ("30000", "新简介", "南桂东路2号")


def test_a_third_save_meanwhile_is_told_again(first: Client, second: Client, station: Station) -> None:
    opened = filled_form(first, change(station))
    send(second, change(station), phone="20000")
    values = shown(first.post(change(station), {**opened, "phone": "30000"}))
    send(second, change(station), phone="40000")
    assert first.post(change(station), values).status_code == 200
    station.refresh_from_db()
    assert station.phone == "40000"


def test_one_alone_is_never_asked(first: Client, station: Station) -> None:
    for number in ("20000", "30000"):
        assert send(first, change(station), phone=number).status_code == 302


def test_a_record_older_than_its_history_is_compared_too(
    first: Client, second: Client, station: Station
) -> None:
    Station.history.all().delete()
    opened = filled_form(first, change(station))
    send(second, change(station), phone="20000", status="suspended")
    response = first.post(change(station), {**opened, "description": "新简介"})
    told = response.context["meanwhile"]
    assert not told.yours and {clash.where for clash in told.taken} == {"电话", "状态"}
    assert shown(response)["phone"] == "20000" and shown(response)["status"] == "suspended"


def test_choices_dates_ticks_and_hours_are_merged(
    first: Client, second: Client, station: Station, community: Community
) -> None:
    estate = make_estate("俊雅花园", community=community)
    opened = filled_form(first, change(station))
    send(
        second,
        change(station),
        estate=estate.pk,
        opened_on="2024-05-01",
        open_on_holidays="on",
        hours_0="9:00-11:00",
        point_0="23.0400, 113.1600",
    )
    response = first.post(change(station), {**opened, "hours_1": "休息"})
    taken = {clash.where: clash.theirs for clash in response.context["meanwhile"].taken}
    assert taken["周一"] == "9:00–11:00" and taken["小区（村、园区）"] == "俊雅花园"
    assert taken["启用日期"] == "2024-05-01" and taken["法定节假日也开放"] == "是"
    assert taken["坐标"].startswith("23.040000, 113.160000")
    values = shown(response)
    assert values["estate"] == str(estate.pk) and values["opened_on"] == "2024/05/01"
    assert values["open_on_holidays"] == "on" and values["point_0"] == "23.040000, 113.160000"
    assert values["hours_0"] == "9:00–11:00" and values["hours_1"] == "休息"
    assert first.post(change(station), values).status_code == 302
    station.refresh_from_db()
    assert (station.lat, station.estate, station.timetable.spans[1]) == (23.04, estate, ())
    assert station.timetable.open_on_holidays


# --- the rows of the form ---------------------------------------------------------------------------


def exception(day: str, **more) -> dict:
    return {"exceptions-TOTAL_FORMS": "1", "exceptions-0-date": day, "exceptions-0-hours": "休息", **more}


def test_a_row_added_meanwhile_is_not_lost(first: Client, second: Client, station: Station) -> None:
    opened = filled_form(first, change(station))
    send(second, change(station), **exception("2030-05-01"))
    response = first.post(change(station), {**opened, **exception("2030-05-02")})
    assert response.context["meanwhile"] is not None and OpeningException.objects.count() == 1
    values = shown(response)
    assert values["exceptions-INITIAL_FORMS"] == "1" and values["exceptions-TOTAL_FORMS"] == "2"
    assert first.post(change(station), values).status_code == 302
    assert [str(row.date) for row in OpeningException.objects.all()] == ["2030-05-01", "2030-05-02"]


def test_a_row_removed_meanwhile_comes_back_only_if_it_was_changed(
    first: Client, second: Client, station: Station
) -> None:
    for day in ("2030-05-01", "2030-05-02"):
        OpeningException.objects.create(station=station, date=day, spans="")
    opened = filled_form(first, change(station))
    send(second, change(station), **{"exceptions-0-DELETE": "on", "exceptions-1-DELETE": "on"})
    response = first.post(change(station), {**opened, "exceptions-1-reason": "劳动节"})
    values = shown(response)
    assert values["exceptions-INITIAL_FORMS"] == "0" and values["exceptions-TOTAL_FORMS"] == "1"
    assert first.post(change(station), values).status_code == 302
    row = OpeningException.objects.get()
    assert (str(row.date), row.reason) == ("2030-05-02", "劳动节")


def test_a_row_that_both_changed_is_compared_field_by_field(
    first: Client, second: Client, station: Station
) -> None:
    OpeningException.objects.create(station=station, date="2030-05-01", spans="", reason="旧")
    opened = filled_form(first, change(station))
    send(second, change(station), **{"exceptions-0-hours": "9:00-12:00", "exceptions-0-reason": "他"})
    response = first.post(change(station), {**opened, "exceptions-0-reason": "我"})
    told = response.context["meanwhile"]
    assert [(clash.theirs, clash.yours) for clash in told.yours] == [("他", "我")]
    values = shown(response)
    assert values["exceptions-0-hours"] == "9:00–12:00" and values["exceptions-0-reason"] == "我"


def test_the_same_row_added_twice_is_refused_in_words(
    first: Client, second: Client, station: Station
) -> None:
    service = Service.objects.create(name="社保咨询", slug="social")
    row = {"offerings-TOTAL_FORMS": "1", "offerings-0-service": service.pk}
    opened = filled_form(first, change(station))
    send(second, change(station), **row)
    response = first.post(change(station), {**opened, **row})
    response = first.post(change(station), shown(response))
    assert "重复" in str(errors_of(response)) or "已经有这项服务" in str(errors_of(response))


# --- bad input --------------------------------------------------------------------------------------


@pytest.mark.parametrize("token", ["", "x", "-1", "9" * 40, "1-2-3-4-5-6-7", "0", "0-0-0-0", "1\x00"])
def test_a_made_up_token_is_harmless(first: Client, station: Station, token: str) -> None:
    response = send(first, change(station), phone="20000", _opened=token)
    assert response.status_code in (200, 302)


def test_a_record_deleted_meanwhile_is_said(first: Client, station: Station) -> None:
    opened = filled_form(first, change(station))
    station.delete()
    assert first.post(change(station), opened).status_code == 302


# --- rows edited in the list ------------------------------------------------------------------------


def test_a_list_does_not_write_over_what_changed_meanwhile(
    first: Client, second: Client, station: Station
) -> None:
    rows = [make_activity(station, shanghai("2026-11-20 09:00")) for _ in range(2)]
    address = reverse("admin:stations_activity_changelist")
    opened = shown_list(first, address)
    Activity.objects.update(attendance=30)
    place = next(n for n in range(2) if opened[f"form-{n}-id"] == str(rows[0].pk))
    sent = {**opened, f"form-{place}-attendance": "50", "_save": "保存"}
    response = first.post(address, sent)
    assert response.status_code == 200 and "30" in str(response.context["cl"].formset.errors)
    assert set(Activity.objects.values_list("attendance", flat=True)) == {30}
    again = {**shown_list_of(response), "_save": "保存"}
    assert again[f"form-{place}-attendance"] == "50"
    assert first.post(address, again).status_code == 302
    assert {row.pk: row.attendance for row in Activity.objects.all()} == {rows[0].pk: 50, rows[1].pk: 30}


def shown_list(client: Client, address: str) -> dict:
    return shown_list_of(client.get(address))


def shown_list_of(response) -> dict:
    page = _Form()
    page.feed(response.content.decode().replace('id="changelist-form"', 'id="changelist_form"'))
    return page.values


# --- pressed twice ----------------------------------------------------------------------------------


def estate_form(client: Client, **values) -> dict:
    return {**filled_form(client, reverse("admin:communities_estate_add")), "name": "新花园", **values}


def test_the_same_form_sent_twice_makes_one_record(first: Client, community: Community) -> None:
    address = reverse("admin:communities_estate_add")
    sent = estate_form(first)
    assert first.post(address, sent).status_code == 302
    again = first.post(address, sent, follow=True)
    made = community.estates.get()
    assert again.redirect_chain[0][0] == reverse("admin:communities_estate_change", args=[made.pk])
    assert "没有重复登记" in again.content.decode()


def test_a_form_that_was_refused_can_be_sent_again(first: Client, community: Community) -> None:
    address = reverse("admin:communities_estate_add")
    sent = estate_form(first, name="")
    for _ in range(2):
        assert errors_of(first.post(address, sent))["name"]
    assert first.post(address, {**sent, "name": "新花园"}).status_code == 302
    assert community.estates.count() == 1


def test_going_back_and_typing_another_name_makes_another_record(first: Client, community: Community) -> None:
    address = reverse("admin:communities_estate_add")
    sent = estate_form(first)
    first.post(address, sent)
    first.post(address, {**sent, "name": "另一个花园"})
    assert community.estates.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_make_one_record() -> None:
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("An in-memory database is one connection.")
    community = make_community("桂雅社区")
    client = worker_of(community)
    address = reverse("admin:stations_activity_add")
    station = make_station("演示党群服务站", community=community)
    sent = {
        **filled_form(client, address),
        "title": "义诊",
        "station": station.pk,
        "starts_at_0": "2026-12-01",
        "starts_at_1": "09:00",
        "ends_at_0": "2026-12-01",
        "ends_at_1": "11:00",
    }

    def press(_: int) -> int:
        other = Client()
        other.cookies = client.cookies
        try:
            return other.post(address, sent).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        assert set(pool.map(press, range(2))) == {302}
    assert Activity.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_saves_at_once_come_one_after_the_other() -> None:
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("An in-memory database is one connection.")
    community = make_community("桂雅社区")
    station = make_station("演示党群服务站", community=community)
    client = worker_of(community)
    opened = filled_form(client, change(station))

    def save(phone: str) -> int:
        other = Client()
        other.cookies = client.cookies
        try:
            return other.post(change(station), {**opened, "phone": phone}).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(save, ["20000", "30000"])) == [200, 302]
