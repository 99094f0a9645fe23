"""Whatever comes in: never a 5xx, and every answer as its description says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import quote, urlencode

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from stations.models import Station

# The same cases in every run, on any machine.
BOUNDED = settings(
    max_examples=25,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def one_transaction() -> Iterator[None]:
    """The bare application would end a request by closing the connection that holds the test's rows."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())


@pytest.mark.usefixtures("street", "one_transaction")
@schema.parametrize()
@BOUNDED
def test_every_answer_is_as_described(case: schemathesis.Case) -> None:
    case.call_and_validate(
        # The WSGI transport does not unpack what it asked to be packed.
        headers={"Accept-Encoding": "identity"},
        checks=[
            not_a_server_error,
            status_code_conformance,
            content_type_conformance,
            response_schema_conformance,
            unsupported_method,
        ],
    )


NAMES = [
    "lat", "lon", "datum", "limit", "offset", "open", "service", "audience", "pace", "community", "level",
    "bbox", "q", "from", "to", "station", "kind",
]  # fmt: skip
NASTY = [
    "", " ", "0", "-1", "1", "10", "1e999", "-1e999", "NaN", "inf", "null", "true", "1.5", "0x10", "1_0",
    "١٢", "９", str(2**31), str(2**63), str(10**9), "9" * 5000, "23.05", "113.14", "90", "-90", "180",
    "-180", "1e-320", "wgs84", "GCJ02", "bd09", "elder", "centre", "canteen", "elders", "440605011001",
    "2023-02-29", "9999-12-31", "0000-00-00", "113,23,114,24", "180,-90,-180,90", "桂园", "guiyuan",
    "桂" * 10_000, "\x00", "a\x00b", "\r\n", "%", "%00", "'", '"', "\\", "' OR 1=1 --", "<script>",
    "${7*7}", "../../etc/passwd", "😀", "\u202e", "\u200b", "𠮷",
]  # fmt: skip
VALUES = st.one_of(st.sampled_from(NASTY), st.text(max_size=30), st.floats().map(str), st.integers().map(str))
PATHS = [
    "stations", "stations/nearest", "stations.geojson", "search", "communities", "activities", "services",
    "audiences", "openapi.json", "docs", "",
]  # fmt: skip


def _is_an_answer(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code in {200, 400, 404}, address
    if answer.status_code != 200:
        error = answer.json()["error"]
        assert set(error) <= {"code", "message", "field", "suggestion"}
        assert any("\u4e00" <= sign <= "\u9fff" for sign in error["message"])
    elif answer["Content-Type"].startswith("application"):
        # NaN and Infinity are no JSON.
        json.loads(answer.content, parse_constant=pytest.fail)


@given(
    path=st.sampled_from(PATHS),
    query=st.lists(st.tuples(st.sampled_from(NAMES), VALUES), max_size=6),
)
@settings(BOUNDED, max_examples=200)
def test_no_query_brings_it_down(
    client: Client, street: dict[str, Station], path: str, query: list[tuple[str, str]]
) -> None:
    text = urlencode([(name, value.encode("utf-8", "replace")) for name, value in query])
    _is_an_answer(client, f"/api/v1/{path}?{text}")


@given(
    lat=st.floats(),
    lon=st.floats(),
    datum=st.sampled_from(["", "wgs84", "gcj02", "bd09"]),
    limit=st.integers(1, 100),
)
@settings(BOUNDED, max_examples=150)
def test_any_two_numbers_are_a_place_or_refused(
    client: Client, street: dict[str, Station], lat: float, lon: float, datum: str, limit: int
) -> None:
    answer = client.get("/api/v1/stations/nearest", {"lat": lat, "lon": lon, "datum": datum, "limit": limit})
    usable = abs(lat) <= 90 and abs(lon) <= 180 and not (73 <= lat <= 136 and 3 <= lon <= 54)
    assert answer.status_code == (200 if usable else 400)
    if usable:
        distances = [item["distance_m"] for item in answer.json()["items"]]
        assert distances == sorted(distances) and len(distances) == min(limit, 3)


@given(path=st.one_of(st.text(max_size=40), st.binary(max_size=20)))
@settings(BOUNDED, max_examples=60)
def test_no_address_brings_it_down(client: Client, street: dict[str, Station], path: str | bytes) -> None:
    raw = path if isinstance(path, bytes) else path.encode("utf-8", "replace")
    for prefix in ("", "stations/", "communities/"):
        _is_an_answer(client, f"/api/v1/{prefix}{quote(raw, safe='')}")
