"""A small town for the pages of walks: two communities, a station, homes near and far, walks by hand."""

from __future__ import annotations

import re
from html import unescape

import numpy as np
from django.test import Client

from communities.models import Community, Estate
from guicheng.accounts.models import Role
from stations.kept_walks import RECORD, mark
from stations.models import KeptWalks, Station
from tests.factories import make_community, make_estate, make_station
from tests.people import logged_in, make_user

LAT, LON = 23.0371, 113.1506
#: Degrees of latitude in a metre.
METRE = 1 / 111_195


def north(metres: float) -> dict[str, float]:
    """So many straight metres north of the station."""
    return {"lat": LAT + metres * METRE, "lon": LON}


def two_communities() -> tuple[Community, Community]:
    """桂雅社区 has the station, 300 households beside it and 100 too far; 桂花社区 has 50, farther still."""
    here, there = make_community("桂雅社区"), make_community("桂花社区")
    make_station("桂雅站", community=here, **north(0))
    make_estate("近园", here, households=300, **north(200))
    make_estate("远园", here, households=100, **north(1500))
    make_estate("更远园", there, households=50, **north(3000))
    return here, there


def keep_walk(
    estate: Estate,
    station: Station,
    metres: float,
    *,
    step_free: float | None = None,
    network: str = "演示路网",
) -> KeptWalks:
    """As if the street network had said so; a walk of ``nan`` metres: no way leads there."""
    records = np.zeros(1, dtype=RECORD)
    records["target"], records["at"] = station.pk, mark(station.lat, station.lon)
    records["foot_metres"], records["foot_seconds"] = metres, metres / 85 * 60
    free = metres if step_free is None else step_free
    records["step_free_metres"], records["step_free_seconds"] = free, free
    return KeptWalks.objects.create(
        origin=KeptWalks.Origin.ESTATE,
        origin_id=estate.pk,
        toward=KeptWalks.Toward.STATIONS,
        lat=estate.lat,
        lon=estate.lon,
        snap=1.0,
        radius=5000.0,
        network=network,
        inputs="演示",
        walks=records.tobytes(),
    )


def leader() -> Client:
    return logged_in(make_user(Role.STREET_LEADER))


def page(client: Client, path: str, **query: object) -> str:
    """The page's text with its white space in one line; it must answer."""
    response = client.get(path, query)
    assert response.status_code == 200, (path, query)
    return unescape(" ".join(response.content.decode().split()))


def big_number(text: str) -> str:
    found = re.search(r'class="figure-number circle-number">(.*?)</p>', text)
    assert found
    return re.sub(r"\s+", " ", re.sub(r"<.*?>", "", found[1])).strip()


def alerts(text: str) -> list[str]:
    return re.findall(r'role="alert">(.*?)</p>', text)
