"""Visits and who was not visited, the study visit's figures, what was promised at a conference, companies."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from communities.known_figures import known_figures
from communities.models import (
    Community,
    Company,
    Conference,
    SiteFigure,
    StudySite,
    StudyVisit,
    Undertaking,
    Visit,
)
from communities.visits import not_visited
from guicheng.accounts.models import Role
from tests.factories import make_community, make_estate
from tests.people import logged_in, make_user, street_admin, worker_of

from .test_works import rows

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
OVERVIEW = reverse("admin:communities_visit_overview")


@pytest.fixture
def community() -> Community:
    return make_community("怡海社区")


# --- visits -----------------------------------------------------------------------------------------


def test_who_was_not_visited_stands_first(community: Community) -> None:
    other, never = make_community("桂花社区"), make_community("夏东社区")
    visit = Visit.objects.create(
        community=community, on=date(2023, 1, 1), precision="year", by="党群服务中心"
    )
    Visit.objects.create(community=other, on=timezone.localdate(), by="党群服务中心")
    Undertaking.objects.create(visit=visit, text="送书", owner="街道", due_on=date(2023, 5, 1))
    staff = street_admin()
    shown = staff.get(OVERVIEW).context["rows"]
    assert [row.community for row in shown] == [never, community, other]
    assert (shown[1].last_words, shown[1].open_promises, shown[1].count) == ("2023年", 1, 0)
    past = staff.get(f"{OVERVIEW}?year=2023")
    assert "2023 年没有走访的社区" in past.content.decode()
    assert past.context["rows"][-1].community == community
    book = load_workbook(io.BytesIO(staff.get(f"{OVERVIEW}?format=xlsx").content))
    assert [row[0] for row in book.active.values][1:] == ["夏东社区", "怡海社区", "桂花社区"]
    assert set(not_visited(Community.objects.all(), timezone.localdate())) == {never, community}


def test_the_overview_costs_the_same_for_many(community: Community, django_assert_max_num_queries) -> None:
    for number in range(20):
        row = make_community(f"演示{number}社区")
        Visit.objects.create(community=row, on=timezone.localdate(), by="党群服务中心")
    staff = street_admin()
    staff.get(OVERVIEW)
    with django_assert_max_num_queries(20):
        staff.get(OVERVIEW)


def test_a_community_sees_its_own_visits_alone(community: Community) -> None:
    other = make_community("桂花社区")
    Visit.objects.create(community=other, on=date(2024, 1, 1), by="党群服务中心")
    text = worker_of(community).get(OVERVIEW).content.decode()
    assert "怡海" in text and "桂花" not in text
    assert Client().get(OVERVIEW).status_code == 302
    assert street_admin().get(f"{OVERVIEW}?year=1999").status_code == 404


def test_a_promise_before_the_visit_is_refused(community: Community) -> None:
    step = {"text": "送书", "owner": "街道", "due_on": "2023-01-01", "state": "open"}
    sent = {
        "community": community.pk,
        "on": "2023-02-01",
        "precision": "day",
        "by": "中心",
        **rows("promises", step),
    }
    answer = street_admin().post(reverse("admin:communities_visit_add"), sent)
    assert "完成期限不能早于2023年2月1日" in answer.content.decode()
    assert not Visit.objects.exists()


# --- the study visit --------------------------------------------------------------------------------


def test_a_study_visit_is_printed_with_its_figures(community: Community) -> None:
    visit = StudyVisit.objects.create(on=date(2023, 2, 20), title="赴丹灶、狮山考察调研", learnt="招商办法")
    site = StudySite.objects.create(study_visit=visit, name="广工大研究院", town="狮山镇")
    SiteFigure.objects.create(site=site, label="引进高端人才", qualifier="over", value=300, unit="名")
    SiteFigure.objects.create(site=site, label="知识产权", value=1685, unit="件", as_of=date(2023, 1, 31))
    done = {"state": "done", "closed_on": date(2023, 12, 1), "outcome": "引来三家企业"}
    Undertaking.objects.create(
        study_visit=visit,
        community=community,
        text="跟进",
        owner="怡海社区党委",
        due_on=date(2023, 12, 31),
        **done,
    )
    page = reverse("admin:communities_studyvisit_paper", args=[visit.pk])
    text = street_admin().get(page).content.decode()
    for words in ("超过 300 名", "1685 件", "2023年1月", "招商办法", "引来三家企业", "怡海社区"):
        assert words in text, words
    elsewhere = worker_of(make_community("桂花社区")).get(page).content.decode()
    assert "知识产权" in elsewhere and "引来三家企业" not in elsewhere
    assert Client().get(page).status_code == 302
    assert street_admin().get(reverse("admin:communities_studyvisit_paper", args=[9])).status_code == 404


def test_figures_are_entered_on_their_sites_page(community: Community) -> None:
    visit = StudyVisit.objects.create(on=date(2023, 2, 20), title="考察")
    site = StudySite.objects.create(study_visit=visit, name="园区")
    figure = {"label": "企业", "qualifier": "exact", "value": "175", "unit": "家"}
    page = reverse("admin:communities_studysite_change", args=[site.pk])
    sent = {"study_visit": visit.pk, "name": "园区", "order": 10, **rows("figures", figure)}
    assert street_admin().post(page, sent).status_code == 302
    assert str(site.figures.get()) == "企业 175 家"
    assert worker_of(community).post(page, sent).status_code == 403


# --- the conference ---------------------------------------------------------------------------------


@pytest.fixture
def conference() -> Conference:
    row = Conference.objects.create(on=date(2023, 2, 17), name="党建大会", public=True)
    promise = {"conference": row, "owner": "街道", "due_on": date(2023, 12, 31)}
    Undertaking.objects.create(**promise, text="调解员不少于200人", indicator="mediators", target=200)
    closed = {"closed_on": date(2023, 12, 1), "outcome": "办好了"}
    Undertaking.objects.create(**promise, text="三同步", state="done", **closed)
    Undertaking.objects.create(**promise, text="智库", state="failed", **{**closed, "outcome": "没有经费"})
    Undertaking.objects.create(**promise, text="内部的承诺", internal=True)
    return row


def test_each_promise_is_kept_open_or_not_kept(client: Client, conference: Conference) -> None:
    answer = client.get(conference.get_absolute_url())
    text = answer.content.decode()
    assert [len(steps) for _, _, steps in answer.context["groups"]] == [1, 1, 1]
    assert "已超期" in text and "没有经费" in text and "目标：创熟调解员 200 名" in text
    assert "内部的承诺" not in text
    assert "3 条承诺，1 条已经做到" in client.get("/conferences/").content.decode()
    Conference.objects.update(public=False)
    assert client.get(conference.get_absolute_url()).status_code == 404
    assert "还没有公开的大会" in client.get("/conferences/").content.decode()


def test_a_commitment_names_a_known_figure() -> None:
    step = {"text": "调解员", "owner": "街道", "due_on": "2023-12-31", "state": "open", "target": "200"}
    sent = {"on": "2023-02-17", "name": "大会"}
    staff, add = street_admin(), reverse("admin:communities_conference_add")
    wrong = staff.post(add, {**sent, **rows("commitments", {**step, "indicator": "no_such"})})
    assert wrong.status_code == 200 and not Conference.objects.exists()
    assert (
        staff.post(add, {**sent, **rows("commitments", {**step, "indicator": "mediators"})}).status_code
        == 302
    )
    assert Undertaking.objects.get().figure == known_figures()["mediators"]


# --- companies --------------------------------------------------------------------------------------


def test_a_company_of_the_park_is_registered(community: Community) -> None:
    park = make_estate("天安数码城", community, kind="park", industry_community="怡海湖鲲鹏科创产业社区")
    sent = {"name": "演示科技", "community": community.pk, "estate": park.pk, "size": "small"}
    add = reverse("admin:communities_company_add")
    staff = worker_of(community)
    bad = staff.post(add, {**sent, "contact_phone": "一二三"})
    assert "电话请写成" in bad.content.decode()
    assert staff.post(add, {**sent, "contact_phone": "0757-86123456"}).status_code == 302
    row = Company.objects.get()
    assert row.contact_phone == "0757-86123456"
    stored = (
        Company.objects.filter(pk=row.pk).extra(select={"raw": "contact_phone"}).values_list("raw", flat=True)
    )
    assert "86123456" not in stored[0]
    assert not hasattr(row.history.first(), "contact_phone")
    leader = logged_in(make_user(Role.STREET_LEADER))
    page = leader.get(reverse("admin:communities_company_change", args=[row.pk])).content.decode()
    assert "演示科技" in page and "86123456" not in page


def test_a_park_elsewhere_is_refused(community: Community) -> None:
    park = make_estate("别处园", make_community("桂花社区"))
    sent = {"name": "演示科技", "community": community.pk, "estate": park.pk}
    answer = street_admin().post(reverse("admin:communities_company_add"), sent)
    assert "不属于所选的社区" in answer.content.decode()
    assert not Company.objects.exists()
