"""Staff run, look behind, adjust, publish and take back; nobody else sees anything."""

from __future__ import annotations

import io
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from guicheng.accounts.models import Role, SecurityEvent
from tests.people import logged_in, make_user, street_admin, worker_of
from volunteers.erasure import erase
from volunteers.evaluation import ended_spans, reckon
from volunteers.evaluation_review import mark
from volunteers.evaluation_run import run, start
from volunteers.measures import HAND
from volunteers.models import ContactLog, Criterion, Evaluation, EvaluationScheme, HeadResult

from .evaluating import contact, head, result_of, scheme

pytestmark = pytest.mark.django_db
RESULTS = "admin:volunteers_headresult_changelist"
SPAN = next(span for span in ended_spans(timezone.localdate()) if span.kind == "quarter")


@pytest.fixture
def evaluated():
    """A head with three contacts, and one elsewhere, in the quarter before this one."""
    terms = head(), head(community="别处社区")
    for term in terms:
        for number in range(3):
            on = SPAN.first + timedelta(days=number)
            contact(term, 0, on=on, closed_on=on, text=f"只有经办人看得到{number}", sensitive=number == 0)
    made = scheme(("contacts", 50, 0, 25), (HAND, 50, 0, 100), name="演示季度方案")
    evaluation, _ = start(made, SPAN, make_user(Role.STREET_ADMIN))
    return evaluation, *terms


def act(client, action, *results, **more):
    data = {"action": action, "_selected_action": [result.pk for result in results], **more}
    return client.post(reverse(RESULTS), data, follow=True)


def page_of(result, page="change", *args):
    return reverse(f"admin:volunteers_headresult_{page}", args=[result.pk, *args])


# --- it works -----------------------------------------------------------------------------------------
def test_the_street_evaluates_a_period_from_the_form():
    term = head()
    contact(term, 0, on=SPAN.first, closed_on=SPAN.first)
    made = scheme(("contacts", 100, 0, 25))
    client = street_admin()
    address = reverse("admin:volunteers_evaluation_add")
    assert SPAN.label in client.get(address).content.decode()
    answer = client.post(address, {"scheme": made.pk, "span": SPAN.key}, follow=True)
    page = answer.content.decode()
    assert "已计算 1 位" in page
    assert "桂雅社区" in page
    assert result_of(term).lines[0]["raw"] == "2.50"
    twice = client.post(address, {"scheme": made.pk, "span": SPAN.key}).content.decode()
    assert "这一期已经评价过" in twice
    assert Evaluation.objects.count() == 1


def test_a_result_shows_numbers_points_and_the_way_to_its_records(evaluated):
    _, term, _ = evaluated
    client, result = worker_of(term.place.community), result_of(term)
    page = client.get(page_of(result)).content.decode()
    assert "7.50 次/百户" in page
    assert "40 户" in page
    behind = page_of(result, "records", "contacts")
    assert behind in page
    assert client.get(behind).content.decode().count("没有变") == 3
    ledger = client.get(behind).context["ledger"]
    listed = client.get(ledger).content.decode()
    assert listed.count("只有经办人看得到") >= 3


def test_what_became_of_the_records_is_said(evaluated):
    _, term, _ = evaluated
    rows = list(ContactLog.objects.filter(appointment=term).order_by("on"))
    rows[1].delete()
    ContactLog.objects.filter(pk=rows[2].pk).update(text="改过")
    page = worker_of(term.place.community).get(page_of(result_of(term), "records", "contacts"))
    said = page.content.decode()
    told = [said.count(f"<td>{words}</td>") for words in ("后来删除了", "后来改过", "没有变")]
    assert told == [1, 1, 1]


def test_points_by_hand_and_adjusting_need_a_reason(evaluated):
    evaluation, term, _ = evaluated
    client, result = worker_of(term.place.community), result_of(term)
    hand = evaluation.snapshot["criteria"][1]["id"]
    form = {f"mark_{hand}": "90", f"why_{hand}": "", "adjusted": "", "adjusted_reason": ""}
    assert "评了分，请写明理由" in client.post(page_of(result), form).content.decode()
    form |= {f"why_{hand}": "常年照顾独居长者"}
    assert client.post(page_of(result), form).status_code == 302
    result = result_of(term)
    assert str(result.computed) == "60.0"  # (30 + 90) ÷ 2
    form |= {"adjusted": "88"}
    assert "请写明理由" in client.post(page_of(result), form).content.decode()
    form |= {"adjusted_reason": "漏记了三次走访"}
    assert client.post(page_of(result), form).status_code == 302
    result = result_of(term)
    assert (str(result.computed), str(result.score), result.band) == ("60.0", "88.0", "excellent")
    assert result.adjusted_by is not None
    assert result.history.count() >= 2


