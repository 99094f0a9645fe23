"""经验做法 and who follows them; the street's documents with what stands behind their parts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communities.models import Community, DocumentPart, Honour, Lesson, LessonFollow, StreetDocument
from communities.targets import leads_to
from guicheng.accounts.models import Role
from tests.factories import make_community, make_station
from tests.people import logged_in, make_user, street_admin, worker_of
from tests.stations.admin_pages import errors_of, send

pytestmark = pytest.mark.django_db
LESSONS = reverse("admin:communities_lesson_changelist")
FOLLOW = reverse("admin:communities_lessonfollow_add")
FOLLOWS = reverse("admin:communities_lesson_follows")


@pytest.fixture
def pilot() -> Community:
    return make_community("平东社区", kind=Community.Kind.RURAL)


@pytest.fixture
def learner() -> Community:
    return make_community("平西社区", kind=Community.Kind.RURAL)


def lesson(community: Community | None, title: str, **values: Any) -> Lesson:
    known = {"theme": "heads", "text": "两人一组。", "published_on": date(2026, 1, 5), **values}
    return Lesson.objects.create(community=community, title=title, **known)


def test_all_communities_read_what_is_published_and_not_drafts(pilot: Community, learner: Community) -> None:
    lesson(pilot, "发布了的")
    lesson(pilot, "没写完的", published_on=None)
    text = worker_of(learner).get(LESSONS).content.decode()
    assert "发布了的" in text and "没写完的" not in text
    assert "没写完的" in worker_of(pilot).get(LESSONS).content.decode()


def test_another_community_follows_and_only_its_own_record_is_its_to_change(
    pilot: Community, learner: Community
) -> None:
    row = lesson(pilot, "排班")
    client = worker_of(learner)
    page = reverse("admin:communities_lesson_change", args=[row.pk])
    assert f"{FOLLOW}?lesson={row.pk}" in client.get(page).content.decode()
    assert client.post(page, {"title": "改"}).status_code == 403
    sent = {"lesson": row.pk, "since": "2026-02-01", "adapted": "加夜班"}
    assert send(client, FOLLOW, **sent).status_code == 302
    follow = LessonFollow.objects.get()
    assert follow.community == learner
    assert "已经登记过学习" in str(errors_of(send(client, FOLLOW, **sent)))
    theirs = reverse("admin:communities_lessonfollow_change", args=[follow.pk])
    assert worker_of(pilot).get(theirs).status_code == 302


def test_drafts_and_ones_own_cannot_be_followed(pilot: Community, learner: Community) -> None:
    draft, own = lesson(pilot, "草稿", published_on=None), lesson(learner, "自己的")
    client = worker_of(learner)
    assert "lesson" in errors_of(send(client, FOLLOW, lesson=draft.pk, since="2026-02-01"))
    assert "本社区自己的做法" in str(errors_of(send(client, FOLLOW, lesson=own.pk, since="2026-02-01")))
    later = str(timezone.localdate() + timedelta(days=1))
    other = lesson(pilot, "别人的")
    assert "还没有到" in str(errors_of(send(client, FOLLOW, lesson=other.pk, since=later)))


def test_the_page_of_who_follows_what(pilot: Community, learner: Community) -> None:
    row = lesson(pilot, "排班")
    LessonFollow.objects.create(lesson=row, community=learner, since=date(2026, 2, 1), state="works")
    text = street_admin().get(FOLLOWS).content.decode()
    assert "排班" in text and "平西社区" in text and "有成效" in text
    third = worker_of(make_community("桂花社区")).get(FOLLOWS).content.decode()
    assert "排班" in third and "1 个" in third and "平西社区" not in third


def test_residents_read_what_is_meant_for_them(client: Client, pilot: Community) -> None:
    shown, inside = lesson(pilot, "给大家看", public=True), lesson(pilot, "内部交流")
    text = client.get("/lessons/").content.decode()
    assert "给大家看" in text and "内部交流" not in text
    assert "两人一组" in client.get(shown.get_absolute_url()).content.decode()
    assert client.get(inside.get_absolute_url()).status_code == 404
    assert "给大家看" not in client.get("/lessons/?theme=worthies").content.decode().split("</ul>")[-1]
    assert client.get("/lessons/?theme=\x00&page=x").status_code == 200


def test_public_without_a_day_is_refused(pilot: Community) -> None:
    page = reverse("admin:communities_lesson_add")
    sent = {"theme": "heads", "title": "甲", "text": "乙", "public": "on"}
    assert "先填发布日期" in str(errors_of(send(worker_of(pilot), page, **sent)))


# --- documents --------------------------------------------------------------------------------------


@pytest.fixture
def document() -> StreetDocument:
    row = StreetDocument.objects.create(title="工作格局", slug="12345", version_on=date(2026, 1, 1))
    DocumentPart.objects.create(document=row, number=1, heading="荣誉", text="写在这里", link_to="honours")
    return row


def test_each_part_shows_how_much_stands_behind_it(document: StreetDocument, pilot: Community) -> None:
    Honour.objects.create(community=pilot, title="甲", level="city", on=date(2024, 1, 1))
    Honour.objects.create(community=make_community("桂花社区"), title="乙", level="city", on=date(2024, 1, 1))
    page = reverse("admin:communities_streetdocument_read", args=[document.pk])
    assert "荣誉：现有 2 条记录" in street_admin().get(page).content.decode()
    assert "荣誉：现有 1 条记录" in worker_of(pilot).get(page).content.decode()
    assert leads_to("nothing") is None and leads_to("") is None


def test_parts_lead_to_stations_and_mediators_too(pilot: Community, client: Client) -> None:
    make_station(community=pilot)
    make_station(community=make_community("桂花社区"))
    worker = make_user(Role.COMMUNITY_WORKER, pilot)
    assert leads_to("stations", worker).count == 1 and leads_to("stations").count == 2
    assert leads_to("mediators", worker).count == leads_to("mediators").count == 0
    assert {leads_to(key).url for key in ("stations", "mediators")} == {"/stations/", "/mediators/"}


def test_residents_find_their_way_from_the_communities(client: Client, pilot: Community) -> None:
    text = client.get("/communities/").content.decode()
    assert all(f'href="{page}"' in text for page in ("/familiar/", "/honours/", "/lessons/"))


def test_residents_read_a_document_once_it_is_public(client: Client, document: StreetDocument) -> None:
    assert client.get("/documents/12345/").status_code == 404
    document.public = True
    document.save()
    assert "写在这里" in client.get("/documents/12345/").content.decode()
    assert "工作格局" in client.get("/documents/").content.decode()
    assert client.get("/documents/nothing-here/").status_code == 404


def test_only_the_street_writes_documents(document: StreetDocument, pilot: Community) -> None:
    page = reverse("admin:communities_streetdocument_change", args=[document.pk])
    worker = worker_of(pilot)
    assert worker.get(page).status_code == 200
    assert worker.post(page, {"title": "改"}).status_code == 403
    assert worker.get(reverse("admin:communities_streetdocument_add")).status_code == 403
    assert logged_in(make_user(Role.STREET_LEADER)).post(page, {"title": "改"}).status_code == 403
    assert send(street_admin(), page, title="新的格局").status_code == 302
    number = {"parts-TOTAL_FORMS": "2", "parts-1-number": "1", "parts-1-heading": "又一个"}
    assert "同一个序号" in str(errors_of(send(street_admin(), page, **number)))


def test_two_people_at_once_lose_nothing(document: StreetDocument) -> None:
    from tests.stations.admin_pages import filled_form

    page = reverse("admin:communities_streetdocument_change", args=[document.pk])
    first, second = street_admin(), street_admin()
    mine, theirs = filled_form(first, page), filled_form(second, page)
    assert second.post(page, {**theirs, "intro": "他写的引言"}).status_code == 302
    answer = first.post(page, {**mine, "intro": "我写的引言"})
    document.refresh_from_db()
    assert answer.status_code == 200 and document.intro == "他写的引言"
    assert "他写的引言" in answer.content.decode()
