"""What the demonstration's heads did and residents asked for: as much, as plausible, and nobody real."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db.models import Avg, Count, F, Max, Min, Q

from casework.models import AnswerTemplate, HandOver, RequestStep, ResidentRequest
from casework.tokens import ALPHABET, CODE_LENGTH
from guicheng.demo import people_words, request_words
from guicheng.demo.ledger_words import MATTERS, STEPS
from guicheng.demo.load import load
from guicheng.demo.term_plan import SHOWN
from guicheng.privacy.phones import is_mobile
from stations.models import SignUp
from volunteers.evaluation_review import reproduced
from volunteers.matter_kinds import KINDS
from volunteers.models import (
    Appointment,
    ContactLog,
    Evaluation,
    FollowUp,
    HeadMessage,
    HeadResult,
    MatterKind,
    Offer,
    Volunteer,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.any_database,
    pytest.mark.usefixtures("demonstration"),
]
Status = ResidentRequest.Status
_NUMBER = re.compile(r"\d{5,}")


def test_about_30000_entries_over_nearly_all_heads():
    assert 29_500 <= ContactLog.objects.count() <= 30_500
    heads = Appointment.objects.heads()
    per_head = heads.annotate(n=Count("contacts")).values_list("n", flat=True)
    silent = sum(1 for n in per_head if n == 0) / len(per_head)
    assert 0.05 <= silent <= 0.12
    assert max(per_head) < 120
    assert ContactLog.objects.filter(appointment__in=heads).count() == ContactLog.objects.count()
    assert not ContactLog.objects.exclude(
        place=F("appointment__place"), head=F("appointment__volunteer"), community=F("place__community")
    ).exists()


def test_large_buildings_have_more_entries_and_kinds_and_channels_are_mixed():
    heads = Appointment.objects.heads().annotate(n=Count("contacts"))
    large = heads.filter(place__households__gte=200).aggregate(mean=Avg("n"))["mean"]
    small = heads.filter(place__households__lt=80).aggregate(mean=Avg("n"))["mean"]
    assert large > 1.5 * small
    entries = ContactLog.objects.order_by()
    assert set(entries.values_list("channel", flat=True)) == set(ContactLog.Channel.values)
    assert set(entries.values_list("contacted", flat=True)) == set(ContactLog.With.values)
    assert set(entries.values_list("kind__name", flat=True)) == {name for name, _ in KINDS} == set(MATTERS)
    assert not entries.exclude(sensitive=F("kind__sensitive")).exists()
    assert MatterKind.objects.count() == len(KINDS)


def test_a_year_within_each_term_and_nothing_still_to_come(demonstration):
    span = ContactLog.objects.aggregate(first=Min("on"), last=Max("on"))
    assert span == {"first": demonstration - timedelta(days=365), "last": demonstration - timedelta(days=1)}
    assert not ContactLog.objects.filter(on__lt=F("appointment__started_on")).exists()
    midnight = datetime.combine(demonstration, datetime.min.time(), ZoneInfo("Asia/Shanghai"))
    assert not ContactLog.objects.filter(
        Q(created_at__gte=midnight) | Q(closed_on__gte=demonstration)
    ).exists()
    assert not FollowUp.objects.filter(Q(on__gte=demonstration) | Q(on__lte=F("contact__on"))).exists()
    assert not FollowUp.objects.filter(on__gt=F("contact__closed_on")).exists()
    for row in ContactLog.objects.order_by("pk").select_related("appointment__place", "kind")[::311]:
        row.clean_fields()
        before = (row.sensitive, row.closed_on, row.follow_up_on)
        row.settle()
        assert before == (row.sensitive, row.closed_on, row.follow_up_on)


def test_some_matters_are_open_some_overdue_some_escalated(demonstration):
    assert 200 < ContactLog.objects.open().count() < 1500
    assert 30 < ContactLog.objects.overdue(demonstration).count() < 400
    assert 30 < ContactLog.objects.escalated().count() < 400
    assert 4000 < FollowUp.objects.count() < 12_000
    for name in SHOWN:
        own = ContactLog.objects.filter(community__name=name)
        assert own.overdue(demonstration).exists() and own.escalated().exists()
    assert ContactLog.objects.filter(result="done", closed_on__gt=F("on")).count() > 3000


def test_no_entry_twice_for_one_head_and_day():
    keys = ContactLog.objects.values("appointment", "on", "text").distinct()
    assert keys.count() == ContactLog.objects.count()


@pytest.mark.parametrize("status", Status.values)
def test_requests_stand_in_every_status(status):
    assert ResidentRequest.objects.filter(status=status).count() >= 6
    for name in SHOWN:
        assert ResidentRequest.objects.filter(status=status, community__name=name).exists()


def test_requests_went_the_way_that_their_steps_tell(demonstration):
    assert 130 <= ResidentRequest.objects.count() <= 180
    midnight = datetime.combine(demonstration, datetime.min.time(), ZoneInfo("Asia/Shanghai"))
    for row in ResidentRequest.objects.prefetch_related("steps", "handovers"):
        steps = list(row.steps.all())
        assert steps[0].what == "received" and steps[-1].status == row.status, (row.pk, row.status)
        assert [step.at for step in steps] == sorted(step.at for step in steps) and steps[-1].at < midnight
        assert row.version == len(steps)
        row.check_places()
        assert (row.assigned_to in ResidentRequest.OUTSIDE) <= bool(row.handovers.all())
        if row.assigned_to == "head":
            assert row.appointment is not None and row.appointment.is_serving
    assert ResidentRequest.objects.filter(suspicious=True).count() == 3
    assert ResidentRequest.objects.filter(reported_done_at__isnull=False).exists()
    assert ResidentRequest.objects.filter(summary_released=True).exists()
    ratings = set(ResidentRequest.objects.exclude(rating=None).values_list("rating", flat=True))
    assert {3, 4, 5} <= ratings
    overdue = [row for row in ResidentRequest.objects.open() if row.is_overdue(demonstration)]
    assert 5 <= len(overdue) <= 60
    assert not HandOver.objects.exclude(consent="none").exists()


def test_no_name_and_no_number_that_anybody_has():
    for model in (ResidentRequest, HeadMessage, Offer, SignUp):
        phones = [row.phone for row in model.objects.all() if row.phone]
        assert phones and len(set(phones)) == len(phones)
        assert all(is_mobile(phone) and phone.startswith(people_words.MOBILE_PREFIX) for phone in phones)
    callers = ResidentRequest.objects.exclude(surname="").values_list("surname", flat=True)
    callers = [*callers, *Offer.objects.values_list("name", flat=True)]
    assert all(name[0] in people_words.SURNAMES and name[1:] in {"女士", "先生"} for name in callers)
    said = {
        *ContactLog.objects.values_list("text", flat=True),
        *FollowUp.objects.values_list("text", flat=True),
    }
    assert said <= {text for _, texts in MATTERS.values() for text in texts} | set(STEPS)
    said |= set(ResidentRequest.objects.values_list("text", flat=True))
    said |= set(HeadMessage.objects.values_list("text", flat=True))
    said |= {text for _, text in request_words.OFFERS}
    assert not [text for text in said if _NUMBER.search(text)]
    names = set(Volunteer.objects.values_list("name", flat=True))
    assert not [name for name in names if any(name in text for text in said)]
    codes = ResidentRequest.objects.values_list("code", flat=True)
    assert all(len(code) == CODE_LENGTH and set(code) <= set(ALPHABET) for code in codes)


def test_messages_offers_and_templates_are_a_few():
    assert Counter(HeadMessage.objects.values_list("handled", flat=True)) == {False: 6, True: 2}
    assert Counter(Offer.objects.values_list("status", flat=True)) == {"waiting": 5, "declined": 1}
    assert AnswerTemplate.objects.filter(community=None).count() == 3
    for row in (*Offer.objects.all(), *HeadMessage.objects.all()):
        row.full_clean()


def test_two_quarters_are_evaluated_and_the_earlier_one_published():
    later, earlier = Evaluation.objects.order_by("-first")
    assert (earlier.first, later.first, later.last) == (
        date(2025, 10, 1),
        date(2026, 1, 1),
        date(2026, 3, 31),
    )
    published = HeadResult.objects.published()
    assert published.filter(evaluation=earlier).count() > 1200
    assert not published.filter(evaluation=later).exists()
    assert later.results.count() > 2000
    bands = set(HeadResult.objects.order_by().values_list("band", flat=True))
    assert bands == {"", "excellent", "good", "passed", "weak"}
    assert HeadResult.objects.filter(adjusted__isnull=False).exclude(adjusted_reason="").count() >= 5
    assert all(
        reproduced(row) for row in HeadResult.objects.select_related("evaluation").order_by("pk")[::97]
    )


def test_later_days_leave_the_work_as_it_is(demonstration):
    before = [
        model.objects.count() for model in (ContactLog, FollowUp, ResidentRequest, RequestStep, HeadResult)
    ]
    load(demonstration)
    load(demonstration + timedelta(days=100))
    after = [
        model.objects.count() for model in (ContactLog, FollowUp, ResidentRequest, RequestStep, HeadResult)
    ]
    assert after == before
