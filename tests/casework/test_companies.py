"""Companies' requests are taken in like residents': written, chosen at the desk, erased in time."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from casework import requests
from casework.erasure import erase
from casework.handing import anonymous_text, tells_who
from casework.models import ResidentRequest
from communities.models import Company
from tests.factories import make_community
from tests.people import worker_of

from .making import make_request, page_of, send

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
LIST = reverse("admin:casework_residentrequest_changelist")


def test_a_company_says_who_it_is_and_staff_see_it(client: Client) -> None:
    community = make_community()
    send(client, community, company_name="演示科技有限公司")
    row = ResidentRequest.objects.get()
    assert row.company_name == "演示科技有限公司"
    staff = worker_of(community)
    assert "演示科技有限公司" in staff.get(page_of(row)).content.decode()
    assert row.code in staff.get(f"{LIST}?asker=company").content.decode()
    assert row.code not in staff.get(f"{LIST}?asker=resident").content.decode()


def test_at_the_desk_a_company_of_the_community_is_chosen() -> None:
    community = make_community()
    company = Company.objects.create(community=community, name="演示科技")
    elsewhere = Company.objects.create(community=make_community("桂花社区"), name="别处科技")
    staff, add = worker_of(community), reverse("admin:casework_residentrequest_add")
    said = {"channel": "counter", "community": community.pk, "text": "园区门口积水"}
    assert staff.post(add, {**said, "company": elsewhere.pk}).status_code == 200
    assert not ResidentRequest.objects.exists()
    assert "已登记" in staff.post(add, {**said, "company": company.pk}).content.decode()
    assert ResidentRequest.objects.get().company == company


def test_what_is_passed_on_does_not_name_the_company() -> None:
    row = make_request(make_community(), text="演示科技门口积水", company_name="演示科技")
    assert "演示科技" not in anonymous_text(row)
    assert "企业的名称" in tells_who("演示科技门口积水", row)


def test_the_name_goes_with_the_rest() -> None:
    row = make_request(make_community(), text="门口积水", company_name="演示科技")
    erase(row)
    row.refresh_from_db()
    assert row.company_name == ""
    assert not hasattr(row.history.first(), "company_name")


def test_a_request_that_moves_away_leaves_its_company_behind() -> None:
    community, other = make_community(), make_community("桂花社区")
    company = Company.objects.create(community=community, name="演示科技")
    row = make_request(community, text="门口积水", company=company)
    requests.move(row, row.version, by=requests.By(label="测试"), community=other)
    row.refresh_from_db()
    assert (row.community, row.company) == (other, None)
