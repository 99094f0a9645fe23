"""The page of the next stations: the answer, changed at once, kept for a meeting; and who may do what."""

from __future__ import annotations

import io
import json
import re
from decimal import Decimal
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import call_command
from django.test import Client
from openpyxl import load_workbook
from python_calamine import load_workbook as calamine

from communities.models import Community, Estate
from guicheng.accounts.models import Role, SecurityEvent, User
from stations.models import CandidateSite, SitingRun, Station
from stations.siting.asking import Goal, SitingQuestion, propose
from stations.siting.keeping import keep
from tests.dashboard.circles import alerts, big_number, leader, north, page, two_communities
from tests.factories import make_estate, make_station
from tests.people import logged_in, make_user, street_admin, worker_of
from tests.racing import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
PATH, XLSX, KEEP = "/dashboard/siting/", "/dashboard/siting.xlsx", "/dashboard/siting/keep/"


@pytest.fixture
def town() -> tuple[Community, Community]:
    """Beside the circle's town a planned station in the middle and a site that costs 20."""
    here, there = two_communities()
    make_station("规划站", community=here, status=Station.Status.PLANNED, **north(1600))
    CandidateSite.objects.create(community=there, name="旧供销社", cost=Decimal("20.5"), **north(2950))
    return here, there


def sites(text: str) -> list[str]:
    """The names in the answer's table, in order."""
    start = text.find('aria-label="建议的地点"')
    table = text[start : text.index("</table>", start)] if start >= 0 else ""
    return re.findall(r'<th scope="row">\d+\. (.*?) <small', table)


def link(text: str, name: str, words: str) -> dict[str, list[str]]:
    """The query of one of the links that change the answer, in the line of ``name``."""
    line = re.search(rf"<th scope=\"row\">\d+\. {name} .*?</tr>", text)
    assert line
    found = re.search(rf'<a href="([^"]*)">{words}</a>', line[0])
    assert found
    return parse_qs(urlsplit(found[1]).query)


def kept(client: Client, **query: object) -> SitingRun:
    response = client.post(KEEP, query)
    assert response.status_code == 302
    found = re.fullmatch(r"/dashboard/siting/(\d+)/", response["Location"])
    assert found, response["Location"]
    return SitingRun.objects.get(pk=found[1])


# --- the answer ----------------------------------------------------------------------------------


def test_page_command_and_file_give_the_same_answer(town: tuple[Community, Community]) -> None:
    text = page(leader(), PATH, n=1)
    proposal = propose(SitingQuestion(n=1))
    assert sites(text) == [each.candidate.name for each in proposal.chosen] and len(proposal.chosen) == 1
    assert big_number(text) == "66.7% → 88.9% 300 → 400 户"
    out = io.StringIO()
    call_command("suggest_sites", "1", "--json", stdout=out)
    told = json.loads(out.getvalue())
    assert [each["name"] for each in told["chosen"]] == sites(text)
    assert (told["before"], told["after"], told["whole"]) == (300, 400, 450)
    content = leader().get(XLSX, {"n": 1}).content
    row = next(load_workbook(io.BytesIO(content))["选址"].iter_rows(min_row=2, values_only=True))
    assert row[1] == sites(text)[0] and row[5:7] == (100, 400)
    notes = [line[0] for line in calamine(io.BytesIO(content)).get_sheet_by_name("条件和结论").to_python()]
    assert "10 分钟内走得到：66.7% → 88.9%（300 → 400 / 450 户）。" in notes


def test_each_goal_says_its_own_number(town: tuple[Community, Community]) -> None:
    text = page(leader(), PATH, goal="walk", n=1)
    assert "分钟，平均走到最近的站点" in big_number(text) and "平均少走" in text
    text = page(leader(), PATH, goal="fewest", share=88)
    assert len(sites(text)) == 1
    assert "现有的站点已经做到，不用再开" in page(leader(), PATH, goal="fewest", share=50)


def test_planned_stations_are_put_in_order(town: tuple[Community, Community]) -> None:
    make_station("白规划", community=town[0], status=Station.Status.PLANNED, **north(0))
    text = page(leader(), PATH)
    table = text[text.index("规划中的站点先开哪一个") :]
    assert "1. 规划站" in table and "100 户" in table and "白规划" not in table.split("</table>")[0]


