"""Organisations for residents: the community's list and network, one of them, photos, the search."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communities.chronicle import Subject, chronicle
from communities.models import Community, Organisation, OrganisationMember, OrganisationPhoto
from communities.organisations import counts_by_community, counts_on
from guicheng import search
from guicheng.pictures.sizes import attach, make_sizes
from tests.communities.organisations import Kind, make_organisation, make_term
from tests.factories import make_community, make_estate
from tests.stations.test_photos import JPEG, upload

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture(autouse=True)
def _media(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def community() -> Community:
    return make_community(phone="0757-86000001")


def page(community: Community) -> str:
    return reverse("community-organisations", args=[community.code])


def text_of(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def make_photo(row: Organisation, *, public: bool) -> OrganisationPhoto:
    photo = OrganisationPhoto(organisation=row, caption="街坊饭", public=public)
    attach(photo, make_sizes(upload(JPEG)))
    photo.save()
    return photo


def test_they_stand_under_their_kind_with_numbers(client: Client, community: Community) -> None:
    estate = make_estate("丽景园", community)
    owners = {"kind": Kind.OWNERS_COMMITTEE, "estate": estate, "members_count": 5, "party_members_count": 4}
    make_organisation("丽景园业委会", red_since=date(2022, 1, 1), **owners)
    make_organisation(members_count=30, does="互相照应", contact_role="陈会长", public_phone="0757-86123456")
    make_organisation("第二街坊会", members_count=12)
    text = text_of(client, page(community))
    assert "2 个，成员 42 人" in text and "其中红色业委会 1 个" in text
    assert "5 人，其中党员 4 人" in text and "互相照应" in text
    assert "陈会长" in text and "tel:0757-86123456" in text


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("?kind=neighbours", {"俊雅街坊会"}),
        ("?kind=red", {"丽景园业委会"}),
        ("?kind=owners_committee", {"丽景园业委会", "别家业委会"}),
        ("?estate={estate}", {"丽景园业委会"}),
        ("?kind=neighbours&estate={estate}", set()),
    ],
)
def test_filters(client: Client, community: Community, query: str, shown: set[str]) -> None:
    estate = make_estate("丽景园", community)
    make_organisation("丽景园业委会", kind=Kind.OWNERS_COMMITTEE, estate=estate, red_since=date(2022, 1, 1))
    make_organisation("别家业委会", kind=Kind.OWNERS_COMMITTEE)
    make_organisation()
    response = client.get(page(community) + query.format(estate=estate.pk))
    assert {row.name for row in response.context["page"].object_list} == shown
    assert bool(shown) != ("没有符合条件的组织" in response.content.decode())


@pytest.mark.parametrize("query", ["?kind=nothing", "?estate=999999999999999999", "?kind=' OR 1=1"])
def test_a_filter_that_is_none_says_so(client: Client, community: Community, query: str) -> None:
    make_organisation()
    assert "从列表里选择" in text_of(client, page(community) + query, 400)


def test_invisible_characters_ask_for_nothing(client: Client, community: Community) -> None:
    make_organisation()
    assert "俊雅街坊会" in text_of(client, page(community) + "?estate=%00&kind=%00")


def test_an_empty_community_says_what_to_do(client: Client, community: Community) -> None:
    text = text_of(client, page(community))
    assert "还没有登记组织" in text and reverse("community-wish", args=[community.code]) in text


def test_internal_ended_and_members_never_show(client: Client, community: Community) -> None:
    shown = make_organisation(contact_phone="13800001111")
    OrganisationMember.objects.create(organisation=shown, name="陈演示", position="会长")
    hidden = make_organisation("内部小组", public=False, kind=Kind.PARTY_GROUP)
    make_organisation("终止的", status="dissolved", dissolved_on=date(2024, 1, 1))
    text = text_of(client, page(community)) + text_of(client, shown.get_absolute_url())
    for secret in ("内部小组", "终止的", "陈演示", "13800001111", "138****"):
        assert secret not in text
    assert client.get(hidden.get_absolute_url()).status_code == 404


def test_the_public_network_leaves_out_what_is_internal(client: Client, community: Community) -> None:
    committee = make_organisation("桂雅党委", kind=Kind.PARTY_COMMITTEE, public=False)
    make_organisation("俊雅党支部", kind=Kind.PARTY_BRANCH, parent=committee)
    response = client.get(page(community))
    assert "桂雅党委" not in response.content.decode()
    assert [node.organisation.name for node in response.context["network"].loose] == ["俊雅党支部"]


def test_one_tells_its_story(client: Client, community: Community) -> None:
    estate = make_estate("丽景园", community)
    row = make_organisation(
        "丽景园业委会",
        kind=Kind.OWNERS_COMMITTEE,
        estate=estate,
        founded_on=date(2020, 5, 1),
        founded_precision="month",
        red_since=date(2022, 7, 1),
    )
    make_term(row, 1, "2020-05-01", "2025-05-01")
    make_organisation("丽景园物业", kind=Kind.PROPERTY, estate=estate)
    text = text_of(client, row.get_absolute_url())
    for said in ("2020年5月", "成为红色业委会", "第 1 届", "丽景园物业", "0757-86000001"):
        assert said in text


def test_the_chronicle_of_an_estate_holds_its_organisations(community: Community) -> None:
    estate = make_estate("丽景园", community)
    row = make_organisation("业委会", kind=Kind.OWNERS_COMMITTEE, estate=estate, founded_on=date(2020, 5, 1))
    row.status, row.dissolved_on = "dissolved", date(2024, 6, 1)
    row.save()
    make_organisation("内部的", estate=estate, founded_on=date(2021, 1, 1), public=False)
    told = [moment.title for moment in chronicle(Subject(community, estate)) if moment.label == "组织"]
    assert told == ["业委会终止", "业委会成立"]
    inside = chronicle(Subject(community, estate, public=False))
    assert "内部的成立" in [moment.title for moment in inside]


def test_only_public_photos_go_out(client: Client, community: Community) -> None:
    row = make_organisation()
    shown, kept = make_photo(row, public=True), make_photo(row, public=False)
    address = reverse("organisation-photo", args=[shown.pk, "small"])
    assert client.get(address)["Content-Type"] == "image/jpeg"
    assert client.get(reverse("organisation-photo", args=[kept.pk, "small"])).status_code == 404
    assert client.get(reverse("organisation-photo", args=[shown.pk, "huge"])).status_code == 404
    assert "街坊饭" in text_of(client, row.get_absolute_url())
    row.public = False
    row.save()
    assert client.get(address).status_code == 404


def test_pages_cost_the_same_for_many(
    client: Client, community: Community, django_assert_max_num_queries
) -> None:
    for n in range(80):
        make_organisation(f"第{n}街坊会", estate=make_estate(f"花园{n}", community))
    with django_assert_max_num_queries(8):
        response = client.get(page(community))
    assert len(response.context["page"].object_list) == 30


# --- the search ---------------------------------------------------------------------------------
@pytest.mark.parametrize("q", ["丽景园业委会", "丽景园红色业委会", "丽景园业主委员会", "ljyywh"])
def test_the_search_leads_to_its_page(client: Client, community: Community, q: str) -> None:
    estate = make_estate("丽景园", community)
    row = make_organisation(
        "丽景园业主委员会（第一届）", kind=Kind.OWNERS_COMMITTEE, estate=estate, red_since=date(2022, 1, 1)
    )
    search.reindex()
    assert row.get_absolute_url() in text_of(client, f"/search/?q={q}")


def test_internal_ones_are_never_found(client: Client, community: Community) -> None:
    row = make_organisation("江表上街街坊会")
    search.reindex()
    assert row.get_absolute_url() in text_of(client, "/search/?q=江表上街街坊会")
    row.public = False
    row.save()
    assert row.get_absolute_url() not in text_of(client, "/search/?q=江表上街街坊会")


def test_the_finder_of_stations_does_not_take_one_for_a_place(client: Client, community: Community) -> None:
    make_organisation("江表上街街坊会")
    search.reindex()
    assert not search.find("江表上街街坊会")


# --- counts for the officials -------------------------------------------------------------------
def test_counts_follow_the_days_of_business(django_assert_num_queries) -> None:
    urban, rural = make_community("桂雅社区"), make_community("平东社区")
    make_organisation("甲", urban, founded_on=date(2020, 1, 1), members_count=20)
    make_organisation("乙", urban, founded_on=date(2024, 1, 1), members_count=30)
    make_organisation("没有日期", rural)
    ended = {"status": "dissolved", "dissolved_on": date(2022, 1, 1), "founded_on": date(2019, 1, 1)}
    make_organisation("从前", rural, **ended)
    make_organisation("筹备", rural, status="planned")
    owners = {"kind": Kind.OWNERS_COMMITTEE, "founded_on": date(2019, 1, 1)}
    make_organisation("业委会", rural, red_since=date(2023, 1, 1), **owners)
    with django_assert_num_queries(1):
        before = counts_on(Organisation.objects.all(), date(2021, 6, 1))
    assert before.of(Kind.NEIGHBOURS).organisations == 3
    assert (before.of("red").organisations, before.of(Kind.OWNERS_COMMITTEE).organisations) == (0, 1)
    now = counts_on(Organisation.objects.all(), timezone.localdate())
    assert now.of(Kind.NEIGHBOURS).organisations == 3
    assert now.of("red").organisations == 1
    assert now.of(Kind.NEIGHBOURS).members == 50
    parted = counts_by_community(Organisation.objects.all())
    assert parted[urban.pk].of(Kind.NEIGHBOURS).organisations == 2
    assert parted[rural.pk].total == 2
