"""What holds for every address of the API: methods, errors, caching, reading from other sites."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client

from guicheng.accounts.models import User
from stations.models import Station

PATHS = [
    "/api/v1/",
    "/api/v1/stations",
    "/api/v1/stations/1",
    "/api/v1/stations/nearest",
    "/api/v1/stations.geojson",
    "/api/v1/search",
    "/api/v1/communities",
    "/api/v1/communities/440605011001",
    "/api/v1/activities",
    "/api/v1/services",
    "/api/v1/audiences",
    "/api/v1/openapi.json",
    "/api/v1/docs",
    "/api/v1/no-such-thing",
]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
@pytest.mark.parametrize("path", PATHS)
def test_only_reading_is_allowed(db: None, path: str, method: str) -> None:
    answer = getattr(Client(enforce_csrf_checks=True), method)(path)
    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD, OPTIONS"
    error = answer.json()["error"]
    assert error["code"] == "method_not_allowed" and "请用 GET" in error["message"]


@pytest.mark.parametrize(
    "path",
    [
        "no-such-thing",
        "stations/1/",
        "stations/nearest/",
        "stations/1/2",
        "%00",
        "%ff",
        "..%2f..%2fadmin",
        "x" * 5000,
        "stations%0A",
        "a%0Ab",
    ],
)
def test_an_unknown_address_answers_in_the_same_shape(client: Client, db: None, path: str) -> None:
    answer = client.get(f"/api/v1/{path}")
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/json"
    error = answer.json()["error"]
    assert error["code"] == "not_found" and error["field"] is None
    assert "/api/v1/docs" in error["message"]


def test_the_front_page_says_where_everything_is(client: Client, street: dict[str, Station]) -> None:
    body = client.get("/api/v1/").json()
    assert body["demonstration"] is False and body["datum"] == "wgs84"
    for address in [body["docs"], body["openapi"]]:
        assert client.get(address.removeprefix("http://testserver")).status_code == 200
    assert "http://testserver/api/v1/stations/nearest" in body["endpoints"]


@pytest.mark.parametrize(
    "path",
    [
        "stations",
        "stations.geojson",
        "communities",
        "activities",
        "services",
        "audiences",
        "openapi.json",
        "",
    ],
)
def test_an_unchanged_answer_is_not_sent_twice(client: Client, street: dict[str, Station], path: str) -> None:
    first = client.get(f"/api/v1/{path}")
    assert first.status_code == 200
    assert first["Cache-Control"] == "public, max-age=60"
    assert "Cookie" not in first.get("Vary", "") and not first.cookies
    again = client.get(f"/api/v1/{path}", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304 and again.content == b""
    assert again["ETag"] == first["ETag"] and again["Cache-Control"] == first["Cache-Control"]
    # Or a script of another site that asks so could not read that nothing changed.
    assert again["Access-Control-Allow-Origin"] == "*"


def test_a_changed_answer_is_sent_again(client: Client, street: dict[str, Station]) -> None:
    first = client.get("/api/v1/stations")
    Station.objects.filter(pk=street["near"].pk).update(phone="0757-86999999")
    again = client.get("/api/v1/stations", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 200 and again.json()["items"][0]["phone"] == "0757-86999999"


def test_head_gives_the_headers_alone(client: Client, street: dict[str, Station]) -> None:
    answer = client.head("/api/v1/stations")
    assert answer.status_code == 200 and answer.content == b""
    assert answer["Content-Type"].startswith("application/json")
    assert answer["ETag"] == client.get("/api/v1/stations")["ETag"]


@pytest.mark.parametrize("path", ["stations", "stations/0", "no-such-thing"])
def test_scripts_of_other_sites_may_read_without_cookies(
    client: Client, street: dict[str, Station], path: str
) -> None:
    answer = client.get(f"/api/v1/{path}", headers={"origin": "https://example.org"})
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert not answer.has_header("Access-Control-Allow-Credentials")


def test_a_preflight_request_is_answered(client: Client, db: None) -> None:
    answer = client.options(
        "/api/v1/stations",
        headers={"origin": "https://example.org", "access-control-request-method": "GET"},
    )
    assert answer.status_code == 204
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "If-None-Match" in answer["Access-Control-Allow-Headers"]


def test_staff_see_no_more_than_anyone(client: Client, street: dict[str, Station]) -> None:
    anonymous = client.get("/api/v1/stations").content
    client.force_login(User.objects.create_superuser("root", password="correct horse battery"))
    assert client.get("/api/v1/stations").content == anonymous


@pytest.fixture
def broken_database(db: None) -> Iterator[None]:
    """A database that refuses every question, as one that is down does."""

    def refuse(*args: object) -> None:
        raise RuntimeError("the database is down")

    with connection.execute_wrapper(refuse):
        yield


@pytest.mark.parametrize(
    "path", ["stations", "stations/1", "communities", "activities", "services", "stations.geojson"]
)
def test_a_failure_of_ours_answers_in_the_same_shape_and_gives_nothing_away(
    client: Client, broken_database: None, path: str
) -> None:
    answer = client.get(f"/api/v1/{path}")
    assert answer.status_code == 500
    assert answer["Cache-Control"] == "no-store"
    error = answer.json()["error"]
    assert error["code"] == "server_error" and "稍后再试" in error["message"]
    assert "database" not in answer.content.decode()


def test_too_many_parameters_are_a_bad_request(client: Client, db: None) -> None:
    answer = client.get("/api/v1/stations?" + "&".join(f"p{n}=1" for n in range(1500)))
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "bad_request"
