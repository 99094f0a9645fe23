"""A request's whole life: taken up, assigned, passed on, answered, rated, reopened, erased."""

from __future__ import annotations

import io
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework import requests, tokens
from casework.due import in_queue
from casework.erasure import forget_old
from casework.models import AnswerTemplate, HandOver, RequestStep, ResidentRequest
from communities.models import Community
from guicheng.accounts.models import Role, SecurityEvent
from guicheng.web.hidden import hide
from tests.factories import make_appointment, make_community, make_estate, make_place, make_station
from tests.people import logged_in, make_user, worker_of
from volunteers.models import MatterKind

from .making import RESIDENT, made_with_token, make_request, picture, send, stamp

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
LIST = reverse("admin:casework_residentrequest_changelist")
BY = requests.By(label="测试")


@pytest.fixture(autouse=True)
def _media(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def own() -> Community:
    return make_community("桂雅社区", phone="0757-86000001")


@pytest.fixture
def staff(own: Community) -> Client:
    return worker_of(own)


def page_of(row: ResidentRequest, name: str = "handle") -> str:
    return reverse(f"admin:casework_residentrequest_{name}", args=[row.pk])


def do(client: Client, row: ResidentRequest, what: str, **values: object):
    row.refresh_from_db()
    return client.post(page_of(row), {"do": what, "version": row.version, **values})


def in_days(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def say(client: Client, name: str, token: str, *more: object, **values: object):
    return client.post(reverse(name, args=[token, *more]), {"opened": stamp(), **values})


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


# --- passing on -------------------------------------------------------------------------------------


def passed(staff: Client, row: ResidentRequest, **values: object):
    start = {"kind": "property", "name": "演示物业", "due_on": in_days(5), "text": "3栋楼下路灯不亮"}
    return do(staff, row, "pass", **{**start, "contact": "none", **values})


def test_what_is_passed_on_is_anonymous(staff: Client, own: Community) -> None:
    row = make_request(
        own, text="我是陈女士，电话 13800000001，路灯不亮", surname="陈女士", phone="13800000001"
    )
    offered = staff.get(page_of(row)).context["doings"][2]["form"]["text"].value()
    assert "13800000001" not in offered and "陈女士" not in offered and "路灯不亮" in offered
    for text in ("电话 138 0000 0001", "请找陈女士", "打 13900000002"):
        assert passed(staff, row, text=text).status_code == 400
    assert passed(staff, row).status_code == 302
    handover = HandOver.objects.get()
    for response in (staff.get(page_of(row, "paper")), staff.post(page_of(row, "paper"))):
        html = response.content.decode()
        assert "3栋楼下路灯不亮" in html and "13800000001" not in html and "陈女士" not in html
    assert not handover.with_contact


def test_the_resident_agrees_to_one_passing_on_alone(staff: Client, own: Community, client: Client) -> None:
    row, token = made_with_token(own, surname="陈女士", phone="13800000001")
    passed(staff, row, contact="asked")
    first = HandOver.objects.get()
    assert "演示物业" in client.get(reverse("request", args=[token])).content.decode()
    assert "13800000001" not in staff.post(page_of(row, "paper")).content.decode()
    assert say(client, "request-contact", token, first.pk, agreed="1").status_code == 302
    assert "13800000001" not in staff.get(page_of(row, "paper")).content.decode()
    before = SecurityEvent.objects.filter(kind="reveal").count()
    assert "13800000001" in staff.post(page_of(row, "paper")).content.decode()
    assert SecurityEvent.objects.filter(kind="reveal").count() == before + 1
    passed(staff, row, name="另一家物业")
    second = HandOver.objects.latest("pk")
    assert second.consent == "none"
    assert "13800000001" not in staff.post(page_of(row, "paper") + f"?h={second.pk}").content.decode()
    other, _ = made_with_token(own)
    _, foreign = made_with_token(own)
    assert say(client, "request-contact", foreign, second.pk, agreed="1").status_code == 404


def test_consent_said_on_the_telephone_needs_a_word_how(staff: Client, own: Community) -> None:
    row = make_request(own, phone="13800000001")
    assert passed(staff, row, contact="agreed").status_code == 400
    assert passed(staff, row, contact="agreed", how="电话里同意").status_code == 302
    assert HandOver.objects.get().with_contact


def test_the_hotline_leaves_its_number(staff: Client, own: Community) -> None:
    row = make_request(own)
    assert passed(staff, row, kind="hotline", name="12345", order_number="FS-001").status_code == 302
    row.refresh_from_db()
    assert row.hotline_number == "FS-001" and row.status == "passed"
    assert row.code in staff.get(f"{LIST}?q=FS-001").content.decode()


# --- the desk ---------------------------------------------------------------------------------------


def test_a_request_made_by_telephone_is_entered_with_a_slip(
    staff: Client, own: Community, client: Client
) -> None:
    add = reverse("admin:casework_residentrequest_add")
    data = {
        "channel": "phone",
        "community": own.pk,
        "text": "电梯坏了",
        "phone": "138-0000-0001",
        "surname": "王",
    }
    response = staff.post(add, data)
    row = ResidentRequest.objects.get()
    html = response.content.decode()
    assert response.status_code == 200 and row.code in html and "data:image/svg" in html
    token = html.split("/requests/")[1].split("/")[0]
    assert client.get(reverse("request", args=[token])).status_code == 200
    assert row.channel == "phone" and row.phone == "13800000001" and row.steps.get().by is not None
    elsewhere = make_community("桂花社区")
    assert staff.post(add, {**data, "community": elsewhere.pk}).status_code == 200
    assert ResidentRequest.objects.count() == 1


def test_the_telephone_is_masked_until_shown_and_that_is_logged(staff: Client, own: Community) -> None:
    row = make_request(own, phone="13800000001")
    for page in (LIST, page_of(row), page_of(row, "change"), page_of(row, "history"), page_of(row, "phone")):
        assert "13800000001" not in staff.get(page).content.decode(), page
    assert "13800000001" in staff.post(page_of(row, "phone")).content.decode()
    event = SecurityEvent.objects.filter(kind="reveal").get()
    assert event.what == f"request {row.pk}"
    assert row.code in staff.get(f"{LIST}?q=0001").content.decode()
    assert "q=13800000001" not in staff.get(f"{LIST}?q=13800000001")["Location"]


def test_who_only_looks_on_reads_no_telephone_and_no_sensitive_matter(own: Community) -> None:
    plain = make_request(own, phone="13800000001")
    quarrel = MatterKind.objects.create(name="邻里纠纷", sensitive=True)
    hidden = make_request(own, text="和楼上吵架", kind=quarrel)
    leader = logged_in(make_user(Role.STREET_LEADER))
    assert leader.get(page_of(plain)).status_code == 200
    assert leader.post(page_of(plain, "phone")).status_code == 403
    assert leader.get(page_of(hidden)).status_code == 404
    assert "和楼上吵架" not in leader.get(LIST).content.decode()
    assert do(leader, plain, "accept", due_on=in_days(3)).status_code == 403


def test_other_communities_find_nothing(own: Community) -> None:
    row = make_request(own, text="机密的事", phone="13800000001")
    stranger = worker_of(make_community("桂花社区"))
    for name in ("handle", "phone", "link", "paper", "erase", "history"):
        assert stranger.get(page_of(row, name)).status_code in {302, 404}
        assert stranger.post(page_of(row, name), {"do": "accept", "version": 1}).status_code in {
            302,
            403,
            404,
        }
    assert "机密的事" not in stranger.get(f"{LIST}?q=机密").content.decode()
    row.refresh_from_db()
    assert row.version == 1


def test_templates_are_filled_and_offered_where_they_belong(staff: Client, own: Community) -> None:
    AnswerTemplate.objects.create(title="收到", text="〔社区〕收到，有事打〔社区电话〕")
    AnswerTemplate.objects.create(title="别处的", text="别处", community=make_community("桂花社区"))
    html = staff.get(page_of(make_request(own))).content.decode()
    assert "桂雅社区收到，有事打0757-86000001" in html and "别处" not in html


def test_the_map_shows_open_ones_with_their_list(staff: Client, own: Community) -> None:
    from communities.installation import mark_demonstration

    mark_demonstration()
    late = make_request(own, lat=23.03, lon=113.15)
    requests.accept(late, 1, by=BY, due_on=date(2020, 1, 1))
    make_request(make_community("桂花社区"), text="别处的事", lat=23.03, lon=113.15)
    requests.close(make_request(own, text="办完的事", lat=23.0, lon=113.1), 1, by=BY, text="好")
    response = staff.get(reverse("admin:casework_residentrequest_map"))
    html = response.content.decode()
    assert "map-data" in html and "楼下路灯不亮" in html
    assert "别处的事" not in html and "办完的事" not in html
    cells = {key: cells for key, _, cells in response.context["table"]}
    assert dict(cells["0"])["over"] == 1
    link = f"{LIST}?queue=open&age=0&due=over"
    assert staff.get(link).context["cl"].result_count == 1


def test_without_an_approval_number_a_live_site_shows_the_list_alone(staff: Client, own: Community) -> None:
    make_request(own, lat=23.03, lon=113.15)
    html = staff.get(reverse("admin:casework_residentrequest_map")).content.decode()
    assert "map-data" not in html and "没有登记审图号" in html and "楼下路灯不亮" in html


def test_the_excel_file_names_nobody(staff: Client, own: Community) -> None:
    row = make_request(own, text="=HYPERLINK(1)", surname="陈女士", phone="13800000001")
    response = staff.post(LIST, {"action": "export_xlsx", "_selected_action": [row.pk], "index": "0"})
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    cells = [str(cell) for line in sheet.iter_rows(values_only=True) for cell in line]
    assert row.code in cells and "'=HYPERLINK(1)" in cells
    assert not any("陈女士" in cell or "0001" in cell for cell in cells)
    assert SecurityEvent.objects.filter(kind="export", count=1).exists()


def test_queues_tell_what_waits(own: Community) -> None:
    now = timezone.now()
    fresh, late = make_request(own), requests.accept(make_request(own), 1, by=BY, due_on=date(2020, 1, 1))
    odd = make_request(own, suspicious=True)
    rows = ResidentRequest.objects.all()
    assert list(in_queue(rows, "new", now)) == [fresh]
    assert list(in_queue(rows, "overdue", now)) == [late]
    assert list(in_queue(rows, "suspicious", now)) == [odd]


# --- erasing ----------------------------------------------------------------------------------------


def test_what_is_settled_for_long_is_erased_and_still_counted(
    own: Community, settings, client: Client
) -> None:
    settings.KEEP_REQUESTS_DAYS = 30
    row, token = made_with_token(
        own, text="秘密的话", surname="陈女士", phone="13800000001", lat=23.0, lon=113.1, where="3栋501"
    )
    from casework import photos
    from stations.photos import make_sizes

    photos.keep(row, [make_sizes(picture())])
    name = row.photos.get().large.path
    row = requests.pass_on(
        row,
        1,
        by=BY,
        handover=HandOver(kind="property", name="演示物业", text="秘密的话", due_on=date(2099, 1, 1)),
    )
    requests.close(row, row.version, by=BY, text="秘密的答复", note="内部的话")
    assert forget_old() == 0
    ResidentRequest.objects.filter(pk=row.pk).update(done_at=timezone.now() - timedelta(days=31))
    assert forget_old() == 1 and forget_old() == 0
    row.refresh_from_db()
    left = str(ResidentRequest.objects.filter(pk=row.pk).values().get())
    left += (
        str(list(row.history.values())) + str(list(row.steps.values())) + str(list(row.handovers.values()))
    )
    for gone in ("秘密", "陈女士", "13800000001", "0001'", "内部的话", "3栋501", "113.1"):
        assert gone not in left, gone
    assert row.status == "closed" and row.erased_on and row.community == own
    assert not row.photos.exists()
    assert client.get(reverse("request", args=[token])).status_code == 404
    code = {"opened": stamp(), "code": row.code}
    assert client.post(reverse("request-find"), code).status_code == 400
    assert name


def test_open_ones_are_never_erased(own: Community) -> None:
    row = make_request(own)
    ResidentRequest.objects.filter(pk=row.pk).update(created_at=timezone.now() - timedelta(days=999))
    assert forget_old() == 0


def test_staff_erase_at_once_on_request(staff: Client, own: Community) -> None:
    row = make_request(own, surname="陈女士")
    assert staff.post(page_of(row, "erase"), {"word": "抹去"}).status_code == 403
    requests.close(row, 1, by=BY, text="好了")
    assert staff.post(page_of(row, "erase"), {"word": "抹"}).status_code == 200
    assert staff.post(page_of(row, "erase"), {"word": "抹去"}).status_code == 302
    row.refresh_from_db()
    assert row.surname == "" and SecurityEvent.objects.filter(kind="erase").exists()
    assert staff.get(page_of(row)).status_code == 200
    assert do(staff, row, "progress", note="x").status_code == 403


def test_receiving_by_the_resident_leaves_no_account(own: Community) -> None:
    step = make_request(own).steps.get()
    assert step.by is None and step.by_label == RESIDENT.label