def test_a_budget_leaves_out_what_costs_too_much(town: tuple[Community, Community]) -> None:
    assert "旧供销社" in sites(page(leader(), PATH, kind="added"))
    assert "旧供销社" not in sites(page(leader(), PATH, kind="added", budget="20.4"))


def test_a_site_that_is_left_out_is_no_candidate(town: tuple[Community, Community]) -> None:
    CandidateSite.objects.update(excluded=True)
    text = page(leader(), PATH, kind="added")
    assert alerts(text) == ["没有候选地点：请换一种候选地点，或在后台“候选地点”里添加。"]


def test_elders_count_by_what_estates_say(town: tuple[Community, Community]) -> None:
    text = page(leader(), PATH, weight="elders")
    assert "还没有登记过老人数" in alerts(text)[0]
    Estate.objects.filter(name="近园").update(elders=30)
    Estate.objects.filter(name="更远园").update(elders=60)
    text = page(leader(), PATH, weight="elders", n=1)
    # 100 households without a number are taken to have (30 + 60) / (300 + 50) elders each.
    assert big_number(text).endswith("30 → 90 位老人") and "1 个小区没有登记老人数" in text


def test_elders_of_a_community_are_guessed_from_its_own_estates(town: tuple[Community, Community]) -> None:
    here, there = town
    Estate.objects.filter(name="近园").update(elders=30)
    before = page(worker_of(here), PATH, weight="elders", kind="estate")
    Estate.objects.filter(name="更远园").update(elders=50)
    assert big_number(page(worker_of(here), PATH, weight="elders", kind="estate")) == big_number(before)
    Estate.objects.filter(name="更远园").update(elders=None)
    assert "还没有登记过老人数" in alerts(page(worker_of(there), PATH, weight="elders"))[0]


# --- changed at once ----------------------------------------------------------------------------------


def test_a_forbidden_site_is_gone_at_once_and_comes_back(town: tuple[Community, Community]) -> None:
    client = leader()
    text = page(client, PATH, n=1)
    (first,) = sites(text)
    without = page(client, PATH, **link(text, first, "不考虑"))
    assert first not in sites(without) and f"不考虑：{first} ✕" in without
    back = re.search(rf'<a class="button" href="([^"]*)">不考虑：{first}', without)
    assert back and sites(page(client, f"{PATH}{back[1]}")) == [first]


def test_a_fixed_site_is_in_the_answer_whatever_it_adds(town: tuple[Community, Community]) -> None:
    client = leader()
    text = page(client, PATH, n=1, name="旧供销社", mark="fix")
    assert sites(text) == ["旧供销社"] and "一定要：旧供销社 ✕" in text
    query = link(text, "旧供销社", "不指定")
    assert "fix" not in query and sites(page(client, PATH, **query)) != ["旧供销社"]
    # Forbidding what was fixed takes it out.
    assert sites(page(client, PATH, **link(text, "旧供销社", "不考虑"))) != ["旧供销社"]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"name": "不存在的"}, "候选地点里没有“不存在的”。"),
        ({"name": "园"}, "“园”有 3 处"),
        ({"n": "0"}, "站点数要写 1 到 500 的整数，先按 3 计算。"),
        ({"n": "3.5"}, "站点数要写 1 到 500 的整数，先按 3 计算。"),
        ({"minutes": "99"}, "分钟数要写 1 到 30 的整数，先按 10 计算。"),
        ({"goal": "worst"}, "目标请从列表里选。"),
        ({"pace": "run"}, "步速请从列表里选。"),
        ({"weight": "dogs"}, "算法请从列表里选。"),
        ({"budget": "NaN"}, "“NaN”不是可以用的数字，没有采用。"),
        ({"budget": "-1"}, "“-1”不是可以用的数字，没有采用。"),
        ({"share": "1e99"}, "“1e99”不是可以用的数字，没有采用。"),
        ({"goal": "fewest", "share": "0"}, "比例"),
        ({"goal": "fewest", "share": "101"}, "比例"),
    ],
)
def test_what_makes_no_sense_is_told(
    town: tuple[Community, Community], query: dict[str, str], said: str
) -> None:
    assert any(said in alert for alert in alerts(page(leader(), PATH, **query)))


def test_references_that_are_gone_are_passed_over(town: tuple[Community, Community]) -> None:
    query = {"n": 1, "fix": ["planned-999999", "x", "estate-\x00"], "forbid": "added-0"}
    assert len(sites(page(leader(), PATH, **query))) == 1


