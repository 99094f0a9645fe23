"""People in the admin: entered, found, with their terms; who may read and who may change."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from communities.models import Community
from guicheng.accounts.models import Role
from tests.factories import make_appointment, make_community, make_place, make_volunteer
from tests.people import logged_in, make_user, worker_of
from tests.stations.admin_pages import errors_of, filled_form, send
from volunteers.models import Appointment, Volunteer

pytestmark = pytest.mark.django_db
LIST = reverse("admin:volunteers_volunteer_changelist")
ADD = reverse("admin:volunteers_volunteer_add")
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


def change(person: Volunteer) -> str:
    return reverse("admin:volunteers_volunteer_change", args=[person.pk])


def number(person: Volunteer) -> str:
    return reverse("admin:volunteers_volunteer_phone", args=[person.pk])


# --- entering ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["13812345678", "１３８ 1234 5678", "+86 138-1234-5678", "013812345678"])
def test_a_number_is_kept_in_one_form(worker: Client, typed: str) -> None:
    assert send(worker, ADD, name="陈少珍", new_phone=typed).status_code == 302
    person = Volunteer.objects.get()
    assert (person.phone, person.phone_tail, person.community.name) == (PHONE, "5678", "桂雅社区")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("1381234567", "手机号应是 11 位，这里是 10 位。"),
        ("12812345678", "没有这样的手机号段。"),
        ("问她女儿", "电话里有数字以外的字。"),
        ("5" * 30, "电话位数不对"),
        ("😀", "电话里有数字以外的字。"),
        ("1" * 10_000, "40"),
    ],
)
def test_a_wrong_number_is_refused_in_words(worker: Client, typed: str, said: str) -> None:
    response = send(worker, ADD, name="陈少珍", new_phone=typed)
    assert said in errors_of(response)["new_phone"][0]
    assert not Volunteer.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "   "),
        ("name", "长" * 10_000),
        ("name", "\x00"),
        ("name", "已抹去"),
        ("birth_year", "1850"),
        ("birth_year", "2098"),
        ("birth_year", "八五年"),
        ("party_since", "2098-01-01"),
        ("party_since", "1900-01-01"),
        ("told_on", "2098-01-01"),
        ("told_on", "昨天"),
        ("gender", "other"),
        ("told_wording", "长" * 10_000),
        ("community", "999999"),
    ],
)
def test_bad_values_are_refused_at_their_field(worker: Client, field: str, value: str) -> None:
    response = send(worker, ADD, **{"name": "陈少珍", field: value})
    assert errors_of(response)[field]
    assert not Volunteer.objects.exists()


def test_an_empty_box_keeps_the_number_and_a_tick_removes_it(worker: Client) -> None:
    person = make_volunteer("陈少珍", phone=PHONE)
    page = worker.get(change(person)).content.decode()
    assert 'placeholder="138****5678"' in page and PHONE not in page
    assert send(worker, change(person), skills="粤剧").status_code == 302
    person.refresh_from_db()
    assert (person.phone, person.skills) == (PHONE, "粤剧")
    assert send(worker, change(person), remove_phone="on").status_code == 302
    person.refresh_from_db()
    assert (person.phone, person.phone_print, person.phone_tail) == ("", "", "")


def test_a_new_number_takes_the_place_of_the_old(worker: Client) -> None:
    person = make_volunteer("陈少珍", phone=PHONE)
    assert "代替" in str(
        errors_of(send(worker, change(person), new_phone="13900001111", remove_phone="on"))["remove_phone"]
    )
    assert send(worker, change(person), new_phone="13900001111").status_code == 302
    person.refresh_from_db()
    assert (person.phone, person.phone_tail) == ("13900001111", "1111")


def test_consent_keeps_the_words_that_were_told(worker: Client) -> None:
    assert send(worker, ADD, name="陈少珍", told_on="2026-01-05").status_code == 302
    assert "保存多久" in Volunteer.objects.get().told_wording


def _empty(client: Client) -> dict[str, str]:
    return filled_form(client, ADD)


# --- terms in the person's form ---------------------------------------------------------------------


def inline(row: int = 0, **values: object) -> dict[str, object]:
    return {f"appointments-{row}-{name}": value for name, value in values.items()}


def test_a_term_is_entered_with_the_person(worker: Client, own: Community) -> None:
    place = make_place("3栋", community=own)
    values = inline(place=place.pk, started_on="2024-03-01", ends_on="2027-02-28", chosen="elected")
    data = {**_empty(worker), **values, "name": "陈少珍", "appointments-TOTAL_FORMS": "1"}
    assert worker.post(ADD, data).status_code == 302
    term = Appointment.objects.get()
    assert (term.place, term.volunteer.name, str(term)) == (place, "陈少珍", f"{place}楼长")
    assert str(place) in worker.get(LIST).content.decode()


def test_a_second_head_is_refused_with_a_sentence(worker: Client, own: Community) -> None:
    place = make_place("3栋", community=own)
    make_appointment(place=place)
    data = {**_empty(worker), **inline(place=place.pk), "name": "陈少珍", "appointments-TOTAL_FORMS": "1"}
    errors = errors_of(worker.post(ADD, data))
    assert "这里已经有一位在任的正职" in str(errors)
    assert not Volunteer.objects.filter(name="陈少珍").exists()
    deputy = {**data, **inline(deputy="on")}
    assert worker.post(ADD, deputy).status_code == 302


def test_the_same_place_twice_in_one_form_is_refused(worker: Client, own: Community) -> None:
    place = make_place("3栋", community=own)
    data = {
        **_empty(worker),
        **inline(0, place=place.pk),
        **inline(1, place=place.pk),
        "name": "陈少珍",
        "appointments-TOTAL_FORMS": "2",
    }
    assert "两个没有结束的任职" in str(errors_of(worker.post(ADD, data)))
    assert not Volunteer.objects.exists()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"started_on": "2024-03-01", "ended_on": "2024-02-01"}, "离任日期不能早于任职日期"),
        ({"started_on": "2024-03-01", "ends_on": "2024-02-01"}, "不能早于任职日期"),
        ({"started_on": "2098-03-01"}, "还没有到"),
        ({"started_on": "1900-03-01"}, "年份好像不对"),
        ({"place": "999999"}, "不在您能选择的范围里"),
        ({"place": ""}, "必填"),
    ],
)
def test_a_term_with_wrong_dates_is_refused(
    worker: Client, own: Community, values: dict[str, str], said: str
) -> None:
    place = make_place("3栋", community=own)
    row = inline(**{"place": place.pk, "note": "x", **values})
    data = {**_empty(worker), **row, "name": "陈少珍", "appointments-TOTAL_FORMS": "1"}
    assert said in str(errors_of(worker.post(ADD, data)))
    assert not Volunteer.objects.exists()


def test_a_place_of_another_community_is_refused(worker: Client, other: Community) -> None:
    place = make_place("3栋", community=other)
    data = {**_empty(worker), **inline(place=place.pk), "name": "陈少珍", "appointments-TOTAL_FORMS": "1"}
    assert "不在您能选择的范围里" in str(errors_of(worker.post(ADD, data)))


# --- finding ----------------------------------------------------------------------------------------


def test_people_are_found_by_name_and_last_four_digits(worker: Client) -> None:
    make_volunteer("陈少珍", phone=PHONE)
    make_volunteer("黄国强", phone="13900001111")
    for query, found in (("陈少", "陈少珍"), ("5678", "陈少珍"), ("1111", "黄国强")):
        text = worker.get(LIST, {"q": query}).content.decode()
        assert found in text
        assert "1 条" in text or text.count("field-name") == 1


def test_the_list_masks_every_number(worker: Client) -> None:
    make_volunteer("陈少珍", phone=PHONE)
    make_volunteer("黄国强", phone="0757-86123456")
    text = worker.get(LIST).content.decode()
    assert "138****5678" in text and PHONE not in text and "86123456" not in text


@pytest.mark.parametrize("typed", [PHONE, "138 1234 5678", "+86-138-1234-5678", "１３８１２３４５６７８"])
def test_a_whole_number_in_the_search_box_is_sent_back(worker: Client, typed: str) -> None:
    make_volunteer("陈少珍", phone=PHONE)
    response = worker.get(LIST, {"q": typed})
    assert response.status_code == 302 and response["Location"] == LIST
    assert "请输入后四位" in worker.get(LIST).content.decode()


def test_filters_find_what_is_missing(worker: Client, own: Community) -> None:
    make_volunteer("缺号码")
    make_volunteer("都有", phone=PHONE, told_on="2026-01-01", undertaking_on="2026-01-01")
    make_appointment(make_volunteer("在任者", phone="13900001111"), community=own)
    erased = make_volunteer("已抹去", erased_on="2026-01-01")
    for query, names in {
        "gap=phone": {"缺号码"},
        "gap=told": {"缺号码", "在任者"},
        "gap=undertaking": {"缺号码", "在任者"},
        "serving=yes": {"在任者"},
        "serving=no": {"缺号码", "都有", erased.name},
        "erased=yes": {erased.name},
        "erased=no": {"缺号码", "都有", "在任者"},
    }.items():
        shown = worker.get(f"{LIST}?{query}").context["cl"].result_list
        assert {person.name for person in shown} == names, query


@pytest.mark.parametrize(
    "lookup", ["clashes__isnull=0", "clashes=1", "appointments=1", "phone__contains=138", "phone=138"]
)
def test_no_look_up_counts_what_is_hidden(worker: Client, lookup: str) -> None:
    make_volunteer("陈少珍", phone=PHONE)
    response = worker.get(f"{LIST}?{lookup}", follow=True)
    assert response.status_code in (200, 400)
    assert response.status_code == 400 or response.context["cl"].result_count == 1


def test_the_list_costs_the_same_for_many(
    worker: Client, own: Community, django_assert_max_num_queries
) -> None:
    for _ in range(30):
        make_appointment(community=own)
    with django_assert_max_num_queries(14):
        worker.get(LIST)


def test_the_chooser_tells_namesakes_apart(worker: Client, own: Community, other: Community) -> None:
    term = make_appointment(make_volunteer("陈少珍", phone=PHONE), community=own)
    make_volunteer("陈少珍")
    make_volunteer("陈少珍", community=other)
    make_volunteer("陈少珍", erased_on="2026-01-01")
    query = {
        "app_label": "volunteers",
        "model_name": "appointment",
        "field_name": "volunteer",
        "term": "陈少",
    }
    answer = worker.get(reverse("admin:volunteers_volunteer_choose"), query).json()
    assert sorted(row["text"] for row in answer["results"]) == [
        f"陈少珍（尾号 5678，{term}）",
        "陈少珍（没有电话）",
    ]


# --- whoever serves in a second community -----------------------------------------------------------


def test_whoever_serves_here_is_read_only_where_another_community_keeps_the_record(
    worker: Client, own: Community, other: Community
) -> None:
    person = make_volunteer("黄国强", phone=PHONE, community=other)
    here = make_appointment(person, make_place("9栋", community=own))
    there = make_appointment(person, make_place("外人8栋", community=other))
    text = worker.get(change(person)).content.decode()
    assert "黄国强" in text and "138****5678" in text and 'name="_save"' not in text
    assert str(here) in worker.get(LIST).content.decode()
    assert "外人" not in text + worker.get(LIST).content.decode()
    assert worker.post(change(person), {"name": "改掉"}).status_code == 403
    term = reverse("admin:volunteers_appointment_change", args=[here.pk])
    assert send(worker, term, note="换届").status_code == 302
    foreign = reverse("admin:volunteers_appointment_change", args=[there.pk])
    assert worker.get(foreign).status_code == 302


def test_the_home_community_does_not_lose_terms_elsewhere(own: Community, other: Community) -> None:
    person = make_volunteer("黄国强", community=own)
    make_appointment(person, make_place("9栋", community=own))
    make_appointment(person, make_place("外人8栋", community=other))
    client = worker_of(own)
    assert "外人" not in client.get(change(person)).content.decode()
    assert send(client, change(person), skills="粤剧").status_code == 302
    assert person.appointments.count() == 2


def test_a_leader_reads_and_changes_nothing() -> None:
    person = make_volunteer("陈少珍", phone=PHONE)
    leader = logged_in(make_user(Role.STREET_LEADER))
    text = leader.get(change(person)).content.decode()
    assert 'name="_save"' not in text and "new_phone" not in text
    assert leader.post(change(person), {"name": "改掉"}).status_code == 403
    assert leader.get(ADD).status_code == 403
