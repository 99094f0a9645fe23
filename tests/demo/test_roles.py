"""Mediators, experts, worthies and scenes of the demonstration."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import Count

from communities.models import Community
from stations.models import Audience, Scene
from volunteers.mediators import TARGET, mediators_on
from volunteers.models import Consultation, Expert, MediationCase, Mediator, Worthy, WorthyDeed

from .conftest import TODAY

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.any_database,
    pytest.mark.usefixtures("demonstration"),
]


def test_the_target_is_met_today_and_was_grown_into():
    assert mediators_on(TODAY) == 206 >= TARGET
    past = [mediators_on(TODAY - timedelta(days=days)) for days in (1100, 900, 600, 300, 0)]
    assert past == sorted(past) and past[1] < 40
    assert Mediator.objects.filter(status="training").count() == 30
    assert Mediator.objects.expired(TODAY).exists() and Mediator.objects.expiring(TODAY).exists()
    assert Mediator.objects.values("community").distinct().count() == 45


def test_cases_lie_in_the_last_year_and_say_that_they_are_invented():
    cases = MediationCase.objects.all()
    assert cases.count() == 400 and not cases.exclude(text__startswith="演示").exists()
    assert not cases.filter(on__lt=TODAY - timedelta(days=365)).exists()
    assert not cases.filter(on__gt=TODAY).exists() and not cases.filter(closed_on__gt=TODAY).exists()
    assert cases.open().exists() and cases.filter(sensitive=True).exists()
    for case in cases.select_related("mediator__volunteer", "kind")[:40]:
        case.full_clean()


def test_experts_and_worthies_are_as_planned():
    assert Expert.objects.count() == 24 and Consultation.objects.count() == 30
    assert Worthy.objects.count() == 60 and WorthyDeed.objects.count() == 200
    assert not Worthy.objects.exclude(community__kind=Community.Kind.RURAL).exists()
    assert not WorthyDeed.objects.exclude(text__startswith="演示").exists()
    for row in [*Worthy.objects.all()[:20], *Mediator.objects.all()[:20], *Expert.objects.all()[:9]]:
        row.full_clean()
    for model in (Mediator, MediationCase, Expert, Consultation, Worthy, WorthyDeed, Scene):
        assert model.history.values("id").distinct().count() == model.objects.count()


def test_every_group_has_its_scenes():
    per = dict(Scene.objects.values_list("audience__slug").annotate(n=Count("pk")))
    assert set(per) == set(Audience.objects.values_list("slug", flat=True))
    assert sum(per.values()) == 40
    for scene in Scene.objects.all():
        scene.full_clean()
        offered = scene.station.offerings.values_list("service", flat=True)
        assert set(scene.services.values_list("pk", flat=True)) & set(offered)
