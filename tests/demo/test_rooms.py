"""The demonstration of 创熟, 三同步, honours, lessons and documents: as reported, in every state."""

from __future__ import annotations

from datetime import date

import pytest

from communities.familiar import certified_count, standings
from communities.models import (
    Community,
    Estate,
    EstateEvent,
    FamiliarStatus,
    Honour,
    Lesson,
    LessonFollow,
    SelfAssessment,
    StreetDocument,
    ThreeSync,
)
from communities.three_sync import DONE_LATE, DUE, IN_TIME, LATE, SOON, on_time_share, part_states

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def test_26_are_certified_as_published(demonstration: date) -> None:
    assert certified_count(date(2022, 9, 30)) == 0
    assert certified_count(date(2022, 10, 1)) == certified_count(demonstration) == 26
    rows = FamiliarStatus.objects.certificates(demonstration)
    assert rows.filter(community__kind="urban").count() == 23
    assert rows.filter(community__rural_pilot=True).count() == 3
    assert set(rows.values_list("source", flat=True)) == {"《珠江时报》2023年2月"}


def test_the_other_rural_communities_stand_in_every_state(demonstration: date) -> None:
    found = standings(Community.objects.filter(kind="rural", rural_pilot=False), demonstration)
    keys = {row.key for row in found}
    assert len(found) == 19
    assert keys == {"not_started", "started", "building", "self_assessed", "inspection", "failed"}
    assert FamiliarStatus.objects.unassessed(demonstration).exists()
    assert SelfAssessment.objects.submitted().filter(year=demonstration.year).exists()
    assert SelfAssessment.objects.filter(year=demonstration.year, submitted_on=None).exists()
    assert not FamiliarStatus.objects.filter(on__gt=demonstration).exists()


def test_new_estates_stand_in_every_state(demonstration: date) -> None:
    rows = ThreeSync.objects.select_related("estate")
    states = {state.standing for row in rows for state in part_states(row, demonstration)}
    assert rows.count() == 12 and states == {IN_TIME, DONE_LATE, DUE, SOON, LATE}
    assert ThreeSync.objects.complete().exists() and ThreeSync.objects.late(demonstration).exists()
    share = on_time_share(demonstration)
    assert 0 < share.on_time < share.due
    for row in rows:
        row.clean()


def test_the_two_real_honours_are_as_reported_and_others_say_what_they_are(demonstration: date) -> None:
    real = Honour.objects.filter(source="《珠江时报》2023年2月").order_by("on")
    assert [(row.title, row.when, row.won_by) for row in real] == [
        ("2022年佛山市“十大基层社会治理典型案例”", "2022年6月", "“创熟”项目"),
        ("南海区2022年创建“熟人社区”达标社区", "2022年10月", "23 个城市社区及 3 个农村创熟试点社区"),
    ]
    for row in [*Honour.objects.exclude(pk__in=real), *EstateEvent.objects.all()]:
        assert row.title.startswith("演示：")
    for row in Lesson.objects.exclude(source="《珠江时报》2023年2月"):
        assert row.title.startswith("演示：")


def test_lessons_are_followed_and_the_document_has_five_parts(demonstration: date) -> None:
    assert set(Lesson.objects.values_list("community__name", flat=True)) == {"平东社区", "夏东社区", None}
    assert LessonFollow.objects.values("state").distinct().count() == 3
    document = StreetDocument.objects.get(slug="12345")
    assert document.parts.count() == 5 and "演示文本" in document.intro
    assert all(part.link_to for part in document.parts.all())
    villages = Estate.objects.filter(kind=Estate.Kind.URBAN_VILLAGE)
    assert set(villages.values_list("community__name", flat=True)) == {"平东社区", "夏东社区", "夏南一社区"}
