"""新乡贤: deeds by role for residents, with the surname alone; and the experts that nobody outside sees."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communities.chronicle import Subject
from communities.models import Community, Deliberation
from guicheng.accounts.models import Role, SecurityEvent
from stations.models import Offering, Service
from tests.factories import make_community, make_station, make_volunteer
from tests.people import logged_in, make_user, street_admin, worker_of
from volunteers.erasure import erase
from volunteers.models import Consultation, Expert, Worthy, WorthyDeed
from volunteers.naming import public_worthy
from volunteers.public_people import deeds_in_time, public_deeds

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def make_worthy(name: str = "陈保密", **values: Any) -> Worthy:
    known = {"community": make_community("夏南一社区"), "customs": True, **values}
    return Worthy.objects.create(name="" if "volunteer" in known else name, **known)


def make_deed(worthy: Worthy, text: str = "修好村口的小桥", **values: Any) -> WorthyDeed:
    known = {"role": "welfare", "on": timezone.localdate() - timedelta(days=3), **values}
    return WorthyDeed.objects.create(worthy=worthy, text=text, **known)


def page_of(community: Community, query: str = "") -> str:
    return Client().get(reverse("worthies", args=[community.code]) + query).content.decode()


# --- residents ----------------------------------------------------------------------------------
def test_residents_read_deeds_by_role_and_surnames() -> None:
    worthy = make_worthy()
    make_deed(worthy)
    make_deed(worthy, "教孩子写字", role="customs")
    make_deed(worthy, "不公开的事", public=False)
    page = page_of(worthy.community)
    assert "陈乡贤" in page and "保密" not in page and "不公开的事" not in page
    assert "修好村口的小桥" in page and "教孩子写字" in page
    assert "教孩子写字" not in page_of(worthy.community, "?role=welfare")
    assert "教孩子写字" in page_of(worthy.community, "?role=nonsense")


def test_tea_meetings_and_tea_halls_stand_beside() -> None:
    community = make_worthy().community
    at = {"community": community, "starts_at": timezone.now() - timedelta(days=9), "status": "held"}
    Deliberation.objects.create(kind="tea", topic="村道停车", **at)
    Deliberation.objects.create(kind="tea", topic="内部茶话", public=False, **at)
    Deliberation.objects.create(kind="forum", topic="城市论坛", **at)
    hall = make_station("夏南一茶话站", community=community)
    Offering.objects.create(
        station=hall, service=Service.objects.create(name="乡贤茶话厅", slug="worthies-tea")
    )
    page = page_of(community)
    assert "村道停车" in page and "夏南一茶话站" in page
    assert "内部茶话" not in page and "城市论坛" not in page
    assert "还没有登记" in page, "no deeds yet, and what to do is said"


def test_the_page_and_the_chronicle_show_only_what_is_public(django_assert_num_queries) -> None:
    worthy = make_worthy()
    for n in range(5):
        make_deed(worthy, f"好事{n}")
    make_deed(worthy, "不公开的事", public=False)
    with django_assert_num_queries(1):
        assert [row.text for row in public_deeds(worthy.community)].count("不公开的事") == 0
    titles = [moment.title for moment in deeds_in_time(Subject(worthy.community))]
    assert len(titles) == 5 and titles[0].startswith("陈乡贤：")
    inside = list(deeds_in_time(Subject(worthy.community, public=False)))
    assert len(inside) == 6


# --- names --------------------------------------------------------------------------------------
def test_a_name_lies_sealed_and_is_found_whole() -> None:
    worthy = make_worthy()
    with connection.cursor() as cursor:
        for table in ("volunteers_worthy", "volunteers_historicalworthy"):
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608
            assert "陈保密" not in repr(cursor.fetchall())
    client, address = worker_of(worthy.community), reverse("admin:volunteers_worthy_changelist")
    assert "陈保密" in client.get(address, {"q": "陈保密"}).content.decode()
    assert "result_list" not in client.get(address, {"q": "陈别人"}).content.decode()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"name": ""}, "请选一个人员，或者写姓名"),
        ({"customs": False}, "至少勾选一项"),
        ({"started_on": timezone.localdate() + timedelta(days=1)}, "还没有到"),
    ],
)
def test_a_worthy_is_somebody_with_a_role(values: dict[str, Any], said: str) -> None:
    known = {"name": "陈保密", "community": make_community(), "customs": True, **values}
    row = Worthy(**known)
    with pytest.raises(ValidationError, match=said):
        row.full_clean()
    if "还没有到" not in said:
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()


def test_the_form_takes_a_person_or_a_name_and_not_both() -> None:
    person = make_volunteer("林在册")
    client = worker_of(person.community)
    sent = {
        "community": person.community_id,
        "counsel": "on",
        "deeds-TOTAL_FORMS": 0,
        "deeds-INITIAL_FORMS": 0,
    }
    address = reverse("admin:volunteers_worthy_add")
    assert "两样只要一样" in client.post(address, sent).content.decode()
    both = {**sent, "volunteer": person.pk, "name": "林在册"}
    assert "两样只要一样" in client.post(address, both).content.decode()
    assert client.post(address, {**sent, "volunteer": person.pk}).status_code == 302
    assert client.post(address, {**sent, "name": "欧阳演示"}).status_code == 302
    assert "本社区已经有同名的新乡贤" in client.post(address, {**sent, "name": "欧阳演示"}).content.decode()
    assert {public_worthy(row) for row in Worthy.objects.all()} == {"林乡贤", "欧阳乡贤"}


def test_a_deed_takes_no_number() -> None:
    deed = WorthyDeed(worthy=make_worthy(), role="customs", on=timezone.localdate(), text="电话 13800138000")
    with pytest.raises(ValidationError, match="不要写电话号码"):
        deed.full_clean()


def test_erased_they_are_nobody_and_their_deeds_stay() -> None:
    loose, person = make_worthy(), make_volunteer("林在册", community=make_community("夏南一社区"))
    bound = make_worthy(volunteer=person)
    for row in (loose, bound):
        make_deed(row, f"{row.whole_name}捐了路灯" if row is bound else "捐了路灯")
    client = street_admin()
    sent = {"action": "erase_chosen", "_selected_action": [loose.pk], "confirmed": "yes"}
    client.post(reverse("admin:volunteers_worthy_changelist"), sent)
    erase(person, user=make_user(Role.STREET_ADMIN))
    page = page_of(loose.community)
    assert page.count("捐了路灯") == 2 and "陈乡贤" not in page and "林" not in page.split("<main")[1]
    everything = [list(model.history.values()) for model in (Worthy, WorthyDeed)]
    assert "林在册" not in repr(everything) and not any(row.name for row in Worthy.history.all())
    assert SecurityEvent.objects.filter(kind="erase").count() == 2


# --- experts ------------------------------------------------------------------------------------
def make_expert(name: str = "何专家", **values: Any) -> Expert:
    return Expert.objects.create(name=name, **{"field": "law", "phone": "13800138000", **values})


def test_the_streets_experts_are_there_for_every_community() -> None:
    make_expert()
    make_expert("别家的", community=make_community("桂花社区"))
    own = make_community()
    client, address = worker_of(own), reverse("admin:volunteers_expert_changelist")
    page = client.get(address).content.decode()
    assert "何专家" in page and "别家的" not in page
    assert "138****8000" in page and "13800138000" not in page
    assert "何专家" not in client.get(address, {"field__exact": "mind"}).content.decode()
    assert "何专家" in client.get(address, {"field__exact": "law", "free__exact": "booked"}).content.decode()


def test_a_number_is_shown_one_at_a_time_and_written_down() -> None:
    expert = make_expert()
    client = worker_of(make_community())
    address = reverse("admin:volunteers_expert_phone", args=[expert.pk])
    answer = client.post(address, HTTP_ACCEPT="application/json")
    assert answer.json() == {"phone": "13800138000"}
    assert SecurityEvent.objects.filter(kind="reveal", what=f"expert {expert.pk}").count() == 1
    assert "13800138000" not in repr(list(Expert.history.values()))


def test_a_community_asks_a_streets_expert_about_its_own_deliberation() -> None:
    own, other = make_community(), make_community("桂花社区")
    expert = make_expert()
    at = timezone.make_aware(datetime(2026, 1, 5, 9))
    mine = Deliberation.objects.create(community=own, topic="停车", starts_at=at)
    theirs = Deliberation.objects.create(community=other, topic="别处停车", starts_at=at)
    client, address = worker_of(own), reverse("admin:volunteers_consultation_add")
    sent = {
        "community": own.pk,
        "expert": expert.pk,
        "on": "2026-01-02",
        "question": "怎么分摊",
        "status": "done",
    }
    assert "请写上建议" in client.post(address, sent).content.decode()
    sent["advice"] = "按面积分"
    assert client.post(address, {**sent, "deliberation": theirs.pk}).status_code == 200
    assert client.post(address, {**sent, "deliberation": mine.pk}).status_code == 302
    row = Consultation.objects.get()
    assert row.deliberation == mine
    row.community, row.deliberation = None, mine
    with pytest.raises(ValidationError, match="不属于所选的社区"):
        row.full_clean()


def test_an_expert_is_erased_with_every_version() -> None:
    expert = make_expert("何保密", organisation="某某律所")
    expert.note = "何保密介绍的"
    expert.save()
    sent = {"action": "erase_chosen", "_selected_action": [expert.pk], "confirmed": "yes"}
    street_admin().post(reverse("admin:volunteers_expert_changelist"), sent)
    expert.refresh_from_db()
    assert (expert.name, expert.phone, expert.status) == ("已抹去", "", "left")
    assert "何保密" not in repr(list(Expert.history.values())) and "某某律所" not in repr(
        Expert.history.values()
    )


def test_heads_and_residents_do_not_reach_an_expert() -> None:
    make_expert("何保密")
    for address in ("/", reverse("mediators"), reverse("communities")):
        assert "何保密" not in Client().get(address).content.decode()
    head = logged_in(make_user(Role.HEAD))
    assert head.get(reverse("admin:volunteers_expert_changelist")).status_code in {302, 403}
