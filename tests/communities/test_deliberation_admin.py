"""Staff and deliberations: announced, cancelled, held, minutes published with a second look."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from communities.models import Community, Deliberation, DeliberationSignUp, Organisation, Undertaking
from communities.names_in_text import names_in, numbers_in
from guicheng.accounts.models import Role, SecurityEvent
from tests.factories import make_community
from tests.people import logged_in, make_user, worker_of

pytestmark = pytest.mark.django_db
LIST = "/admin/communities/deliberation/"


@pytest.fixture
def community(db: None) -> Community:
    return make_community("桂雅社区")


def make(community: Community | None, status: str = "held", days: float = -3, **values: Any) -> Deliberation:
    said = {"topic": "电动车充电", "starts_at": timezone.now() + timedelta(days=days), **values}
    return Deliberation.objects.create(community=community, status=status, **said)


def step(client: Client, row: Deliberation, name: str, **said: Any) -> Any:
    return client.post(f"{LIST}{row.pk}/{name}/", said)


def form_of(row: Deliberation | None = None, **values: Any) -> dict[str, Any]:
    start = timezone.localtime(row.starts_at if row else timezone.now() - timedelta(days=3))
    said = {
        "topic": "充电",
        "kind": "forum",
        "status": row.status if row else "planned",
        "starts_at_0": start.strftime("%Y-%m-%d"),
        "starts_at_1": start.strftime("%H:%M:%S"),
        "date_precision": "day",
        "public": "on",
        "agenda": "",
    }
    for prefix in ("parties", "resolutions", "photos"):
        said |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    return {**said, **values}


def test_one_is_planned_with_parties_and_a_resolution(client: Client, community: Community) -> None:
    staff = worker_of(community)
    guild = Organisation.objects.create(community=community, kind="owners_committee", name="演示业委会")
    due = timezone.localdate() + timedelta(days=30)
    said = form_of(
        **{
            "community": community.pk,
            "parties-TOTAL_FORMS": 2,
            "parties-0-stands_for": "owners",
            "parties-0-organisation": guild.pk,
            "parties-0-people": 2,
            "parties-1-stands_for": "residents",
            "parties-1-name": "3栋陈楼长",
            "parties-1-people": 1,
            "resolutions-TOTAL_FORMS": 1,
            "resolutions-0-text": "加装充电位",
            "resolutions-0-owner": "物业公司",
            "resolutions-0-due_on": due.isoformat(),
            "resolutions-0-state": "open",
        }
    )
    early = {**said, "resolutions-0-due_on": "2020-01-01"}
    assert "不能早于" in staff.post(f"{LIST}add/", early).content.decode()
    nobody = {**said, "parties-1-name": ""}
    assert "请选一个组织，或者写上名称" in staff.post(f"{LIST}add/", nobody).content.decode()
    response = staff.post(f"{LIST}add/", said)
    assert response.status_code == 302, response.context["errors"]
    row = Deliberation.objects.get()
    assert row.parties.count() == 2 and Undertaking.objects.get().community == community


@pytest.mark.parametrize(
    ("values", "answer"),
    [
        ({"public_minutes": "请打 138 0000 0001"}, "不能写电话"),
        ({"status": "cancelled"}, "请写一句原因"),
        ({"ends_at_0": "2020-01-01", "ends_at_1": "09:00"}, "结束时间必须晚于开始时间"),
        ({"status": "held", "starts_at_0": "2099-01-01"}, "还没有到开会的日子"),
        ({"capacity": "0"}, "大于或等于"),
    ],
)
def test_bad_input_is_answered(community: Community, values: dict[str, str], answer: str) -> None:
    response = worker_of(community).post(f"{LIST}add/", form_of(community=community.pk, **values))
    assert response.status_code == 200 and answer in response.content.decode()
    assert not Deliberation.objects.exists()


def test_announced_then_cancelled_with_a_reason(client: Client, community: Community) -> None:
    row, staff = make(community, "planned", 3), worker_of(community)
    assert client.get(row.get_absolute_url()).status_code == 404
    step(staff, row, "announce")
    assert client.get(row.get_absolute_url()).status_code == 200
    assert step(staff, row, "cancel", reason="").status_code == 400
    step(staff, row, "cancel", reason="台风预警")
    assert "台风预警" in client.get(row.get_absolute_url()).content.decode()
    assert row.history.count() >= 2


def test_the_list_announces_and_cancels_several(community: Community) -> None:
    rows, staff = [make(community, "planned", 3) for _ in range(2)], worker_of(community)
    said = {"_selected_action": [row.pk for row in rows], "confirmed": "yes"}
    staff.post(LIST, {**said, "action": "announce"})
    assert Deliberation.objects.filter(status="announced").count() == 2
    assert "请写一句原因" in staff.post(LIST, {**said, "action": "cancel", "reason": ""}).content.decode()
    staff.post(LIST, {**said, "action": "cancel", "reason": "台风"})
    assert Deliberation.objects.filter(status="cancelled", cancelled_because="台风").count() == 2


def test_marked_held_with_those_who_were_counted_at_the_door(community: Community) -> None:
    row, staff = make(community, "announced"), worker_of(community)
    row.presences.create(device_print="a")
    assert staff.get(f"{LIST}{row.pk}/held/").context["form"].initial["attendance"] == 1
    assert step(staff, row, "held", attendance="-1").status_code == 400
    step(staff, row, "held", attendance="23")
    row.refresh_from_db()
    assert (row.status, row.attendance) == ("held", 23)
    coming = make(community, "announced", 3)
    step(staff, coming, "held", attendance="5")
    coming.refresh_from_db()
    assert coming.status == "announced"


def test_minutes_with_names_are_published_after_a_second_look(client: Client, community: Community) -> None:
    row, staff = make(community, public_minutes="陈大文主任同意，李经理负责。"), worker_of(community)
    page = staff.get(f"{LIST}{row.pk}/minutes/").content.decode()
    assert "<li>陈大文</li>" in page and "<li>李" not in page
    assert step(staff, row, "minutes").status_code == 400
    step(staff, row, "minutes", checked="on")
    assert "李经理负责" in client.get(row.get_absolute_url()).content.decode()
    step(staff, row, "minutes", action="withdraw")
    assert "李经理负责" not in client.get(row.get_absolute_url()).content.decode()


def test_minutes_with_numbers_are_never_published(community: Community) -> None:
    row, staff = make(community, public_minutes="请打13800000001"), worker_of(community)
    assert step(staff, row, "minutes", checked="on").status_code == 400
    row.refresh_from_db()
    assert row.minutes_published_on is None


def test_filters_find_what_lacks_something(community: Community) -> None:
    make(community, days=-20, topic="缺纪要")
    done = make(community, days=-20, topic="齐全", minutes="有")
    Undertaking.objects.create(deliberation=done, text="修", owner="居委会", due_on=timezone.localdate())
    make(community, "announced", -2, topic="没标")
    staff = worker_of(community)
    found = {
        key: {row.topic for row in staff.get(f"{LIST}?time={key}").context["cl"].result_list}
        for key in ("no-minutes", "without-resolutions", "unmarked", "coming", "past")
    }
    assert found["no-minutes"] == found["without-resolutions"] == {"缺纪要"}
    assert found["unmarked"] == {"没标"} and found["coming"] == set() and len(found["past"]) == 3


@pytest.mark.parametrize("name", ["announce", "cancel", "held", "minutes"])
def test_who_may_not_take_a_step(community: Community, name: str) -> None:
    row = make(community, public_minutes="好")
    assert step(worker_of(make_community("桂花社区")), row, name).status_code == 404
    assert step(logged_in(make_user(Role.STREET_LEADER)), row, name).status_code == 403
    street = make(None, public_minutes="好")
    assert step(worker_of(community), street, name).status_code == 403


def test_a_number_is_shown_one_at_a_time_and_written_down(community: Community) -> None:
    row, staff = make(community, "announced", 3), worker_of(community)
    found = row.sign_ups.create(surname="陈", phone="13800000001", people=2)
    page = staff.get(f"{LIST}{row.pk}/sign-ups/").content.decode()
    assert "陈" in page and "13800000001" not in page
    shown = staff.post(f"{LIST}{row.pk}/sign-ups/{found.pk}/phone/").content.decode()
    assert "13800000001" in shown and SecurityEvent.objects.filter(kind="reveal").count() == 1
    staff.post(f"{LIST}{row.pk}/sign-ups/", {"sign_up": found.pk})
    assert not DeliberationSignUp.objects.live().exists()
    other = worker_of(make_community("桂花社区"))
    assert other.get(f"{LIST}{row.pk}/sign-ups/").status_code == 404


def test_papers_for_the_table_and_the_door(community: Community) -> None:
    row, staff = make(community, "announced", 3), worker_of(community)
    row.sign_ups.create(surname="麦", phone="13800000001")
    sheet = staff.get(f"{LIST}{row.pk}/sheet/").content.decode()
    assert "麦" in sheet and "1380" not in sheet
    assert f"/deliberations/{row.pk}/here/" in staff.get(f"{LIST}{row.pk}/poster/").content.decode()


def test_numbers_and_names_in_a_text() -> None:
    text = "电话 138 0000-0001、0757-86123456，费用 20230217 元，联系电话：86123456，１３８００００００２２"
    assert numbers_in(text) == ["13800000001", "13800000022", "075786123456", "86123456"]
    assert numbers_in("拨 12345，2026年3月5日，预算 3860000 元") == []
    assert names_in("陈大文主任主持，李经理、王副主任、陈楼长，石肯村代表。\n记录：何婷、张工") == [
        "陈大文",
        "何婷",
    ]


def test_the_list_by_year_counts_what_was_settled(community: Community) -> None:
    recent, old = make(community, topic="今年的事"), make(community, topic="几年前的事", days=-1000)
    for state, closed in (("open", None), ("done", timezone.localdate())):
        Undertaking.objects.create(
            deliberation=recent, text="修路灯", owner="物业", due_on=timezone.localdate(), state=state,
            closed_on=closed,
        )  # fmt: skip
    client, page = worker_of(community), "/admin/communities/deliberation/"
    assert "1／2" in client.get(page).content.decode()
    year = timezone.localtime(old.starts_at).year
    text = client.get(page, {"starts_at_year": year}).content.decode()
    assert "几年前的事" in text and "今年的事" not in text
    assert "今年的事" in client.get(page, {"starts_at_year": "abc"}, follow=True).content.decode()
