"""The invented stations: 178 as published, with their services, and any number more for benchmarks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from random import Random

from communities.coords import great_circle
from communities.models import Community, Estate
from stations.models import Offering, Service, Station, Timetable
from stations.named import named_stations

from . import words
from .chance import chance
from .geography import Ground, Point, moved
from .hours import KEPT

STATIONS_AT_SCALE_1 = 178
STREET_CENTRE_NAME = "桂城街道党群服务中心"
_STREET_CENTRE_COMMUNITY = "桂雅社区"
_CLOSEST = 60.0
_NOT_OPEN = ["suspended"] * 4 + ["building"] * 3 + ["planned"] * 3
_ACCESS = (("yes", "no", "unknown"), (6, 2, 2))
#: How many services, from which list, by kind of station.
_SERVICES = {
    "centre": (words.CENTRE_SERVICES, 6, 8),
    "estate": (words.STATION_SERVICES, 4, 6),
    "village": (words.VILLAGE_SERVICES, 4, 6),
    "park": (words.PARK_SERVICES, 4, 6),
    "street": (words.STATION_SERVICES, 3, 5),
    "point": (words.POINT_SERVICES, 3, 4),
    "self": (["self-service", "rest-stop", "health-hut"], 3, 3),
}


#: The fields in which a copy differs, in the order of :meth:`StationPlanner.more`.
CHANGED = ("id", "community", "estate", "name", "address", "lat", "lon", "phone", "description", "source")


@dataclass(frozen=True)
class Planned:
    """A station, not saved, with the kind of place it is and what it offers."""

    station: Station
    kind: str
    offerings: list[Offering]


class StationPlanner:
    """Makes stations with ids, addresses, hours and services; ``today`` dates the last confirmation."""

    def __init__(
        self,
        ground: Ground,
        services: dict[str, Service],
        timetables: dict[str, Timetable],
        today: date,
    ) -> None:
        self.ground, self.services, self.timetables, self.today = ground, services, timetables, today
        self._weeks = {kind: (list(kept), list(accumulate(kept.values()))) for kind, kept in KEPT.items()}
        self._offering_pk = 0

    def base(self, estates: list[Estate]) -> list[Planned]:
        """The 178 stations of scale 1, in the order of their ids."""
        rng = chance("stations")
        taken: list[Point] = []
        plan = self._centres(rng, taken)
        by_community: dict[int, list[Estate]] = defaultdict(list)
        for estate in estates:
            if estate.source == words.SOURCE:
                by_community[estate.community_id].append(estate)
        for named in named_stations({(e.community.name, e.name): e for e in estates}):
            plan.append(self._named(rng, named, len(plan) + 1, taken))
        others = STATIONS_AT_SCALE_1 - len(plan)
        status = dict(zip(rng.sample(range(others), len(_NOT_OPEN)), _NOT_OPEN, strict=True))
        for pool in by_community.values():
            rng.shuffle(pool)
        order = [home.community.pk for home in self.ground.homes]
        while len(order) < others:  # two each, then some a third, a fourth
            order += rng.sample(order[: len(self.ground.homes)], len(self.ground.homes))
        for number, community in enumerate(order[:others]):
            estate = by_community[community].pop()
            kind = str(estate.kind)
            if number % 5 in {1, 3}:
                kind = "self" if number % 30 == 1 else "point"
            spot = _free_spot(rng, estate, taken)
            plan.append(self._in_estate(rng, len(plan) + 1, estate, kind, spot, status.get(number, "open")))
        return plan

    def _centres(self, rng: Random, taken: list[Point]) -> list[Planned]:
        plan = []
        homes = sorted(self.ground.homes, key=lambda h: h.community.name != _STREET_CENTRE_COMMUNITY)
        for home, street in [(homes[0], True), *((home, False) for home in self.ground.homes)]:
            community = home.community
            spot = home.spot(rng, 150, 260)
            while any(great_circle(*spot, *other) < _CLOSEST for other in taken):
                spot = home.spot(rng, 150, 260)
            taken.append(spot)
            station = Station(
                community=community,
                name=STREET_CENTRE_NAME if street else f"{community.name}党群服务中心",
                level=Station.Level.CENTRE,
                description="演示：全街道的党群服务中心，统筹各社区的党群服务站点。"
                if street
                else words.STATION_TEXTS["centre"],
                opened_on=date(2019, 1, 15) if street else _day(rng, date(2019, 3, 1), date(2021, 6, 30)),
                timetable=self.timetables["street"] if street else None,
            )
            plan.append(self._finish(rng, station, len(plan) + 1, "centre", spot))
        return plan

    def _named(self, rng: Random, station: Station, pk: int, taken: list[Point]) -> Planned:
        """What was reported stays; what was not is filled in and says so."""
        spot = _free_spot(rng, station.estate, taken)
        station.description += "（演示：位置、地址、电话、开放时间和服务为虚构。）"
        return self._finish(rng, station, pk, "estate", spot)

    def _in_estate(
        self, rng: Random, pk: int, estate: Estate, kind: str, spot: Point, status: str
    ) -> Planned:
        small = kind in {"point", "self"}
        tail = {"self": "24小时自助党群服务点", "point": "党群服务点"}.get(kind, "党群服务站")
        started = status in {"open", "suspended"}
        station = Station(
            community=estate.community,
            estate=estate,
            name=f"{estate.name}{tail}",
            level=Station.Level.POINT if small else Station.Level.STATION,
            status=status,
            description=words.STATION_TEXTS[kind].format(estate=estate.name),
            opened_on=_day(rng, date(2019, 6, 1), date(2023, 2, 10)) if started else None,
        )
        return self._finish(rng, station, pk, kind, spot)

    def _finish(self, rng: Random, station: Station, pk: int, kind: str, spot: Point) -> Planned:
        """Give a station its id, place, telephone, hours and services."""
        station.pk = pk
        station.lat, station.lon = spot
        station.point_source = Station.PointSource.ESTIMATED
        station.address = _address(rng, station.community, station.lon)
        station.phone = _phone(pk)
        started = station.status in {Station.Status.OPEN, Station.Status.SUSPENDED}
        if station.timetable_id is None and started:
            names, weights = self._weeks[kind]
            station.timetable = self.timetables[rng.choices(names, cum_weights=weights)[0]]
        values, weights = _ACCESS
        station.step_free, station.toilet, station.parking = rng.choices(values, weights, k=3)
        if started:
            station.confirmed_on = self.today - timedelta(days=int(200 * rng.random() ** 1.5))
        station.source = station.source or words.SOURCE
        return Planned(station, kind, self._offerings(rng, station, kind) if started else [])

    def _offerings(self, rng: Random, station: Station, kind: str) -> list[Offering]:
        slugs, low, high = _SERVICES[kind]
        count = rng.randint(low, high)
        chosen = slugs[:2] + rng.sample(slugs[2:], count - 2)
        offerings = []
        for slug in chosen:
            self._offering_pk += 1
            note = rng.choice(words.NOTES[slug]) if slug in words.NOTES and rng.random() < 0.7 else ""
            offerings.append(
                Offering(pk=self._offering_pk, station=station, service=self.services[slug], note=note)
            )
        return offerings

    def more(self, base: int, scale: int, estates: Iterable[Estate] | None) -> Iterator[tuple]:
        """What a larger scale adds: the first ``base`` stations again and again at other places.

        In every one of ``estates``, or anywhere within the street's bounds. Level, hours, status and date
        of opening stay as in the base, so that its services and activities suit the copy. Each as the id
        of its model, then the values of ``CHANGED``; ids go on.
        """
        rng = chance("more stations")
        waiting = iter(estates) if estates is not None else None
        for pk in range(base + 1, base * scale + 1):
            if waiting is not None:
                estate = next(waiting)
                community, estate_id, name = estate.community, estate.pk, estate.name
                lat, lon = moved(estate.lat, estate.lon, rng.uniform(0, 360), rng.uniform(20, 60))
            else:
                (lat, lon), home = self.ground.anywhere(rng)
                community, estate_id = home.community, None
                name = f"{rng.choice(words.ESTATE_HEADS)}{pk}号"
            address = _address(rng, community, lon)
            yield (
                (pk - 1) % base + 1,
                *(pk, community.pk, estate_id, f"{name}党群服务站", address, lat, lon, _phone(pk)),
                *("演示：为测量速度而虚构的站点。", words.SOURCE),
            )


def _free_spot(rng: Random, estate: Estate, taken: list[Point]) -> Point:
    """A spot in the estate, at least 60 m from every other station."""
    reach = 45.0
    while True:
        spot = moved(estate.lat, estate.lon, rng.uniform(0, 360), rng.uniform(10, reach))
        if all(great_circle(*spot, *other) >= _CLOSEST for other in taken):
            taken.append(spot)
            return spot
        reach += 5


def _address(rng: Random, community: Community, lon: float) -> str:
    roads = next(names for west, names in reversed(words.ROADS) if lon >= west)
    return f"桂城街道{community.name}{rng.choice(roads)}{rng.randint(1, 180)}号（演示）"


def _phone(pk: int) -> str:
    """0757-0000xxxx is assigned to nobody, so that nobody is called."""
    return f"0757-0000{pk % 10000:04d}"


def _day(rng: Random, first: date, last: date) -> date:
    return first + timedelta(days=rng.randint(0, (last - first).days))
