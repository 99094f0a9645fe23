"""找楼长: a place that somebody typed leads to 陈楼长 and a number to call, and to nothing more."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communities.models import Community, Place
from guicheng import search
from guicheng.accounts.models import Role
from guicheng.privacy.opaque import conceal, uncover
from tests.factories import (
    make_appointment,
    make_community,
    make_estate,
    make_place,
    make_station,
    make_volunteer,
)
from tests.people import make_user
from volunteers.erasure import erase
from volunteers.models import Volunteer
from volunteers.naming import surname
from volunteers.places_public import address_of, place_key, place_of

pytestmark = pytest.mark.django_db
PHONE = "13812345678"


@pytest.fixture
def own() -> Community:
    return make_community("桂雅社区", phone="0757-86001234")


@pytest.fixture
def place(own: Community) -> Place:
    estate = make_estate("俊雅花园", own, aliases="俊雅")
    make_place("1栋", estate=estate)
    return make_place("3栋", estate=estate)


@pytest.fixture
def person(place: Place) -> Volunteer:
    person = make_volunteer("陈少珍", phone=PHONE, community=place.community, skills="水电维修")
    make_appointment(person, place, started_on="2024-01-01")
    search.reindex()
    return person


def ask(client: Client, q: str, **more: str) -> str:
    return client.get(reverse("heads"), {"q": q, **more}).content.decode()


def share(person: Volunteer) -> None:
    person.number_shared_on = timezone.localdate()
    person.save()


# --- it works ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "q",
    [
        "俊雅花园3栋",
        "俊雅花园 3 座",
        "俊雅３幢",
        "俊雅花园3号楼",
        "俊雅花园第3栋",
        "俊雅花园三栋",
        "俊雅花园3",
        "俊雅花园3栋2单元501",
        "佛山市南海区桂城街道俊雅花园3栋",
        "我家住在俊雅花园3栋",
        "junyahuayuan3栋",
        "俊雅花圆3栋",
    ],
)
def test_a_building_as_people_say_it_leads_to_its_head(client: Client, person: Volunteer, q: str) -> None:
    html = ask(client, q)
    assert "俊雅花园3栋" in html and "陈楼长" in html and "0757-86001234" in html


def test_the_station_stands_before_the_community(client: Client, person: Volunteer, own: Community) -> None:
    make_station("桂雅党群服务站", community=own, phone="0757-86009999")
    html = ask(client, "俊雅花园3栋")
    assert html.index("0757-86009999") < html.index("0757-86001234")


def test_a_lane_and_a_street_are_found_in_the_same_way(client: Client, own: Community) -> None:
    lane = make_place("南兴二巷", community=own, estate=None, kind="lane")
    street = make_place("江表上街", community=own, estate=None, kind="street")
    make_appointment(make_volunteer("欧阳文"), lane)
    make_appointment(make_volunteer("司徒国强"), street)
    search.reindex()
    assert "欧阳巷长" in ask(client, "南兴2巷12号")
    assert "司徒街长" in ask(client, "jiangbiaoshangjie")


def test_an_estate_is_asked_for_its_building(client: Client, person: Volunteer) -> None:
    html = ask(client, "俊雅花园")
    assert "是哪一栋" in html and "陈" not in html.replace("陈列", "")
    assert "陈楼长" in ask(client, "俊雅花园", community="桂雅社区", b="3")
    unknown = ask(client, "俊雅花园99栋")
    assert "没有登记过“99栋”" in unknown and "0757-86001234" in unknown


def test_units_of_a_building_are_offered(client: Client, own: Community) -> None:
    estate = make_estate("丽雅苑", own)
    for n in (1, 2):
        make_appointment(
            make_volunteer("陈甲" if n == 1 else "李乙"), make_place(f"5栋{n}单元", estate=estate)
        )
    search.reindex()
    html = ask(client, "丽雅苑5栋")
    assert "5栋1单元" in html and "5栋2单元" in html and "楼长</p>" not in html
    assert "李楼长" in ask(client, "丽雅苑5座2单元301")


def test_two_estates_of_one_name_are_told_apart(client: Client, person: Volunteer) -> None:
    other = make_place("3栋", estate=make_estate("俊雅花园", make_community("平东社区")))
    make_appointment(make_volunteer("李四", community=other.community), other)
    search.reindex()
    html = ask(client, "俊雅花园3栋")
    assert "是哪一处" in html and "陈楼长" not in html
    assert "李楼长" in ask(client, "俊雅花园3栋", community="平东社区")


def test_a_community_alone_is_asked_for_more(client: Client, person: Volunteer) -> None:
    html = ask(client, "桂雅社区")
    assert "请在上面写小区和楼号" in html and "陈楼长" not in html


def test_a_place_without_head_leads_to_the_community(client: Client, person: Volunteer) -> None:
    html = ask(client, "俊雅花园1栋")
    assert "现在没有楼长" in html and "0757-86001234" in html and "我也来出一份力" in html
    assert "留言" not in html


def test_the_code_on_the_door_leads_to_the_same(client: Client, person: Volunteer, place: Place) -> None:
    html = client.get(address_of(place)).content.decode()
    assert "陈楼长" in html and "俊雅花园3栋" in html


@pytest.mark.parametrize(
    "q", ["", " ", "\x00", "😀", "x" * 5000, "<script>alert(1)</script>", "栋", "3栋", "%", "'"]
)
def test_nonsense_is_answered(client: Client, person: Volunteer, q: str) -> None:
    response = client.get(reverse("heads"), {"q": q, "b": q, "community": q})
    assert response.status_code == 200
    assert "陈楼长" not in response.content.decode() and "<script>alert" not in response.content.decode()


# --- nothing leaks ----------------------------------------------------------------------------------


def answers(client: Client, place: Place) -> str:
    """Everything about the place that anyone can open, headers too."""
    paths = [
        "/heads/",
        "/heads/?q=俊雅花园3栋",
        "/heads/?q=俊雅花园",
        "/heads/?q=陈少珍",
        f"/heads/?q={PHONE}",
        address_of(place),
        reverse("head-message", args=[place_key(place)]),
        "/offers/new/",
        f"/offers/new/?community={place.community.code}",
        "/search/?q=俊雅花园3栋",
        "/search/?q=陈少珍",
        "/api/v1/search?q=俊雅花园3栋",
        "/api/v1/search?q=陈少珍",
        "/api/v1/search?q=3栋",
        "/api/v1/communities",
        "/api/v1/openapi.json",
        f"/communities/{place.community.code}/",
        "/sitemap.xml",
        "/robots.txt",
    ]
    found = []
    for path in paths:
        response = client.get(path)
        assert response.status_code == 200, path
        found.append(f"{response.headers}{response.getvalue().decode()}")
    return "\n".join(found)


def test_no_answer_holds_a_name_a_number_or_a_key(client: Client, person: Volunteer, place: Place) -> None:
    Volunteer.objects.filter(pk=person.pk).update(party_since="1999-05-04")
    # What somebody typed stands on the page again; that is no answer.
    text = (
        answers(client, place).replace("q=陈少珍", "").replace("“陈少珍”", "").replace('value="陈少珍"', "")
    )
    text = text.replace(f"“{PHONE}”", "").replace(f'value="{PHONE}"', "").replace(f"q={PHONE}", "")
    text = text.replace("q%3D%E9%99%88%E5%B0%91%E7%8F%8D", "").replace(f"q%3D{PHONE}", "")
    for secret in ("少珍", PHONE, "138****", "水电", "1999-05", "1999年", person.phone_print):
        assert secret not in text
    assert f"/{place.pk}/" not in client.get("/heads/?q=俊雅花园3栋").content.decode()


def test_no_answer_tells_one_person_s_key(client: Client, own: Community) -> None:
    estate = make_estate("丽雅苑", own)
    Volunteer.objects.create(pk=7_654_321, community=own, name="陈少珍", phone=PHONE)
    lane = Place.objects.create(pk=7_654_322, community=own, estate=estate, name="3栋")
    make_appointment(Volunteer.objects.get(pk=7_654_321), lane, pk=7_654_323)
    search.reindex()
    for path in ("/heads/?q=丽雅苑3栋", address_of(lane), f"/heads/{place_key(lane)}/message/"):
        assert "765432" not in client.get(path).content.decode()


def test_lanes_and_streets_are_not_listed_by_the_search_or_the_api(client: Client, own: Community) -> None:
    make_place("南兴二巷", community=own, estate=None, kind="lane")
    search.reindex()
    assert client.get("/api/v1/search?q=南兴二巷").json()["count"] == 0
    assert search.find("南兴二巷") == []
    assert search.find("南兴二巷", kinds=["lane"])[0].name == "南兴二巷"


def test_the_own_number_is_shown_only_with_consent_and_only_while_it_lasts(
    client: Client, person: Volunteer
) -> None:
    assert PHONE not in ask(client, "俊雅花园3栋")
    share(person)
    assert PHONE in ask(client, "俊雅花园3栋")
    person.number_shared_on = None
    person.save()
    assert PHONE not in ask(client, "俊雅花园3栋")


def test_another_number_needs_another_consent(client: Client, person: Volunteer) -> None:
    share(person)
    person.phone = "13900001111"
    person.save()
    html = ask(client, "俊雅花园3栋")
    assert "13900001111" not in html and PHONE not in html


def test_after_the_term_nothing_is_shown(client: Client, person: Volunteer) -> None:
    share(person)
    person.appointments.update(ended_on=timezone.localdate())
    html = ask(client, "俊雅花园3栋")
    assert "陈" not in html and PHONE not in html and "现在没有楼长" in html


def test_a_deputy_is_not_named(client: Client, person: Volunteer) -> None:
    person.appointments.update(deputy=True)
    assert "陈楼长" not in ask(client, "俊雅花园3栋")


def test_an_erased_person_is_gone(client: Client, person: Volunteer) -> None:
    share(person)
    erase(person, user=make_user(Role.STREET_ADMIN))
    person.refresh_from_db()
    assert (person.number_shared_on, person.number_shared_wording, person.number_shared_print) == (
        None,
        "",
        "",
    )
    assert not person.history.exclude(number_shared_print="").exists()
    html = ask(client, "俊雅花园3栋")
    assert "陈" not in html and PHONE not in html and "已抹去" not in html


def test_a_place_no_longer_in_use_is_not_found(client: Client, person: Volunteer, place: Place) -> None:
    address = address_of(place)
    place.closed_on = timezone.localdate() - timedelta(days=1)
    place.save()
    assert client.get(address).status_code == 404
    assert "没有登记过" in ask(client, "俊雅花园3栋")


# --- no enumeration ---------------------------------------------------------------------------------


def test_addresses_cannot_be_counted_up(client: Client, place: Place) -> None:
    other = make_place("4栋", estate=place.estate)
    key = place_key(place)
    assert place_of(key) == place and place_key(place) == key
    assert sum(a == b for a, b in zip(key, place_key(other), strict=True)) < 12
    for guess in (
        str(place.pk),
        key[:-1],
        key + "A",
        key[:-1] + ("A" if key[-1] != "A" else "B"),
        "A" * 32,
        "陈" * 32,
    ):
        assert place_of(guess) is None
        assert client.get(f"/heads/{guess}/").status_code == 404
    assert uncover(conceal(place.pk, "something else"), "place") is None


def test_keys_outlive_a_new_secret(place: Place, settings) -> None:
    key = place_key(place)
    settings.DATA_KEYS = [*settings.DATA_KEYS, "another-secret-of-this-installation"]
    assert place_key(place) != key
    assert place_of(key) == place


def test_whoever_asks_too_often_is_stopped_and_others_are_not(
    client: Client, person: Volunteer, place: Place
) -> None:
    for n in range(60):
        path = address_of(place) if n % 2 else "/heads/?q=俊雅花园3栋"
        assert client.get(path).status_code == 200
    stopped = client.get("/heads/?q=俊雅花园3栋")
    assert stopped.status_code == 429 and "陈楼长" not in stopped.content.decode()
    assert client.get(address_of(place)).status_code == 429
    assert client.get(reverse("head-message", args=[place_key(place)])).status_code == 429
    assert client.get("/heads/").status_code == 200
    assert client.get("/heads/?q=俊雅花园3栋", REMOTE_ADDR="10.9.9.9").status_code == 200


def test_many_of_one_name_are_asked_for_their_community(client: Client) -> None:
    for n in range(12):
        place = make_place("一巷", community=make_community(f"演示{n}社区"), estate=None, kind="lane")
        make_appointment(make_volunteer("陈甲", community=place.community), place)
    search.reindex()
    html = ask(client, "一巷")
    assert "加上社区或村的名字" in html and "陈巷长" not in html and html.count("演示") <= 2


def test_nobody_else_keeps_the_answer(client: Client, person: Volunteer) -> None:
    response = client.get("/heads/?q=俊雅花园3栋")
    assert "private" in response["Cache-Control"] and "noindex" in response.content.decode()


def test_the_page_costs_the_same_for_many(
    client: Client, person: Volunteer, place: Place, django_assert_max_num_queries
) -> None:
    for n in range(200):
        make_place(f"{n + 10}栋", estate=place.estate)
    client.get("/heads/?q=俊雅花园3栋")
    with django_assert_max_num_queries(8):
        client.get("/heads/?q=俊雅花园3栋")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("陈少珍", "陈"),
        ("欧阳文", "欧阳"),
        ("司徒国强", "司徒"),
        ("司徒", "司"),
        ("诸葛亮", "诸葛"),
        ("张简明", "张"),
        ("陈", "陈"),
        (" 陈 少珍", "陈"),
        ("古丽·买买提", ""),
        ("John Chen", ""),
        ("", ""),
    ],
)
def test_a_surname_and_no_letter_more(name: str, said: str) -> None:
    assert surname(name) == said