def test_the_day_of_an_address_is_not_claimed(town: tuple[Community, Community]) -> None:
    """The page knows no other day than today, so it does not say that its figures are of one."""
    assert "按业务日期统计" not in page(leader(), PATH, as_of="2024-01-01")


def test_without_homes_it_says_what_to_register() -> None:
    text = page(leader(), PATH)
    assert "没有可以计算的住户" in alerts(text)[0] and "还没有留存的结果" in text
    assert leader().get(XLSX).status_code == 302


def test_a_page_costs_the_same_whatever_the_number_of_homes(
    town: tuple[Community, Community], django_assert_max_num_queries: object
) -> None:
    client = leader()
    page(client, PATH)
    for number in range(600):
        make_estate(f"演示{number}园", town[1], households=10, **north(5000 + number))
    with django_assert_max_num_queries(60):  # type: ignore[operator]
        page(client, PATH)


# --- kept ----------------------------------------------------------------------------------


def test_a_kept_answer_stays_as_it_was_though_the_records_change(town: tuple[Community, Community]) -> None:
    client = street_admin()
    run = kept(client, n=1)
    path = run.get_absolute_url()
    before = page(client, path)
    assert big_number(before) == "66.7% → 88.9% 300 → 400 户"
    Estate.objects.update(households=1, lat=None, lon=None)
    Station.objects.filter(status=Station.Status.PLANNED).delete()
    assert page(client, path) == before
    row = next(load_workbook(io.BytesIO(client.get(f"{path}run.xlsx").content))["选址"].iter_rows(min_row=2))
    assert row[1].value == sites(before)[0]
    again = re.search(r'class="button primary" href="([^"]*)"', before)
    assert again and client.get(again[1]).status_code == 200
    assert run.asked["said"] in page(client, PATH)


def test_all_that_was_asked_is_kept_and_asked_again(town: tuple[Community, Community]) -> None:
    client, asked = street_admin(), {
        "goal": "fewest", "share": "88", "minutes": "12", "pace": "elder", "kind": ["planned", "estate"],
        "community": town[0].code, "budget": "30", "n": "3", "weight": "households",
    }  # fmt: skip
    run = kept(client, **asked)
    again = re.search(r'class="button primary" href="([^"]*)"', page(client, run.get_absolute_url()))
    assert again
    query = {
        name: values if len(values) > 1 else values[0]
        for name, values in parse_qs(again[1].split("?")[1]).items()
    }
    assert query == {**asked, "share": "88.0"} and run.community == town[0]


def test_only_a_press_of_the_button_keeps(town: tuple[Community, Community]) -> None:
    assert street_admin().get(KEEP).status_code == 405
    assert Client(enforce_csrf_checks=True).post(KEEP).status_code in {302, 403}
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user(Role.STREET_ADMIN))
    assert client.post(KEEP, {"n": 1}).status_code == 403
    assert not SitingRun.objects.exists()


@pytest.mark.parametrize("role", [Role.STREET_LEADER, Role.DEPARTMENT, Role.HEAD])
def test_who_only_reads_keeps_nothing(town: tuple[Community, Community], role: Role) -> None:
    client = logged_in(make_user(role))
    assert client.post(KEEP, {"n": 1}).status_code == 403 and not SitingRun.objects.exists()
    if role is Role.STREET_LEADER:
        assert "留存这个结果" not in page(client, PATH)


def test_pressed_twice_is_kept_once(town: tuple[Community, Community]) -> None:
    client = street_admin()
    first = kept(client, n=1)
    assert kept(client, n=1) == first
    # Another question, another person, and the same one a while later are answers of their own.
    assert kept(client, n=2) != first and kept(street_admin(), n=1) != first
    SitingRun.objects.update(made_at="2026-01-01T00:00:00+08:00")
    assert kept(client, n=1) != first


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_are_kept_once(on_disk: None) -> None:
    two_communities()
    user = make_user(Role.STREET_ADMIN)
    proposal = propose(SitingQuestion(goal=Goal.MOST, n=1))
    at_once(*[lambda: keep(proposal, User.objects.get(pk=user.pk))] * 3)
    assert SitingRun.objects.count() == 1


