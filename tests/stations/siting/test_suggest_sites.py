"""``manage.py suggest_sites``: the answer as text and as JSON, and a sentence for each bad question."""

from __future__ import annotations

import json
import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from communities.models import Estate
from stations.models import CandidateSite, Station
from tests.factories import make_community
from tests.river_network import at
from tests.stations.riverside import estate_at, measure, station_at

pytestmark = pytest.mark.django_db


def run(*words: str) -> str:
    out = StringIO()
    call_command("suggest_sites", *words, stdout=out)
    return out.getvalue()


@pytest.fixture
def town(db: None) -> None:
    """Three estates, none covered; a site at the first of them, a planned station at the second."""
    west = make_community("桂雅社区", code="440605001001")
    east = make_community("桂花社区", code="440605001002")
    estate_at(-600, 0, 600, "演示西园", community=west, elders=10)
    estate_at(600, 0, 300, "演示东园", community=east, elders=50)
    estate_at(600, 1400, 100, "演示北园", community=east)
    lat, lon = at(-600, 50)
    CandidateSite.objects.create(community=west, name="旧仓库", lat=lat, lon=lon, cost=25)
    station_at(600, 50, "规划东站", community=east, status=Station.Status.PLANNED)


def estate_reference(name: str) -> str:
    return f"estate-{Estate.objects.get(name=name).pk}"


@pytest.mark.usefixtures("town")
def test_text_names_the_places_in_the_order_in_which_to_open_them() -> None:
    lines = run("2", "--minutes", "5", "--kind", "added", "--kind", "planned").splitlines()
    assert lines[0] == (
        "全街道再开 2 个站点，让 5 分钟内走得到的最多（按成年人步速（每小时 5.1 公里），按户数）；"
        "候选：自己添加的候选地点、规划中、建设中的站点。"
    )
    assert lines[1:3] == [
        "1. 旧仓库（桂雅社区，候选地点）：增加 600 户",
        "2. 规划东站（桂花社区，规划站点）：增加 300 户",
    ]
    assert lines[3].startswith("5 分钟内走得到：0.0% → 90.0%；平均步行 60.0 → ")
    assert re.fullmatch(r"已证明最优（\d+\.\d\d 秒）。", lines[4])
    assert len(lines) == 5


@pytest.mark.usefixtures("town")
def test_json_is_nothing_but_json(river_engine: str) -> None:
    network = measure(river_engine).network
    told = json.loads(run("1", "--minutes", "5", "--kind", "added", "--json"))
    assert told["asked"] == {
        "goal": "most", "n": 1, "share": 95.0, "minutes": 5, "pace": "adult", "weight": "households",
        "kind": ["added"], "community": "", "budget": None, "fix": [], "forbid": [],
    }  # fmt: skip
    (line,) = told["chosen"]
    site = CandidateSite.objects.get()
    assert line == {
        "reference": f"added-{site.pk}", "kind": "added", "name": "旧仓库", "community": "桂雅社区",
        "lat": site.lat, "lon": site.lon, "cost": "25.0", "added": 600, "total": 600, "fixed": False,
    }  # fmt: skip
    assert (told["whole"], told["before"], told["after"], told["share_after"]) == (1000, 0, 600, 60.0)
    assert (told["proven"], told["gap"], told["bound"], told["network"]) == (True, 0.0, 600.0, network)
    assert (told["homes"], told["candidates"], told["unit"], told["estimated"]) == (3, 1, "户", 0)


