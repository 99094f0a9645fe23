"""The people of the demonstration: as many as were published, invented, and with something to do."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.db.models import Count, F, Q, Sum

from communities.models import Community, Estate, Place
from communities.named import read_named
from guicheng.accounts import due
from guicheng.accounts.history import as_of, has_history
from guicheng.accounts.models import Role
from guicheng.demo.management.commands.make_accounts import ACCOUNTS
from guicheng.demo.people_words import MOBILE_PREFIX
from guicheng.demo.place_plan import LANE_COMMUNITIES
from guicheng.demo.term_plan import SHOWN
from guicheng.privacy.phones import is_mobile
from stations.models import Activity, Notice, Offering, OpeningException, Station
from tests.people import make_user
from volunteers.duplicates import likely_keys
from volunteers.gaps import term_ending, term_over, without_head
from volunteers.models import Appointment, ContactLog, FollowUp, PhoneClash, Volunteer

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.any_database,
    pytest.mark.usefixtures("demonstration"),
]
FACTS = Path(__file__).parents[3] / "shared/facts"


def heads_of(kind: str):
    return Appointment.objects.heads().filter(place__kind=kind)


@pytest.mark.parametrize(("kind", "count"), [("building", 2186), ("lane", 24), ("street", 20)])
def test_as_many_heads_serve_as_were_published(kind, count):
    heads = heads_of(kind)
    assert heads.count() == count
    assert heads.values("place").distinct().count() == heads.values("volunteer").distinct().count() == count


def test_lane_heads_serve_in_two_communities_and_a_street_head_in_the_named_street():
    lanes = Counter(heads_of("lane").values_list("place__community__name", flat=True))
    assert lanes == dict.fromkeys(LANE_COMMUNITIES, 12)
    named = next(row for row in read_named()["estates"] if row["kind"] == "street")
    street = Place.objects.get(kind="street", name=named["name"])
    assert street.community.name == named["community"]
    assert Appointment.objects.serving().filter(place=street).count() == 3
    others = heads_of("street").exclude(place=street).values_list("place__name", flat=True)
    assert set(others) <= set(Estate.objects.filter(kind="street").values_list("name", flat=True))


def test_buildings_lie_in_every_community_and_follow_the_households():
    in_community = Counter(heads_of("building").values_list("place__community", flat=True))
    assert len(in_community) == Community.objects.count() == 45
    assert min(in_community.values()) >= 12
    estates = Estate.objects.exclude(kind="street").filter(households__isnull=False)
    estates = estates.annotate(n=Count("places"), together=Sum("places__households"))
    assert all(estate.n >= 1 for estate in estates)
    buildings_only = estates.exclude(places__kind="lane")
    assert not buildings_only.exclude(together=F("households")).exists()
    large = [estate.n for estate in estates.filter(households__gt=2000)]
    small = [estate.n for estate in estates.filter(households__lt=200)]
    assert min(large) > max(small)
    assert not Place.objects.exclude(estate=None).exclude(community=F("estate__community")).exists()


def test_41_of_100_heads_of_buildings_are_party_members():
    heads = heads_of("building").select_related("volunteer")
    members = sum(term.volunteer.is_party_member for term in heads)
    assert members == round(2186 * 0.41)
    early = Volunteer.objects.exclude(party_since=None).filter(party_since__year__lt=F("birth_year") + 18)
    assert not early.exists()
    assert not Volunteer.objects.exclude(party_since=None).exclude(
        political_status__in=["member", "probationary"]
    )


def test_every_number_is_anothers_and_nobodys():
    phones = [person.phone for person in Volunteer.objects.all() if person.phone]
    assert len(set(phones)) == len(phones) > 2500
    assert all(is_mobile(phone) and phone.startswith(MOBILE_PREFIX) for phone in phones)
    prints = Volunteer.objects.exclude(phone_print="").values("phone_print").distinct().count()
    assert prints == len(phones)
    person = Volunteer.objects.exclude(phone_print="").first()
    assert list(Volunteer.objects.with_phone(person.phone)) == [person]


def test_everyone_is_recognisable_as_invented():
    assert not Volunteer.objects.exclude(source="演示数据").exists()
    assert not Appointment.objects.exclude(source="演示数据").exists()
    assert not Place.objects.exclude(note__contains="演示").exists()
    assert all(re.fullmatch(r"[\u4e00-\u9fff]{3}", name) for name in names())


@pytest.mark.skipif(not FACTS.exists(), reason="the files of facts are not on this machine")
def test_no_name_stands_in_the_files_of_facts():
    text = "".join(path.read_text(encoding="utf-8") for path in FACTS.iterdir())
    assert [name for name in names() if name in text] == []


def names() -> set[str]:
    return set(Volunteer.objects.values_list("name", flat=True))


def test_terms_last_three_years_and_began_since_2019(demonstration):
    terms = Appointment.objects.all()
    started = terms.values_list("started_on", flat=True)
    assert min(started).year == 2019 and date(2026, 1, 1) < max(started) <= demonstration
    planned = [(term.ends_on - term.started_on).days for term in terms if term.ends_on and term.started_on]
    assert {1095, 1096} >= set(planned) and len(planned) > 2700
    assert not terms.filter(ended_on__gt=demonstration).exists()


def test_ended_terms_have_successors_who_began_that_day():
    followed = Appointment.objects.exclude(predecessor=None).select_related("predecessor")
    assert followed.count() > 300
    for term in followed:
        before = term.predecessor
        assert before.ended_on == term.started_on and before.place_id == term.place_id
        assert before.volunteer_id != term.volunteer_id
    assert followed.filter(predecessor__predecessor__isnull=False).exists()


def test_about_60_places_wait_and_some_have_deputies():
    assert Place.objects.filter(without_head()).count() == 60
    deputies = Appointment.objects.serving().filter(deputy=True)
    assert 55 <= deputies.count() <= 70
    both = Volunteer.objects.annotate(n=Count("appointments", filter=Q(appointments__ended_on=None)))
    assert both.filter(n=2).count() >= 10


def test_some_things_are_left_to_be_done(demonstration):
    assert 45 <= Appointment.objects.filter(term_ending(demonstration)).count() <= 80
    assert 5 <= Appointment.objects.filter(term_over(demonstration)).count() <= 12
    assert 10 <= Volunteer.objects.filter(phone_tail="").count() <= 40
    assert 10 <= Volunteer.objects.filter(told_on=None).count() <= 40
    street = make_user(Role.STREET_ADMIN)
    pairs = likely_keys(street)
    assert len(pairs) == 2
    for community, name in pairs:
        assert Volunteer.objects.filter(community=community, name=name).count() == 2
    for clash in PhoneClash.objects.select_related("volunteer"):
        assert clash.community_id != clash.volunteer.community_id
    assert PhoneClash.objects.count() == 2


@pytest.mark.parametrize("name", SHOWN)
def test_a_workers_home_shows_every_kind_of_thing_that_waits(name, demonstration):
    worker = make_user(Role.COMMUNITY_WORKER, Community.objects.get(name=name))
    now = datetime.combine(demonstration, datetime.min.time(), ZoneInfo("Asia/Shanghai")) + timedelta(
        hours=10
    )
    counts = {item.key: item.count(worker, now) for item in due.dues_for(worker)}
    waits = ("term-over", "term-ending", "empty-places", "no-phone", "duplicates")
    work = (
        "ledger-overdue",
        "ledger-escalated",
        "requests-new",
        "requests-reopened",
        "head-messages",
        "offers",
    )
    for key in (*waits, *work):
        assert counts[key] >= 1, key


def test_the_accounts_that_are_made_belong_to_those_communities():
    assert {plan.community for plan in ACCOUNTS if plan.community} == set(SHOWN)


MODELS = [Estate, Station, Offering, Activity, Notice, OpeningException, Place, Volunteer, Appointment]
MODELS += [ContactLog, FollowUp]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_record_has_a_first_version_that_is_equal_to_it(model, demonstration):
    assert has_history(model)
    versions = model.history.order_by("id")
    assert list(versions.values_list("id", flat=True)) == list(
        model.objects.order_by("pk").values_list("pk", flat=True)
    )
    assert set(versions.values_list("history_type", "history_change_reason")) == {("+", "演示数据")}
    assert versions.latest().history_date.date() == demonstration - timedelta(days=1)
    for row in model.objects.order_by("pk")[::97]:
        version = row.history.get()
        for field in model._meta.concrete_fields:
            assert getattr(version, field.attname) == getattr(row, field.attname)
    then = versions.latest().history_date
    assert as_of(model, then).count() == model.objects.count()
    assert as_of(model, then - timedelta(days=1)).count() == 0


def test_a_change_adds_a_second_version_with_the_same_sealed_number():
    person = Volunteer.objects.exclude(phone_tail="").first()
    person.skills = "粤曲"
    person.save()
    assert person.history.count() == 2
    assert {version.phone for version in person.history.all()} == {person.phone}


def test_people_and_places_pass_their_own_validation():
    for model in (Place, Volunteer, Appointment):
        for row in model.objects.all()[::40]:
            row.full_clean()


def test_the_next_person_and_place_take_the_next_ids():
    community = Community.objects.first()
    people, places = Volunteer.objects.count(), Place.objects.count()
    assert Volunteer.objects.create(community=community, name="后来的人").pk == people + 1
    assert Place.objects.create(community=community, name="后来的巷", kind="lane").pk == places + 1
