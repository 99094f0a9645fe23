"""A request's whole life: taken up, assigned, passed on, answered, rated, reopened, erased."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework import requests, tokens
from casework.models import RequestStep, ResidentRequest
from communities.models import Community
from guicheng.accounts.models import SecurityEvent
from guicheng.web.hidden import hide
from tests.factories import make_appointment, make_community, make_estate, make_place, make_station
from tests.people import worker_of

from .making import (
    do,
    in_days,
    made_with_token,
    make_request,
    page_of,
    picture,
    say,
    send,
    stamp,
)

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
LIST = reverse("admin:casework_residentrequest_changelist")
BY = requests.By(label="测试")


def test_a_whole_life(staff: Client, own: Community, client: Client) -> None:
    head = make_appointment(place=make_place("3栋", estate=make_estate(community=own)))
    send(client, own, phone="13800000001", surname="陈女士", photos=[picture()])
    row = ResidentRequest.objects.get()
    from .making import token_in

    token = token_in(client)
    assert row.code in staff.get(f"{LIST}?queue=new").content.decode()
    assert do(staff, row, "accept", due_on=in_days(7)).status_code == 302
    assert do(staff, row, "assign", due_on=in_days(5), appointment=head.pk).status_code == 302
    assert list(ResidentRequest.objects.for_head([head])) == [row]
    requests.head_reports(row, head, "已换灯泡", True)
    assert not ResidentRequest.objects.for_head([head]).exists()
    assert row.code in staff.get(f"{LIST}?queue=reported").content.decode()
    assert do(staff, row, "answer", text="路灯已修好，谢谢您。").status_code == 302
    html = client.get(reverse("request", args=[token])).content.decode()
    assert "路灯已修好" in html and "已换灯泡" not in html and "138****0001" in html
    assert say(client, "request-rate", token, rating="2", comment="又坏了").status_code == 302
    assert say(client, "request-reopen", token, reason="第二天又不亮了").status_code == 302
    row.refresh_from_db()
    assert (row.status, row.rating, row.due_on, row.appointment) == ("reopened", 2, None, None)
    assert do(staff, row, "accept", due_on=in_days(3)).status_code == 302
    assert do(staff, row, "close", text="换了整盏灯。").status_code == 302
    row.refresh_from_db()
    assert row.status == "closed" and row.done_at and row.public_answer == "换了整盏灯。"
    assert [step.what for step in row.steps.all()] == [
        "received", "accepted", "assigned", "head_done", "answered", "rated",
        "reopened", "accepted", "closed",
    ]  # fmt: skip
    again = say(client, "request-reopen", token, reason="再来一次试试看")
    assert again.status_code == 400 and "已经重新提出过一次" in again.content.decode()
    assert "换了整盏灯" in client.get(reverse("request", args=[token])).content.decode()
    assert list(row.history.values_list("history_change_reason", flat=True))[0] == "办结"


# --- the resident's link ----------------------------------------------------------------------------


def test_looking_changes_nothing_and_tells_nobody(own: Community, client: Client) -> None:
    row, token = made_with_token(own)
    before = ResidentRequest.objects.filter(pk=row.pk).values().get(), row.steps.count()
    for name in ("request", "request-rate", "request-reopen"):
        for _ in range(2):
            response = client.get(reverse(name, args=[token]))
            assert "no-store" in response["Cache-Control"] and "noindex" in response["X-Robots-Tag"]
    assert client.get(reverse("request", args=[token]))["Referrer-Policy"] == "no-referrer"
    assert "csrfmiddlewaretoken" not in client.get(reverse("request", args=[token])).content.decode()
    assert (ResidentRequest.objects.filter(pk=row.pk).values().get(), row.steps.count()) == before


@pytest.mark.parametrize("token", ["x", "x" * 22, "f-x", "f-" + "x" * 190, "x" * 400, "%00", "..%2f", "诉求"])
def test_a_link_that_is_none_says_what_to_do(client: Client, token: str) -> None:
    response = client.get(f"/requests/{token}/")
    assert response.status_code == 404
    if "%" not in token:
        assert "用查询码查" in response.content.decode()


def test_a_new_link_ends_the_old_one(staff: Client, own: Community, client: Client) -> None:
    row, old = made_with_token(own)
    found = tokens.found_token(row)
    page = staff.post(page_of(row, "link"), {"version": row.version})
    html = page.content.decode()
    assert page.status_code == 200 and "no-store" in page["Cache-Control"] and row.code in html
    new = html.split("/requests/")[1].split("/")[0]
    assert client.get(reverse("request", args=[new])).status_code == 200
    assert client.get(reverse("request", args=[old])).status_code == 404
    assert client.get(reverse("request", args=[found])).status_code == 404
    assert new not in str(list(RequestStep.objects.values())) + str(list(SecurityEvent.objects.values()))


def test_the_code_and_the_last_digits_find_it_for_an_hour(
    own: Community, client: Client, monkeypatch
) -> None:
    row = make_request(own, phone="13800000001")
    find = reverse("request-find")
    typed = {"opened": stamp(), "code": f" {row.code.lower()[:4]} {row.code[4:]}"}
    for tail in ("", "0002", "x", "\x00001"):
        response = client.post(find, {**typed, "opened": stamp(), "tail": tail})
        assert response.status_code == 400 and "没有找到" in response.content.decode()
    response = client.post(find, {**typed, "tail": "0001"})
    address = response["Location"]
    assert response.status_code == 302 and client.get(address).status_code == 200
    monkeypatch.setattr(tokens, "FOUND_SECONDS", -1)
    assert client.get(address).status_code == 404


def test_links_stay_out_of_logs(own: Community) -> None:
    row, token = made_with_token(own)
    for secret in (token, tokens.found_token(row)):
        path = reverse("request", args=[secret])
        assert hide(path) == "/requests/…/" and hide(f"{path}rate/") == "/requests/…/rate/"


def test_codes_cannot_be_tried_through(own: Community, client: Client) -> None:
    row = make_request(own, phone="13800000001")
    find = reverse("request-find")
    answers = [
        client.post(find, {"opened": stamp(), "code": row.code, "tail": f"{n:04d}"}).status_code
        for n in range(2, 30)
    ]
    assert answers[-1] == 429
    spread = [
        Client(REMOTE_ADDR=f"203.0.113.{n}")
        .post(find, {"opened": stamp(), "code": row.code, "tail": "0001"})
        .status_code
        for n in range(3)
    ]
    assert 302 not in spread[1:]


def test_without_a_telephone_the_code_alone_finds_it(own: Community, client: Client) -> None:
    row = make_request(own)
    response = client.post(reverse("request-find"), {"opened": stamp(), "code": row.code})
    assert response.status_code == 302


def test_pressing_rate_twice_rates_once(own: Community, client: Client) -> None:
    row, token = made_with_token(own)
    requests.answer(row, 1, by=BY, text="好了")
    data = {"opened": stamp(), "rating": "5"}
    for _ in range(2):
        assert client.post(reverse("request-rate", args=[token]), data).status_code == 302
    other = say(client, "request-rate", token, rating="1")
    row.refresh_from_db()
    assert row.rating == 5 and other.status_code == 400


def test_reopening_has_its_time(own: Community, client: Client) -> None:
    row, token = made_with_token(own)
    requests.close(row, 1, by=BY, text="好了")
    ResidentRequest.objects.filter(pk=row.pk).update(done_at=timezone.now() - timedelta(days=16))
    assert say(client, "request-reopen", token, reason="还是没有解决").status_code == 400
    row.refresh_from_db()
    assert row.status == "closed"


# --- two at once, wrong moves -----------------------------------------------------------------------


def test_the_second_of_two_is_told_and_loses_nothing(staff: Client, own: Community) -> None:
    row, station = make_request(own), make_station("演示站", community=own)
    version = row.version
    other = worker_of(own)
    assert do(other, row, "assign", due_on=in_days(5), deliberation="12 月论坛").status_code == 302
    late = {
        "do": "assign",
        "version": version,
        "due_on": in_days(9),
        "station": station.pk,
        "note": "我写的备注",
    }
    response = staff.post(page_of(row), late)
    html = response.content.decode()
    assert response.status_code == 409 and "别人办理过这条诉求" in html and "我写的备注" in html
    assert "12 月论坛" in html and in_days(9) in html
    row.refresh_from_db()
    assert row.assigned_to == "deliberation" and row.steps.filter(what="assigned").count() == 1
    assert staff.post(page_of(row), {**late, "version": row.version}).status_code == 302
    row.refresh_from_db()
    assert row.station == station


def test_a_settled_request_is_not_assigned(staff: Client, own: Community) -> None:
    row = requests.close(make_request(own), 1, by=BY, text="好了")
    response = do(staff, row, "assign", due_on=in_days(5), deliberation="论坛")
    assert response.status_code == 400 and "不能再这样办理" in response.content.decode()


@pytest.mark.parametrize(
    "what", ["", "drop", "accept", "assign", "pass", "answer", "return", "refuse", "move"]
)
@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30, "1"])
def test_half_filled_posts_change_nothing(staff: Client, own: Community, what: str, version: str) -> None:
    row = make_request(own)
    response = staff.post(page_of(row), {"do": what, "version": version, "due_on": "\x00", "note": ""})
    assert response.status_code in {200, 400, 409}
    row.refresh_from_db()
    assert row.version == 1


def test_what_lies_elsewhere_cannot_be_chosen(staff: Client, own: Community) -> None:
    row, far = make_request(own), make_community("桂花社区")
    for chosen in (
        {"station": make_station(community=far).pk},
        {"appointment": make_appointment(community=far).pk},
    ):
        assert do(staff, row, "assign", due_on=in_days(5), **chosen).status_code == 400
    row.refresh_from_db()
    assert row.status == "new"


def test_a_head_writes_only_to_what_lies_with_that_term(own: Community) -> None:
    mine, others = make_appointment(community=own), make_appointment(community=own)
    row = requests.assign(
        make_request(own, phone="13800000001"), 1, by=BY, due_on=date(2099, 1, 1), appointment=mine
    )
    assert row.phone_for_head == ""
    with pytest.raises(requests.NotNow):
        requests.head_reports(row, others, "不是我的", True)
    step = requests.head_reports(row, mine, "看过了", False)
    assert step.what == "progress" and list(ResidentRequest.objects.for_head([mine, others])) == [row]
    row.refresh_from_db()
    row = requests.give_back(row, row.version, by=BY, note="换人")
    with pytest.raises(requests.NotNow):
        requests.head_reports(row, mine, "太晚", True)


def test_a_request_sent_to_the_wrong_community_moves_and_is_no_longer_seen(
    staff: Client, own: Community
) -> None:
    row, right = make_request(own, estate=make_estate(community=own)), make_community("桂花社区")
    response = do(staff, row, "move", community="桂花")
    assert response["Location"] == LIST and staff.get(page_of(row)).status_code == 404
    row.refresh_from_db()
    assert (row.community, row.estate, row.status) == (right, None, "new")
    assert worker_of(right).get(page_of(row)).status_code == 200
