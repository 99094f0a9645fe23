"""An internal indicator is the street's to release for residents, and to take back."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client

from communities.models import Community
from guicheng.accounts.models import Role
from guicheng.dashboard.briefs.freezing import counted, frozen_figures
from guicheng.dashboard.briefs.spans import parse_span
from guicheng.dashboard.indicators import indicator_of
from guicheng.dashboard.models import IndicatorRelease
from guicheng.dashboard.releases import public_indicators, say
from tests.factories import make_appointment, make_community, make_place
from tests.people import logged_in, make_user, street_admin, worker_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
ADDRESS = "/dashboard/figures/head_party_share/release/"
KEY = "head_party_share"


@pytest.fixture(autouse=True)
def one_head() -> Community:
    cache.clear()
    make_appointment(place=make_place(community=make_community()))
    return make_community()


def sent(**changes: str) -> dict[str, str]:
    return {"released": "yes", "reason": "演示会议同意", "sure": "on", **changes}


def told_to_residents(client: Client) -> list[bool]:
    """Whether the page, its files and the API give the share away."""
    page = "党员楼长占比" in client.get("/figures/").content.decode()
    csv, json = (KEY in client.get(f"/figures/figures.{kind}").content.decode() for kind in ("csv", "json"))
    api = KEY in client.get("/api/v1/figures?limit=100").content.decode()
    return [page, csv, json, api]


def test_what_is_released_is_everywhere_at_once_and_gone_at_once(client: Client) -> None:
    street = street_admin()
    assert not any(told_to_residents(client))
    assert street.post(ADDRESS, sent()).status_code == 302
    assert all(told_to_residents(client))
    assert "街道已经向居民公开" in street.get(f"/dashboard/figures/{KEY}/").content.decode()
    assert street.post(ADDRESS, sent(released="no", reason="口径要改")).status_code == 302
    assert not any(told_to_residents(client))


def test_each_decision_is_kept_with_who_and_why() -> None:
    street = street_admin()
    street.post(ADDRESS, sent())
    street.post(ADDRESS, sent(released="no", reason="口径要改"))
    page = street.get(ADDRESS).content.decode()
    assert page.index("口径要改") < page.index("演示会议同意")
    versions = IndicatorRelease.history.filter(key=KEY).order_by("history_id")
    assert [row.released for row in versions] == [True, False]
    assert all(row.changed_by_id for row in versions)


def test_a_release_is_confirmed_and_has_a_reason() -> None:
    street = street_admin()
    for wrong, said in (({"reason": " "}, "请写一句原因"), ({"sure": ""}, "请先勾选确认")):
        response = street.post(ADDRESS, sent(**wrong))
        assert response.status_code == 200 and said in response.content.decode()
    assert street.post(ADDRESS, sent(released="maybe")).status_code == 200
    assert not IndicatorRelease.objects.exists()


def test_to_say_the_same_twice_is_one_decision() -> None:
    street = street_admin()
    for _ in range(2):
        street.post(ADDRESS, sent())
    assert IndicatorRelease.history.filter(key=KEY).count() == 1


def test_leaders_read_the_decisions_and_make_none() -> None:
    leader = logged_in(make_user(Role.STREET_LEADER))
    assert "<form" not in leader.get(ADDRESS).content.decode()
    assert leader.post(ADDRESS, sent()).status_code == 403
    assert not IndicatorRelease.objects.exists()


def test_a_community_does_not_decide(one_head: Community) -> None:
    worker = worker_of(one_head)
    assert worker.get(ADDRESS).status_code == 403 and worker.post(ADDRESS, sent()).status_code == 403
    assert logged_in(make_user(Role.HEAD)).get(ADDRESS).status_code == 403
    assert Client().get(ADDRESS).status_code == 302


@pytest.mark.parametrize("key", ["building_heads", "nothing"])
def test_what_is_public_anyway_or_not_there_has_nothing_to_release(key: str) -> None:
    assert street_admin().get(f"/dashboard/figures/{key}/release/").status_code == 404


def test_what_is_public_anyway_is_refused_below_the_pages() -> None:
    with pytest.raises(ValidationError):
        say(indicator_of("building_heads"), released=True, reason="x", by=make_user(Role.STREET_ADMIN))


def test_a_release_of_an_indicator_that_went_away_does_no_harm() -> None:
    IndicatorRelease.objects.create(key="gone_indicator", reason="旧的")
    assert "gone_indicator" not in {indicator.key for indicator in public_indicators()}
    assert "gone_indicator" in str(IndicatorRelease.objects.get())


def test_briefs_made_while_it_is_released_do_not_call_it_internal() -> None:
    span = counted(parse_span("2025"))
    assert not _frozen(span)["public"]
    street_admin().post(ADDRESS, sent())
    assert _frozen(span)["public"]


def _frozen(span: object) -> dict[str, object]:
    return next(row for row in frozen_figures(span) if row["key"] == KEY)  # type: ignore
