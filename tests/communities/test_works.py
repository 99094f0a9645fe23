"""改造与物业事项: entered, moved on, voted on, shown to residents, in Excel out and in."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communities.chronicle import Subject, chronicle
from communities.consent import load_consent_rules
from communities.models import Community, ConsentVote, ConsultationNote, Estate, Works, WorksStage
from communities.works import line, out_of_order, settle
from guicheng.accounts.models import Role
from tests.factories import make_community, make_estate, make_place
from tests.people import logged_in, make_user, worker_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
LIST = reverse("admin:communities_works_changelist")
ADD = reverse("admin:communities_works_add")


@pytest.fixture
def community() -> Community:
    return make_community("桂雅社区")


@pytest.fixture
def estate(community: Community) -> Estate:
    return make_estate("俊雅花园", community, lat=23.03, lon=113.15)


@pytest.fixture
def works(estate: Estate) -> Works:
    row = Works.objects.create(
        community=estate.community, estate=estate, kind="lift", title="俊雅花园3栋加装电梯", led_by="3栋楼长"
    )
    days = {"intent": date(2023, 1, 5), "consent": date(2023, 3, 1)}
    for stage, on in days.items():
        WorksStage.objects.create(works=row, stage=stage, on=on, note=f"{stage}的说明")
    settle(row, row.stages.all())
    row.save()
    return row


def rows(prefix: str, *filled: dict[str, Any], initial: int = 0) -> dict[str, Any]:
    """The rows of one inline, as a browser sends them."""
    data: dict[str, Any] = {
        f"{prefix}-TOTAL_FORMS": len(filled), f"{prefix}-INITIAL_FORMS": initial,
    }  # fmt: skip
    for number, values in enumerate(filled):
        data |= {f"{prefix}-{number}-{name}": value for name, value in values.items()}
    return data


def form(
    estate: Estate, *stages: tuple[str, str], votes: tuple[dict[str, Any], ...] = (), **values: Any
) -> dict:
    written = [{"stage": stage, "on": on, "precision": "day", "public": "on"} for stage, on in stages]
    return {
        "kind": "lift", "title": "俊雅花园5栋加装电梯",
        "community": estate.community_id, "estate": estate.pk,
        "led_by": "5栋楼长", "public": "on",
        **rows("stages", *written), **rows("consultations"), **rows("votes", *votes), **rows("photos"),
        **values,
    }  # fmt: skip


VOTE = {
    "unit": "2单元", "asked_on": "2023-03-01", "eligible_households": 12, "eligible_area": "1200",
    "taking_households": 8, "taking_area": "800", "agreeing_households": 6, "agreeing_area": "600",
    "public": "on",
}  # fmt: skip


# --- entered ----------------------------------------------------------------------------------------


def test_a_worker_enters_a_case_with_its_stages(estate: Estate) -> None:
    staff = worker_of(estate.community)
    answer = staff.post(ADD, form(estate, ("consent", "2023-03-01"), ("intent", "2023-01-05")))
    assert answer.status_code == 302, answer.context["errors"]
    row = Works.objects.get()
    assert (row.stage, row.stage_on, row.started_on) == ("consent", date(2023, 3, 1), date(2023, 1, 5))
    assert row.finished_on is None


def test_the_last_stage_ends_it(estate: Estate) -> None:
    staff = worker_of(estate.community)
    staff.post(ADD, form(estate, ("intent", "2023-01-05"), ("done", "2023-09-01")))
    assert Works.objects.get().finished_on == date(2023, 9, 1)


def test_stages_follow_each_other(estate: Estate) -> None:
    staff = worker_of(estate.community)
    answer = staff.post(ADD, form(estate, ("intent", "2023-05-01"), ("consent", "2023-03-01")))
    assert "不能早于“意向”" in answer.content.decode()
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    assert "还没有到的阶段" in staff.post(ADD, form(estate, ("intent", tomorrow))).content.decode()
    early = form(estate, ("done", "2023-01-01"), started_on="2023-02-01")
    assert "不能早于上面的“开始日期”" in staff.post(ADD, early).content.decode()
    assert not Works.objects.exists()


def test_a_vote_is_judged_and_shown_with_its_basis(estate: Estate) -> None:
    load_consent_rules()
    staff = worker_of(estate.community)
    short = {**VOTE, "agreeing_households": 5}
    assert staff.post(ADD, form(estate, ("consent", "2023-03-01"), votes=(short,))).status_code == 302
    text = staff.get(
        reverse("admin:communities_works_change", args=[Works.objects.get().pk])
    ).content.decode()
    assert "同意还差 1 户" in text and "第二百七十八条" in text


def test_consent_over_a_hundred_per_cent_is_refused(estate: Estate) -> None:
    staff = worker_of(estate.community)
    answer = staff.post(
        ADD, form(estate, ("consent", "2023-03-01"), votes=({**VOTE, "agreeing_households": 9},))
    )
    assert "占比超过了 100%" in answer.content.decode()
    assert not Works.objects.exists()


def test_a_lift_is_voted_by_unit(estate: Estate) -> None:
    load_consent_rules()
    staff = worker_of(estate.community)
    answer = staff.post(ADD, form(estate, ("consent", "2023-03-01"), votes=({**VOTE, "unit": ""},)))
    assert "按单元（幢）表决，请写明" in answer.content.decode()
    whole = form(estate, ("consent", "2023-03-01"), votes=({**VOTE, "unit": ""},), kind="property")
    assert staff.post(ADD, whole).status_code == 302


def test_a_building_of_another_estate_is_refused(estate: Estate) -> None:
    place = make_place("9栋", estate=make_estate("别的花园", estate.community))
    staff = worker_of(estate.community)
    answer = staff.post(ADD, form(estate, ("intent", "2023-01-05"), place=place.pk))
    assert "这栋楼不在所选的小区里" in answer.content.decode()


def test_who_works_elsewhere_finds_nothing(works: Works) -> None:
    other = worker_of(make_community("桂花社区"))
    assert works.title not in other.get(LIST).content.decode()
    assert other.get(reverse("admin:communities_works_change", args=[works.pk])).status_code == 302
    leader = logged_in(make_user(Role.STREET_LEADER))
    assert leader.get(ADD).status_code == 403


def test_what_is_long_quiet_is_found(works: Works) -> None:
    quiet = Works.objects.quiet(timezone.localdate() - timedelta(days=90))
    assert list(quiet) == [works]
    ConsultationNote.objects.create(works=works, on=timezone.localdate(), text="又问了一遍")
    assert not quiet.all().exists()


# --- the line ---------------------------------------------------------------------------------------


def test_the_line_shows_where_it_stands(works: Works) -> None:
    steps = line(works, works.stages.all())
    assert [step.state for step in steps] == ["done", "now", "ahead", "ahead", "ahead", "ahead"]
    works.stage = Works.Stage.STOPPED
    assert line(works, works.stages.all())[-1].label == "已中止"
    works.kind, works.stage = "property", "done"
    assert [step.label for step in line(works, [])] == ["意向", "征求意见与表决", "公示", "完成"]


def test_the_same_stage_twice_is_wrong() -> None:
    today = date(2023, 6, 1)
    twice = [WorksStage(stage="intent", on=date(2023, 1, 1)), WorksStage(stage="intent", on=date(2023, 2, 1))]
    assert "只登记一次" in out_of_order(twice, today)[0][1]


# --- for residents ----------------------------------------------------------------------------------


def test_residents_see_how_far_it_is(client: Client, works: Works) -> None:
    text = client.get("/works/").content.decode()
    assert works.title in text and "征求意见与表决" in text
    for question in ("?kind=lift", "?stage=consent", f"?community={works.community.code}", "?q=俊雅"):
        assert works.title in client.get(f"/works/{question}").content.decode(), question
    for question in (
        "?kind=fund",
        "?stage=done",
        "?q=没有这个",
        f"?community={make_community('桂花社区').code}",
    ):
        answer = client.get(f"/works/{question}")
        assert works.title not in answer.content.decode() and "没有符合条件" in answer.content.decode()


@pytest.mark.parametrize("question", ["?kind=x", "?stage=x", "?community=999", "?sort=x"])
def test_a_filter_that_is_none_is_said(client: Client, works: Works, question: str) -> None:
    answer = client.get(f"/works/{question}")
    assert answer.status_code == 400 and "请从列表里选择" in answer.content.decode()


def test_votes_are_shown_as_shares_alone(client: Client, works: Works) -> None:
    load_consent_rules()
    numbers = {"eligible_households": 4321, "taking_households": 4200, "agreeing_households": 4100}
    area = {"eligible_area": 87654, "taking_area": 87000, "agreeing_area": 86000}
    ConsentVote.objects.create(works=works, unit="2单元", asked_on=date(2023, 3, 1), **numbers, **area)
    text = client.get(works.get_absolute_url()).content.decode()
    assert "97.1%" in text and "达到要求" in text and "第二百七十八条" in text
    assert "4321" not in text and "4,321" not in text and "87654" not in text


def test_what_is_not_public_is_not_shown(client: Client, works: Works) -> None:
    works.stages.filter(stage="intent").update(public=False)
    ConsultationNote.objects.create(works=works, on=date(2023, 2, 1), text="陈家不同意")
    ConsentVote.objects.create(
        works=works, unit="9单元", asked_on=date(2023, 3, 1), public=False,
        eligible_households=9, taking_households=9, agreeing_households=9,
        eligible_area=9, taking_area=9, agreeing_area=9,
    )  # fmt: skip
    works.note = "内部的话"
    works.save()
    text = client.get(works.get_absolute_url()).content.decode()
    assert "consent的说明" in text
    for hidden in ("intent的说明", "陈家不同意", "9单元", "内部的话"):
        assert hidden not in text
    works.public = False
    works.save()
    assert client.get(works.get_absolute_url()).status_code == 404
    assert works.title not in client.get("/works/").content.decode()


def test_the_list_costs_the_same_for_many(
    client: Client, works: Works, django_assert_max_num_queries: Any
) -> None:
    for number in range(40):
        Works.objects.create(
            community=works.community, estate=works.estate, kind="lift", title=f"加梯{number}"
        )
    client.get("/works/")
    with django_assert_max_num_queries(8):
        client.get("/works/")


def test_each_stage_stands_in_the_chronicle(works: Works, estate: Estate) -> None:
    titles = [moment.title for moment in chronicle(Subject(works.community, estate))]
    assert f"{works.title}：征求意见与表决" in titles and f"{works.title}：意向" in titles
    works.public = False
    works.save()
    assert chronicle(Subject(works.community, estate)) == []