def test_publishing_asks_first_and_taking_back_says_why(evaluated):
    _, term, _ = evaluated
    client, result = worker_of(term.place.community), result_of(term)
    assert "本人在自己的手机页面" in act(client, "publish_rows", result).content.decode()
    assert not result_of(term).is_published
    assert "已发布 1 位" in act(client, "publish_rows", result, confirmed="yes").content.decode()
    assert result_of(term).is_published
    refused = client.post(page_of(result), {"adjusted": "99", "adjusted_reason": "想改"})
    assert refused.status_code in {302, 403}
    assert result_of(term).adjusted is None
    assert (
        "请写一句原因" in act(client, "withdraw_rows", result, confirmed="yes", reason=" ").content.decode()
    )
    act(client, "withdraw_rows", result, confirmed="yes", reason="漏记了走访")
    result = result_of(term)
    assert (result.is_published, result.withdrawn_reason) == (False, "漏记了走访")
    assert "漏记了走访" in str(list(result.history.values_list("history_change_reason", flat=True)))


def test_without_a_band_nothing_is_published(evaluated):
    evaluation, term, _ = evaluated
    HeadResult.objects.update(band="", computed=None)
    answer = act(worker_of(term.place.community), "publish_rows", result_of(term), confirmed="yes")
    assert "没有等次" in answer.content.decode()
    assert not result_of(term).is_published


def test_a_second_run_says_what_it_left(evaluated):
    evaluation, term, _ = evaluated
    client = worker_of(term.place.community)
    act(client, "publish_rows", result_of(term), confirmed="yes")
    address = reverse("admin:volunteers_evaluation_again", args=[evaluation.pk])
    assert "已发布的 1 位保持不变" in client.get(address).content.decode()
    assert "已发布的 1 位保持不变" in client.post(address, follow=True).content.decode()


def test_the_period_before_stands_beside_this_one(evaluated):
    evaluation, term, _ = evaluated
    before = next(span for span in ended_spans(timezone.localdate())[1:] if span.kind == "quarter")
    contact(term, 0, on=before.first, closed_on=before.first)
    earlier, _ = start(evaluation.scheme, before, make_user(Role.STREET_ADMIN))
    client = worker_of(term.place.community)
    result = HeadResult.objects.get(appointment=term, evaluation=evaluation)
    assert "上一期：10.0 分" in client.get(page_of(result)).content.decode()
    overview = client.get(reverse("admin:volunteers_evaluation_overview", args=[evaluation.pk]))
    assert before.label in overview.content.decode()
    assert (
        "10.0 待改进"
        in client.get(f"{reverse(RESULTS)}?evaluation__id__exact={evaluation.pk}").content.decode()
    )


def test_the_list_of_honours_holds_published_excellent_ones_by_place(evaluated):
    evaluation, term, other = evaluated
    HeadResult.objects.update(band="excellent", adjusted=97.5, adjusted_reason="演示")
    address = reverse("admin:volunteers_evaluation_honours", args=[evaluation.pk])
    client = street_admin()
    assert term.volunteer.name not in client.get(address).content.decode()
    HeadResult.objects.update(published_at=timezone.now())
    page = client.get(address).content.decode()
    assert term.volunteer.name in page
    assert other.volunteer.name in page
    assert "97.5" not in page.split("<table>")[1]
    own = worker_of(term.place.community).get(address).content.decode()
    assert other.volunteer.name not in own


def test_an_export_is_a_workbook_and_a_line_in_the_log(evaluated):
    _, term, other = evaluated
    HeadResult.objects.filter(appointment=term).update(adjusted=70, adjusted_reason="=1+1")
    answer = act(worker_of(term.place.community), "export_xlsx", result_of(term), result_of(other))
    book = load_workbook(io.BytesIO(answer.content))
    rows = list(book["评价结果"].values)
    assert len(rows) == 2
    assert "'=1+1" in rows[1]
    assert other.volunteer.name not in str(rows)
    assert len(list(book["各项得分"].values)) == 3
    event = SecurityEvent.objects.get(kind="export")
    assert (event.what, event.count) == ("evaluation results", 1)


# --- who may not ----------------------------------------------------------------------------------------
def test_who_only_looks_sees_numbers_and_no_sensitive_record(evaluated):
    _, term, _ = evaluated
    client = logged_in(make_user(Role.STREET_LEADER))
    result = result_of(term)
    assert client.get(page_of(result)).status_code == 200
    page = client.get(page_of(result, "records", "contacts")).content.decode()
    assert page.count("您看不到内容，只计数") == 1
    hidden = ContactLog.objects.get(appointment=term, sensitive=True)
    assert reverse("admin:volunteers_contactlog_change", args=[hidden.pk]) not in page
    act(client, "publish_rows", result, confirmed="yes")
    assert not result_of(term).is_published


def test_another_communitys_results_are_not_there(evaluated):
    evaluation, term, other = evaluated
    client, theirs = worker_of(term.place.community), result_of(other)
    for page in (page_of(theirs), page_of(theirs, "records", "contacts")):
        assert client.get(page).status_code in {302, 403, 404}
    assert other.volunteer.name not in client.get(reverse(RESULTS)).content.decode()
    overview = client.get(reverse("admin:volunteers_evaluation_overview", args=[evaluation.pk]))
    assert "别处社区" not in overview.content.decode()
    act(client, "publish_rows", theirs, confirmed="yes")
    assert not result_of(other).is_published


