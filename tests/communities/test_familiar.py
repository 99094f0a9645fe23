"""创熟: where a community stands, since when it is certified, and what it says of itself."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from communities.familiar import certified_count, standing_of, standings
from communities.models import Community, FamiliarCriterion, FamiliarStatus, SelfAssessment
from communities.reference import load_communities
from guicheng.accounts.due import dues_for
from guicheng.accounts.models import Role
from tests.factories import make_community
from tests.people import logged_in, make_user, street_admin, worker_of
from tests.stations.admin_pages import errors_of, send

pytestmark = pytest.mark.django_db
LIST = reverse("admin:communities_familiarstatus_changelist")
ADD = reverse("admin:communities_familiarstatus_add")
TABLE = reverse("admin:communities_familiarstatus_table")


@pytest.fixture
def community() -> Community:
    return make_community("夏北社区", kind=Community.Kind.RURAL)


def days_ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


def stands(community: Community, status: str, on: date, **values: Any) -> FamiliarStatus:
    return FamiliarStatus.objects.create(community=community, status=status, on=on, **values)


def certified_on(community: Community) -> date | None:
    """Read anew, one by one and as a list brings it: the same."""
    alone = Community.objects.get(pk=community.pk).certified_on
    assert Community.objects.public().get(pk=community.pk).certified_on == alone
    return alone


# --- it works ---------------------------------------------------------------------------------------


def test_26_were_certified_in_october_2022() -> None:
    load_communities()
    assert certified_count(date(2022, 9, 30)) == 0
    assert certified_count(date(2022, 10, 1)) == 26
    pilots = Community.objects.filter(rural_pilot=True)
    assert {certified_on(row) for row in pilots} == {date(2022, 10, 1)}
    assert FamiliarStatus.objects.get(community__name="平东社区").when == "2022年10月"


def test_the_last_row_is_what_holds(community: Community) -> None:
    stands(community, "certified", date(2024, 5, 1), expires_on=date(2030, 5, 1))
    stands(community, "started", date(2022, 1, 1))
    assert standing_of(community).status == "certified"
    assert standing_of(community, date(2023, 1, 1)).status == "started"
    assert standing_of(community, date(2021, 1, 1)) is None
    assert certified_on(community) == date(2024, 5, 1)


def test_a_certificate_ends_by_its_day_or_by_what_follows(community: Community) -> None:
    row = stands(community, "certified", date(2020, 5, 1), expires_on=date(2023, 5, 1))
    assert certified_count(date(2023, 5, 1)) == 1
    assert certified_count(date(2023, 5, 2)) == 0
    assert certified_on(community) is None
    row.expires_on = None
    row.save()
    stands(community, "recheck", date(2023, 1, 1))
    assert certified_on(community) == date(2020, 5, 1)
    failed = stands(community, "failed", date(2023, 6, 1))
    assert certified_on(community) is None and certified_count(date(2023, 5, 31)) == 1
    failed.delete()
    assert certified_on(community) == date(2020, 5, 1)


def test_the_public_page_says_what_the_records_say(client: Client, community: Community) -> None:
    assert "达标社区" not in client.get(community.get_absolute_url()).content.decode()
    stands(community, "certified", date(2024, 5, 1), precision="month")
    assert "2024年5月评为“熟人社区”达标社区" in client.get(community.get_absolute_url()).content.decode()


def test_the_table_shows_every_community_and_goes_out_as_excel(community: Community) -> None:
    make_community("桂雅社区")
    stands(community, "building", days_ago(30))
    client = street_admin()
    text = client.get(TABLE).content.decode()
    assert "夏北社区" in text and "桂雅社区" in text and "未启动" in text
    rows = client.get(TABLE, {"kind": "rural", "status": "building"}).context["rows"]
    assert [row.community for row in rows] == [community]
    assert client.get(TABLE, {"kind": "urban", "status": "building"}).context["rows"] == []
    book = load_workbook(io.BytesIO(client.get(TABLE, {"format": "xlsx"}).content))
    assert {row[0].value for row in book.active.iter_rows(min_row=2)} == {"夏北社区", "桂雅社区"}


def test_residents_read_how_far_each_has_come(client: Client, community: Community) -> None:
    stands(make_community("桂雅社区"), "certified", date(2022, 10, 1))
    stands(community, "failed", days_ago(3))
    text = client.get(reverse("familiar")).content.decode()
    assert "<strong>1</strong> 个社区达标" in text
    assert "创建中" in text and "未通过" not in text


def test_the_table_costs_the_same_for_many(community: Community, django_assert_max_num_queries: Any) -> None:
    for n in range(20):
        row = make_community(f"演示{n}社区")
        stands(row, "building", days_ago(n))
        SelfAssessment.objects.create(community=row, year=2020)
    with django_assert_max_num_queries(3):
        assert len(standings(Community.objects.order_by("code"))) == 21


# --- who may ----------------------------------------------------------------------------------------


def test_a_community_records_its_steps_but_not_its_certificate(community: Community) -> None:
    client = worker_of(community)
    values = {"community": community.pk, "on": str(days_ago(3))}
    assert "status" in errors_of(send(client, ADD, **values, status="certified"))
    assert send(client, ADD, **values, status="building").status_code == 302
    row = stands(community, "certified", days_ago(1))
    page = reverse("admin:communities_familiarstatus_change", args=[row.pk])
    assert client.get(page).status_code == 200
    assert client.post(page, {"status": "building"}).status_code == 403
    assert client.post(reverse("admin:communities_familiarstatus_delete", args=[row.pk])).status_code == 403
    assert "status" in errors_of(send(client, ADD, **values, status="failed"))


def test_others_do_not_see_the_steps(community: Community) -> None:
    stands(community, "building", days_ago(3))
    client = worker_of(make_community("桂花社区"))
    assert not client.get(LIST).context["cl"].result_list
    assert "夏北" not in client.get(TABLE).content.decode()


# --- bad input --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "field", "said"),
    [
        ({"on": "2026-01-05", "expires_on": "2026-01-04"}, "expires_on", "必须晚于达标的日期"),
        ({"on": "2026-01-05", "expires_on": "2026-01-05"}, "expires_on", "必须晚于达标的日期"),
        ({"on": "2026-01-01", "precision": "month", "expires_on": "2026-01-20"}, "expires_on", "2026年1月"),
        ({"on": "2098-01-01"}, "on", "还没有到"),
        ({"on": "2026-01-05", "status": "building", "expires_on": "2027-01-01"}, "", "只有“达标”"),
    ],
)
def test_bad_certificates_are_refused(
    community: Community, values: dict[str, Any], field: str, said: str
) -> None:
    sent = {"community": community.pk, "status": "certified", **values}
    assert said in str(errors_of(send(street_admin(), ADD, **sent)).get(field or "__all__"))
    assert not FamiliarStatus.objects.exists()


def test_the_database_refuses_a_certificate_that_ends_before_it_begins(community: Community) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        stands(community, "certified", date(2026, 1, 5), expires_on=date(2026, 1, 4))


# --- self-assessment --------------------------------------------------------------------------------


@pytest.fixture
def criteria() -> list[FamiliarCriterion]:
    made = [("党组织健全", 60), ("邻里相识", 40)]
    return [FamiliarCriterion.objects.create(name=name, weight=weight) for name, weight in made]


def answered(client: Client, row: SelfAssessment, *met: str, **values: Any) -> Any:
    page = reverse("admin:communities_selfassessment_change", args=[row.pk])
    lines = {f"lines-{n}-met": value for n, value in enumerate(met)}
    return send(client, page, **lines, **values)


def test_a_community_fills_in_and_hands_in(community: Community, criteria: list[FamiliarCriterion]) -> None:
    client = worker_of(community)
    stands(community, "building", days_ago(100))
    year = timezone.localdate().year
    response = send(client, reverse("admin:communities_selfassessment_add"), year=str(year))
    row = SelfAssessment.objects.get()
    assert response.url == reverse("admin:communities_selfassessment_change", args=[row.pk])
    assert row.lines.count() == 2
    answered(client, row, "yes", submit_now="on")
    row.refresh_from_db()
    assert row.submitted_on is None, "one line has no answer"
    answered(client, row, "yes", "partly", submit_now="on")
    row.refresh_from_db()
    assert row.submitted_on == timezone.localdate()
    assert SelfAssessment.objects.with_score().get().score == 80
    assert standing_of(community).status == "self_assessed"
    page = reverse("admin:communities_selfassessment_change", args=[row.pk])
    assert client.post(page, {"note": "改"}).status_code == 403


def test_the_street_gives_it_back(community: Community, criteria: list[FamiliarCriterion]) -> None:
    row = SelfAssessment.objects.create(community=community, year=2025, submitted_on=days_ago(3))
    page = reverse("admin:communities_selfassessment_changelist")
    sent = {"action": "give_back", "_selected_action": [row.pk], "confirmed": "yes"}
    worker_of(community).post(page, sent)
    row.refresh_from_db()
    assert row.submitted_on
    street_admin().post(page, sent)
    row.refresh_from_db()
    assert row.submitted_on is None


def test_it_is_compared_with_the_last_one_and_later_weights_change_nothing(
    community: Community, criteria: list[FamiliarCriterion]
) -> None:
    before = SelfAssessment.objects.create(community=community, year=2024, submitted_on=date(2024, 11, 1))
    now = SelfAssessment.objects.create(community=community, year=2025)
    for row, met in ((before, "partly"), (now, "yes")):
        row.make_lines()
        row.lines.update(met=met)
    criteria[0].weight = 1
    criteria[0].save()
    text = (
        street_admin().get(reverse("admin:communities_selfassessment_change", args=[now.pk])).content.decode()
    )
    assert "100.0 分" in text and "上一次（2024 年）50.0 分，多 50.0 分" in text


def test_one_a_year_and_none_for_years_to_come(
    community: Community, criteria: list[FamiliarCriterion]
) -> None:
    client, page = worker_of(community), reverse("admin:communities_selfassessment_add")
    assert "还没有到这一年" in str(errors_of(send(client, page, year="2098")))
    send(client, page, year="2025")
    assert "已经有自评" in str(errors_of(send(client, page, year="2025")))


def test_without_criteria_it_says_so(community: Community) -> None:
    page = reverse("admin:communities_selfassessment_add")
    client = worker_of(community)
    values = {"year": "2025"}
    response = send(client, page, **values)
    assert "还没有登记创熟标准" in client.get(response.url).content.decode()


# --- what waits -------------------------------------------------------------------------------------


def test_each_number_is_the_number_of_rows_behind_its_link(community: Community) -> None:
    today = timezone.localdate()
    soon, far, gone = (make_community(f"演示{n}社区") for n in range(3))
    stands(soon, "certified", days_ago(1000), expires_on=today + timedelta(days=90))
    stands(far, "certified", days_ago(1000), expires_on=today + timedelta(days=91))
    stands(gone, "certified", days_ago(1000), expires_on=days_ago(1))
    stands(community, "building", days_ago(10))
    busy = make_community("演示九社区")
    stands(busy, "building", days_ago(10))
    SelfAssessment.objects.create(community=busy, year=today.year, submitted_on=today)
    for user, wanted in (
        (make_user(Role.STREET_ADMIN), {"familiar-expiring": 2, "familiar-unassessed": 1}),
        (make_user(Role.COMMUNITY_WORKER, community), {"familiar-expiring": 0, "familiar-unassessed": 1}),
    ):
        client = logged_in(user)
        for due in dues_for(user):
            if due.key in wanted:
                assert due.count(user, timezone.now()) == wanted[due.key]
                assert client.get(due.address()).context["cl"].result_count == wanted[due.key]
