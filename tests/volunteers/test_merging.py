"""Two records of one person: found, looked at side by side, made one without losing anything."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from communities.models import Community
from guicheng.accounts.models import Role, SecurityEvent
from tests.factories import make_appointment, make_community, make_place, make_volunteer
from tests.people import logged_in, make_user, street_admin, worker_of
from volunteers.duplicates import across_communities, groups, likely_keys
from volunteers.merging import CannotMerge, merge, merged_into
from volunteers.models import PhoneClash, Volunteer

pytestmark = pytest.mark.django_db
PAGE = reverse("admin:volunteers_volunteer_duplicates")
MERGE = reverse("admin:volunteers_volunteer_merge")
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


# --- finding ----------------------------------------------------------------------------------------


def test_who_may_be_there_twice(own: Community, other: Community) -> None:
    make_volunteer("一无号码", phone=PHONE)
    make_volunteer("一无号码")
    make_volunteer("都无号码")
    make_volunteer("都无号码")
    make_volunteer("同一座机", phone="0757-86123456")
    make_volunteer("同一座机", phone="0757-86123456")
    make_volunteer("两部手机", phone="13900000001")
    make_volunteer("两部手机", phone="13900000002")
    make_volunteer("两部座机", phone="0757-86120001")
    make_volunteer("两部座机", phone="0757-86120002")
    make_volunteer("另一社区")
    make_volunteer("另一社区", community=other)
    make_volunteer("已抹去", erased_on="2026-01-01")
    make_volunteer("已抹去", erased_on="2026-01-01")
    user = make_user(Role.COMMUNITY_WORKER, own)
    assert {name for _, name in likely_keys(user)} == {"一无号码", "都无号码", "同一座机"}
    likely, unlikely = groups(user)
    assert {group.name for group in likely} == {"一无号码", "都无号码", "同一座机"}
    assert {group.name for group in unlikely} == {"两部手机", "两部座机"}
    assert next(group for group in likely if group.name == "一无号码").first.phone == PHONE
    assert across_communities(user) == []
    assert [group.name for group in across_communities(make_user(Role.STREET_ADMIN))] == ["另一社区"]


def test_the_page_links_to_the_merge_and_hides_the_rest(
    worker: Client, other: Community, django_assert_max_num_queries
) -> None:
    a, b = make_volunteer("陈少珍", phone=PHONE), make_volunteer("陈少珍")
    make_appointment(b)
    make_volunteer("外人", community=other)
    make_volunteer("外人", community=other)
    with django_assert_max_num_queries(15):
        text = worker.get(PAGE).content.decode()
    assert f"{MERGE}?a={a.pk}&amp;b={b.pk}" in text
    assert "外人" not in text and "桂花" not in text and PHONE not in text
    leader = logged_in(make_user(Role.STREET_LEADER)).get(PAGE).content.decode()
    assert "外人" in leader and MERGE not in leader
    assert logged_in(make_user(Role.DEPARTMENT)).get(PAGE).status_code == 403


@pytest.mark.parametrize("asked", ["abc", "9" * 30, "-1", ""])
def test_the_page_takes_any_community(worker: Client, asked: str) -> None:
    assert worker.get(PAGE, {"community__id__exact": asked}).status_code == 200


# --- merging ----------------------------------------------------------------------------------------


def test_everything_of_both_is_kept(worker: Client, own: Community, other: Community) -> None:
    kept = make_volunteer("陈少珍", skills="粤剧")
    gone = make_volunteer("陈少珍", phone=PHONE, skills="书法", birth_year=1960)
    one = make_appointment(kept)
    two = make_appointment(gone)
    old = make_appointment(gone, make_place(community=own), ended_on="2020-01-01")
    elsewhere = make_appointment(gone, make_place(community=other))
    clash = PhoneClash.objects.create(volunteer=gone, community=other, wanted_name="甲")
    page = worker.get(MERGE, {"a": kept.pk, "b": gone.pk})
    text = page.content.decode()
    assert "138****5678" in text and PHONE not in text and str(elsewhere.place) not in text
    taken = {row.key: row.taken for row in page.context["choices"] if row.differs}
    assert taken == {"phone": "b", "skills": "a", "birth_year": "b"}
    response = worker.post(MERGE, {"a": kept.pk, "b": gone.pk, "take-skills": "b"})
    assert response.status_code == 302
    person = Volunteer.objects.get()
    assert person == kept
    assert (person.phone, person.skills, person.birth_year) == (PHONE, "书法", 1960)
    assert set(person.appointments.all()) == {one, two, old, elsewhere}
    clash.refresh_from_db()
    assert clash.volunteer == person and not clash.settled
    event = SecurityEvent.objects.get()
    assert (event.kind, event.what) == ("merge", f"volunteer {gone.pk} -> {kept.pk}")
    assert Volunteer.history.filter(id=gone.pk, history_type="-").exists()
    assert merged_into(kept.pk) == {gone.pk}


def test_two_terms_at_one_place_are_a_sentence_and_nothing_happens(worker: Client, own: Community) -> None:
    place = make_place(community=own)
    kept, gone = make_volunteer("陈少珍"), make_volunteer("陈少珍", phone=PHONE)
    make_appointment(kept, place)
    make_appointment(gone, place, deputy=True)
    response = worker.post(MERGE, {"a": kept.pk, "b": gone.pk})
    text = response.content.decode()
    assert response.status_code == 200 and "已经有一个没有结束的任职" in text
    assert Volunteer.objects.count() == 2 and gone.appointments.count() == 1
    assert not SecurityEvent.objects.exists()


def test_two_open_clashes_of_one_community_become_one(own: Community, other: Community) -> None:
    kept, gone = make_volunteer("陈少珍", phone=PHONE), make_volunteer("陈少珍", phone="13900001111")
    for person in (kept, gone):
        PhoneClash.objects.create(volunteer=person, community=other, wanted_name="甲")
    merge(kept, gone, user=make_user(Role.STREET_ADMIN))
    assert sorted(kept.clashes.values_list("settled", flat=True)) == [False, True]


def test_a_clash_with_the_persons_own_other_record_is_settled(own: Community, other: Community) -> None:
    kept, gone = make_volunteer("陈少珍"), make_volunteer("陈少珍", phone=PHONE, community=other)
    PhoneClash.objects.create(volunteer=gone, community=own, wanted_name="陈少珍")
    merge(kept, gone, from_gone=["phone"], user=make_user(Role.STREET_ADMIN))
    assert kept.clashes.get().settled


def test_only_two_records_of_ones_own_are_merged(worker: Client, own: Community, other: Community) -> None:
    mine, theirs = make_volunteer("陈少珍"), make_volunteer("外人", community=other)
    make_appointment(theirs, make_place(community=own))
    for pair in ({"a": mine.pk, "b": theirs.pk}, {"a": theirs.pk, "b": mine.pk}):
        assert worker.get(MERGE, pair).status_code == 404
        assert worker.post(MERGE, pair).status_code == 404
    with pytest.raises(CannotMerge):
        merge(mine, theirs, user=make_user(Role.COMMUNITY_WORKER, own))
    with pytest.raises(CannotMerge):
        merge(mine, mine, user=make_user(Role.COMMUNITY_WORKER, own))
    assert Volunteer.objects.count() == 2
    leader = logged_in(make_user(Role.STREET_LEADER))
    assert leader.get(MERGE, {"a": mine.pk, "b": theirs.pk}).status_code == 403
    assert street_admin().get(MERGE, {"a": mine.pk, "b": theirs.pk}).status_code == 200


@pytest.mark.parametrize("key", ["", "abc", "-1", "9" * 40, "\x00", "999999"])
def test_a_garbled_key_is_no_person(worker: Client, key: str) -> None:
    mine = make_volunteer("陈少珍")
    assert worker.get(MERGE, {"a": mine.pk, "b": key}).status_code == 404


def test_a_record_merged_with_itself_says_so(worker: Client) -> None:
    mine = make_volunteer("陈少珍")
    assert "两条不同的资料" in worker.post(MERGE, {"a": mine.pk, "b": mine.pk}).content.decode()
    assert Volunteer.objects.exists()


def test_two_chosen_in_the_list_lead_to_the_page(worker: Client) -> None:
    people = [make_volunteer("陈少珍"), make_volunteer("陈小珍")]
    address = reverse("admin:volunteers_volunteer_changelist")
    data = {"action": "merge_two", "_selected_action": [person.pk for person in people]}
    assert worker.post(address, data)["Location"] == f"{MERGE}?a={people[0].pk}&b={people[1].pk}"
    one = worker.post(address, {**data, "_selected_action": [people[0].pk]}, follow=True)
    assert "请正好勾选两个人" in one.content.decode()
