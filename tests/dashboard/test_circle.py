"""The circle's page: one number everywhere, who sees whose, moments, days before, and odd questions."""

from __future__ import annotations

import io
import json
import re
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from python_calamine import load_workbook as calamine

from communities.models import Community, Estate
from guicheng.accounts.models import Role, SecurityEvent
from guicheng.dashboard.snapshot import count
from stations.coverage import Question, coverage
from stations.models import Audience, Service, Station
from stations.walking import Pace
from tests.dashboard.circles import alerts, big_number, keep_walk, leader, north, page, two_communities
from tests.factories import make_estate, make_place, make_station, make_timetable
from tests.people import logged_in, make_user, worker_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
PATH, XLSX = "/dashboard/coverage/", "/dashboard/coverage.xlsx"
TODAY = timezone.localdate()


@pytest.fixture
def town() -> tuple[Community, Community]:
    return two_communities()


def workbook(client: Client, **query: object) -> bytes:
    response = client.get(XLSX, query)
    assert response.status_code == 200 and "spreadsheetml" in response["Content-Type"]
    return response.content


def row_of(text: str, name: str) -> list[str]:
    """The cells of the table row about ``name``."""
    found = re.search(rf"<tr><th[^>]*>(?:<a [^>]*>)?{name}.*?</tr>", text)
    assert found, name
    return [re.sub(r"<.*?>", "", cell).strip() for cell in re.findall(r"<td.*?>(.*?)</td>", found[0])]


# --- one number ----------------------------------------------------------------------------------


def test_page_definition_indicator_command_and_file_say_the_same(town: tuple[Community, Community]) -> None:
    near, far = Estate.objects.get(name="近园"), Estate.objects.get(name="远园")
    # Over the network the near one is far and the far one near.
    keep_walk(near, Station.objects.get(), 900)
    keep_walk(far, Station.objects.get(), 840)
    found = coverage(Question())
    assert (found.covered, found.total) == (100, 450)
    text = page(leader(), PATH)
    assert big_number(text) == "22.2% 100 / 450 户"
    assert "只按直线估算会是 66.7%（300 户）" in text and "其中 50 户没有路网结果" in text
    snapshot = count(TODAY)
    assert snapshot.figure("households_within_10_minutes").n == 100
    assert f"{snapshot.figure('share_within_10_minutes').value:.1f}" == "22.2"
    out = io.StringIO()
    call_command("coverage", "--json", stdout=out)
    told = json.loads(out.getvalue())["definitions"]
    (adult,) = (one for one in told if (one["pace"], one["method"]) == ("adult", "network"))
    assert (adult["covered"], adult["households"], adult["share"]) == (100, 450, 22.2)
    content = workbook(leader())
    rows = list(load_workbook(io.BytesIO(content))["各社区"].iter_rows(min_row=2, values_only=True))
    assert (sum(row[2] for row in rows), sum(row[1] for row in rows)) == (100, 450)
    by_calamine = calamine(io.BytesIO(content))
    homes = by_calamine.get_sheet_by_name("小区明细").to_python()[1:]
    assert sum(row[2] for row in homes if row[3] == "是") == 100
    assert "100 / 450 户，22.2%" in by_calamine.get_sheet_by_name("说明").to_python()[0][0]


def test_the_table_of_nine_ways_is_the_definition_asked_nine_times(
    town: tuple[Community, Community],
) -> None:
    text = page(leader(), PATH)
    for pace, name in ((Pace.NORM, "国家标准"), (Pace.ADULT, "成年人"), (Pace.ELDER, "长者")):
        shares = [coverage(Question(minutes, pace)).share for minutes in (5, 10, 15)]
        assert [cell.split("%")[0] for cell in row_of(text, name)] == [f"{share:.1f}" for share in shares]


def test_a_home_without_a_station_near_says_how_far_it_is(town: tuple[Community, Community]) -> None:
    text = page(leader(), PATH)
    assert row_of(text, "远园") == ["100", "桂雅站", "约 23 分钟 1,950 米，估算"]
    assert '没有覆盖的住户 <small class="quiet">2 处' in text


