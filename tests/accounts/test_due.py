"""The admin's home: what is due to whom, each number the number of rows behind its link."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework import tokens
from casework.models import ResidentRequest
from communities.models import (
    Community,
    Deliberation,
    Organisation,
    OrganisationTerm,
    Project,
    ProjectNote,
    ThreeSync,
    Topic,
    Undertaking,
    Visit,
    Works,
    WorksStage,
)
from guicheng.accounts.due import Due, dues_for
from guicheng.accounts.models import COMMUNITY_ROLES, Role, User
from guicheng.dashboard.models import Task, TaskAnswer
from stations.models import Activity, ServiceWish, SignUp, Station, StationReport
from tests.factories import (
    make_activity,
    make_appointment,
    make_community,
    make_estate,
    make_place,
    make_station,
    make_volunteer,
    shanghai,
)
from tests.people import logged_in, make_user
from volunteers.models import (
    Appointment,
    Consultation,
    ContactLog,
    Evaluation,
    EvaluationScheme,
    Expert,
    HeadMessage,
    HeadResult,
    MatterKind,
    Mediator,
    Offer,
    PhoneClash,
    Volunteer,
)

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
HOME = reverse("admin:index")
WORKING = [Role.STREET_ADMIN, Role.STREET_LEADER, Role.COMMUNITY_WORKER, Role.SPECIALIST]
#: A community has one standing in 创熟, not several rows that wait: tests/communities/test_familiar.py.
ALL_DUES = [due.key for due in dues_for(User(role=Role.STREET_ADMIN)) if not due.key.startswith("familiar-")]
#: Communities themselves are due: each once, however much is due in it.
ONE_A_COMMUNITY = {"communities-not-visited"}


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def fill(community: Community, times: int) -> None:
    """``times`` of everything that can be due, and beside it what is not."""
    good = {"phone": "0757-86000001", "confirmed_on": in_days(-1)}
    station = make_station(community=community, **good)
    for n in range(times):
        make_station(community=community, lat=None, lon=None, **good)
        make_station(community=community, **{**good, "phone": ""})
        make_station(community=community, timetable=None, **good)
        make_station(community=community, **{**good, "confirmed_on": in_days(-91)})
        make_station(community=community, status=Station.Status.CLOSED, timetable=None)
        sign_up_for(make_activity(station, shanghai("2026-03-01 09:00")))
        sign_up_for(make_activity(station, shanghai("2099-03-01 09:00")), knows_where="别处")
        make_activity(station, shanghai("2026-03-01 09:00"), attendance=0)
        make_activity(station, shanghai("2099-03-01 09:00"))
        StationReport.objects.create(station=station, kind="phone")
        StationReport.objects.create(station=station, kind="phone", handled=True)
        ServiceWish.objects.create(community=community, text="缝补")
        ServiceWish.objects.create(community=community, text="缝补", handled=True)
        numbered = [make_volunteer(community=community, phone=_number()) for _ in range(4)]
        make_appointment(numbered[0], ends_on=in_days(30))
        make_appointment(numbered[1], ends_on=in_days(-1))
        make_appointment(numbered[2], ends_on=in_days(61))
        left = make_volunteer(community=community, phone=_number())
        gone = make_place(community=community, closed_on=date(2018, 1, 1))
        make_appointment(left, gone, started_on=date(2015, 1, 1), ended_on=date(2018, 1, 1))
        make_place(community=community)
        make_place(community=community, closed_on=in_days(-1))
        make_volunteer(f"同名{community.pk}{n}", community=community)
        make_volunteer(f"同名{community.pk}{n}", community=community, phone=_number())
        make_volunteer(community=community, erased_on=in_days(0))
        elsewhere = make_volunteer(community=make_community("远方社区"), phone=_number())
        PhoneClash.objects.create(volunteer=elsewhere, community=community, wanted_name="甲")
        PhoneClash.objects.create(volunteer=numbered[3], community=community, wanted_name="乙", settled=True)
        kind = MatterKind.objects.get_or_create(name="环境")[0]
        said = {
            "appointment": numbered[0].appointments.get(),
            "kind": kind,
            "on": in_days(-9),
            "text": "巡楼",
        }
        for handled in (False, True):
            HeadMessage.objects.create(place=gone, text="灯坏了", handled=handled)
        offer = {"community": community, "role": "head", "name": "甲", "told_on": in_days(0)}
        Offer.objects.create(**offer)
        Offer.objects.create(**offer, status="declined", decided_on=in_days(0))
        last_year = {"community": community, "year": timezone.localdate().year - 1, "reviewed_on": in_days(0)}
        Project.objects.create(**last_year, title=f"没有进展{n}")
        heard = Project.objects.create(**last_year, title=f"有进展{n}")
        ProjectNote.objects.create(project=heard, on=in_days(-59), text="开会")
        Project.objects.create(**{**last_year, "reviewed_on": None}, title=f"没有评审{n}", status="finished")
        Project.objects.create(**last_year, title=f"评审过{n}", status="finished")
        case = {"community": community, "kind": "lift"}
        Works.objects.create(**case, title=f"没有进展{n}")
        Works.objects.create(**case, title=f"已经装好{n}", stage="done")
        lift = Works.objects.create(**case, title=f"正在装{n}")
        WorksStage.objects.create(works=lift, stage="building", on=in_days(-89))
        visit = Visit.objects.create(community=community, on=in_days(-400), by="演示街道")
        promised = {"visit": visit, "text": "修长椅", "owner": "居委会"}
        for days in (-1, 3, 60):
            Undertaking.objects.create(**promised, due_on=in_days(days))
        gone_by = {"due_on": in_days(-5), "closed_on": in_days(-6)}
        Undertaking.objects.create(**promised, **gone_by, state="done")
        _deliberated(community)
        _organisations(community, n)
        _tasks(community)
        for days in (200, 20):
            new_estate = make_estate(f"新小区{community.pk}-{n}-{days}", community)
            ThreeSync.objects.create(estate=new_estate, handover_on=in_days(-days))
        asks = {"community": community, "text": "路灯不亮"}
        _asked(asks)
        _asked(asks, status="accepted", due_on=in_days(-1))
        _asked(asks, status="reopened")
        _asked(asks, status="working", due_on=in_days(1), reported_done_at=timezone.now())
        _asked(asks, status="accepted", due_on=in_days(0), suspicious=True)
        _asked(asks, status="closed", due_on=in_days(-1), suspicious=True, done_at=timezone.now())
        ContactLog.objects.create(**said)
        ContactLog.objects.create(**said, result="following", follow_up_on=in_days(-1))
        ContactLog.objects.create(**said, result="following", follow_up_on=in_days(1))
        ContactLog.objects.create(**said, result="escalated", reported_to="社区")
        _mediating(community, numbered)
        for person, band, published in zip(
            numbered, ("good", "good", ""), (None, timezone.now(), None), strict=False
        ):
            _evaluated(person.appointments.get(), band=band, published_at=published)


def _deliberated(community: Community) -> None:
    """One that nobody marked, one without minutes, one topic that waits; beside each what is in order."""
    ago = timezone.now() - timedelta(days=20)
    said = {"community": community, "topic": "充电"}
    Deliberation.objects.create(**said, status="announced", starts_at=timezone.now() - timedelta(days=3))
    Deliberation.objects.create(**said, status="announced", starts_at=timezone.now() + timedelta(days=3))
    Deliberation.objects.create(**said, status="held", starts_at=ago)
    Deliberation.objects.create(**said, status="held", starts_at=ago, minutes="记录")
    Deliberation.objects.create(**said, status="held", starts_at=timezone.now() - timedelta(days=2))
    Topic.objects.create(community=community, title="遮雨棚")
    Topic.objects.create(community=community, title="遮雨棚", status="declined", answer="不由社区定")


def _tasks(community: Community) -> None:
    """One of each that waits; answered ones and those of a task that has ended wait no more."""
    now = timezone.now()
    answered = {"answered_at": now, "first_answered_at": now}
    for due, ended, values in (
        (5, None, {}),
        (-5, None, {}),
        (5, None, {"reminded_at": now}),
        (5, None, {"state": "returned", "return_reason": "再核对", **answered}),
        (5, None, {"state": "answered", **answered}),
        (-5, -1, {}),
    ):
        ended_on = in_days(ended) if ended else None
        task = Task.objects.create(title="报数", due_on=in_days(due), ended_on=ended_on)
        TaskAnswer.objects.create(task=task, community=community, **values)


def _organisations(community: Community, n: int) -> None:
    """A last term that is over, one that ends soon, one that nobody counted; and those where all is well."""
    for name, last_days in (
        ("届满", (-900, -1)),
        ("快到", (-400, 30)),
        ("早着", (-5, 90)),
        ("不限", (-5, None)),
    ):
        row = Organisation.objects.create(
            community=community, kind="neighbours", name=f"{name}{n}", members_count=3
        )
        for number, days in enumerate(last_days, start=1):
            starts = in_days((days if days is not None else 0) - 100 - 500 * (2 - number))
            ends = in_days(days) if days is not None else None
            OrganisationTerm.objects.create(organisation=row, number=number, starts_on=starts, ends_on=ends)
    Organisation.objects.create(community=community, kind="autonomy_group", name=f"没数过{n}")
    Organisation.objects.create(community=community, kind="property", name=f"不用数{n}")
    ended = {"status": "dissolved", "dissolved_on": in_days(-1)}
    Organisation.objects.create(community=community, kind="autonomy_group", name=f"终止{n}", **ended)


def _mediating(community: Community, people: list[Volunteer]) -> None:
    """Certificates over, about to end and in force; a question without advice and one that is planned."""
    for person, days in zip(people, (-1, 30, 61), strict=False):
        known = {"status": "serving", "certified_on": in_days(-700), "expires_on": in_days(days)}
        Mediator.objects.create(volunteer=person, community=community, **known)
    left = {"certified_on": in_days(-700), "expires_on": in_days(-9), "ended_on": in_days(-20)}
    Mediator.objects.create(volunteer=people[3], community=community, status="left", **left)
    expert = Expert.objects.create(community=community, name="演示专家", field="law")
    for days in (-1, 1):
        asked = {"expert": expert, "on": in_days(days), "question": "合同怎么签"}
        Consultation.objects.create(community=community, **asked)


def _evaluated(term: Appointment, **values: Any) -> HeadResult:
    scheme, _ = EvaluationScheme.objects.get_or_create(name="演示方案")
    days = {"first": "2026-01-01", "last": "2026-03-31", "label": "2026 年 1 季度"}
    evaluation, _ = Evaluation.objects.get_or_create(scheme=scheme, defaults=days)
    community = term.place.community
    return HeadResult.objects.create(evaluation=evaluation, appointment=term, community=community, **values)


def sign_up_for(activity: Activity, **values: str) -> SignUp:
    known = {"knows_state": "booked", "knows_starts_at": activity.starts_at, "knows_where": activity.where}
    return SignUp.objects.create(activity=activity, state="booked", **{**known, **values})


def _asked(asks: dict[str, Any], **values: Any) -> None:
    ResidentRequest.objects.create(**asks, code=tokens.new_code(), **values)


_given = iter(range(10_000))


def _number() -> str:
    return f"138{next(_given):08d}"


@pytest.fixture
def own() -> Community:
    community = make_community("桂雅社区")
    fill(community, 2)
    return community


@pytest.fixture
def other() -> Community:
    community = make_community("桂花社区")
    fill(community, 3)
    return community


def client_of(role: Role, own: Community) -> tuple[Client, list[Due]]:
    user = make_user(role, *([own] if role in COMMUNITY_ROLES else []))
    return logged_in(user), dues_for(user)


def rows_behind(client: Client, address: str) -> int:
    response = client.get(address)
    assert response.status_code == 200, address
    if "cl" in response.context:
        return response.context["cl"].result_count
    return len(response.context["likely"])


def numbers(client: Client) -> dict[str, tuple[int, str]]:
    due = client.get(HOME).context["due"]
    return {item.label: (item.count, item.address) for item in due["items"]}


@pytest.mark.parametrize("role", WORKING)
def test_each_number_is_the_number_of_rows_behind_its_link(
    own: Community, other: Community, role: Role
) -> None:
    client, dues = client_of(role, own)
    known, home = {due.key: due for due in dues}, numbers(client)
    for key in ALL_DUES:
        if key not in known:
            assert key in {"clashes", *ONE_A_COMMUNITY} and role in COMMUNITY_ROLES, key
            continue
        shown, address = home[known[key].label]
        assert shown == rows_behind(client, address), key
        in_the_street = Community.objects.count() if key in ONE_A_COMMUNITY else 5
        assert shown == (2 if role in COMMUNITY_ROLES else in_the_street), key


def test_each_communitys_number_is_the_number_of_rows_behind_its_link(
    own: Community, other: Community
) -> None:
    user = make_user(Role.STREET_ADMIN)
    client, known = logged_in(user), {due.key: due for due in dues_for(user)}
    for key in ALL_DUES:
        due = known[key]
        parted = {place[0]: n for place, n in due.by_community(user, timezone.now()).items()}
        found = (parted[own.pk], parted[other.pk])
        assert found == ((1, 1) if key in ONE_A_COMMUNITY else (2, 3)), key
        for community, shown in parted.items():
            assert rows_behind(client, due.address(community)) == shown, key


def test_the_street_sees_where_most_is_due_first(own: Community, other: Community) -> None:
    client, _ = client_of(Role.STREET_LEADER, own)
    due = client.get(HOME).context["due"]
    assert [row.name for row in due["top"]][:2] == ["桂花社区", "桂雅社区"]
    assert due["top"][0].total == sum(n for n, _ in due["top"][0].cells)
    worker, _ = client_of(Role.COMMUNITY_WORKER, own)
    assert worker.get(HOME).context["due"]["top"] == []
    assert "桂花" not in worker.get(HOME).content.decode()


def test_many_communities_fold(own: Community) -> None:
    for n in range(12):
        make_place(community=make_community(f"演示{n}社区"))
    client, _ = client_of(Role.STREET_ADMIN, own)
    due = client.get(HOME).context["due"]
    assert len(due["top"]) == 10 and len(due["rest"]) == 4
    assert "其余 4 个社区" in client.get(HOME).content.decode()


def test_where_nothing_is_due_the_page_says_so() -> None:
    community = make_community("桂雅社区")
    client = logged_in(make_user(Role.COMMUNITY_WORKER, community))
    assert "现在没有等着办的事" in client.get(HOME).content.decode()


def test_a_worker_finds_what_is_done_often(own: Community) -> None:
    text = client_of(Role.COMMUNITY_WORKER, own)[0].get(HOME).content.decode()
    for label in ("登记活动", "导入名册", "查找人员", "登记人员", "查看楼巷街"):
        assert label in text


def test_a_leader_gets_no_button_that_adds(own: Community) -> None:
    text = client_of(Role.STREET_LEADER, own)[0].get(HOME).content.decode()
    assert "查找人员" in text
    assert "登记活动" not in text and "登记人员" not in text and "addlink" not in text


@pytest.mark.parametrize(
    ("role", "said"), [(Role.DEPARTMENT, "转到贵部门的事项"), (Role.HEAD, "有自己的页面")]
)
def test_who_keeps_no_records_reads_what_to_do(own: Community, role: Role, said: str) -> None:
    text = client_of(role, own)[0].get(HOME).content.decode()
    assert said in text and "桂雅" not in text


@pytest.mark.parametrize("role", WORKING)
def test_the_page_costs_the_same_for_many(
    own: Community, other: Community, role: Role, django_assert_max_num_queries
) -> None:
    client, _ = client_of(role, own)
    with django_assert_max_num_queries(12):
        client.get(HOME)


def test_what_one_changed_oneself_is_listed(own: Community) -> None:
    user = make_user(Role.COMMUNITY_WORKER, own)
    client = logged_in(user)
    place = make_place("88栋", community=own)
    client.post(
        reverse("admin:communities_place_changelist"),
        {"action": "close", "_selected_action": [place.pk], "confirmed": "yes"},
    )
    assert "88栋" in client.get(HOME).content.decode()
    assert "88栋" not in client_of(Role.SPECIALIST, own)[0].get(HOME).content.decode()