def test_what_cannot_be_answered_is_not_kept(town: tuple[Community, Community]) -> None:
    Estate.objects.all().delete()
    response = street_admin().post(KEEP, {"n": 1})
    assert response["Location"].startswith(f"{PATH}?") and not SitingRun.objects.exists()


# --- who ----------------------------------------------------------------------------------


def test_staff_of_a_community_ask_and_keep_for_theirs_alone(town: tuple[Community, Community]) -> None:
    here, there = town
    client = worker_of(there)
    text = page(client, PATH)
    assert sites(text) and "规划站" not in text and "近园" not in text and "桂雅社区" not in text
    for path in (PATH, XLSX):
        assert client.get(path, {"community": here.code}).status_code == 404
    assert client.post(KEEP, {"community": here.code}).status_code == 404
    # Another community's sites cannot be named.
    planned = Station.objects.get(status=Station.Status.PLANNED)
    assert "规划站" not in page(client, PATH, fix=f"planned-{planned.pk}")
    run = kept(client, n=1)
    assert run.community == there and run.made_by.memberships.get().community == there


def test_kept_answers_are_read_by_those_whom_they_concern(town: tuple[Community, Community]) -> None:
    here, there = town
    runs = {
        where: kept(street_admin(), n=1, **({"community": where.code} if where else {}))
        for where in (None, here, there)
    }
    mine = worker_of(there)
    for where, run in runs.items():
        for path in (run.get_absolute_url(), f"{run.get_absolute_url()}run.xlsx"):
            assert mine.get(path).status_code == (200 if where == there else 404)
            assert leader().get(path).status_code == 200
            assert logged_in(make_user(Role.HEAD)).get(path).status_code == 403
            assert Client().get(path).status_code == 302
    text = page(mine, PATH)
    listed = {int(pk) for pk in re.findall(r'href="/dashboard/siting/(\d+)/"', text)}
    assert listed == {runs[there].pk}
    assert leader().get("/dashboard/siting/999999/").status_code == 404


@pytest.mark.parametrize("path", [PATH, XLSX])
def test_nobody_gets_in_without_an_account(path: str, client: Client) -> None:
    assert "/admin/login/" in client.get(path)["Location"]
    assert logged_in(make_user(Role.HEAD)).get(path).status_code == 403
    assert leader().post(path).status_code == 405


def test_taking_a_file_away_is_noted_and_formulas_are_not_carried(town: tuple[Community, Community]) -> None:
    CandidateSite.objects.update(name="=cmd|' /C calc'!A0")
    client = street_admin()
    run = kept(client, kind="added", n=1)
    for path in (f"{XLSX}?kind=added&n=1", f"{run.get_absolute_url()}run.xlsx"):
        book = load_workbook(io.BytesIO(client.get(path).content))
        cell = book["选址"]["B2"]
        assert cell.data_type == "s" and not cell.value.startswith("=") and "cmd" in cell.value
    assert SecurityEvent.objects.filter(kind="export").count() == 2


def test_who_kept_an_answer_and_left_is_said(town: tuple[Community, Community]) -> None:
    run = kept(street_admin(), n=1)
    SitingRun.objects.update(made_by=None)
    assert "账号已删除 留存" in page(leader(), run.get_absolute_url())


def test_candidate_sites_are_for_who_works_inside(town: tuple[Community, Community]) -> None:
    here, there = town
    path = "/admin/stations/candidatesite/"
    site = CandidateSite.objects.get()
    assert "旧供销社" in leader().get(path).content.decode()
    assert leader().post(f"{path}{site.pk}/change/", {"name": "改"}).status_code == 403
    assert "旧供销社" not in worker_of(here).get(path).content.decode()
    data = {
        "community": there.pk,
        "name": "新地点",
        "point_0": "23.04, 113.15",
        "point_1": "wgs84",
        "cost": "7.5",
    }
    assert worker_of(here).post(f"{path}add/", data).status_code == 200
    assert worker_of(there).post(f"{path}add/", data).status_code == 302
    made = CandidateSite.objects.get(name="新地点")
    assert (made.lat, made.lon, made.cost) == (23.04, 113.15, Decimal("7.5"))
    for bad in ({"cost": "-1"}, {"point_0": "113.15, 23.04"}, {"name": "旧供销社"}):
        response = worker_of(there).post(f"{path}add/", {**data, "name": "再一个", **bad})
        assert response.status_code == 200 and "errorlist" in response.content.decode(), bad
