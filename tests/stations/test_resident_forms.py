"""信息有误 and 需求征集: what a resident sends arrives once, as written, and robots get little joy."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.core import signing
from django.db import OperationalError, connection, transaction
from django.db.models import Model
from django.test import Client
from pytest_django.fixtures import Settings

from guicheng.web import protect
from stations.models import Service, ServiceWish, Station, StationReport
from tests.factories import make_community, make_station
from tests.people import street_admin, worker_of

pytestmark = pytest.mark.django_db
EVIL = "<script>alert(1)</script><b>粗</b>"


@pytest.fixture
def station(db: None) -> Station:
    return make_station("甲站")


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if two seconds had passed since the page was opened."""
    monkeypatch.setattr(protect, "MIN_SECONDS", -1)


def opened(client: Client, path: str) -> str:
    """The stamp of a form just opened."""
    html = client.get(path).content.decode()
    return unescape(re.search(r'name="opened" value="([^"]+)"', html)[1])


def send(client: Client, path: str, **fields: str):  # noqa: ANN201
    fields.setdefault("opened", opened(client, path))
    return client.post(path, fields)


def test_a_report_waits_for_the_station_s_staff(station: Station, patient: None, client: Client):
    path = f"/stations/{station.pk}/report/"
    response = send(client, path, kind="place", text="应在马路对面")
    assert response.status_code == 302
    thanks = client.get(response["Location"]).content.decode()
    assert "谢谢您！社区工作人员会核对并改正。" in thanks
    assert "<form method" not in thanks
    row = StationReport.objects.get()
    assert (row.station, row.kind, row.text, row.handled) == (station, "place", "应在马路对面", False)
    listed = worker_of(station.community).get("/admin/stations/stationreport/").content.decode()
    assert "应在马路对面" in listed
    other = worker_of(make_community("平洲社区")).get("/admin/stations/stationreport/").content.decode()
    assert "应在马路对面" not in other


def test_a_wish_may_name_a_service_or_just_say_it(station: Station, patient: None, client: Client):
    meals = Service.objects.create(name="助餐", slug="meals")
    path = f"/stations/{station.pk}/wish/"
    assert send(client, path, service=str(meals.pk)).status_code == 302
    assert send(client, path, text="想要理发").status_code == 302
    community = f"/communities/{station.community.code}/wish/"
    assert send(client, community, text="想要托育").status_code == 302
    rows = ServiceWish.objects.order_by("pk").values_list("community", "station", "service", "text")
    assert list(rows) == [
        (station.community_id, station.pk, meals.pk, ""),
        (station.community_id, station.pk, None, "想要理发"),
        (station.community_id, None, None, "想要托育"),
    ]


@pytest.mark.parametrize("fields", [{}, {"text": "   "}, {"text": "\x00\x07"}, {"service": ""}])
def test_a_wish_that_says_nothing_is_asked_for_words(
    fields: dict[str, str], station: Station, patient: None, client: Client
):
    response = send(client, f"/stations/{station.pk}/wish/", **fields)
    assert response.status_code == 400
    assert "请选一项服务，或者写一句您需要什么。" in response.content.decode()
    assert not ServiceWish.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "nonsense"},
        {"kind": ""},
        {"kind": "place", "text": "字" * 301},
        {"kind": "place", "text": "字" * 10_000},
    ],
)
def test_a_report_that_cannot_be_taken_says_why_and_keeps_the_words(
    fields: dict[str, str], station: Station, patient: None, client: Client
):
    response = send(client, f"/stations/{station.pk}/report/", **fields)
    html = response.content.decode()
    assert response.status_code == 400
    assert re.search(r'role="alert">(请选一项|请从列表里选一项|最多写 300 个字，现在有 \d+ 个)', html)
    assert fields.get("text", "") in html
    assert not StationReport.objects.exists()


@pytest.mark.parametrize("service", ["0", "x", "9" * 30, "-1"])
def test_a_service_that_is_not_in_the_list_is_refused(
    service: str, station: Station, patient: None, client: Client
):
    retired = Service.objects.create(name="旧服务", slug="old", active=False)
    for value in (service, str(retired.pk)):
        response = send(client, f"/stations/{station.pk}/wish/", service=value, text="字")
        assert response.status_code == 400
    assert not ServiceWish.objects.exists()