def test_only_the_street_makes_schemes_and_starts_a_period(evaluated):
    client = worker_of(evaluated[1].place.community)
    assert client.get(reverse("admin:volunteers_evaluationscheme_add")).status_code == 403
    assert client.get(reverse("admin:volunteers_evaluation_add")).status_code == 403


def test_nothing_is_public(evaluated, client):
    evaluation, term, _ = evaluated
    HeadResult.objects.update(published_at=timezone.now(), band="excellent")
    for address in (f"/heads/?q={term.place.estate}", "/figures/", "/api/v1/openapi.json"):
        page = client.get(address).content.decode()
        assert "评价" not in page
        assert "优秀" not in page


# --- bad input ------------------------------------------------------------------------------------------
def form_of(rows, **values):
    data = {
        "name": "新方案", "period": "quarter", "status": "in_use", "buildings": "on", "excellent_from": 85,
        "good_from": 70, "passed_from": 55, "least_contacts": 3, "least_days": 30, "least_weight": 50,
        "few_contacts": 3, "few_households": 10, "grace_days": 15, "note": "",
        "criteria-TOTAL_FORMS": len(rows), "criteria-INITIAL_FORMS": 0, **values,
    }  # fmt: skip
    for number, (measure, weight, zero, full) in enumerate(rows):
        row = {
            "name": f"标准{number}",
            "measure": measure,
            "weight": weight,
            "zero_at": zero,
            "full_at": full,
            "order": 1,
        }
        data |= {f"criteria-{number}-{key}": value for key, value in row.items()}
    return data


@pytest.mark.parametrize(
    ("rows", "values", "words"),
    [
        ([("contacts", 60, 0, 25), ("settled", 35, 0, 90)], {}, "权重合计是 95，不是 100"),
        ([], {}, "还没有评价标准"),
        ([("contacts", 100, 0, 25)], {"good_from": 90}, "优秀高于良好"),
        ([("contacts", 100, 0, 25)], {"buildings": ""}, "请至少选一种"),
        ([("contacts", 100, 25, 0)], {}, "这一项越多越好"),
        ([("days", 100, 5, 30)], {}, "这一项越少越好"),
        ([("contacts", 100, 0, 25)], {"excellent_from": 101}, "100"),
        ([("rank", 100, 0, 25)], {}, "rank"),
    ],
)
def test_a_scheme_that_does_not_hold_says_what_is_wrong(rows, values, words):
    answer = street_admin().post(reverse("admin:volunteers_evaluationscheme_add"), form_of(rows, **values))
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert not EvaluationScheme.objects.exists()


def test_weights_are_scaled_only_when_asked():
    rows = [("contacts", 60, 0, 25), ("settled", 60, 0, 90)]
    address = reverse("admin:volunteers_evaluationscheme_add")
    client = street_admin()
    assert client.post(address, form_of(rows)).status_code == 200
    assert client.post(address, form_of(rows, scale_weights="on")).status_code == 302
    assert sorted(Criterion.objects.values_list("weight", flat=True)) == [50, 50]
    draft = form_of(rows, status="draft", name="草稿方案")
    assert client.post(address, draft).status_code == 302


@pytest.mark.parametrize("span", ["quarter-2099-01-01", "", "quarter-2026-02-30", "x" * 5000])
def test_a_period_that_is_not_over_cannot_be_chosen(span):
    made = scheme(("contacts", 100, 0, 25))
    answer = street_admin().post(
        reverse("admin:volunteers_evaluation_add"), {"scheme": made.pk, "span": span}
    )
    assert answer.status_code == 200
    assert not Evaluation.objects.exists()


def test_a_result_published_meanwhile_is_not_changed(evaluated):
    evaluation, term, _ = evaluated
    HeadResult.objects.filter(appointment=term).update(published_at=timezone.now())
    ran = run(evaluation, make_user(Role.COMMUNITY_WORKER, term.place.community))
    assert (ran.kept, ran.renewed) == (1, 0)


def test_an_erased_persons_words_and_name_go_and_the_points_stay(evaluated):
    evaluation, term, other = evaluated
    user, person = make_user(Role.COMMUNITY_WORKER, term.place.community), term.volunteer
    name, hand = person.name, evaluation.snapshot["criteria"][1]["id"]
    result = result_of(term)
    mark(result, hand, Decimal(80), f"{name}照顾长者", user)
    result.adjusted, result.adjusted_reason, result.comment = Decimal(90), f"{name}漏记", "我是本人"
    reckon(result, evaluation.snapshot).save()
    erase(person, user=user)
    after = result_of(term)
    assert name not in f"{after.adjusted_reason}{after.marks}{after.lines}"
    assert (after.comment, after.score) == ("（已抹去）", Decimal("90.0"))
    for version in HeadResult.history.filter(id=after.pk):
        assert name not in f"{version.adjusted_reason}{version.marks}{version.lines}"
