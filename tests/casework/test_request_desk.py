"""Requests at the desk: passed on, entered by telephone, found, counted, erased."""

from __future__ import annotations

import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework import requests
from casework.due import in_queue
from casework.erasure import forget_old
from casework.models import AnswerTemplate, HandOver, ResidentRequest
from communities.models import Community
from guicheng.accounts.models import Role, SecurityEvent
from tests.factories import make_community
from tests.people import logged_in, make_user, worker_of
from volunteers.models import MatterKind

from .making import (
    RESIDENT,
    do,
    in_days,
    made_with_token,
    make_request,
    page_of,
    picture,
    say,
    stamp,
)

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
LIST = reverse("admin:casework_residentrequest_changelist")
BY = requests.By(label="测试")


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
    from guicheng.pictures.sizes import make_sizes

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
