"""Walks measured on a network that is known by hand, and kept: right, once, and again only where needed."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from communities.models import Estate
from stations import kept_walks, measuring
from stations.homes import homes
from stations.kept_walks import kept_of, nearest_of, walked
from stations.measuring import Measuring, station_targets
from stations.models import CandidateSite, KeptIsochrones, KeptWalks, Station
from stations.walking import DETOUR, METRES_A_MINUTE, Pace
from stations.walking.engines import EngineDown
from stations.walking.valhalla import Valhalla
from tests.factories import make_community, make_place
from tests.walking_engine import engine

from .riverside import at, estate_at, full_matrix, kept_pairs, measure, moved, station_at

pytestmark = pytest.mark.django_db

#: What was worked out when: home and direction → moment.
Moments = dict[tuple[str, int, str], object]


def moments() -> Moments:
    rows = KeptWalks.objects.values_list("origin", "origin_id", "toward", "measured_at")
    return {(origin, key, toward): at for origin, key, toward, at in rows}


def renewed(before: Moments, toward: str = "stations") -> set[int]:
    """Keys of the homes whose walks were worked out anew, or for the first time."""
    return {key[1] for key, when in moments().items() if key[2] == toward and before.get(key) != when}


@pytest.fixture
def short_sight(monkeypatch: pytest.MonkeyPatch) -> None:
    """Homes look 300 m far, so that the small network has something outside."""
    monkeypatch.setattr(measuring, "REACH_METRES", 300.0)
    monkeypatch.setattr(measuring, "AT_LEAST", 1)


# --- it works ---------------------------------------------------------------------------------------


def test_walks_are_as_long_as_counted_by_hand(river_engine: str) -> None:
    home = estate_at(-100, 0)
    across, west = station_at(100, 0), station_at(-600, 0)
    report = measure(river_engine)
    found = homes()
    there = kept_pairs(home, across.pk, found)
    # Over the steps of the footbridge, or over the road bridge in the north.
    assert there["foot_metres"] == pytest.approx(1400, abs=10)
    assert there["step_free_metres"] == pytest.approx(3200, abs=10)
    assert there["foot_seconds"] == pytest.approx(1400 / 5100 * 3600, rel=0.06)
    assert there["step_free_seconds"] == pytest.approx(3200 / 3600 * 3600, rel=0.06)
    west_walk = kept_pairs(home, west.pk, found)
    assert west_walk["foot_metres"] == west_walk["step_free_metres"] == pytest.approx(500, abs=10)
    # Two ways to two stations and, towards sites, to the estate itself.
    assert (report.measured, report.pairs, report.off, report.unchanged) == (2, 6, 0, 0)
    assert report.network.startswith("valhalla ")


@pytest.mark.parametrize(
    ("pace", "across", "west"),
    [(Pace.ADULT, 1400 / 85, 500 / 85), (Pace.NORM, 1400 / 50, 10), (Pace.ELDER, 3200 / 60, 500 / 60)],
)
def test_minutes_of_each_pace(river_engine: str, pace: Pace, across: float, west: float) -> None:
    estate_at(-100, 0)
    station_at(100, 0)
    station_at(-600, 0)
    measure(river_engine)
    found, targets = homes(), station_targets()
    walks = walked(found, targets, pace, kept_of(found))
    assert not walks.estimated.any()
    assert walks.seconds[0] / 60 == pytest.approx([across, west], rel=0.06)
    if pace is Pace.NORM:
        # The norm counts metres and nothing else.
        assert walks.seconds == pytest.approx(walks.metres / 50 * 60)


def test_what_is_kept_is_what_the_engine_says(river_engine: str) -> None:
    spots = [(-250, 30), (440, 1210), (-700, 900), (1990, 390)]
    for x, y in spots:
        estate_at(x, y)
    for x, y in [(100, 0), (-350, 350), (600, 1400), (1200, 0)]:
        station_at(x, y)
    measure(river_engine)
    found, targets = homes(), station_targets()
    points = list(zip(targets.lat.tolist(), targets.lon.tolist(), strict=True))
    for pace, seconds in full_matrix(river_engine, [at(*spot) for spot in spots], points).items():
        assert walked(found, targets, pace, kept_of(found)).seconds == pytest.approx(seconds, abs=0.01)


def test_buildings_and_sites_are_measured_too(river_engine: str) -> None:
    home = estate_at(-100, 0, 100)
    lat, lon = at(-600, 0)
    building = make_place("1栋", estate=home, households=40, lat=lat, lon=lon)
    site_lat, site_lon = at(-300, 0)
    site = CandidateSite.objects.create(community=home.community, name="旧仓库", lat=site_lat, lon=site_lon)
    measure(river_engine)
    found = homes()
    toward = KeptWalks.Toward.SITES
    key = measuring.added_site(site.pk)
    assert kept_pairs(home, key, found, toward)["foot_metres"] == pytest.approx(200, abs=10)
    assert kept_pairs(building, key, found, toward)["foot_metres"] == pytest.approx(300, abs=10)
    own = kept_pairs(building, measuring.estate_site(home.pk), found, toward)
    assert own["foot_metres"] == pytest.approx(500, abs=10)


# --- only what is needed ----------------------------------------------------------------------------


def test_a_second_run_measures_nothing(river_engine: str) -> None:
    estate_at(-100, 0)
    estate_at(2400, 0)
    station_at(100, 0)
    station_at(-600, 0, status=Station.Status.PLANNED)
    measure(river_engine)
    before = moments()
    report = measure(river_engine)
    assert (report.measured, report.unchanged, report.pairs, report.isochrones) == (0, 4, 0, 0)
    assert moments() == before


@pytest.mark.usefixtures("short_sight")
def test_a_moved_station_renews_the_homes_around_its_old_and_its_new_place(river_engine: str) -> None:
    south, middle, north = estate_at(-700, 0), estate_at(-700, 700), estate_at(-700, 1400)
    station_at(-700, 10)
    wanders = station_at(-700, 690)
    station_at(-700, 1390)
    measure(river_engine)
    before = moments()
    moved(wanders, -650, 700)
    measure(river_engine)
    assert renewed(before) == {middle.pk}
    assert renewed(before, "sites") == set()
    before = moments()
    moved(wanders, -600, 1400)
    report = measure(river_engine)
    # The middle has to look farther now, as far as both others.
    assert renewed(before) == {middle.pk, north.pk}
    assert report.measured == 2 and south.pk not in renewed(before)
    assert kept_pairs(north, wanders.pk, homes())["foot_metres"] == pytest.approx(100, abs=10)


@pytest.mark.usefixtures("short_sight")
def test_a_new_and_a_removed_station(river_engine: str) -> None:
    south, north = estate_at(-700, 0), estate_at(-700, 1400)
    station_at(-700, 10)
    station_at(-700, 1390)
    measure(river_engine)
    before = moments()
    new = station_at(-600, 0)
    assert measure(river_engine).measured == 1
    assert renewed(before) == {south.pk}
    before = moments()
    new.delete()
    assert measure(river_engine).measured == 1
    assert renewed(before) == {south.pk} and north.pk not in renewed(before)
    assert kept_pairs(south, new.pk, homes()) == {}


def test_a_moved_estate_is_measured_again_and_is_a_moved_site_for_others(river_engine: str) -> None:
    wanders, stays = estate_at(-100, 0), estate_at(-700, 0)
    station_at(-400, 0)
    measure(river_engine)
    before = moments()
    moved(wanders, -200, 0)
    measure(river_engine)
    assert renewed(before) == {wanders.pk}
    assert renewed(before, "sites") == {wanders.pk, stays.pk}


def test_households_alone_change_no_walk(river_engine: str) -> None:
    home = estate_at(-100, 0, 10)
    station_at(-400, 0)
    measure(river_engine)
    home.households = 2000
    home.save()
    assert measure(river_engine).measured == 0


def test_a_removed_estate_is_forgotten(river_engine: str) -> None:
    gone, stays = estate_at(-100, 0), estate_at(-700, 0)
    station_at(-400, 0)
    measure(river_engine)
    gone.delete()
    report = measure(river_engine)
    assert report.removed == 2
    assert set(KeptWalks.objects.values_list("origin_id", flat=True)) == {stays.pk}


def test_all_is_measured_again_on_a_new_network(river_engine: str, newer_engine: str) -> None:
    estate_at(-100, 0)
    estate_at(-700, 0)
    station_at(-400, 0)
    first = measure(river_engine)
    second = measure(newer_engine)
    assert second.network != first.network
    assert (second.measured, second.unchanged, second.isochrones) == (4, 0, 3)
    assert set(KeptWalks.objects.values_list("network", flat=True)) == {second.network}
    assert measure(newer_engine).measured == 0


@pytest.fixture
def newer_engine(river_home: Path, tmp_path: Path) -> Iterator[str]:
    """The river once more, its streets loaded an hour later."""
    folder = tmp_path / "network-2"
    shutil.copytree((river_home / "current").resolve(), folder)
    for path in [folder, *folder.rglob("*")]:
        os.utime(path, (path.stat().st_mtime + 3600,) * 2)
    (tmp_path / "current").symlink_to(folder.name)
    with engine(tmp_path) as (port, _):
        yield f"http://127.0.0.1:{port}"


# --- the engine fails -------------------------------------------------------------------------------


def test_what_was_done_stays_when_the_engine_dies(river_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measuring, "BATCH", 2)
    for x in range(-700, -100, 100):
        estate_at(x, 0)
    station_at(-400, 0)
    with engine(river_home) as (port, process):
        url = f"http://127.0.0.1:{port}"

        def kill(done: int, total: int) -> None:
            if done == 4:
                process.kill()
                process.wait()

        with pytest.raises(EngineDown, match="没有及时回答"):
            Measuring(Valhalla(url), progress=kill, waits=()).run()
        assert len(moments()) == 4
        before = moments()
    with engine(river_home, port):
        report = measure(url)
    # Six homes towards the station and towards each other.
    assert (report.measured, report.unchanged) == (8, 4)
    assert {key: moments()[key] for key in before} == before


def test_an_engine_that_stumbles_gets_another_chance(river_engine: str) -> None:
    estate_at(-100, 0)
    station_at(-400, 0)

    class Stumbling(Valhalla):
        calls = 0

        def matrix_between(self, *args, **more):
            type(self).calls += 1
            if self.calls % 2:
                raise EngineDown("一时没有回答")
            return super().matrix_between(*args, **more)

    report = Measuring(Stumbling(river_engine), waits=(0,)).run()
    assert report.measured == 2
    with pytest.raises(EngineDown, match="一时没有回答"):
        Estate.objects.update(lat=at(-200, 0)[0], lon=at(-200, 0)[1])
        Stumbling.calls = 0
        Measuring(Stumbling(river_engine), waits=()).run()


# --- edges ------------------------------------------------------------------------------------------


def test_off_the_network_is_estimated(river_engine: str) -> None:
    estate_at(2400, 0)
    inside = estate_at(-100, 0)
    off_station, near = station_at(2400, 100), station_at(-400, 0)
    report = measure(river_engine)
    assert report.off == 2
    found, targets = homes(), station_targets()
    walks = walked(found, targets, Pace.ADULT, kept_of(found))
    assert walks.estimated.tolist() == [[True, True], [True, False]]
    straight = kept_walks.straight_metres(found.lat, found.lon, targets.lat, targets.lon)
    assert walks.metres[0] == pytest.approx(straight[0] * DETOUR)
    assert walks.seconds[0] == pytest.approx(straight[0] * DETOUR / METRES_A_MINUTE[Pace.ADULT] * 60)
    assert kept_pairs(inside, near.pk, found) and not kept_pairs(inside, off_station.pk, found)
    assert set(KeptIsochrones.objects.values_list("station", flat=True)) == {near.pk}


def test_no_way_leads_to_an_island(river_engine: str) -> None:
    home, alone = estate_at(-100, 0), estate_at(1600, 400)
    station = station_at(-400, 0)
    measure(river_engine)
    found = homes()
    assert np.isnan(kept_pairs(alone, station.pk, found)["foot_metres"])
    nearest = nearest_of(found, station_targets(), [Pace.ADULT])[Pace.ADULT]
    rows = {pk: row for row, pk in enumerate(found.key.tolist())}
    assert nearest.target[rows[alone.pk]] == -1 and nearest.minutes[rows[alone.pk]] == -1
    assert not nearest.estimated[rows[alone.pk]]
    assert nearest.target[rows[home.pk]] == station.pk


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.usefixtures("short_sight")
def test_no_station_that_was_not_asked_for_is_nearer(river_engine: str, seed: int) -> None:
    chance = random.Random(seed)
    spots = [spot(chance) for _ in range(14)]
    for x, y in spots:
        estate_at(x, y)
    for _ in range(9):
        station_at(*spot(chance))
    report = measure(river_engine)
    found, targets = homes(), station_targets()
    everything = 2 * len(found) * (len(targets) + len(found))
    assert report.pairs < everything
    points = list(zip(targets.lat.tolist(), targets.lon.tolist(), strict=True))
    best = nearest_of(found, targets, list(Pace))
    for pace, seconds in full_matrix(river_engine, [at(*one) for one in spots], points).items():
        assert not best[pace].estimated.any()
        assert best[pace].seconds == pytest.approx(seconds.min(axis=1), abs=0.01)


def spot(chance: random.Random) -> tuple[int, int]:
    """Somewhere on the banks, now and then on the island."""
    if chance.random() < 0.1:
        return chance.randint(1200, 2000), chance.randint(0, 400)
    x = chance.choice((-1, 1)) * chance.randint(110, 690)
    return x, chance.randint(10, 1490)


def test_small_pieces_give_the_same(river_engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(7)
    for _ in range(9):
        estate_at(*spot(chance))
    for _ in range(5):
        station_at(*spot(chance))
    measure(river_engine)
    found = homes()
    whole = nearest_of(found, station_targets(), list(Pace))
    before = kept_bytes()
    KeptWalks.objects.all().delete()
    monkeypatch.setattr(measuring, "BATCH", 2)
    monkeypatch.setattr(kept_walks, "CHUNK", 2)
    told: list[tuple[int, int]] = []
    Measuring(Valhalla(river_engine), progress=lambda *pair: told.append(pair), waits=()).run()
    assert kept_bytes() == before
    for pace, nearest in nearest_of(found, station_targets(), list(Pace)).items():
        assert nearest.target.tolist() == whole[pace].target.tolist()
        assert nearest.seconds.tolist() == whole[pace].seconds.tolist()
    assert told == [(done, 18) for done in (2, 4, 6, 8, 9, 11, 13, 15, 17, 18)]


def kept_bytes() -> dict[tuple[str, int], bytes]:
    rows = KeptWalks.objects.values_list("toward", "origin_id", "walks")
    return {(toward, key): bytes(walks) for toward, key, walks in rows}


def test_isochrones_are_kept_and_renewed_where_a_station_moved(river_engine: str) -> None:
    stays, wanders = station_at(-400, 0), station_at(400, 0)
    station_at(-300, 0, status=Station.Status.CLOSED)
    planned = station_at(-200, 0, status=Station.Status.PLANNED)
    assert measure(river_engine).isochrones == 9
    assert set(KeptIsochrones.objects.values_list("station", flat=True)) == {
        stays.pk, wanders.pk, planned.pk,
    }  # fmt: skip
    one = KeptIsochrones.objects.get(station=stays, pace=Pace.ADULT)
    assert len(one.areas) == len(KeptIsochrones.MINUTES)
    before = dict(KeptIsochrones.objects.values_list("pk", "measured_at"))
    moved(wanders, 600, 1500)
    assert measure(river_engine).isochrones == 3
    changed = [row for row in KeptIsochrones.objects.all() if before[row.pk] != row.measured_at]
    assert {row.station_id for row in changed} == {wanders.pk} and len(changed) == 3
    assert {(row.lat, row.lon) for row in changed} == {at(600, 1500)}


def test_a_station_that_moved_off_the_network_has_no_isochrone(river_engine: str) -> None:
    station = station_at(-400, 0)
    measure(river_engine)
    moved(station, 2400, 0)
    measure(river_engine)
    assert not KeptIsochrones.objects.filter(station=station).exists()


@pytest.mark.parametrize(
    "town", [lambda: None, lambda: estate_at(-100, 0), lambda: station_at(-100, 0), make_community]
)
def test_a_town_with_nothing_to_measure(river_engine: str, town: Callable[[], object]) -> None:
    town()
    report = measure(river_engine)
    # An estate alone is a site of its own.
    assert report.measured == 2 * Estate.objects.count()
    assert measure(river_engine).measured == 0
