"""``manage.py measure_walks``: what it tells, and every way in which it cannot."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from stations.models import KeptIsochrones, KeptWalks

from .riverside import estate_at, moved, station_at
from .walking.bad_engine import always, bad_engine

pytestmark = pytest.mark.django_db


def run(*words: str) -> str:
    out = StringIO()
    call_command("measure_walks", *words, stdout=out)
    return out.getvalue()


@pytest.fixture
def river(river_engine: str, settings) -> None:
    settings.VALHALLA_URL = river_engine


@pytest.mark.usefixtures("river")
def test_it_measures_and_tells() -> None:
    estate_at(-100, 0)
    gone = estate_at(2400, 0)
    station = station_at(-600, 0)
    text = run()
    assert "4 / 4\n路网：valhalla " in text
    # One home reaches a station and, towards sites, itself; the other home is off the network.
    assert "新算 4 处（4 条路），没有变化的 0 处，步行范围 3 个，用时 " in text
    assert "其中 2 处离最近的路超过 300 米，仍按估算；请核对它们的位置。" in text
    assert "清理" not in text
    assert (KeptWalks.objects.count(), KeptIsochrones.objects.count()) == (4, 3)
    moved(station, -500, 0)
    gone.delete()
    text = run("--threads", "64")
    # The estate that is gone was a site as well.
    assert "新算 2 处（4 条路），没有变化的 0 处，步行范围 3 个" in text
    assert "清理了 2 处已经不存在的。" in text and "超过 300 米" not in text


@pytest.mark.usefixtures("river")
def test_json_is_nothing_but_json() -> None:
    estate_at(-100, 0)
    station_at(-600, 0)
    told = json.loads(run("--json"))
    assert set(told) == {
        "network", "measured", "unchanged", "off", "removed", "isochrones", "pairs", "seconds",
    }  # fmt: skip
    assert (told["measured"], told["pairs"], told["isochrones"]) == (2, 4, 3)
    again = json.loads(run("--json"))
    assert (again["measured"], again["unchanged"], again["network"]) == (0, 2, told["network"])


@pytest.mark.usefixtures("river")
def test_quietly_only_the_result() -> None:
    estate_at(-100, 0)
    assert run("--verbosity", "0").startswith("路网：valhalla ")


def test_without_an_engine_there_is_nothing_to_do() -> None:
    with pytest.raises(CommandError, match="^没有设置 VALHALLA_URL，步行按直线距离估算，不需要计算。"):
        run()


@pytest.mark.parametrize("threads", ["0", "-1", "65"])
@pytest.mark.usefixtures("river")
def test_as_many_threads_as_make_sense(threads: str) -> None:
    with pytest.raises(CommandError, match="^--threads 要在 1 到 64 之间。$"):
        run("--threads", threads)


def test_another_program_at_the_address(settings) -> None:
    page = always(200, "<html>桂城街道</html>".encode(), Content_Type="text/html")
    with bad_engine(page) as (settings.VALHALLA_URL, _), pytest.raises(CommandError) as refused:
        run()
    assert str(refused.value).startswith("步行引擎的回答看不懂，请检查 VALHALLA_URL 指向的是不是 Valhalla。")
    assert refused.value.returncode == 1
    assert not KeptWalks.objects.exists()


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("127.0.0.1:8002/x", "VALHALLA_URL 写得不对，应当像 http://127.0.0.1:8002。"),
        ("http://127.0.0.1:9", "步行引擎没有及时回答，请检查它是否在运行。"),
    ],
)
def test_an_address_where_nobody_is(settings, url: str, sentence: str) -> None:
    settings.VALHALLA_URL = url
    with pytest.raises(CommandError, match=f"^{sentence}"):
        run()
