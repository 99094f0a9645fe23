from __future__ import annotations

import re

from django.test import Client

from stations.models import Station


def test_the_page_explains_every_address_in_chinese(client: Client, street: dict[str, Station]) -> None:
    answer = client.get("/api/v1/docs")
    assert answer.status_code == 200
    page = answer.content.decode()
    for path in client.get("/api/v1/openapi.json").json()["paths"]:
        assert f"GET {path}<" in page
    # Its examples work on this very database.
    for address in re.findall(r'例如：<a href="([^"]+)"', page):
        assert client.get(address.replace("&amp;", "&")).status_code == 200, address


def test_the_page_needs_nothing_that_the_policy_forbids(client: Client, street: dict[str, Station]) -> None:
    answer = client.get("/api/v1/docs")
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    page = answer.content.decode()
    assert not re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son\w+=", page)
    assert not re.findall(r'<(?:script|link)[^>]+(?:src|href)="(?:https?:)?//(?!testserver)', page)
    # It follows 长者模式, so caches keep one for each.
    assert "Cookie" in answer["Vary"]


def test_the_description_speaks_chinese_throughout(client: Client, db: None) -> None:
    schema = client.get("/api/v1/openapi.json").json()

    def chinese(text: str) -> bool:
        return bool(re.search(r"[\u4e00-\u9fff]", text))

    assert schema["openapi"].startswith("3.1") and chinese(schema["info"]["description"])
    for path, methods in schema["paths"].items():
        assert set(methods) == {"get"}
        operation = methods["get"]
        assert chinese(operation["summary"]) and chinese(operation["description"]), path
        for parameter in operation["parameters"]:
            assert chinese(parameter.get("description", "")), (path, parameter["name"])
        for status, answer in operation["responses"].items():
            assert chinese(answer["description"]), (path, status)
        assert {"200", "400", "500"} <= set(operation["responses"])
    for name, model in schema["components"]["schemas"].items():
        for field, part in model.get("properties", {}).items():
            assert chinese(part.get("description", "")), (name, field)
    nearest = schema["paths"]["/api/v1/stations/nearest"]["get"]["parameters"]
    assert {"lat": 23.0361, "lon": 113.15}.items() <= {p["name"]: p.get("example") for p in nearest}.items()
    geojson = schema["paths"]["/api/v1/stations.geojson"]["get"]["responses"]["200"]["content"]
    assert list(geojson) == ["application/geo+json"]