def test_where_no_way_leads_it_is_said(town: tuple[Community, Community]) -> None:
    keep_walk(Estate.objects.get(name="远园"), Station.objects.get(), float("nan"))
    assert row_of(page(leader(), PATH), "远园") == ["100", "没有走得到的站点", "—"]
    rows = load_workbook(io.BytesIO(workbook(leader())))["小区明细"].iter_rows(values_only=True)
    assert ("桂雅社区", "远园", 100, "否", "走不到", None, None, "路网", 23) in list(rows)


def test_buildings_with_a_point_stand_for_themselves(town: tuple[Community, Community]) -> None:
    make_place("9栋", estate=Estate.objects.get(name="远园"), households=40, **north(100))
    assert big_number(page(leader(), PATH)) == "75.6% 340 / 450 户"


def test_where_the_map_lies_is_told(town: tuple[Community, Community]) -> None:
    keep_walk(Estate.objects.get(name="近园"), Station.objects.get(), 2000)
    text = page(leader(), PATH)
    table = text[text.index("地图上近、走起来远") :]
    assert row_of(table, "近园") == ["24 分钟", "约 4 分钟", "300"]


def test_a_half_is_rounded_the_same_way_everywhere(town: tuple[Community, Community]) -> None:
    Estate.objects.filter(name="近园").update(households=49)
    Estate.objects.filter(name="远园").update(households=351)
    Estate.objects.filter(name="更远园").delete()
    assert coverage(Question()).share == 12.25
    assert big_number(page(leader(), PATH)) == "12.3% 49 / 400 户"
    out = io.StringIO()
    call_command("coverage", "--json", stdout=out)
    assert json.loads(out.getvalue())["definitions"][2]["share"] == 12.3
    book = load_workbook(io.BytesIO(workbook(leader())))
    assert book["各社区"]["E2"].value in {12.3, None} and "12.3%" in book["说明"]["A1"].value
    assert "12.3" in page(leader(), "/dashboard/figures/share_within_10_minutes/")
    assert "12.3% →" in page(leader(), "/dashboard/siting/")


# --- when ----------------------------------------------------------------------------------


def test_evening_and_sunday_count_who_is_open_then(town: tuple[Community, Community]) -> None:
    assert big_number(page(leader(), PATH, when="evening")).startswith("0.0%")
    late = make_timetable("9:00-21:00", "", "9:00-12:00")
    make_station("夜站", community=town[0], timetable=late, **north(1500))
    for when, day in (("evening", "19:30 开门的站点"), ("sunday", "（周日）10:00 开门的站点")):
        text = page(leader(), PATH, when=when)
        assert big_number(text) == "22.2% 100 / 450 户" and day in text, when


def test_a_moment_of_ones_own_is_kept_in_the_form(town: tuple[Community, Community]) -> None:
    day = TODAY + timedelta(days=(7 - TODAY.weekday()) % 7 + 7)
    at = f"{day.isoformat()}T03:15"
    text = page(leader(), PATH, when="at", at=at)
    assert f'name="at" value="{at}"' in text and "03:15 开门的站点" in text
    assert big_number(text).startswith("0.0%")


def test_earlier_days_count_the_stations_of_then(town: tuple[Community, Community]) -> None:
    Station.objects.update(opened_on=date(2024, 6, 1))
    text = page(leader(), PATH, as_of="2024-05-31")
    assert big_number(text).startswith("0.0%") and "2024-05-31 已启用的站点" in text
    assert big_number(page(leader(), PATH, as_of="2024-06-01")).startswith("66.7%")
    text = page(leader(), PATH, as_of="2024-06-01", when="evening")
    assert alerts(text) == ["以前的日子只能看当时已启用的站点，不能再选几点开门。下面按通常的条件计算。"]


