"""Deliberations of the demonstration: the three that were reported, and invented ones that say so."""

from __future__ import annotations

from collections import Counter

import pytest
from django.db.models import Count, Q

from communities.deliberations import counts_of
from communities.models import Deliberation, DeliberationSignUp, ProgressNote, Topic, Undertaking
from communities.names_in_text import names_in, numbers_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]


def test_three_forums_as_they_were_reported():
    real = Deliberation.objects.exclude(source="")
    assert set(real.values_list("community__name", "topic")) == {
        ("翠颐社区", "小区绿化安全"),
        ("尖东社区", "城市公园管护"),
        ("同德社区", "电动车安全"),
    }
    for row in real:
        assert (row.when, row.kind, row.status) == ("2022年", "forum", "held")
        assert not (row.resolutions.exists() or row.parties.exists() or row.where or row.public_minutes)


def test_sixty_invented_ones_of_all_kinds_that_say_so(demonstration):
    made = Deliberation.objects.filter(source="")
    assert made.count() == 60 and not made.exclude(topic__startswith="演示").exists()
    assert set(made.values_list("kind", flat=True)) == set(Deliberation.Kind.values)
    assert set(made.values_list("status", flat=True)) == set(Deliberation.Status.values)
    assert made.filter(starts_at__date__gt=demonstration).count() == 8
    for row in made:
        row.full_clean()
        assert not numbers_in(row.public_minutes) and not names_in(row.public_minutes)


def test_resolutions_stand_in_every_state_and_none_before_its_meeting(demonstration):
    counts = counts_of(Undertaking.objects.resolutions(), demonstration)
    assert min(counts.overdue, counts.open, counts.done, counts.failed) >= 2 and counts.total > 60
    for row in Undertaking.objects.resolutions().select_related("deliberation"):
        assert not row.too_early(row.deliberation.first_day)
        assert row.closed_on is None or row.closed_on <= demonstration
    assert (
        ProgressNote.objects.count() > 20 and not ProgressNote.objects.filter(on__gt=demonstration).exists()
    )


def test_topics_stand_in_every_status_with_seconds():
    assert set(Counter(Topic.objects.values_list("status", flat=True))) == set(Topic.Status.values)
    released = Topic.objects.public().annotate(n=Count("seconds"))
    assert released.count() > 8 and not released.filter(n=0).exists()
    assert DeliberationSignUp.objects.count() > 10
    assert not Topic.objects.filter(~Q(title__startswith="演示")).exists()
