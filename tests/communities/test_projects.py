"""书记项目: measures with target and result, comparison, review, shown to residents."""

from __future__ import annotations

import io
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from communities.models import (
    Community,
    ProgressNote,
    Project,
    ProjectMeasure,
    ProjectNote,
    Undertaking,
)
from communities.projects import standings
from guicheng.accounts.models import Role
from tests.factories import make_community, make_estate
from tests.people import logged_in, make_user, street_admin, worker_of

from .test_works import rows

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
LIST = reverse("admin:communities_project_changelist")
ADD = reverse("admin:communities_project_add")
COMPARE = reverse("admin:communities_project_compare")


@pytest.fixture
def community() -> Community:
    return make_community("同心社区")


@pytest.fixture
def project(community: Community) -> Project:
    row = Project.objects.create(community=community, year=2023, title="心连新", problem="新市民归属感不强")
    ProjectMeasure.objects.create(project=row, text="办活动", target=12, result=13, unit="场")
    ProjectMeasure.objects.create(project=row, text="投诉", goal="at_most", target=5, result=7, unit="件")
    ProjectMeasure.objects.create(project=row, text="一小区一特色")
    promise = {"project": row, "text": "摸底", "owner": "社区党委"}
    Undertaking.objects.create(**promise, due_on=date(2023, 3, 1))
    Undertaking.objects.create(**promise, due_on=date(2023, 3, 1), state="done", closed_on=date(2023, 2, 1))
    ProjectNote.objects.create(project=row, on=date(2023, 5, 1), text="开过会")
    ProjectNote.objects.create(project=row, on=date(2023, 6, 1), text="内部的话", public=False)
    return row


def form(community: Community, **values: Any) -> dict[str, Any]:
    return {
        "community": community.pk, "year": 2023, "title": "长者饭堂", "status": "running", "public": "on",
        **rows("measures"), **rows("milestones"), **rows("notes"), **rows("photos"), **values,
    }  # fmt: skip


def test_a_worker_enters_a_project_with_measures_and_milestones(community: Community) -> None:
    measure = {"text": "助餐点", "goal": "at_least", "target": "2", "result": "3", "unit": "个", "order": 10}
    step = {"text": "选址", "owner": "居委会", "due_on": "2023-04-01", "state": "open"}
    sent = form(community, **rows("measures", measure), **rows("milestones", step))
    assert worker_of(community).post(ADD, sent).status_code == 302
    row = Project.objects.get()
    assert row.measures.get().met is True and row.milestones.get().community == community


def test_numbers_decide_whether_a_target_is_met(project: Project) -> None:
    met = dict(project.measures.values_list("text", "met"))
    assert met == {"办活动": True, "投诉": False, "一小区一特色": None}
    assert project.measures.get(text="投诉").target_words == "不多于 5 件"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"reviewed_on": "2022-12-31"}, "不能早于项目的年度"),
        ({"review": "很好"}, "请填评审日期"),
        ({"budget": "-1"}, "预算不能是负数"),
        ({"year": "1999"}, "2000"),
    ],
)
def test_what_cannot_be_is_said(community: Community, wrong: dict[str, str], said: str) -> None:
    answer = worker_of(community).post(ADD, form(community, **wrong))
    assert said in answer.content.decode()
    assert not Project.objects.exists()


def test_progress_before_the_year_and_an_estate_elsewhere_are_refused(community: Community) -> None:
    staff = worker_of(community)
    early = form(community, **rows("notes", {"on": "2022-12-31", "text": "早了"}))
    assert "不能早于项目的年度" in staff.post(ADD, early).content.decode()
    late = form(
        community,
        **rows("milestones", {"text": "选址", "owner": "居委会", "due_on": "2022-04-01", "state": "open"}),
    )
    assert "完成期限不能早于" in staff.post(ADD, late).content.decode()
    elsewhere = make_estate("别处花园", make_community("桂花社区"))
    answer = street_admin().post(ADD, form(community, estates=[elsewhere.pk]))
    assert "不属于所选的社区：别处花园" in answer.content.decode()


def test_a_project_of_another_community_is_out_of_scope(community: Community, project: Project) -> None:
    other = make_community("桂花社区")
    staff = worker_of(other)
    assert staff.post(ADD, form(community)).status_code == 200
    assert Project.objects.count() == 1
    assert project.title not in staff.get(LIST).content.decode() + staff.get(COMPARE).content.decode()


