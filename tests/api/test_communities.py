from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from communities.models import Community, Estate
from stations.models import Audience, Service, Station

URL = "/api/v1/communities"


def test_lists_all_communities_on_one_page(client: Client, street: dict[str, Station]) -> None:
    body = client.get(URL).json()
    assert [item["code"] for item in body["items"]] == ["440605011001", "440605011002"]
    assert (body["count"], body["limit"], body["offset"]) == (2, 100, 0)
    first, second = body["items"]
    assert first["name"] == "桂园社区" and first["kind"] == "urban" and first["phone"] == "0757-86000001"
    assert (first["lat"], first["lon"]) == (23.036, 113.15)
    assert second["lat"] is None and second["certified_on"] == "2023-01-01"


def test_one_community_with_its_estates(client: Client, street: dict[str, Station]) -> None:
    body = client.get(f"{URL}/440605011001").json()
    assert body["station_count"] == 3
    assert body["estate_count"] == 1
    assert body["estates"][0]["name"] == "桂园小区" and body["estates"][0]["aliases"] == ["老桂园"]


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("440605999999", 404),
        ("桂园", 400),
        ("44060501100", 400),
        ("4406050110011", 400),
        ("44060501100%00", 400),
        ("a" * 2000, 400),
    ],
)
def test_a_community_that_is_not_there(
    client: Client, street: dict[str, Station], code: str, status: int
) -> None:
    answer = client.get(f"{URL}/{code}")
    assert answer.status_code == status
    assert "/api/v1/communities" in answer.json()["error"]["message"]


def test_lists_services_and_audiences_that_are_in_use(client: Client, law: Service, canteen: Service) -> None:
    Service.objects.create(slug="old", name="旧服务", active=False)
    retired = Audience.objects.create(slug="retired", name="旧人群", active=False)
    law.audiences.add(retired)
    body = client.get("/api/v1/services").json()
    assert [item["slug"] for item in body["items"]] == ["legal-advice", "canteen"]
    assert body["items"][0]["audiences"] == [{"slug": "elders", "name": "长者"}]
    assert (body["count"], body["limit"], body["offset"]) == (2, 100, 0)
    body = client.get("/api/v1/audiences").json()
    assert body["items"] == [{"slug": "elders", "name": "长者"}] and body["count"] == 1


@pytest.mark.parametrize("count", [3, 60])
def test_queries_do_not_grow_with_the_rows(
    client: Client, community: Community, django_assert_max_num_queries: Callable, count: int
) -> None:
    audience = Audience.objects.create(slug="a", name="人群")
    for number in range(count):
        Community.objects.create(code=f"{number:012d}", name=f"社区{number}", kind="urban")
        Estate.objects.create(community=community, name=f"小区{number}")
        Service.objects.create(slug=f"s{number}", name=f"服务{number}").audiences.add(audience)
    for path in (URL, f"{URL}/{community.code}", "/api/v1/services", "/api/v1/audiences"):
        with django_assert_max_num_queries(8):
            assert client.get(path).status_code == 200