@pytest.mark.usefixtures("town")
def test_every_option_counts() -> None:
    def chosen(*words: str) -> list[str]:
        return [line["name"] for line in json.loads(run(*words, "--minutes", "5", "--json"))["chosen"]]

    assert chosen("1", "--kind", "estate") == ["演示西园"]
    assert chosen("1", "--kind", "estate", "--weight", "elders") == ["演示东园"]
    assert chosen("1", "--goal", "walk", "--kind", "planned") == ["规划东站"]
    assert chosen("1", "--budget", "24.9", "--kind", "added", "--kind", "planned") == ["规划东站"]
    assert chosen("1", "--community", "440605001002", "--kind", "planned") == ["规划东站"]
    assert chosen("1", "--fix", estate_reference("演示北园")) == ["演示北园"]
    assert "演示西园" not in chosen("2", "--forbid", estate_reference("演示西园"), "--kind", "estate")
    assert sorted(chosen("1", "--share", "100", "--kind", "estate")) == ["演示东园", "演示北园", "演示西园"]
    # Then the number of sites is of no effect, whatever it is.
    assert len(chosen("0", "--share", "60")) == len(chosen("9", "--share", "60")) == 1
    assert chosen("1", "--pace", "elder", "--kind", "added") == ["旧仓库"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["0"], "要选的站点数要在 1 到 500 之间。"),
        (["-1"], "要选的站点数要在 1 到 500 之间。"),
        (["501"], "要选的站点数要在 1 到 500 之间。"),
        (["6"], "可用的地点只有 5 个，选不出 6 处。"),
        (["1", "--minutes", "0"], "分钟数要在 1 到 30 之间，通常是 5、10 或 15。"),
        (["1", "--minutes", "10000"], "分钟数要在 1 到 30 之间，通常是 5、10 或 15。"),
        (["1", "--budget", "-1"], "总投入不能是负数。"),
        (["1", "--budget", "很多"], "总投入请写成数字，例如 120。"),
        (["1", "--budget", "NaN"], "总投入请写成数字，例如 120。"),
        (["1", "--budget", "Infinity"], "总投入请写成数字，例如 120。"),
        (["1", "--share", "0"], "目标比例要大于 0、不超过 100%。"),
        (["1", "--share", "101"], "目标比例要大于 0、不超过 100%。"),
        (["1", "--share", "nan"], "目标比例要大于 0、不超过 100%。"),
        (["1", "--share", "95", "--kind", "planned"], "覆盖不到 95%：可选地点全部用上，最多也只能覆盖 30%。"),
        (["1", "--community", "440605999999"], "没有区划代码是 440605999999 的社区。"),
        (["1", "--community", "桂雅"], "没有区划代码是 桂雅 的社区。"),
        (["1", "--fix", "planned-0"], "候选地点里没有“planned-0”，请从候选地点里选。"),
        (["1", "--forbid", "' OR 1=1"], "候选地点里没有“' OR 1=1”，请从候选地点里选。"),
        (["1", "--limit", "0"], "--limit 要在 1 到 3600 秒之间。"),
        (["1", "--limit", "-5"], "--limit 要在 1 到 3600 秒之间。"),
        (["1", "--limit", "nan"], "--limit 要在 1 到 3600 秒之间。"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("town")
def test_a_sentence_for_each_bad_question(words: list[str], sentence: str) -> None:
    with pytest.raises(CommandError) as refused:
        run(*words, "--json")
    assert str(refused.value) == sentence
    assert refused.value.returncode == 1


@pytest.mark.usefixtures("town")
def test_more_wanted_for_sure_than_asked_for() -> None:
    fixed = [word for name in ("演示西园", "演示东园") for word in ("--fix", estate_reference(name))]
    with pytest.raises(CommandError, match="^必选的地点有 2 个，比要选的 1 处还多。$"):
        run("1", *fixed)


@pytest.mark.parametrize("words", [["many"], ["1", "--pace", "fast"], ["1", "--kind", "moon"], []])
def test_what_the_command_does_not_know(words: list[str]) -> None:
    with pytest.raises(CommandError):
        run(*words)


def test_without_households() -> None:
    estate_at(0, 0, None)
    with pytest.raises(CommandError, match="^没有可以计算的住户：请先登记（或导入）小区的户数和位置"):
        run("1")


def test_without_candidates() -> None:
    estate_at(0, 0, 100)
    with pytest.raises(CommandError, match="^没有候选地点：请换一种候选地点"):
        run("1", "--kind", "added")


def test_when_everybody_is_covered() -> None:
    estate_at(0, 0, 100)
    station_at(0, 0)
    with pytest.raises(CommandError, match="^全部住户都已经在 10 分钟以内，不用再开。"):
        run("1")
