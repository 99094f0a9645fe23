"""Places in the admin: who serves there, what stands empty, and the hand-over to the next head."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from communities.models import Community, Place
from guicheng.accounts.models import Role
from tests.factories import make_appointment, make_community, make_estate, make_place, make_volunteer
from tests.people import logged_in, make_user, worker_of
from tests.stations.admin_pages import errors_of, send
from volunteers.models import Appointment, PhoneClash, Volunteer

pytestmark = pytest.mark.django_db
LIST = reverse("admin:communities_place_changelist")
ADD = reverse("admin:communities_place_add")
PHONE = "13812345678"


@pytest.fixture
def own() -> Community:
    return make_community("桂雅社区")


@pytest.fixture
def other() -> Community:
    return make_community("桂花社区")


@pytest.fixture
def worker(own: Community) -> Client:
    return worker_of(own)


def change(place: Place) -> str:
    return reverse("admin:communities_place_change", args=[place.pk])


def succession(place: Place) -> str:
    return reverse("admin:communities_place_succession", args=[place.pk])


def shown(client: Client, query: str = "") -> set[str]:
    return {place.name for place in client.get(f"{LIST}?{query}").context["cl"].result_list}


# --- the list and the form --------------------------------------------------------------------------


def test_the_list_names_the_head_and_finds_a_building_as_people_say_it(
    worker: Client, own: Community
) -> None:
    estate = make_estate("俊雅花园", own)
    place = make_place("3栋", estate=estate)
    make_place("13座", estate=estate)
    make_appointment(make_volunteer("陈少珍"), place)
    assert "陈少珍" in worker.get(LIST).content.decode()
    assert shown(worker, "q=俊雅花园3栋") == {"3栋"}
    assert shown(worker, "q=俊雅花园") == {"3栋", "13座"}


def test_filters_tell_empty_places_from_closed_ones(worker: Client, own: Community) -> None:
    make_appointment(place=make_place("有人", community=own))
    make_place("没人", community=own)
    make_place("停用", community=own, closed_on="2026-01-01")
    make_appointment(place=make_place("只有副职", community=own), deputy=True)
    make_appointment(place=make_place("离任了", community=own), ended_on="2026-01-01")
    assert shown(worker, "head=none") == {"没人", "只有副职", "离任了"}
    assert shown(worker, "head=yes") == {"有人"}
    assert shown(worker, "use=no") == {"停用"}
    assert shown(worker, "use=yes") == {"有人", "没人", "只有副职", "离任了"}


def test_the_list_costs_the_same_for_many(
    worker: Client, own: Community, django_assert_max_num_queries
) -> None:
    for _ in range(30):
        make_appointment(community=own)
    with django_assert_max_num_queries(14):
        worker.get(LIST)


def test_an_estate_says_which_community(own: Community, other: Community) -> None:
    estate = make_estate("俊雅花园", own)
    street = logged_in(make_user(Role.STREET_ADMIN))
    assert send(street, ADD, estate=estate.pk, name=" ３栋 ").status_code == 302
    place = Place.objects.get()
    assert (place.community, place.name) == (own, "3栋")
    wrong = send(street, ADD, estate=estate.pk, community=other.pk, name="4栋")
    assert errors_of(wrong)["estate"] == ["这个小区不属于所选的社区。"]
    assert errors_of(send(street, ADD, community="", name="上九街"))["community"] == ["请选择社区。"]


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", " "), ("name", "长" * 10_000), ("households", "-1"), ("households", "9" * 30), ("kind", "x")],
)
def test_bad_values_are_refused(worker: Client, field: str, value: str) -> None:
    assert errors_of(send(worker, ADD, **{"name": "3栋", field: value}))[field]
    assert not Place.objects.exists()


def test_a_place_twice_is_refused(worker: Client, own: Community) -> None:
    estate = make_estate("俊雅花园", own)
    make_place("3栋", estate=estate)
    assert "已经登记过同名" in str(errors_of(send(worker, ADD, estate=estate.pk, name="３栋")))
    make_place("上九街", community=own, estate=None, kind="street")
    assert "已经登记过同名" in str(errors_of(send(worker, ADD, name="上九街", kind="street")))


def test_another_communitys_estate_is_refused(worker: Client, other: Community) -> None:
    estate = make_estate("外人花园", other)
    assert "不在您能选择的范围里" in errors_of(send(worker, ADD, estate=estate.pk, name="3栋"))["estate"][0]


def test_the_form_lists_who_serves_and_who_served(worker: Client, own: Community) -> None:
    place = make_place("3栋", community=own)
    old = make_appointment(make_volunteer("黄国强"), place, started_on="2020-01-01", ended_on="2024-01-01")
    make_appointment(make_volunteer("陈少珍"), place, predecessor=old)
    text = worker.get(change(place)).content.decode()
    assert text.index("陈少珍") < text.index("2020年1月1日")
    assert 'name="_save"' in text and "appointments-0-ended_on" not in text


def test_closing_leaves_places_with_a_head_alone(worker: Client, own: Community) -> None:
    held = make_place("有人", community=own)
    make_appointment(place=held)
    empty = make_place("没人", community=own)
    data = {"action": "close", "_selected_action": [held.pk, empty.pk]}
    assert "其中 1 处还有人在任" in worker.post(LIST, data).content.decode()
    worker.post(LIST, {**data, "confirmed": "yes"})
    held.refresh_from_db()
    empty.refresh_from_db()
    assert held.closed_on is None and empty.closed_on is not None


# --- the hand-over ----------------------------------------------------------------------------------


@pytest.fixture
def place(own: Community) -> Place:
    return make_place("3栋", community=own)


def test_the_next_head_takes_over_in_one_step(worker: Client, place: Place) -> None:
    old = make_appointment(make_volunteer("黄国强"), place, started_on="2020-01-01")
    person = make_volunteer("陈少珍")
    assert "黄国强" in worker.get(succession(place)).content.decode()
    data = {"person": person.pk, "day": "2026-03-01", "ends_on": "2029-02-28", "chosen": "elected"}
    assert worker.post(succession(place), data).status_code == 302
    old.refresh_from_db()
    new = Appointment.objects.heads().get(place=place)
    assert str(old.ended_on) == "2026-03-01"
    assert (new.volunteer, new.predecessor, str(new.started_on)) == (person, old, "2026-03-01")
    assert new.history.count() == 1 and old.history.latest().history_change_reason == "换届离任"


def test_a_new_person_is_registered_with_the_hand_over(worker: Client, place: Place, own: Community) -> None:
    data = {"new_name": "陈少珍", "new_phone": "138 1234 5678", "day": "2026-03-01"}
    assert worker.post(succession(place), data).status_code == 302
    person = Volunteer.objects.get()
    assert (person.name, person.phone, person.community) == ("陈少珍", PHONE, own)
    assert Appointment.objects.get().predecessor is None


def test_a_deputy_moves_up(worker: Client, place: Place) -> None:
    make_appointment(place=place)
    deputy = make_appointment(make_volunteer("陈少珍"), place, deputy=True)
    data = {"person": deputy.volunteer_id, "day": "2026-03-01"}
    assert worker.post(succession(place), data).status_code == 302
    assert Appointment.objects.serving().get(place=place).volunteer_id == deputy.volunteer_id


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "请选择已登记的人员"),
        ({"new_name": "陈少珍", "day": ""}, "请填写日期"),
        ({"new_name": "陈少珍", "day": "2098-01-01"}, "还没有到"),
        ({"new_name": "陈少珍", "day": "1900-01-01"}, "年份好像不对"),
        ({"new_name": "陈少珍", "day": "下个月"}, "日期写成"),
        ({"new_name": "陈少珍", "day": "2019-01-01"}, "早于黄国强的任职日期"),
        ({"new_name": "陈少珍", "ends_on": "2025-01-01"}, "要晚于接任日期"),
        ({"new_name": "陈少珍", "new_phone": "123"}, "位"),
        ({"new_name": "长" * 10_000}, "40"),
        ({"new_name": "陈少珍", "chosen": "magic"}, "magic"),
        ({"person": "999999"}, "不在您能选择的范围里"),
        ({"person": "abc"}, "不在您能选择的范围里"),
    ],
)
def test_a_wrong_hand_over_changes_nothing(
    worker: Client, place: Place, values: dict[str, str], said: str
) -> None:
    old = make_appointment(make_volunteer("黄国强"), place, started_on="2020-01-01")
    response = worker.post(succession(place), {"day": "2026-03-01", **values})
    assert response.status_code == 200 and said in str(response.context["form"].errors)
    assert list(Appointment.objects.all()) == [old]
    assert Volunteer.objects.count() == 1


def test_the_serving_head_is_renewed_not_handed_over(worker: Client, place: Place) -> None:
    term = make_appointment(place=place)
    response = worker.post(succession(place), {"person": term.volunteer_id, "day": "2026-03-01"})
    assert "续任" in str(response.context["form"].errors)


def test_a_number_of_another_community_goes_to_the_street(
    worker: Client, place: Place, other: Community
) -> None:
    make_volunteer("外人", phone=PHONE, community=other)
    data = {"new_name": "陈少珍", "new_phone": PHONE, "day": "2026-03-01"}
    response = worker.post(succession(place), data)
    assert "已转给街道管理员" in response.content.decode() and "外人" not in response.content.decode()
    assert PhoneClash.objects.count() == 1 and not Appointment.objects.exists()


def test_a_namesake_without_number_is_offered_first(worker: Client, place: Place) -> None:
    make_volunteer("陈少珍")
    response = worker.post(succession(place), {"new_name": "陈少珍", "day": "2026-03-01"})
    assert "已经登记过一位" in str(response.context["form"].errors)


def test_no_hand_over_elsewhere(worker: Client, other: Community, own: Community) -> None:
    theirs = make_place("3栋", community=other)
    stranger = make_volunteer("外人", community=other)
    assert worker.get(succession(theirs)).status_code == 404
    assert worker.post(succession(theirs), {"new_name": "甲", "day": "2026-03-01"}).status_code == 404
    response = worker.post(
        succession(make_place("4栋", community=own)), {"person": stranger.pk, "day": "2026-03-01"}
    )
    assert "不在您能选择的范围里" in str(response.context["form"].errors)
    leader = logged_in(make_user(Role.STREET_LEADER))
    assert leader.get(succession(theirs)).status_code == 403
    assert not Appointment.objects.exists()


# --- a point of its own -----------------------------------------------------------------------------


def test_a_building_gets_a_point_of_its_own(worker: Client, own: Community) -> None:
    place = make_place("3栋", community=own)
    assert send(worker, change(place), point_0="23.0371, 113.1506").status_code == 302
    place.refresh_from_db()
    assert (place.lat, place.lon) == (23.0371, 113.1506)
    # Saved again without a change it stays, emptied it goes.
    assert send(worker, change(place), note="演示").status_code == 302
    place.refresh_from_db()
    assert (place.lat, place.lon) == (23.0371, 113.1506)
    assert send(worker, change(place), point_0="").status_code == 302
    place.refresh_from_db()
    assert not place.has_point


@pytest.mark.parametrize("text", ["113.1506, 23.0371", "23.0371", "某处", "91, 113"])
def test_what_is_no_point_of_a_building_is_refused(worker: Client, own: Community, text: str) -> None:
    place = make_place("3栋", community=own)
    assert "point" in errors_of(send(worker, change(place), point_0=text))


def test_who_only_reads_gets_the_point_as_text(own: Community) -> None:
    place = make_place("3栋", community=own, lat=23.0371, lon=113.1506)
    text = logged_in(make_user(Role.STREET_LEADER)).get(change(place)).content.decode()
    assert "23.037100, 113.150600" in text and "point_0" not in text


def test_a_building_without_a_point_is_looked_for_around_its_estate() -> None:
    estate = make_estate(lat=23.0411, lon=113.1622)
    place = make_place(estate=estate)
    page = logged_in(make_user(Role.STREET_ADMIN)).get(f"/admin/communities/place/{place.pk}/change/")
    assert "23.0411" in page.content.decode() and "113.1622" in page.content.decode()
