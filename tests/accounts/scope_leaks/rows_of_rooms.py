"""Rows of 三同步, 创熟, honours, estates' turning points, lessons, and the street's documents."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count

from django.utils import timezone

from communities.models import (
    AssessmentLine,
    Community,
    DocumentPart,
    Estate,
    EstateEvent,
    FamiliarCriterion,
    FamiliarStatus,
    Honour,
    HonourPicture,
    Lesson,
    LessonFollow,
    SelfAssessment,
    StreetDocument,
    ThreeSync,
)
from tests.factories import make_estate

from .rows import STREETS_OWN, Side, makes, with_files

STREETS_OWN |= {
    FamiliarCriterion: "the street's criteria",
    StreetDocument: "the street's documents",
    DocumentPart: "parts of the street's documents",
}

_numbers = count(1)


@makes(ThreeSync)
def _three_sync(side: Side) -> ThreeSync:
    """Everything is late."""
    estate = make_estate(f"{side.text()}", side.of(Community))
    return ThreeSync.objects.create(estate=estate, handover_on=date(2020, 1, 1))


@makes(FamiliarStatus)
def _status(side: Side) -> FamiliarStatus:
    return FamiliarStatus.objects.create(
        community=side.of(Community),
        status=FamiliarStatus.Status.BUILDING,
        on=timezone.localdate() - timedelta(days=next(_numbers)),
    )


@makes(FamiliarCriterion)
def _criterion(side: Side) -> FamiliarCriterion:
    return FamiliarCriterion.objects.create(name=f"演示标准{next(_numbers)}")


@makes(SelfAssessment)
def _assessment(side: Side) -> SelfAssessment:
    return SelfAssessment.objects.create(community=side.of(Community), year=2000 + next(_numbers))


@makes(AssessmentLine)
def _line(side: Side) -> AssessmentLine:
    return AssessmentLine.objects.create(
        assessment=side.make(SelfAssessment), criterion=side.of(FamiliarCriterion)
    )


@makes(StreetDocument)
def _document(side: Side) -> StreetDocument:
    return StreetDocument.objects.create(
        title="演示文件", slug=f"paper-{next(_numbers)}", version_on=date(2026, 1, 1)
    )


@makes(DocumentPart)
def _part(side: Side) -> DocumentPart:
    return DocumentPart.objects.create(
        document=side.of(StreetDocument), number=next(_numbers), heading="演示", link_to="three-sync"
    )


@makes(Honour)
def _honour(side: Side) -> Honour:
    """Not shown to residents."""
    return Honour.objects.create(
        community=side.of(Community), title=side.text(), level="city", on=date(2026, 1, 5), public=False
    )


@makes(HonourPicture)
def _honour_picture(side: Side) -> HonourPicture:
    return with_files(HonourPicture(honour=side.of(Honour), caption=side.text()))


@makes(EstateEvent)
def _event(side: Side) -> EstateEvent:
    return EstateEvent.objects.create(
        estate=side.of(Estate), on=date(2026, 1, 5), title=side.text(), public=False
    )


@makes(Lesson)
def _lesson(side: Side) -> Lesson:
    """Not published: the other communities do not see it yet."""
    return Lesson.objects.create(
        community=side.of(Community), theme="other", title=side.text(), text=side.text()
    )


@makes(LessonFollow)
def _follow(side: Side) -> LessonFollow:
    return LessonFollow.objects.create(
        lesson=side.make(Lesson), community=side.of(Community), since=date(2026, 1, 5)
    )