# --- side by side -----------------------------------------------------------------------------------


def test_projects_are_compared(project: Project, django_assert_num_queries: Any) -> None:
    for number in range(5):
        Project.objects.create(community=project.community, year=2023, title=f"别的{number}")
    with django_assert_num_queries(5):
        found = standings(Project.objects.filter(year=2023).order_by("pk"), date(2023, 12, 1))
    first = found[0]
    assert (first.milestones, first.done, first.overdue, first.measures, first.met) == (2, 1, 1, 3, 1)
    assert first.last == date(2023, 6, 1) and found[1].last is None


def test_the_comparison_is_sorted_and_goes_into_excel(project: Project) -> None:
    Project.objects.create(community=project.community, year=2023, title="没有节点")
    staff = worker_of(project.community)
    rows_of = lambda sort: [row.project.title for row in staff.get(f"{COMPARE}?sort={sort}").context["rows"]]  # noqa: E731
    assert rows_of("overdue")[0] == "心连新" and rows_of("last")[0] == "心连新"
    assert staff.get(f"{COMPARE}?sort=<script>").status_code == 200
    assert staff.get(f"{COMPARE}?year=1999").status_code == 404
    book = load_workbook(io.BytesIO(staff.get(f"{COMPARE}?format=xlsx").content))
    cells = list(book.active.values)
    assert len(cells) == 3 and cells[0][1] == "项目" and "心连新" in {row[1] for row in cells}


def test_only_who_works_inside_compares(project: Project) -> None:
    assert Client().get(COMPARE).status_code == 302
    assert logged_in(make_user(Role.STREET_LEADER)).get(COMPARE).status_code == 200


# --- what waits -------------------------------------------------------------------------------------


def test_progress_of_a_milestone_counts_as_progress(project: Project) -> None:
    since = timezone.localdate() - timedelta(days=60)
    assert list(Project.objects.quiet(since)) == [project]
    ProgressNote.objects.create(undertaking=project.milestones.first(), on=timezone.localdate(), text="在做")
    assert not Project.objects.quiet(since).exists()


def test_the_review_of_the_year_asks_first(project: Project) -> None:
    staff = worker_of(project.community)
    chosen = {"action": "mark_reviewed", "_selected_action": [project.pk]}
    assert "记为今天评审" in staff.post(LIST, chosen).content.decode()
    project.refresh_from_db()
    assert project.reviewed_on is None
    staff.post(LIST, {**chosen, "confirmed": "yes"})
    project.refresh_from_db()
    assert project.reviewed_on == timezone.localdate()
    assert not Project.objects.unreviewed(timezone.localdate()).exists()


# --- for residents ----------------------------------------------------------------------------------


def test_residents_see_target_and_result_side_by_side(client: Client, project: Project) -> None:
    project.budget, project.review = Decimal(123456), "评审的内部意见"
    project.save()
    text = client.get(project.get_absolute_url()).content.decode()
    assert "不少于 12 场" in text and "13 场" in text and "没有达到" in text and "没有写明" in text
    assert "开过会" in text and "已超期" in text
    for hidden in ("内部的话", "123456", "评审的内部意见"):
        assert hidden not in text
    Project.objects.update(budget_public=True)
    assert "123456" in client.get(project.get_absolute_url()).content.decode()


def test_the_list_is_cut_and_searched(client: Client, project: Project) -> None:
    code = project.community.code
    for question in ("", "?year=2023", f"?community={code}", "?status=running", "?q=归属感"):
        assert project.title in client.get(f"/projects/{question}").content.decode(), question
    for question in ("?status=finished", "?q=没有"):
        assert "没有符合条件的项目" in client.get(f"/projects/{question}").content.decode(), question
    assert client.get("/projects/?year=1900").status_code == 400
    Project.objects.update(public=False)
    assert project.title not in client.get("/projects/").content.decode()
    assert client.get(project.get_absolute_url()).status_code == 404


def test_the_pages_cost_the_same_for_many(
    client: Client, project: Project, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        row = Project.objects.create(community=project.community, year=2022, title=f"别的{number}")
        ProjectMeasure.objects.create(project=row, text="做事")
    client.get("/projects/")
    with django_assert_max_num_queries(8):
        client.get("/projects/")
    with django_assert_max_num_queries(9):
        client.get(project.get_absolute_url())
