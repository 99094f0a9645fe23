"""操作日志: who did what to which record, filtered, turned over, exported, each reader within their scope."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communities.models import Community, Estate, Place
from guicheng.accounts.admin_names import UNSEEN
from guicheng.accounts.history import bulk_create
from guicheng.accounts.models import Role, SecurityEvent, User
from stations.models import Offering, Service, Station
from tests.factories import make_community, make_estate, make_station
from tests.people import logged_in, make_user, street_admin, worker_of
from tests.stations.admin_pages import send

pytestmark = pytest.mark.django_db
LOG = "/admin/log/"


@pytest.fixture
def community() -> Community:
    return make_community("桂雅社区")


@pytest.fixture
def street() -> Client:
    return street_admin()


def lines(client: Client, **asked: str) -> list:
    response = client.get(LOG, asked)
    assert response.status_code == 200
    return response.context["lines"]


def said(client: Client, **asked: str) -> list[tuple[str, str, str]]:
    return [(line.action, line.kind, line.name) for line in lines(client, **asked)]


# --- it works ---------------------------------------------------------------------------------------


def test_the_newest_stands_first_and_leads_to_its_history(street: Client, community: Community) -> None:
    station = make_station("演示站", community=community)
    service = Service.objects.create(name="社保咨询", slug="social")
    Offering.objects.create(station=station, service=service)
    send(street, reverse("admin:stations_station_change", args=[station.pk]), phone="12345")
    station.delete()
    shown = lines(street)
    assert [(line.action, line.kind, line.name) for line in shown[:3]] == [
        ("删除", "党群服务站", "演示站"),
        ("删除", "站点服务", "社保咨询"),
        ("修改", "党群服务站", "演示站"),
    ]
    history = reverse("admin:stations_station_history", args=[shown[0].address.split("/")[-3]])
    assert {line.address for line in shown[:3]} == {history}
    assert street.get(history).status_code == 200
    assert shown[2].who.startswith("user") and shown[0].who == "系统"


def test_each_filter_narrows(street: Client, community: Community) -> None:
    someone = make_user(Role.COMMUNITY_WORKER, community)
    someone.name = "陈少珍"
    someone.save()
    lanes = [Place(community=community, name=f"{n}巷", kind="lane") for n in range(3)]
    bulk_create(lanes, user=someone, reason="导入 7 楼长.xlsx")
    make_estate("俊雅花园", community=community).delete()
    assert len(said(street, person="少珍")) == len(said(street, person=someone.username)) == 3
    assert said(street, person="没有这个人") == []
    assert len(said(street, reason="楼长.xlsx")) == 3
    assert {kind for _, kind, _ in said(street, kind="communities.place")} == {"楼巷街"}
    assert said(street, action="-") == [("删除", "小区（村、园区）", "俊雅花园")]
    Place.history.update(history_date=timezone.now() - timedelta(days=10))
    assert said(street, person="少珍") == []
    day = (timezone.localdate() - timedelta(days=10)).isoformat()
    assert len(said(street, since=day, until=day)) == 3


def test_a_long_log_is_turned_over_and_repeats_nothing(street: Client, community: Community) -> None:
    lanes = [Place(community=community, name=f"{n}巷", kind="lane") for n in range(130)]
    bulk_create(lanes, reason="导入")
    seen = [name for page in "123" for _, _, name in said(street, kind="communities.place", p=page)]
    assert len(seen) == len(set(seen)) == 130


def test_queries_do_not_grow_with_lines(
    street: Client, community: Community, django_assert_max_num_queries
) -> None:
    station = make_station("演示站", community=community)
    for number in range(40):
        service = Service.objects.create(name=f"事项{number}", slug=f"s{number}")
        Offering.objects.create(station=station, service=service)
    with django_assert_max_num_queries(40):
        assert len(lines(street)) == 50


def test_the_list_leads_to_its_log(street: Client) -> None:
    page = street.get(reverse("admin:stations_station_changelist")).content.decode()
    assert f"{LOG}?kind=stations.station" in page


# --- the workbook -----------------------------------------------------------------------------------


def test_what_is_filtered_can_be_taken_away(street: Client, community: Community) -> None:
    for name in ("=1+1", "@SUM(A1)", "俊雅花园\x01"):
        make_estate(name, community=community)
    make_station("演示站", community=community)
    response = street.post(f"{LOG}?kind=communities.estate")
    assert response["Content-Disposition"].startswith("attachment")
    assert "no-store" in response["Cache-Control"]
    sheet = openpyxl.load_workbook(BytesIO(response.content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("时间", "操作人", "动作", "类别", "记录", "方式")
    assert [row[4] for row in rows[1:]] == ["俊雅花园", "'@SUM(A1)", "'=1+1"]
    assert all(cell.data_type == "s" for row in sheet.iter_rows() for cell in row)
    event = SecurityEvent.objects.get(kind=SecurityEvent.Kind.EXPORT)
    assert (event.what, event.count) == ("操作日志", 3) and event.user is not None


# --- who may not ------------------------------------------------------------------------------------


def test_a_community_sees_its_own(community: Community) -> None:
    other = make_community("桂花社区")
    make_station("别处的站", community=other)
    gone = make_estate("别处的花园", community=other)
    gone.delete()
    make_station("自己的站", community=community)
    worker = worker_of(community)
    names = {name for _, _, name in said(worker)}
    assert "自己的站" in names and not {"别处的站", "别处的花园"} & names
    assert "账号" not in {kind for _, kind, _ in said(worker)}
    exported = openpyxl.load_workbook(BytesIO(worker.post(LOG).content)).active
    assert "别处的站" not in str(list(exported.iter_rows(values_only=True)))
    assert "accounts.user" not in worker.get(LOG).content.decode()
    assert said(worker, kind="accounts.user") == said(worker)


def test_links_are_only_to_what_opens(community: Community) -> None:
    worker = worker_of(community)
    for line in lines(worker):
        assert not line.address or worker.get(line.address).status_code == 200


@pytest.mark.parametrize("role", [Role.DEPARTMENT, Role.STREET_LEADER, Role.HEAD])
def test_others_do_not_read_it(role: Role) -> None:
    client = logged_in(make_user(role))
    assert client.get(LOG).status_code == 403 and client.post(LOG).status_code == 403
    assert not SecurityEvent.objects.filter(kind=SecurityEvent.Kind.EXPORT).exists()


def test_nobody_logged_in_is_led_to_the_door() -> None:
    assert Client().get(LOG)["Location"].startswith("/admin/login/")


def test_the_street_reads_nothing_of_superusers(street: Client) -> None:
    root = make_user(Role.STREET_ADMIN, superuser=True)
    assert root.username not in {name for _, _, name in said(street, kind="accounts.user")}
    assert root.username in {name for _, _, name in said(logged_in(root), kind="accounts.user")}
    assert User.objects.filter(is_superuser=True).exists()


def test_what_a_record_once_pointed_at_elsewhere_is_not_named(community: Community) -> None:
    """A station and a building were moved here: the log names neither where they were, nor its keys."""
    elsewhere = make_community("别处社区")
    theirs = make_station("别处的站", community=elsewhere)
    estate = make_estate("别处的花园", community=elsewhere)
    service = Service.objects.create(name="社保咨询", slug="social")
    offering = Offering.objects.create(station=theirs, service=service)
    offering.station = make_station("这里的站", community=community)
    offering.save()
    place = Place.objects.create(community=elsewhere, estate=estate, name="3栋")
    place.community, place.estate = community, make_estate("这里的花园", community=community)
    place.save()
    worker = worker_of(community)
    assert {name for _, kind, name in said(worker) if kind == "楼巷街"} == {
        "这里的花园3栋",
        f"{UNSEEN}3栋",
    }
    older, newer = sorted(lines(worker, kind="stations.offering"), key=lambda line: line.at)
    assert older.address == ""
    assert newer.address == reverse("admin:stations_station_history", args=[offering.station_id])


# --- bad input --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "asked",
    [
        {"since": "x"},
        {"since": "0001-01-01", "until": "9999-12-31"},
        {"since": "2026-11-24", "until": "2020-01-01"},
        {"kind": "x"},
        {"action": "x"},
        {"person": "\x00"},
        {"person": "长" * 10_000},
        {"reason": "%"},
        {"p": "-1"},
        {"p": "9" * 40},
        {"p": "²"},
    ],
)
def test_a_condition_that_cannot_be_read_is_left_out(street: Client, asked: dict) -> None:
    assert street.get(LOG, asked).status_code == 200


def test_nothing_says_what_to_do(street: Client) -> None:
    assert "可以放宽日期" in street.get(LOG, {"reason": "没有"}).content.decode()
    assert Estate.objects.count() == Station.objects.count() == 0
