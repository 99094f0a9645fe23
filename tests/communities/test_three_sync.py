"""新小区三同步: what is done in time, late or due; what is refused; the list, the sheet and the file."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from communities.models import Estate, Organisation, ThreeSync
from communities.three_sync import on_time_share, part_states, summary
from guicheng.accounts.models import Role
from tests.exchange.files import checked, imported, workbook
from tests.factories import make_community, make_estate
from tests.people import logged_in, make_user, street_admin, worker_of
from tests.stations.admin_pages import errors_of, send

pytestmark = pytest.mark.django_db
LIST = reverse("admin:communities_threesync_changelist")
ADD = reverse("admin:communities_threesync_add")


@pytest.fixture
def estate() -> Estate:
    return make_estate("演示新苑", make_community("桂雅社区"))


def days_ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


def entered(client: Client, estate: Estate, **values: Any) -> Any:
    return send(client, ADD, estate=estate.pk, **{key: str(value) for key, value in values.items()})


# --- it works ---------------------------------------------------------------------------------------


def test_each_part_says_how_it_stands(estate: Estate) -> None:
    today = date(2026, 6, 10)
    row = ThreeSync(
        estate=estate,
        handover_on=date(2026, 3, 1),
        branch_on=date(2026, 5, 30),
        team_on=date(2026, 6, 5),
    )
    branch, team, station = part_states(row, today)
    assert (branch.due_on, branch.words) == (date(2026, 5, 30), "按期完成")
    assert team.words == "完成，迟了 6 天"
    assert (station.due_on, station.words) == (date(2026, 8, 28), "还有 79 天")
    assert summary(row, today) == "进行中"
    later = part_states(row, date(2026, 8, 31))[2]
    assert later.words == "已超期 3 天"
    assert part_states(row, date(2026, 8, 28))[2].words == "今天到期"
    assert summary(row, date(2026, 8, 31)) == "超期：党群阵地"
    row.station_on = date(2026, 2, 1)
    assert summary(row, today) == "三项齐全"


def test_the_days_are_settings(estate: Estate, settings: Any) -> None:
    settings.THREE_SYNC_BRANCH_DAYS = 10
    row = ThreeSync.objects.create(estate=estate, handover_on=days_ago(20))
    today = timezone.localdate()
    assert part_states(row, today)[0].words == "已超期 10 天"
    assert ThreeSync.objects.late(today).get() == row


def test_the_list_filters_what_is_late_due_soon_and_complete(estate: Estate) -> None:
    community = estate.community
    done = {"branch_on": days_ago(90), "team_on": days_ago(90), "station_on": days_ago(90)}
    made = {
        "complete": ThreeSync.objects.create(estate=estate, handover_on=days_ago(100), **done),
        "late": ThreeSync.objects.create(estate=make_estate("迟苑", community), handover_on=days_ago(91)),
        "soon": ThreeSync.objects.create(estate=make_estate("近苑", community), handover_on=days_ago(90)),
        "": ThreeSync.objects.create(estate=make_estate("新苑", community), handover_on=days_ago(10)),
    }
    client = worker_of(community)
    for standing, row in made.items():
        if standing:
            found = client.get(LIST, {"standing": standing}).context["cl"].result_list
            assert list(found) == [row], standing
    text = client.get(LIST).content.decode()
    assert "三项齐全" in text and "已超期 1 天" in text and "今天到期" in text


def test_an_organisation_brings_its_day_along(estate: Estate) -> None:
    branch = Organisation.objects.create(
        community=estate.community, kind="party_branch", name="演示党支部", founded_on=days_ago(30)
    )
    assert (
        entered(worker_of(estate.community), estate, handover_on=days_ago(40), branch=branch.pk).status_code
        == 302
    )
    row = ThreeSync.objects.get()
    assert (row.branch, row.branch_on) == (branch, days_ago(30))


def test_the_share_in_time_goes_by_business_dates(estate: Estate) -> None:
    community = estate.community
    day = date(2025, 12, 31)
    good = {"branch_on": date(2025, 2, 1), "team_on": date(2025, 2, 1), "station_on": date(2025, 3, 1)}
    ThreeSync.objects.create(estate=estate, handover_on=date(2025, 1, 1), **good)
    ThreeSync.objects.create(estate=make_estate("迟苑", community), handover_on=date(2025, 1, 1))
    ThreeSync.objects.create(estate=make_estate("新苑", community), handover_on=date(2025, 11, 1))
    share = on_time_share(day)
    assert (share.on_time, share.due, share.percent) == (1, 2, 50)
    assert on_time_share(date(2024, 1, 1)).percent is None
    assert on_time_share(day, make_community("桂花社区")).due == 0


def test_the_sheet_to_print_and_the_file(estate: Estate) -> None:
    ThreeSync.objects.create(estate=estate, handover_on=days_ago(200), branch_on=days_ago(150))
    client = worker_of(estate.community)
    sheet = client.get(reverse("admin:communities_threesync_print")).content.decode()
    assert "演示新苑" in sheet and "按期完成" in sheet and "超期：创熟团队、党群阵地" in sheet
    response = client.post(reverse("admin:exchange_export", args=["three-sync"]))
    cells = [cell.value for cell in load_workbook(io.BytesIO(response.content)).active[2]]
    assert cells[1] == "演示新苑" and "超期" in cells[-1]


def test_rows_come_in_from_excel(estate: Estate) -> None:
    user = make_user(Role.COMMUNITY_WORKER, estate.community)
    heads = ["社区", "小区名称", "交付日期", "党支部成立日期", "党支部依据"]
    run = imported(
        workbook([heads, ["桂雅社区", "演示新苑", "2026-01-05", "2026年2月1日", "批复"]]),
        user,
        kind="three-sync",
    )
    assert run.counts["new"] == 1
    row = ThreeSync.objects.get()
    assert (row.handover_on, row.branch_on, row.branch_evidence) == (
        date(2026, 1, 5),
        date(2026, 2, 1),
        "批复",
    )


# --- who may ----------------------------------------------------------------------------------------


def test_others_do_not_see_it(estate: Estate) -> None:
    row = ThreeSync.objects.create(estate=estate, handover_on=days_ago(200))
    other = worker_of(make_community("桂花社区"))
    assert not other.get(LIST).context["cl"].result_list
    page = reverse("admin:communities_threesync_change", args=[row.pk])
    assert other.get(page).status_code == 302
    assert "演示新苑" not in other.get(reverse("admin:communities_threesync_print")).content.decode()
    leader = logged_in(make_user(Role.STREET_LEADER))
    assert leader.get(page).status_code == 200
    assert leader.post(page, {"handover_on": "2020-01-01"}).status_code == 403


# --- bad input --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "field", "said"),
    [
        ({"handover_on": days_ago(-1)}, "handover_on", "还没有到"),
        ({"handover_on": days_ago(10), "team_on": days_ago(-1)}, "team_on", "办好以后再填"),
        ({"handover_on": days_ago(10), "station_on": days_ago(10 + 2 * 366)}, "station_on", "早了 2 年以上"),
        ({"handover_on": "昨天"}, "handover_on", "日期"),
        ({}, "handover_on", "必填"),
    ],
)
def test_bad_days_are_refused(estate: Estate, values: dict[str, Any], field: str, said: str) -> None:
    response = entered(worker_of(estate.community), estate, **values)
    assert said in "".join(errors_of(response)[field])
    assert not ThreeSync.objects.exists()


def test_founded_a_year_before_the_handover_is_taken(estate: Estate) -> None:
    assert (
        entered(street_admin(), estate, handover_on=days_ago(10), branch_on=days_ago(400)).status_code == 302
    )


def test_an_estate_twice_is_refused_by_form_and_database(estate: Estate) -> None:
    ThreeSync.objects.create(estate=estate, handover_on=days_ago(10))
    response = entered(street_admin(), estate, handover_on=days_ago(10))
    assert "已经登记过三同步" in str(errors_of(response))
    with pytest.raises(IntegrityError), transaction.atomic():
        ThreeSync.objects.create(estate=estate, handover_on=days_ago(10))


def test_evidence_of_another_kind_or_community_is_refused(estate: Estate) -> None:
    social = Organisation.objects.create(community=estate.community, kind="social", name="书法社")
    far = Organisation.objects.create(
        community=make_community("桂花社区"), kind="party_branch", name="别处党支部"
    )
    with pytest.raises(ValidationError, match="小区党支部"):
        ThreeSync(estate=estate, handover_on=days_ago(10), branch=social).full_clean()
    with pytest.raises(ValidationError, match="不属于"):
        ThreeSync(estate=estate, handover_on=days_ago(10), branch=far).full_clean()


def test_a_row_of_excel_with_a_wrong_day_is_refused_with_its_reason(estate: Estate) -> None:
    heads = ["社区", "小区名称", "交付日期", "党支部成立日期"]
    rows = [["桂雅社区", "演示新苑", "2026-01-05", "2020-01-01"], ["桂雅社区", "没有的苑", "2026-01-05", ""]]
    run = checked(workbook([heads, *rows]), make_user(Role.STREET_ADMIN), kind="three-sync")
    assert run.counts == {"refused": 2}
    said = " ".join(str(row.data) for row in run.rows.all())
    assert "早了 2 年以上" in said and "没有登记过这个小区" in said


# --- edge -------------------------------------------------------------------------------------------


def test_an_estate_handed_over_on_leap_day() -> None:
    estate = make_estate("闰苑", make_community("桂雅社区"))
    ThreeSync(estate=estate, handover_on=date(2024, 2, 29), branch_on=date(2022, 2, 28)).full_clean()