def test_service_and_audience_narrow_the_stations(town: tuple[Community, Community]) -> None:
    elders = Audience.objects.create(name="长者", slug="elders")
    meals = Service.objects.create(name="助餐", slug="meals")
    meals.audiences.add(elders)
    for query in ({"service": "meals"}, {"audience": "elders"}):
        assert big_number(page(leader(), PATH, **query)).startswith("0.0%")
    Station.objects.get().offerings.create(service=meals)
    for query in ({"service": "meals"}, {"audience": "elders"}):
        assert big_number(page(leader(), PATH, **query)).startswith("66.7%")


# --- lists ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sort", "first"), [("share", "桂花"), ("left", "桂雅"), ("whole", "桂雅"), ("x", "桂花")]
)
def test_communities_are_sorted(town: tuple[Community, Community], sort: str, first: str) -> None:
    text = page(leader(), PATH, sort=sort)
    table = text[text.index("各社区的覆盖率") :]
    assert re.search(r'<th scope="row"><a [^>]*>(.*?)</a>', table)[1] == f"{first}社区"


def test_covered_communities_are_folded_away(town: tuple[Community, Community]) -> None:
    Estate.objects.filter(name="远园").delete()
    text = page(leader(), PATH)
    folded = text[text.index("全部覆盖的 1 个社区") :]
    assert "桂雅社区" in folded and row_of(folded, "桂雅社区")[0] == "100.0%"


def test_the_many_outside_stand_on_several_pages(town: tuple[Community, Community]) -> None:
    for number in range(40):
        make_estate(f"演示{number:02d}园", town[1], households=10, **north(5000 + number))
    texts = [page(leader(), PATH, page=number) for number in (1, 2, "x")]
    rows = [len(re.findall(r"/estates/\d+/\">", text)) for text in texts]
    assert rows == [30, 12, 30]
    assert all("42 处" in text for text in texts)


def test_a_page_costs_the_same_whatever_the_number_of_homes(
    town: tuple[Community, Community], django_assert_max_num_queries: object
) -> None:
    client = leader()
    page(client, PATH)
    for number in range(600):
        make_estate(f"演示{number}园", town[1], households=10, **north(5000 + number))
    with django_assert_max_num_queries(45):  # type: ignore[operator]
        page(client, PATH)
    with django_assert_max_num_queries(30):  # type: ignore[operator]
        workbook(client)


# --- who ----------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.STREET_LEADER, Role.STREET_ADMIN])
def test_the_street_sees_every_community(town: tuple[Community, Community], role: Role) -> None:
    client = logged_in(make_user(role))
    text = page(client, PATH)
    assert "桂雅社区" in text and "桂花社区" in text and "共 1 个站点" in text
    assert big_number(page(client, PATH, community=town[1].code)) == "0.0% 0 / 50 户"


def test_staff_of_a_community_see_theirs_alone(town: tuple[Community, Community]) -> None:
    here, there = town
    client = worker_of(there)
    text = page(client, PATH)
    assert big_number(text) == "0.0% 0 / 50 户" and "远园" in text
    assert "桂雅社区" not in text and "近园" not in text
    assert "桂雅站" in text  # The nearest station is anybody's.
    for path in (PATH, XLSX):
        assert client.get(path, {"community": here.code}).status_code == 404
    cells = str([list(sheet.values) for sheet in load_workbook(io.BytesIO(workbook(client)))])
    assert "更远园" in cells and "近园" not in cells and "桂雅社区" not in cells
    assert logged_in(make_user(Role.COMMUNITY_WORKER)).get(PATH).status_code == 404


@pytest.mark.parametrize("path", [PATH, XLSX])
def test_nobody_gets_in_without_an_account_and_heads_are_refused(path: str, client: Client) -> None:
    assert "/admin/login/" in client.get(path)["Location"]
    for role in (Role.HEAD, Role.DEPARTMENT):
        assert logged_in(make_user(role)).get(path).status_code == 403
    assert leader().post(path).status_code == 405


