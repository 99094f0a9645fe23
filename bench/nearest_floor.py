"""Nearest against its floor: the same answer over the same ten stations fetched by primary key.

Both go over one keep-alive connection to one gunicorn worker, turn by turn in a random order, each time at
another place of the street; the ratio is that of the medians. Bodies are compared, so the floor cannot
leave anything out. Answers are asked for uncompressed, since packing would only flatter the ratio.
"""

from __future__ import annotations

import json
import random
import statistics
from dataclasses import dataclass

from bench.server import Client
from bench.table import Table
from communities.coords import great_circle

#: The street's bounds in degrees WGS-84: south, north, west, east.
STREET = (22.99, 23.08, 113.11, 113.25)
AIMS = {178: 1.3, 17_800: 1.4, 1_000_000: 2.0}
PAGE, API = "/stations/nearest/", "/api/v1/stations/nearest"


@dataclass(frozen=True)
class Place:
    query: str
    keys: str


def places(client: Client, number: int, more: str = "", **headers: str) -> list[Place]:
    """Random places of the street, each with the keys and metres of its ten nearest stations."""
    south, north, west, east = STREET
    chance, found = random.Random(2026), []
    for _ in range(number):
        lat, lon = chance.uniform(south, north), chance.uniform(west, east)
        query = f"?lat={lat:.6f}&lon={lon:.6f}{more}"
        items = json.loads(client.get(API + query, **headers).body)["items"]
        # Metres anew from the points: the API rounds them, and then not every body would be the same.
        here = float(f"{lat:.6f}"), float(f"{lon:.6f}")
        metres = {item["id"]: great_circle(*here, item["lat"], item["lon"]) for item in items}
        found.append(Place(query, ",".join(f"{pk}:{far!r}" for pk, far in metres.items())))
    return found


def compare(client: Client, address: str, spots: list[Place], **headers: str) -> tuple[float, float, int]:
    """(median of nearest, median of the floor, bodies that differ); milliseconds."""
    for spot in spots[:10]:
        client.get(address + spot.query, **headers)
        client.get(address + spot.query, Bench_Keys=spot.keys, **headers)
    nearest, floor, different = [], [], 0
    chance = random.Random(1)
    for spot in spots:
        bodies = {}
        for known in chance.sample([False, True], 2):
            given = {**headers, "Bench_Keys": spot.keys} if known else headers
            answer = client.get(address + spot.query, **given)
            if answer.status != 200:
                raise SystemExit(f"{address}{spot.query} answered {answer.status}")
            (floor if known else nearest).append(answer.milliseconds)
            bodies[known] = answer.body
        different += bodies[False] != bodies[True]
    return statistics.median(nearest), statistics.median(floor), different


def measure(table: Table, port: int, stations: int, number: int) -> None:
    client = Client(port)
    aim = AIMS.get(stations, 2.0)
    spots = places(client, number)
    for name, address in (("page", PAGE), ("API", API)):
        nearest, floor, different = compare(client, address, spots)
        ratio = nearest / floor
        text = f"{ratio:.2f}  ({nearest:.2f} / {floor:.2f} ms)"
        if different:
            text += f"  {different} of {number} bodies differ"
        table.line(f"nearest {name} / by primary key", text, aim=f"≤ {aim}", reached=ratio <= aim)
    for label, moment in (("10:00", "2026-11-24T10:00:00+08:00"), ("21:30", "2026-11-24T21:30:00+08:00"),
                          ("03:00", "2026-11-24T03:00:00+08:00")):  # fmt: skip
        spots = places(client, number // 3, "&open=1", Bench_At=moment)
        nearest, floor, _ = compare(client, PAGE, spots, Bench_At=moment)
        shown = statistics.mean(len(spot.keys.split(",")) if spot.keys else 0 for spot in spots)
        text = f"{nearest / floor:.2f}  ({nearest:.2f} / {floor:.2f} ms, {shown:.1f} shown)"
        table.line(f"nearest page, open=1 at {label} / by primary key", text)
    _against_empty(table, client, number)
    client.close()


def _against_empty(table: Table, client: Client, number: int) -> None:
    spots = places(client, 50)
    page, empty = [], []
    for turn in range(number):
        page.append(client.get(PAGE + spots[turn % len(spots)].query).milliseconds)
        empty.append(client.get("/bench/empty/").milliseconds)
    full, nothing = statistics.median(page), statistics.median(empty)
    table.line("nearest page / empty page", f"{full / nothing:.1f}  ({full:.2f} / {nothing:.2f} ms)")
