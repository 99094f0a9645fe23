"""The organisations of the demonstration stand as published, the named ones as reported."""

from __future__ import annotations

from datetime import date

import pytest

from communities.models import Community, Organisation, OrganisationMember, OrganisationTerm
from communities.organisation_gaps import term_ending, term_over
from communities.organisations import counts_on
from guicheng.demo.organisation_plan import OrganisationPlanner

from .conftest import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
Kind = Organisation.Kind
PUBLISHED = date(2023, 2, 28)


@pytest.mark.parametrize("on", [PUBLISHED, TODAY])
def test_the_counts_are_those_published(demonstration, on: date) -> None:
    counts = counts_on(Organisation.objects.public(), on)
    assert counts.of(Kind.AUTONOMY_GROUP).organisations == 58
    assert counts.of(Kind.NEIGHBOURS).organisations == 51
    assert counts.of(Kind.NEIGHBOURS).members > 1000
    assert counts.of(Kind.SOCIAL).organisations == 233
    assert counts.of("red").organisations == 7
    assert counts.of(Kind.PARTY_COMMITTEE).organisations == 45
    assert counts.of(Kind.FAMILIAR_TEAM).organisations == 26


def test_the_named_ones_are_as_reported(demonstration) -> None:
    red = Organisation.objects.red().get(estate__name="丽景园", community__name="大德社区")
    assert (red.members_count, red.party_members_count) == (5, 4)
    assert Organisation.objects.red().filter(estate__name="富丰新城", community__name="大新社区").exists()
    named = Organisation.objects.exclude(source="演示数据")
    assert named.count() == 7
    assert not OrganisationMember.objects.filter(organisation__in=named).exists()
    planned = Organisation.objects.get(name="护邻义诊志愿服务队")
    assert (planned.status, planned.community.name) == ("planned", "同心社区")


def test_invented_ones_say_so_and_every_community_has_its_party(demonstration) -> None:
    assert not Organisation.objects.filter(source="演示数据").exclude(name__endswith="（演示）").exists()
    committees = Organisation.objects.filter(kind=Kind.PARTY_COMMITTEE)
    assert set(committees.values_list("community", flat=True)) == set(
        Community.objects.values_list("pk", flat=True)
    )
    loose = Organisation.objects.filter(kind__in=list(Organisation.ABOVE), parent__isnull=True)
    assert 0 < loose.count() < 15


def test_records_are_sound_and_something_is_due(demonstration) -> None:
    for row in Organisation.objects.select_related("estate", "parent", "community"):
        row.clean()
    last: dict[int, OrganisationTerm] = {}
    for term in OrganisationTerm.objects.order_by("organisation", "starts_on"):
        before = last.get(term.organisation_id)
        assert before is None or not before.overlaps(term)
        last[term.organisation_id] = term
    assert 0 < Organisation.objects.filter(term_over(TODAY)).count() < 60
    assert 0 < Organisation.objects.filter(term_ending(TODAY)).count() < 60
    assert Organisation.history.count() == Organisation.objects.count()


def test_the_plan_is_the_same_every_time(demonstration) -> None:
    first, second = (OrganisationPlanner(TODAY).organisations for _ in range(2))
    assert [(row.name, row.founded_on, row.does) for row in first] == [
        (row.name, row.founded_on, row.does) for row in second
    ]