def test_taking_the_file_away_is_noted(town: tuple[Community, Community]) -> None:
    workbook(leader())
    assert SecurityEvent.objects.filter(kind="export").count() == 1


# --- bad input and edges ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"minutes": "0"}, "分钟数要在 1 到 30 之间"),
        ({"minutes": "31"}, "分钟数要在 1 到 30 之间"),
        ({"minutes": "x"}, "分钟数请写成整数"),
        ({"minutes": "9" * 5000}, "分钟数请写成整数"),
        ({"pace": "run"}, "没有这种步速"),
        ({"service": "nothing"}, "没有这项服务"),
        ({"audience": "\x00"}, "没有这类服务人群"),
        ({"when": "never"}, "没有这种开门时间"),
        ({"when": "at", "at": "soon"}, "时刻请写成"),
        ({"when": "at"}, "时刻请写成"),
        ({"when": "at", "at": "1999-01-01T00:00"}, "时刻要在今天到一年以内"),
        ({"when": "at", "at": "0001-01-01T00:00+14:00"}, "时刻要在今天到一年以内"),
        ({"when": "at", "at": "9999-12-31T23:59-14:00"}, "时刻要在今天到一年以内"),
    ],
)
def test_what_makes_no_sense_is_told_and_the_usual_is_shown(
    town: tuple[Community, Community], query: dict[str, str], said: str
) -> None:
    text = page(leader(), PATH, **query)
    assert any(said in alert for alert in alerts(text))
    assert big_number(text) == "66.7% 300 / 450 户"


_WORDS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["10", "-1", "evening", "at", "adult", "most", "planned-1", "estate-0", "2026-13-01", "1e999"]
    ),
)
_NAMES = st.sampled_from(
    ["minutes", "pace", "when", "at", "service", "audience", "as_of", "sort", "page", "goal", "n", "share"]
    + ["weight", "kind", "budget", "fix", "forbid", "name", "mark"]
)


@given(query=st.dictionaries(_NAMES, _WORDS, max_size=6))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.parametrize("path", [PATH, "/dashboard/siting/"])
def test_no_address_breaks_the_page(
    town: tuple[Community, Community], path: str, query: dict[str, str]
) -> None:
    assert leader().get(path, query).status_code == 200


def test_without_homes_it_says_what_to_register() -> None:
    text = page(leader(), PATH)
    assert "还没有可以计算的住户" in text and "/admin/communities/estate/" in text
    assert leader().get(XLSX).status_code == 200


def test_without_stations_nobody_is_covered() -> None:
    make_estate("近园", households=10, **north(0))
    text = page(leader(), PATH)
    assert big_number(text) == "0.0% 0 / 10 户" and "共 0 个站点" in text and "没有走得到的站点" in text


def test_what_cannot_be_counted_is_said(town: tuple[Community, Community]) -> None:
    make_estate("没有户数", town[0], **north(0))
    make_estate("没有位置", town[0], households=7)
    text = page(leader(), PATH)
    assert "1 个小区没有户数，1 个小区没有位置" in text and big_number(text) == "66.7% 300 / 450 户"


def test_names_that_look_like_formulas_stay_text(town: tuple[Community, Community]) -> None:
    make_estate("=1+1", town[0], households=5, **north(50))
    Station.objects.update(name="@站")
    book = load_workbook(io.BytesIO(workbook(leader())))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert all(cell.data_type != "f" for cell in cells)
    assert not any(str(cell.value).startswith(("=", "@", "+", "-")) for cell in cells)


def test_circles_without_a_network_are_called_estimates(town: tuple[Community, Community]) -> None:
    client = logged_in(make_user(Role.STREET_LEADER))
    assert "绿色是估算的走得到的范围" in client.get("/dashboard/coverage/").content.decode()
    for estate in Estate.objects.all():
        keep_walk(estate, Station.objects.get(), 300)
    assert "绿色是走得到的范围" in client.get("/dashboard/coverage/").content.decode()
