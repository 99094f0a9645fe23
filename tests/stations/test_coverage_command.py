"""``manage.py coverage``: the definition's figures as text and as JSON, and a sentence for each refusal."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from stations.coverage import Question, coverage
from stations.models import Offering, Service
from stations.walking import PACE_LABELS, Pace
from tests.factories import make_community, make_timetable

from .riverside import estate_at, measure, station_at

pytestmark = pytest.mark.django_db


def run(*words: str) -> str:
    out = StringIO()
    call_command("coverage", *words, stdout=out)
    return out.getvalue()


@pytest.fixture
def town(db: None) -> None:
    """Two communities, a river between one home and its station; one estate without a number."""
    west, east = (
        make_community("桂雅社区", code="440605001001"),
        make_community("桂花社区", code="440605001002"),
    )
    Service.objects.create(name="阅读", slug="reading")
    Service.objects.create(name="饭堂", slug="meals")
    estate_at(-100, 0, 300, community=west)
    estate_at(-600, 0, 100, community=west)
    estate_at(600, 1400, 50, community=east)
    estate_at(0, 0, None, community=east)
    station_at(100, 0, community=east, timetable=make_timetable("8:30-17:30"))
    station_at(-600, 100, community=west, timetable=make_timetable("8:30-21:00"), opened_on="2025-03-01")


@pytest.mark.usefixtures("town")
def test_json_says_what_the_definition_says(river_engine: str) -> None:
    network = measure(river_engine).network
    told = json.loads(run("--json"))
    assert {key: value for key, value in told.items() if key != "definitions"} == {
        "as_of": timezone.localdate().isoformat(),
        "minutes": 10,
        "network": network,
        "stations": 2,
        "estates_without_households": 1,
        "estates_without_point": 0,
    }
    asked = [(each["pace"], each["method"]) for each in told["definitions"]]
    assert asked == [(pace.value, method) for pace in Pace for method in ("network", "estimate")]
    for each in told["definitions"]:
        question = Question(10, Pace(each["pace"]), measured=each["method"] == "network")
        answer = coverage(question)
        assert (each["households"], each["covered"]) == (answer.total, answer.covered)
        assert each["share"] == round(answer.share or 0, 1)
        assert (each["label"], each["estimated"]) == (PACE_LABELS[question.pace], answer.guessed)
        assert sum(part["covered"] for part in each["communities"]) == answer.covered
        assert sum(part["households"] for part in each["communities"]) == answer.total
    adult, guess = told["definitions"][2:4]
    # The station across the river covers 300 households on the map only.
    assert (adult["covered"], guess["covered"], adult["households"]) == (400, 400, 450)
    assert adult["communities"][0] == {
        "code": "440605001001", "name": "桂雅社区", "households": 400, "covered": 400, "share": 100.0,
    }  # fmt: skip
    norm, guess = told["definitions"][:2]
    assert (norm["covered"], guess["covered"]) == (100, 400)


@pytest.mark.usefixtures("town")
def test_text_names_every_pace_by_both_methods_where_there_is_a_network(river_engine: str) -> None:
    lines = run().splitlines()
    assert lines[0] == "路网：没有，按直线距离 × 1.3 估算"
    assert lines[1] == "按国家标准 GB 50180（10 分钟 500 米），按直线估算：400 / 450 户，88.9%"
    assert len(lines) == 5
    assert lines[-1] == "没有计入：1 个小区没有户数，0 个小区没有位置。"
    measure(river_engine)
    lines = run().splitlines()
    assert lines[0].startswith("路网：valhalla ")
    assert lines[1] == "按国家标准 GB 50180（10 分钟 500 米），按路网：100 / 450 户，22.2%"
    assert len(lines) == 8
    estate_at(-500, 0, 10)
    assert "110 / 460 户，23.9%，其中 10 户按估算" in run().splitlines()[1]


@pytest.mark.usefixtures("town")
def test_one_community() -> None:
    told = json.loads(run("--json", "--community", "440605001002"))
    assert [part["code"] for part in told["definitions"][0]["communities"]] == ["440605001002"]
    assert (told["definitions"][0]["households"], told["estates_without_households"]) == (50, 1)


@pytest.mark.usefixtures("town")
def test_minutes_day_hour_and_service() -> None:
    def adults(*words: str) -> tuple[int, int]:
        told = json.loads(run("--json", *words))
        return told["definitions"][3]["covered"], told["stations"]

    assert adults("--minutes", "2") == (100, 2)
    assert adults("--as-of", "2025-02-28") == (300, 1)
    assert json.loads(run("--json", "--as-of", "2025-02-28"))["as_of"] == "2025-02-28"
    assert adults("--at", "2026-12-09T19:30") == (400, 1)
    assert adults("--at", "2026-12-09T03:30") == (0, 0)
    # The same moment, told from Greenwich.
    assert adults("--at", "2026-12-09T11:30+00:00") == (400, 1)
    assert adults("--service", "reading") == (0, 0)
    Offering.objects.create(station=station_at(600, 1400), service=Service.objects.get(slug="meals"))
    assert adults("--service", "meals") == (50, 1)
    assert adults("--service", "meals", "--service", "reading") == (0, 0)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--minutes", "0"], "分钟数要在 1 到 30 之间，通常是 5、10 或 15。"),
        (["--minutes", "10000"], "分钟数要在 1 到 30 之间，通常是 5、10 或 15。"),
        (["--community", "440605999999"], "没有区划代码是 440605999999 的社区。"),
        (["--community", "桂雅"], "没有区划代码是 桂雅 的社区。"),
        (["--as-of", "去年"], "日期请写成 2025-12-31 的样子。"),
        (["--as-of", "2025-02-30"], "日期请写成 2025-12-31 的样子。"),
        (["--at", "晚上"], "时刻请写成 2026-12-06T19:30 的样子。"),
        (["--at", "0001-01-01T00:00"], "时刻请写成 2026-12-06T19:30 的样子。"),
        (["--at", "9999-12-31T23:59-12:00"], "时刻请写成 2026-12-06T19:30 的样子。"),
        (["--as-of", "2025-01-01", "--at", "2026-12-06T19:30"],
         "以前的日子只能看当时已启用的站点，不能再选几点开门。"),
        (["--as-of", "2999-01-01"], "这一天还没有到，请选今天或以前的日期。"),
        (["--service", "flying"], "没有“flying”这项服务，请从列表里选择。"),
        (["--audience", "nobody"], "没有“nobody”这类服务人群，请从列表里选择。"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("town")
def test_a_sentence_for_each_refusal(words: list[str], sentence: str) -> None:
    with pytest.raises(CommandError) as refused:
        run("--json", *words)
    assert str(refused.value) == sentence
    assert refused.value.returncode == 1


@pytest.mark.parametrize("words", [[], ["--json"]])
def test_without_households_it_says_what_to_import(words: list[str]) -> None:
    estate_at(0, 0, None)
    with pytest.raises(
        CommandError, match="请先登记（或导入）小区的户数和位置：manage.py import_excel estates"
    ):
        run(*words)


def test_households_and_no_station_are_an_answer() -> None:
    estate_at(0, 0, 80)
    assert "成年人步速（每小时 5.1 公里），按直线估算：0 / 80 户，0.0%" in run()
