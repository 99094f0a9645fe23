"""Lists are searched by sound, within the scope and with as many queries as without."""

from __future__ import annotations

import pytest
from django.urls import reverse

from communities.models import Estate
from guicheng.accounts.admin_pinyin import sounds_like, typed_words
from tests.factories import make_activity, make_community, make_estate, make_station, shanghai
from tests.people import street_admin, worker_of
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "text", "found"),
    [
        ("csz", "陈少珍", True),
        ("chenshao", "陈少珍", True),
        ("chensz", "陈少珍", True),
        ("CHEN Shaozhen", "陈少珍", True),
        ("shaozhen", "陈少珍", True),
        ("shaozhen chen", "陈少珍", True),
        ("cszx", "陈少珍", False),
        ("henshao", "陈少珍", False),
        ("lvyuan", "绿苑", True),
        ("luyuan", "绿苑", True),
        ("ou", "区志强", True),
        ("quzq", "区志强", True),
        ("zengli", "曾丽", True),
        ("jyhy", "俊雅花园", True),
        ("xiane", "夏南二", True),
        ("xi'an", "西安路", True),
    ],
)
def test_what_sounds_alike(typed: str, text: str, found: bool) -> None:
    assert sounds_like(text, typed_words(typed)) is found


@pytest.mark.parametrize("term", ["", "a", "陈sz", "c3", "csz 陈", "a" * 500, "'"])
def test_what_is_not_letters_is_not_heard(term: str) -> None:
    assert typed_words(term) == []


def names(client, model, term: str) -> set[str]:
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    return {str(row) for row in client.get(address, {"q": term}).context["cl"].result_list}


def test_a_list_finds_by_sound_and_still_by_letters() -> None:
    community = make_community("桂雅社区")
    for name in ("俊雅花园", "雅居乐", "KTV大厦"):
        make_estate(name, community=community)
    worker = worker_of(community)
    assert names(worker, Estate, "jyhy") == {"俊雅花园"}
    assert names(worker, Estate, "yaju") == {"雅居乐"}
    assert names(worker, Estate, "ktv") == {"KTV大厦"}
    assert names(worker, Estate, "俊雅") == {"俊雅花园"}
    assert names(worker, Estate, "wwww") == set()


def test_people_are_found_by_initials_within_the_scope() -> None:
    own, other = make_community("桂雅社区"), make_community("桂花社区")
    Volunteer.objects.create(community=own, name="陈少珍")
    Volunteer.objects.create(community=other, name="陈少真")
    assert names(worker_of(own), Volunteer, "csz") == {"陈少珍"}
    assert names(street_admin(), Volunteer, "csz") == {"陈少珍", "陈少真"}


def test_an_autocomplete_hears_too_and_filters_stay() -> None:
    community = make_community("桂雅社区")
    one = make_station("俊雅党群服务站", community=community)
    make_station("俊雅党群服务点", community=community, status="closed")
    worker = worker_of(community)
    asked = {"app_label": "stations", "model_name": "activity", "field_name": "station", "term": "junya"}
    found = worker.get(reverse("admin:autocomplete"), asked).json()["results"]
    assert {row["text"] for row in found} == {"俊雅党群服务站", "俊雅党群服务点"}
    address = reverse("admin:stations_station_changelist")
    rows = worker.get(address, {"q": "junya", "status__exact": "open"}).context["cl"].result_list
    assert list(rows) == [one]


def test_queries_do_not_grow(django_assert_max_num_queries) -> None:
    community = make_community("桂雅社区")
    station = make_station("演示站", community=community)
    for number in range(60):
        make_activity(station, shanghai("2026-11-20 09:00"), title=f"义诊{number}")
    worker = worker_of(community)
    with django_assert_max_num_queries(25):
        page = worker.get(reverse("admin:stations_activity_changelist"), {"q": "yizhen"})
    assert page.context["cl"].result_count == 60
