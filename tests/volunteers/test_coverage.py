"""覆盖情况: numbers of places and heads counted by hand, by community, by estate and by quarter."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from communities.models import Community
from guicheng.accounts.models import Role
from tests.factories import make_appointment, make_community, make_estate, make_place, make_volunteer
from tests.people import logged_in, make_user, worker_of
from volunteers.coverage import by_community, by_estate, over_time, quarters, total
from volunteers.models import Appointment

pytestmark = pytest.mark.django_db
PAGE = reverse("admin:communities_place_coverage")
TODAY = timezone.localdate()


@pytest.fixture
def own() -> Community:
    """Five places in use: three with a head (two party members), one with a deputy alone, one empty."""
    own = make_community("桂雅社区")
    estate = make_estate("俊雅花园", own)
    member = {"political_status": "member"}
    make_appointment(
        make_volunteer("甲", **member), make_place("1栋", estate=estate), ends_on=TODAY + timedelta(days=10)
    )
    make_appointment(
        make_volunteer("乙", political_status="probationary"),
        make_place("2栋", estate=estate),
        ends_on=TODAY - timedelta(days=1),
    )
    make_appointment(make_volunteer("丙", political_status="masses"), make_place("3栋", estate=estate))
    make_appointment(make_volunteer("丁", **member), make_place("4栋", estate=estate), deputy=True)
    make_place("南兴巷", community=own, estate=None, kind="lane")
    make_place("拆了", estate=estate, closed_on=TODAY)
    return own


@pytest.fixture
def other() -> Community:
    other = make_community("桂花社区")
    make_appointment(make_volunteer("戊", community=other), make_place("1栋", community=other))
    make_place("2栋", community=other)
    return other


def numbers(row) -> tuple:  # noqa: ANN001
    return (row.places, row.covered, row.empty, row.ending, row.over, row.heads, row.members)


def test_the_numbers_are_those_counted_by_hand(own: Community, other: Community) -> None:
    street = make_user(Role.STREET_ADMIN)
    rows = {row.name: row for row in by_community(street, TODAY)}
    assert numbers(rows["桂雅社区"]) == (5, 3, 2, 1, 1, 3, 2)
    assert numbers(rows["桂花社区"]) == (2, 1, 1, 0, 0, 1, 0)
    assert rows["桂雅社区"].covered_share == 60.0 and rows["桂雅社区"].member_share == 66.7
    assert numbers(total(list(rows.values()))) == (7, 4, 3, 1, 1, 4, 2)
    parted = {row.name: numbers(row) for row in by_estate(street, own.pk, TODAY)}
    assert parted == {"俊雅花园": (4, 3, 1, 1, 1, 3, 2), "": (1, 0, 1, 0, 0, 0, 0)}


def test_each_number_is_the_number_of_rows_behind_it(own: Community, other: Community) -> None:
    client = logged_in(make_user(Role.STREET_ADMIN))
    for page in (PAGE, f"{PAGE}?community={own.pk}"):
        html = client.get(page).content.decode()
        links = re.findall(r'<td><a (?:class="wanting" )?href="([^"]+)">(\d+)</a></td>', html)
        assert len(links) >= 10
        for address, shown in links:
            response = client.get(address.replace("&amp;", "&"))
            assert response.status_code == 200, address
            assert response.context["cl"].result_count == int(shown), address


def test_a_worker_sees_the_own_community_by_estate(own: Community, other: Community) -> None:
    html = worker_of(own).get(PAGE).content.decode()
    assert "俊雅花园" in html and "不属于小区的巷和街" in html and "桂花" not in html
    assert worker_of(own).get(f"{PAGE}?community={other.pk}").status_code == 404
    for nonsense in ("x", "9" * 30, "-1", "0"):
        assert worker_of(own).get(PAGE, {"community": nonsense}).status_code == 404
    assert logged_in(make_user(Role.DEPARTMENT)).get(PAGE).status_code == 403
    assert logged_in(make_user(Role.STREET_LEADER)).get(PAGE).status_code == 200


def test_without_any_place_the_page_says_what_to_do() -> None:
    html = worker_of(make_community("空社区")).get(PAGE).content.decode()
    assert "还没有登记楼、巷、街" in html


def test_quarters_end_on_their_last_day() -> None:
    assert quarters(date(2026, 2, 10), 5) == [
        ("2025 年 1 季度", date(2025, 3, 31)),
        ("2025 年 2 季度", date(2025, 6, 30)),
        ("2025 年 3 季度", date(2025, 9, 30)),
        ("2025 年 4 季度", date(2025, 12, 31)),
        ("2026 年 1 季度", date(2026, 2, 10)),
    ]


def test_the_share_over_time_follows_the_dates_of_the_terms() -> None:
    own = make_community("桂雅社区")
    member = make_volunteer("甲", political_status="member", party_since=date(2025, 7, 1))
    place = make_place("1栋", community=own)
    make_appointment(member, place, started_on=date(2025, 2, 1), ended_on=date(2025, 12, 31))
    make_appointment(make_volunteer("乙", political_status="masses"), place, started_on=date(2025, 12, 31))
    make_appointment(
        make_volunteer("丙", political_status="member"),
        make_place("2栋", community=own),
        started_on=date(2025, 5, 1),
    )
    make_appointment(make_volunteer("丁"), make_place("3栋", community=own), deputy=True)
    street = make_user(Role.STREET_ADMIN)
    found = over_time(street, date(2026, 2, 10), count=6)
    got = [(quarter.heads, quarter.members, quarter.share) for quarter in found]
    assert got == [
        (0, 0, None),  # 2024 Q4
        (1, 0, 0.0),  # 甲, not yet in the party
        (2, 1, 50.0),  # and 丙
        (2, 2, 100.0),  # 甲 joined
        (2, 1, 50.0),  # 甲 left on the very day on which 乙 began
        (2, 1, 50.0),
    ]
    for quarter in found:
        served = Appointment.objects.serving_on(quarter.day).filter(deputy=False)
        assert served.count() == quarter.heads


def test_the_chart_says_its_numbers_in_words(own: Community) -> None:
    html = worker_of(own).get(PAGE).content.decode()
    assert (
        'role="img"' in html and "66.7%" in html and "style=" not in html.split("<svg")[1].split("</svg>")[0]
    )


def test_the_table_goes_out_as_excel(own: Community, other: Community) -> None:
    response = logged_in(make_user(Role.STREET_ADMIN)).get(f"{PAGE}?format=xlsx")
    book = load_workbook(io.BytesIO(response.content))
    rows = list(book.worksheets[0].values)
    assert rows[0][:5] == ("社区", "使用中的地方", "有人在任", "没有人在任", "覆盖率%")
    assert ("桂雅社区", 5, 3, 2, 60, 1, 1, 3, 2, 66.7) in rows
    assert rows[-1][0] == "合计" and rows[-1][1] == 7
    assert len(list(book.worksheets[1].values)) == 9


def test_the_page_costs_the_same_for_many(own: Community, django_assert_max_num_queries) -> None:
    for n in range(12):
        community = make_community(f"演示{n}社区")
        for _ in range(3):
            make_appointment(community=community)
    client: Client = logged_in(make_user(Role.STREET_ADMIN))
    with django_assert_max_num_queries(12):
        client.get(PAGE)
