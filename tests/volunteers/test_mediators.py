"""Mediators: counted by their dates, found by what they can do, cases without names."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from guicheng.accounts.models import Role
from guicheng.privacy.phones import tells_a_number
from tests.factories import make_community, make_volunteer
from tests.people import logged_in, make_user, street_admin, worker_of
from volunteers.erasure import erase
from volunteers.mediators import find, mediators_on, progress
from volunteers.merging import merge
from volunteers.models import MediationCase, MediationField, Mediator, MediatorTraining, Offer, Volunteer
from volunteers.offering import accept

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
LIST = reverse("admin:volunteers_mediator_changelist")
FIND = reverse("admin:volunteers_mediator_find")


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def make_mediator(name: str = "", **values: Any) -> Mediator:
    person = values.pop("volunteer", None) or make_volunteer(name, community=values.get("community"))
    defaults: dict[str, Any] = {"community": person.community, "status": "serving"}
    if values.get("status", "serving") != "training":
        defaults |= {"certified_on": in_days(-100), "expires_on": in_days(900)}
    return Mediator.objects.create(volunteer=person, **{**defaults, **values})


def make_case(mediator: Mediator, **values: Any) -> MediationCase:
    kind = values.pop("kind", None) or MediationField.objects.get_or_create(name="邻里")[0]
    known = {"on": in_days(-5), "parties": "楼上住户与楼下住户", **values}
    return MediationCase.objects.create(mediator=mediator, kind=kind, **known)


# --- counting -----------------------------------------------------------------------------------
def test_only_those_with_a_certificate_in_force_count_by_their_dates() -> None:
    make_mediator()
    make_mediator(status="training")
    make_mediator(expires_on=in_days(-1))
    make_mediator(certified_on=None, expires_on=None)
    make_mediator(status="left", ended_on=in_days(-10))
    assert mediators_on(in_days(0)) == 1
    assert mediators_on(in_days(-11)) == 3, "the one that left and the one whose certificate still held"
    assert mediators_on(in_days(-101)) == 0


def test_the_last_day_of_a_certificate_counts() -> None:
    row = make_mediator(expires_on=in_days(0))
    assert mediators_on(in_days(0)) == 1 and mediators_on(in_days(1)) == 0
    assert row in Mediator.objects.expiring(in_days(0)) and row in Mediator.objects.expired(in_days(1))


def test_a_person_in_two_communities_is_one() -> None:
    person, other = make_volunteer(), make_community("桂花社区")
    make_mediator(volunteer=person)
    make_mediator(volunteer=person, community=other)
    assert mediators_on(in_days(0)) == 1
    assert mediators_on(in_days(0), community=other.pk) == 1


def test_progress_tells_what_is_missing() -> None:
    make_mediator()
    make_mediator(status="training")
    shown = progress(in_days(0))
    assert (shown.serving, shown.training, shown.missing) == (1, 1, 199)
    assert [number for _, number in shown.quarters][0] == 0
    page = street_admin().get(reverse("admin:volunteers_mediator_progress")).content.decode()
    assert "还差 199 名" in page


# --- rules --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"expires_on": in_days(-100)}, "必须晚于发证日期"),
        ({"certified_on": None}, "也要填发证日期"),
        ({"status": "training"}, "请选“在任”"),
        ({"status": "left"}, "请填退出日期"),
        ({"ended_on": in_days(-1)}, "请选“已退出”"),
        ({"certified_on": in_days(1), "expires_on": None}, "还没有到"),
    ],
)
def test_what_cannot_be_is_refused_by_form_and_database(values: dict[str, Any], said: str) -> None:
    known = {"status": "serving", "certified_on": in_days(-100), "expires_on": in_days(100), **values}
    row = Mediator(volunteer=make_volunteer(), community=make_community(), **known)
    with pytest.raises(ValidationError, match=said):
        row.full_clean()
    if "还没有到" not in said:
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()


def test_a_certificate_that_ends_before_it_begins_gets_a_sentence_in_the_form() -> None:
    person = make_volunteer()
    sent = {
        "volunteer": person.pk,
        "community": person.community_id,
        "status": "serving",
        "certified_on": "2026-01-02",
        "expires_on": "2026-01-01",
        "trainings-TOTAL_FORMS": 0,
        "trainings-INITIAL_FORMS": 0,
    }
    address = reverse("admin:volunteers_mediator_add")
    client = worker_of(person.community)
    assert "有效期必须晚于发证日期" in client.post(address, sent).content.decode()
    assert not Mediator.objects.exists()
    assert client.post(address, {**sent, "expires_on": "2029-01-01"}).status_code == 302
    assert Mediator.objects.get().started_on == date(2026, 1, 2)


@pytest.mark.parametrize(
    "text", ["李 13800138000", "打 0757-86123456", "1380 0138 000", "八楼 138-0013-8000"]
)
def test_a_case_takes_no_number(text: str) -> None:
    case = MediationCase(
        mediator=make_mediator(),
        kind=MediationField.objects.create(name="噪音"),
        on=in_days(-1),
        parties=text,
    )
    with pytest.raises(ValidationError, match="不要写电话号码"):
        case.full_clean()


@pytest.mark.parametrize("text", ["2026-03-01 晚上 22:00", "3栋1201与1301", "20260301 起", "赔偿 12000 元"])
def test_days_and_sums_are_no_numbers(text: str) -> None:
    assert not tells_a_number(text)


def test_a_case_is_closed_with_a_result_and_handed_on_to_somebody() -> None:
    mediator = make_mediator()
    kind = MediationField.objects.create(name="家庭", sensitive=True)
    known = {"mediator": mediator, "kind": kind, "on": in_days(-3), "parties": "夫妻双方"}
    for values, said in (
        ({"result": "settled"}, "请填结案日期"),
        ({"closed_on": in_days(-1)}, "请选结果"),
        ({"result": "settled", "closed_on": in_days(-4)}, "不能早于受理日期"),
        ({"result": "passed_on", "closed_on": in_days(-1)}, "移交给谁"),
    ):
        with pytest.raises(ValidationError, match=said):
            MediationCase(**known, **values).full_clean()
    case = MediationCase.objects.create(**known)
    assert case.sensitive and case.community == mediator.community


# --- who may ------------------------------------------------------------------------------------
def test_sensitive_cases_are_read_by_those_who_handle() -> None:
    mediator = make_mediator()
    make_case(mediator, parties="敏感双方", sensitive=True)
    make_case(mediator, parties="普通双方")
    address = reverse("admin:volunteers_mediationcase_changelist")
    leader = logged_in(make_user(Role.STREET_LEADER)).get(address).content.decode()
    assert "普通双方" in leader and "敏感双方" not in leader
    worker = worker_of(mediator.community).get(address).content.decode()
    assert "普通双方" in worker and "敏感双方" in worker


def test_staff_of_another_community_see_nothing() -> None:
    mediator = make_mediator("林别处")
    other = worker_of(make_community("桂花社区"))
    assert "林别处" not in other.get(LIST).content.decode()
    assert "林别处" not in other.get(FIND).content.decode()
    address = reverse("admin:volunteers_mediator_change", args=[mediator.pk])
    assert other.get(address).status_code in {302, 403, 404}


def test_whom_a_community_calls_from_elsewhere_it_sees() -> None:
    person = make_volunteer("陈两处", community=make_community("桂花社区"))
    here = make_community("桂雅社区")
    make_mediator(volunteer=person, community=here)
    user = make_user(Role.COMMUNITY_WORKER, here)
    assert list(Volunteer.objects.visible_to(user)) == [person]
    assert not Volunteer.objects.editable_by(user).exists()


# --- finding ------------------------------------------------------------------------------------
def test_the_least_busy_with_a_certificate_in_force_comes_first() -> None:
    busy, free, over = make_mediator(), make_mediator(), make_mediator(expires_on=in_days(-1))
    make_case(busy)
    make_case(free, result="settled", closed_on=in_days(-1))
    found = list(find(make_user(Role.STREET_ADMIN), in_days(0)))
    assert found == [free, busy, over]
    assert (found[0].open_cases, found[0].late_cases, found[1].open_cases) == (0, 1, 1)


def test_found_by_field_and_community_on_the_page(django_assert_max_num_queries) -> None:
    noise = MediationField.objects.create(name="噪音")
    for n in range(12):
        make_mediator(f"会调解{n}").fields.add(noise)
    make_mediator("不会调解")
    make_mediator("别的社区", community=make_community("桂花社区")).fields.add(noise)
    client = street_admin()
    asked = {"field": noise.pk, "community": make_community().pk}
    with django_assert_max_num_queries(14):
        page = client.get(FIND, asked).content.decode()
    assert page.count("会调解") == 12 and "别的社区" not in page
    for bad in ({"field": "x"}, {"community": "9" * 30}, {"page": "-1"}):
        assert client.get(FIND, bad).status_code == 200


def test_nobody_found_says_what_to_do() -> None:
    noise = MediationField.objects.create(name="噪音")
    assert "放宽条件再找" in street_admin().get(FIND, {"field": noise.pk}).content.decode()
    assert "用 Excel 整批导入" in street_admin().get(FIND).content.decode()


def _act(client: Client, rows: list[Mediator], **sent: Any) -> str:
    keys = [row.pk for row in rows]
    return client.post(LIST, {"_selected_action": keys, **sent}, follow=True).content.decode()


def test_a_class_gets_its_certificates_in_one_go() -> None:
    rows = [make_mediator(status="training") for _ in range(3)]
    client = worker_of(rows[0].community)
    asked = {"action": "certify", "confirmed": "yes", "certified_on": "2026-02-01"}
    assert "有效期必须晚于发证日期" in _act(client, rows, **asked, expires_on="2026-02-01")
    assert "已登记 3 人的证书" in _act(client, rows, **asked, expires_on="2029-01-31")
    for row in rows:
        row.refresh_from_db()
        assert (row.status, row.started_on) == ("serving", date(2026, 2, 1))
        assert row.history.first().history_change_reason.startswith("登记证书")


def test_a_training_is_written_down_once_for_all() -> None:
    rows = [make_mediator() for _ in range(2)]
    client = worker_of(rows[0].community)
    asked = {"action": "train", "confirmed": "yes", "on": "2026-02-01", "subject": "复训", "hours": "4"}
    assert "已为 2 人登记培训" in _act(client, rows, **asked)
    assert "已为 0 人登记培训" in _act(client, rows, **asked)
    assert MediatorTraining.objects.filter(subject="复训", hours=4).count() == 2


# --- a person's way -----------------------------------------------------------------------------
def test_an_accepted_offer_begins_a_training() -> None:
    community = make_community()
    user = make_user(Role.COMMUNITY_WORKER, community)
    told = {"community": community, "told_on": in_days(0), "told_wording": "同意"}
    offer = Offer.objects.create(role="mediator", name="陈女士", phone="13800138000", **told)
    person = accept(offer, name="陈自荐", user=user)
    assert [(row.status, row.community) for row in person.mediators.all()] == [("training", community)]
    other = Offer.objects.create(role="head", name="李", phone="13800138001", **told)
    assert not accept(other, name="李自荐", user=user).mediators.exists()


def test_erasing_a_person_blanks_the_mediator_everywhere() -> None:
    row = make_mediator("陈抹去", certificate_no="GC2023-001", note="陈抹去是老师")
    make_case(row, parties="甲与乙", text="陈抹去上门调解")
    MediatorTraining.objects.create(mediator=row, on=in_days(-9), subject="陈抹去主讲")
    erase(row.volunteer, user=make_user(Role.STREET_ADMIN))
    row.refresh_from_db()
    assert (row.status, row.ended_on, row.certificate_no) == ("left", in_days(0), "")
    kept = [Mediator, MediationCase, MediatorTraining]
    texts = repr([list(model.objects.values()) + list(model.history.values()) for model in kept])
    assert "陈抹去" not in texts and "GC2023" not in texts
    assert mediators_on(in_days(-1)) == 1, "counts of the past stay"


def test_merging_makes_one_mediator_of_two() -> None:
    user = make_user(Role.STREET_ADMIN)
    old = make_mediator("陈一人", certified_on=in_days(-900), expires_on=in_days(-1), certificate_no="旧")
    new = make_mediator("陈一人", certificate_no="新")
    elsewhere = make_mediator(volunteer=new.volunteer, community=make_community("桂花社区"))
    new.fields.add(MediationField.objects.create(name="噪音"))
    for row in (old, new):
        make_case(row)
        MediatorTraining.objects.create(mediator=row, on=in_days(-30))
    merge(old.volunteer, new.volunteer, user=user)
    old.refresh_from_db()
    assert (old.certificate_no, old.cases.count(), old.trainings.count()) == ("新", 2, 1)
    assert [field.name for field in old.fields.all()] == ["噪音"]
    elsewhere.refresh_from_db()
    assert elsewhere.volunteer == old.volunteer
    assert mediators_on(in_days(0)) == 1


# --- public -------------------------------------------------------------------------------------
def test_residents_read_numbers_and_fields_and_no_name() -> None:
    row = make_mediator("陈保密")
    row.fields.add(MediationField.objects.create(name="噪音"))
    make_mediator(status="training")
    empty = make_community("桂花社区", phone="0757-86000009")
    client = Client()
    page = client.get(reverse("mediators")).content.decode()
    assert "1 名持证的调解员" in page and "噪音" in page and "陈保密" not in page
    here = client.get(reverse("community-mediators", args=[row.community.code])).content.decode()
    assert "有 1 名持证的调解员" in here and "噪音" in here and "陈" not in here.split("<main")[1]
    there = client.get(reverse("community-mediators", args=[empty.code])).content.decode()
    assert "还没有登记调解员" in there and "0757-86000009" in there


def test_the_public_list_costs_the_same_for_many(django_assert_max_num_queries) -> None:
    for n in range(8):
        make_mediator(community=make_community(f"演示{n}社区")).fields.add(
            MediationField.objects.get_or_create(name="噪音")[0]
        )
    with django_assert_max_num_queries(5):
        Client().get(reverse("mediators"))
