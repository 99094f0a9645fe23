"""Organisations in the admin: entered, counted, closed; the internal number behind its mask."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communities.models import Organisation, OrganisationMember, OrganisationTerm
from guicheng.accounts.models import Role, SecurityEvent
from tests.communities.organisations import Kind, make_organisation, make_term
from tests.factories import make_community, make_estate
from tests.people import logged_in, make_user, street_admin, worker_of
from tests.stations.admin_pages import errors_of, filled_form

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
ADD = reverse("admin:communities_organisation_add")
LIST = reverse("admin:communities_organisation_changelist")


def change(row: Organisation) -> str:
    return reverse("admin:communities_organisation_change", args=[row.pk])


@pytest.fixture
def worker() -> Client:
    return worker_of(make_community())


def new(**values: Any) -> dict[str, Any]:
    return {"community": make_community().pk, "kind": "neighbours", "name": "俊雅街坊会", **values}


def added(client: Client, **values: Any) -> str:
    """Errors of the form, "" where it was saved."""
    response = client.post(ADD, {**filled_form(client, ADD), **new(**values)})
    return "" if response.status_code == 302 else str(errors_of(response))


def term_row(number: int, starts: str, ends: str, place: int = 0) -> dict[str, Any]:
    values = {"number": number, "starts_on": starts, "ends_on": ends, "how": "elected"}
    rows = {f"terms-{place}-{name}": value for name, value in values.items()}
    return {**rows, f"terms-{place}-id": "", "terms-TOTAL_FORMS": place + 1}


def test_one_is_entered_with_its_first_term(worker: Client) -> None:
    assert (
        added(
            worker,
            founded_on="2022-10-01",
            founded_precision="month",
            **term_row(1, "2022-10-01", "2025-10-01"),
        )
        == ""
    )
    row = Organisation.objects.get()
    assert row.founded == "2022年10月"
    assert row.terms.get().number == 1
    assert row.history.get().history_user is not None


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"members_count": 3, "party_members_count": 4}, "党员人数（4）不能多于成员人数（3）"),
        ({"red_since": "2022-01-01"}, "只有业委会可以填"),
        (
            {"kind": "owners_committee", "red_since": "2020-01-01", "founded_on": "2021-01-01"},
            "不能早于成立日期",
        ),
        ({"status": "dissolved"}, "“已终止”的组织要填终止日期"),
        ({"contact_role": "陈会长 13800001111"}, "只写姓氏和职务"),
        ({"new_phone": "1380000"}, "手机号应是 11 位"),
        ({"name": " \x07 "}, "名称"),
        ({"founded_on": "1022-01-01"}, "年份好像不对"),
        (term_row(1, "2025-01-01", "2024-01-01"), "任期届满要晚于任期开始"),
        (
            {**term_row(1, "2022-01-01", "2025-01-01"), **term_row(2, "2024-12-31", "2027-01-01", 1)},
            "任期重叠",
        ),
        (
            {**term_row(1, "2022-01-01", ""), **term_row(2, "2025-12-31", "2027-01-01", 1)},
            "任期重叠",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_words(worker: Client, values: dict[str, Any], said: str) -> None:
    assert said in added(worker, **values)
    assert not Organisation.objects.exists()


def test_terms_may_meet_on_a_day(worker: Client) -> None:
    rows = {**term_row(1, "2022-01-01", "2025-01-01"), **term_row(2, "2025-01-01", "2028-01-01", 1)}
    assert added(worker, **rows) == ""


def test_a_second_owners_committee_of_an_estate_is_refused(worker: Client) -> None:
    estate = make_estate()
    make_organisation("俊雅业委会", kind=Kind.OWNERS_COMMITTEE, estate=estate, red_since=date(2022, 1, 1))
    said = added(
        worker, kind="owners_committee", name="俊雅第二届业委会", estate=estate.pk, red_since="2023-01-01"
    )
    assert "已经有一个业委会（红色业委会也算）" in said


def test_after_it_ended_the_next_committee_is_taken(worker: Client) -> None:
    estate = make_estate()
    ended = {"status": "dissolved", "dissolved_on": date(2023, 1, 1)}
    make_organisation("俊雅业委会", kind=Kind.OWNERS_COMMITTEE, estate=estate, **ended)
    assert added(worker, kind="owners_committee", name="俊雅第二届业委会", estate=estate.pk) == ""


def test_a_party_group_hangs_below_a_branch(worker: Client) -> None:
    committee = make_organisation("桂雅党委", kind=Kind.PARTY_COMMITTEE)
    assert "党小组的上级应当是小区党支部" in added(
        worker, kind="party_group", name="一组", parent=committee.pk
    )
    branch = make_organisation("俊雅党支部", kind=Kind.PARTY_BRANCH, parent=committee)
    assert added(worker, kind="party_group", name="一组", parent=branch.pk) == ""


# --- people -------------------------------------------------------------------------------------
def test_members_are_sealed_and_counted_beside_the_figures(worker: Client) -> None:
    row = make_organisation(members_count=2, party_members_count=1)
    term = make_term(row, 1, "2024-01-01", "2027-01-01")
    data = filled_form(worker, change(row))
    for place, (name, party) in enumerate((("陈演示", "on"), ("李演示", ""), ("黄演示", ""))):
        rows = {"name": name, "position": "委员", "term": term.pk, "id": ""} | (
            {"party_member": "on"} if party else {}
        )
        data |= {f"members-{place}-{key}": value for key, value in rows.items()}
    data["members-TOTAL_FORMS"] = 3
    response = worker.post(change(row), data, follow=True)
    assert "3 人，其中党员 1 人，与上面填写的不同，请核对" in response.content.decode()

    with connection.cursor() as cursor:
        for table in (
            "communities_organisationmember",
            "communities_historicalorganisationmember",
            "django_admin_log",
        ):
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608
            assert "陈演示" not in repr(cursor.fetchall()), table


def test_members_of_an_earlier_term_and_those_who_left_do_not_count() -> None:
    row = make_organisation()
    first, second = (
        make_term(row, 1, "2020-01-01", "2023-01-01"),
        make_term(row, 2, "2023-01-01", "2026-01-01"),
    )
    for term, left in ((first, None), (second, None), (second, date(2024, 1, 1)), (None, None)):
        OrganisationMember.objects.create(organisation=row, term=term, left_on=left)
    assert OrganisationMember.objects.current().count() == 2


def test_a_term_of_another_organisation_cannot_be_chosen(worker: Client) -> None:
    row, other = make_organisation(), make_organisation("别的街坊会")
    term = make_term(other, 1, "2024-01-01", None)
    data = filled_form(worker, change(row))
    data |= {
        "members-TOTAL_FORMS": 1,
        "members-0-id": "",
        "members-0-position": "委员",
        "members-0-term": term.pk,
    }
    assert worker.post(change(row), data).status_code == 200
    assert not OrganisationMember.objects.exists()


# --- the internal number ------------------------------------------------------------------------
def test_the_internal_number_shows_on_a_recorded_press_only(worker: Client) -> None:
    row = make_organisation(contact_phone="13800001111")
    text = worker.get(change(row)).content.decode()
    assert "138****1111" in text and "13800001111" not in text
    page = reverse("admin:communities_organisation_phone", args=[row.pk])
    assert "13800001111" not in worker.get(page).content.decode()
    assert not SecurityEvent.objects.filter(kind="reveal").exists()
    answer = worker.post(page, headers={"Accept": "application/json"})
    assert answer.json() == {"phone": "13800001111"}
    assert SecurityEvent.objects.get(kind="reveal").what == f"organisation {row.pk}"


def test_others_get_no_number() -> None:
    row = make_organisation(contact_phone="13800001111")
    page = reverse("admin:communities_organisation_phone", args=[row.pk])
    assert worker_of(make_community("桂花社区")).post(page).status_code == 404
    assert not SecurityEvent.objects.filter(kind="reveal").exists()


def test_a_new_number_takes_the_place_of_the_old_one(worker: Client) -> None:
    row = make_organisation(contact_phone="13800001111")
    data = {**filled_form(worker, change(row)), "new_phone": "138 0000 2222"}
    assert worker.post(change(row), data).status_code == 302
    row.refresh_from_db()
    assert row.contact_phone == "13800002222"


# --- the list -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("街坊志愿服务互助会", {"俊雅街坊会"}),
        ("红色业委会", {"俊雅业委会"}),
        ("俊雅花园业主委员会", {"俊雅业委会"}),
        ("俊雅花园", {"俊雅业委会"}),
        ("jfh", {"俊雅街坊会"}),
        ("没有这个", set()),
    ],
)
def test_words_for_kinds_find_the_kind(worker: Client, asked: str, found: set[str]) -> None:
    make_organisation()
    owners = {"kind": Kind.OWNERS_COMMITTEE, "red_since": date(2022, 1, 1), "estate": make_estate()}
    make_organisation("俊雅业委会", **owners)
    make_organisation("别家业委会", kind=Kind.OWNERS_COMMITTEE)
    rows = worker.get(LIST, {"q": asked}).context["cl"].queryset
    assert {row.name for row in rows} == found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=red", {"红"}),
        ("kind=owners_committee", {"红", "白"}),
        ("gap=members", {"没数过"}),
        ("term=none", {"红", "白", "没数过"}),
        ("term=over", {"届满"}),
        ("estate=none", {"白", "没数过", "届满"}),
        ("status__exact=dissolved", set()),
    ],
)
def test_filters_find_what_is_missing_and_due(worker: Client, query: str, found: set[str]) -> None:
    owners = {"kind": Kind.OWNERS_COMMITTEE, "members_count": 5}
    make_organisation("红", red_since=date(2022, 1, 1), estate=make_estate(), **owners)
    make_organisation("白", **owners)
    make_organisation("没数过")
    make_term(make_organisation("届满", members_count=9), 1, "2018-01-01", "2021-01-01")
    rows = worker.get(f"{LIST}?{query}").context["cl"].queryset
    assert {row.name for row in rows} == found


def test_the_list_costs_the_same_for_many(worker: Client, django_assert_max_num_queries) -> None:
    for n in range(40):
        make_term(make_organisation(f"第{n}街坊会", estate=make_estate(f"花园{n}")), 1, "2024-01-01", None)
    with django_assert_max_num_queries(14):
        worker.get(LIST)


# --- ending and deleting ------------------------------------------------------------------------
def test_one_with_terms_is_closed_with_a_date_instead_of_deleted(worker: Client) -> None:
    row = make_organisation()
    make_term(row, 1, "2024-01-01", None)
    delete = reverse("admin:communities_organisation_delete", args=[row.pk])
    text = worker.get(delete).content.decode()
    assert "届次" in text and "停用（撤销）" in text
    worker.post(delete, {"post": "yes"})
    assert Organisation.objects.filter(pk=row.pk).exists()
    retire = reverse("admin:communities_organisation_retire", args=[row.pk])
    worker.post(retire)
    row.refresh_from_db()
    assert (row.status, row.dissolved_on) == ("dissolved", timezone.localdate())
    assert OrganisationTerm.objects.count() == 1


def test_one_that_others_hang_below_stays(worker: Client) -> None:
    committee = make_organisation("桂雅党委", kind=Kind.PARTY_COMMITTEE)
    make_organisation("俊雅党支部", kind=Kind.PARTY_BRANCH, parent=committee)
    worker.post(LIST, {"action": "delete_selected", "_selected_action": [committee.pk], "post": "yes"})
    assert Organisation.objects.count() == 2


def test_several_are_ended_at_once_after_a_question(worker: Client) -> None:
    rows = [make_organisation(f"第{n}街坊会") for n in range(3)]
    data = {"action": "dissolve", "_selected_action": [row.pk for row in rows]}
    assert "标为已终止" in worker.post(LIST, data).content.decode()
    assert Organisation.objects.active().count() == 3
    worker.post(LIST, {**data, "confirmed": "yes"})
    assert Organisation.objects.filter(dissolved_on=timezone.localdate()).count() == 3


# --- who else may, and who may not --------------------------------------------------------------
def test_another_community_sees_nothing() -> None:
    row = make_organisation()
    other = worker_of(make_community("桂花社区"))
    assert other.get(change(row)).status_code == 302
    assert row.name not in other.get(LIST).content.decode()
    network = reverse("admin:communities_organisation_network")
    assert other.get(f"{network}?community={row.community_id}").status_code == 404


def test_a_leader_reads_and_changes_nothing() -> None:
    row = make_organisation()
    leader = logged_in(make_user(Role.STREET_LEADER))
    assert leader.get(change(row)).status_code == 200
    assert leader.get(ADD).status_code == 403


# --- the network --------------------------------------------------------------------------------
def test_the_network_hangs_together_and_shows_what_does_not(worker: Client) -> None:
    committee = make_organisation("桂雅党委", kind=Kind.PARTY_COMMITTEE)
    estate = make_estate()
    branch = make_organisation("俊雅党支部", kind=Kind.PARTY_BRANCH, parent=committee, estate=estate)
    make_organisation("一组", kind=Kind.PARTY_GROUP, parent=branch)
    make_organisation("无主党支部", kind=Kind.PARTY_BRANCH)
    make_organisation("俊雅物业", kind=Kind.PROPERTY, estate=estate)
    ended = {"status": "dissolved", "dissolved_on": timezone.localdate() - timedelta(days=1)}
    make_organisation("从前的党支部", kind=Kind.PARTY_BRANCH, **ended)
    response = worker.get(reverse("admin:communities_organisation_network"))
    found = response.context["network"]
    assert [node.organisation.name for node in found.top] == ["桂雅党委"]
    assert found.top[0].below[0].below[0].organisation.name == "一组"
    assert [node.organisation.name for node in found.loose] == ["无主党支部"]
    assert [row.name for row in found.estates[0].by_kind[Kind.PROPERTY]] == ["俊雅物业"]
    assert "从前的党支部" not in response.content.decode()


def test_the_street_sees_all_communities_first(django_assert_max_num_queries) -> None:
    for n in range(12):
        make_organisation(f"党委{n}", make_community(f"演示{n}社区"), kind=Kind.PARTY_COMMITTEE)
    client = street_admin()
    with django_assert_max_num_queries(12):
        text = client.get(reverse("admin:communities_organisation_network")).content.decode()
    assert "演示7" in text