def test_control_characters_are_dropped_and_line_breaks_kept(station: Station, patient: None, client: Client):
    send(client, f"/stations/{station.pk}/report/", kind="other", text="一\x00二\x07三\r\n四\x1b五😀")
    assert StationReport.objects.get().text == "一二三\n四五😀"


def test_markup_is_shown_as_text_to_resident_and_staff(station: Station, patient: None, client: Client):
    path = f"/stations/{station.pk}/report/"
    refused = send(client, path, kind="", text=EVIL).content.decode()
    assert "<script>alert" not in refused
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in refused
    send(client, path, kind="other", text=EVIL)
    send(client, f"/stations/{station.pk}/wish/", text=EVIL)
    admin = street_admin()
    for model, row in (
        ("stationreport", StationReport.objects.get()),
        ("servicewish", ServiceWish.objects.get()),
    ):
        for part in ("", f"{row.pk}/change/"):
            html = admin.get(f"/admin/stations/{model}/{part}").content.decode()
            assert "alert(1)" in html
            assert "<script>alert" not in html
            assert "<b>粗</b>" not in html


def test_pressing_at_once_is_too_fast_and_works_after_a_look(
    station: Station, client: Client, monkeypatch: pytest.MonkeyPatch
):
    path = f"/stations/{station.pk}/report/"
    fields = {"kind": "place", "text": "对面", "opened": opened(client, path)}
    first = client.post(path, fields)
    assert first.status_code == 400
    html = first.content.decode()
    assert "提交得太快了" in html
    assert "对面" in html
    assert unescape(re.search(r'name="opened" value="([^"]+)"', html)[1]) == fields["opened"]
    monkeypatch.setattr(protect, "MIN_SECONDS", -1)
    assert client.post(path, fields).status_code == 302
    assert StationReport.objects.count() == 1


@pytest.mark.parametrize("stamp", ["old", "forged", "", "\x00", "x" * 5000])
def test_a_page_left_open_too_long_keeps_the_words_and_works_on_the_next_press(
    stamp: str, station: Station, patient: None, client: Client, monkeypatch: pytest.MonkeyPatch
):
    path = f"/stations/{station.pk}/wish/"
    fields = {"text": "想要理发", "opened": stamp}
    if stamp == "old":
        fields["opened"] = opened(client, path)
        monkeypatch.setattr(protect, "MAX_SECONDS", -1)
    elif stamp == "forged":
        fields["opened"] = signing.TimestampSigner(salt="other").sign("form")
    first = client.post(path, fields)
    html = first.content.decode()
    assert first.status_code == 400
    assert "您填写的内容还在" in html
    assert "想要理发" in html
    monkeypatch.undo()
    monkeypatch.setattr(protect, "MIN_SECONDS", -1)
    fields["opened"] = unescape(re.search(r'name="opened" value="([^"]+)"', html)[1])
    assert client.post(path, fields).status_code == 302
    assert ServiceWish.objects.get().text == "想要理发"


def test_a_robot_that_fills_every_field_is_stopped(station: Station, patient: None, client: Client):
    response = send(
        client, f"/stations/{station.pk}/report/", kind="place", text="x", website="http://spam.example"
    )
    assert response.status_code == 400
    assert "请把“请留空”一栏清空后再提交。" in response.content.decode()
    assert not StationReport.objects.exists()


def test_pressing_twice_sends_once_but_another_word_is_another_report(
    station: Station, patient: None, client: Client
):
    path = f"/stations/{station.pk}/report/"
    fields = {"kind": "place", "text": "对面", "opened": opened(client, path)}
    for _ in range(2):
        response = client.post(path, fields)
        assert response.status_code == 302
        assert "谢谢您" in client.get(response["Location"]).content.decode()
    assert StationReport.objects.count() == 1
    client.post(path, {**fields, "text": "还有电话也不对"})
    assert StationReport.objects.count() == 2
    client.post(path, {**fields, "opened": opened(client, path)})
    assert StationReport.objects.count() == 3


@pytest.mark.parametrize(
    ("path", "model", "fields"),
    [
        ("/stations/{pk}/report/", StationReport, {"kind": "place"}),
        ("/stations/{pk}/wish/", ServiceWish, {"text": "字"}),
        ("/communities/{code}/wish/", ServiceWish, {"text": "字"}),
    ],
)
def test_a_flood_is_stopped_in_chinese_and_others_still_get_through(
    path: str, model: type[Model], fields: dict[str, str], station: Station, patient: None, client: Client
):
    path = path.format(pk=station.pk, code=station.community.code)
    for _ in range(10):
        assert send(client, path, **fields).status_code == 302
    response = send(client, path, **fields)
    assert response.status_code == 429
    assert "提交得太频繁了" in response.content.decode()
    assert model._default_manager.count() == 10
    assert client.get(path).status_code == 200
    other = client.post(path, {**fields, "opened": opened(client, path)}, REMOTE_ADDR="10.9.9.9")
    assert other.status_code == 302


def test_a_made_up_header_does_not_open_the_gate_again(
    station: Station, patient: None, client: Client, settings: Settings
):
    path = f"/stations/{station.pk}/wish/"
    codes = []
    for n in range(11):
        headers = {"X-Forwarded-For": f"1.2.3.{n}"}
        codes.append(
            client.post(path, {"text": "字", "opened": opened(client, path)}, headers=headers).status_code
        )
    assert codes == [302] * 10 + [429]
    settings.TRUSTED_PROXIES = 1
    for n in range(11):
        headers = {"X-Forwarded-For": f"1.2.3.{n}, 8.8.8.8"}
        codes.append(
            client.post(path, {"text": "字", "opened": opened(client, path)}, headers=headers).status_code
        )
    assert codes[11:] == [302] * 10 + [429]


def test_a_form_needs_its_token(station: Station):
    strict = Client(enforce_csrf_checks=True)
    path = f"/stations/{station.pk}/report/"
    assert strict.post(path, {"kind": "place"}).status_code == 403
    html = strict.get(path).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)[1]
    response = strict.post(path, {"kind": "place", "csrfmiddlewaretoken": token})
    assert response.status_code == 400


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_a_form_takes_only_what_browsers_send(method: str, station: Station, client: Client):
    for path in (f"/stations/{station.pk}/report/", f"/stations/{station.pk}/wish/", "/feedback/"):
        assert getattr(client, method)(path).status_code == 405


def test_an_empty_or_broken_post_is_answered_with_the_form(station: Station, client: Client):
    path = f"/stations/{station.pk}/report/"
    empty = client.post(path)
    assert empty.status_code == 400
    assert "页面放得太久了" in empty.content.decode()
    broken = client.generic("POST", path, b"--x\r\nnonsense", content_type="multipart/form-data")
    assert broken.status_code == 400
    assert "读不懂" in broken.content.decode()
    huge = client.post(path, {"text": "x" * 4_000_000})
    assert huge.status_code in {400, 413}
    assert not StationReport.objects.exists()


def test_a_form_is_never_kept_by_a_cache(station: Station, client: Client):
    for path in (f"/stations/{station.pk}/report/", f"/stations/{station.pk}/wish/", "/feedback/"):
        assert "no-store" in client.get(path)["Cache-Control"]


def test_words_that_could_not_be_kept_are_taken_on_the_next_press(
    station: Station, patient: None, client: Client
):
    path = f"/stations/{station.pk}/report/"
    fields = {"kind": "place", "text": "对面", "opened": opened(client, path)}

    def broken(execute, sql, *rest):  # noqa: ANN001, ANN202
        if sql.startswith("INSERT"):
            raise OperationalError("database is locked")
        return execute(sql, *rest)

    client.raise_request_exception = False
    with transaction.atomic(), connection.execute_wrapper(broken):
        assert client.post(path, fields).status_code == 500
    assert client.post(path, fields).status_code == 302
    assert StationReport.objects.get().text == "对面"
