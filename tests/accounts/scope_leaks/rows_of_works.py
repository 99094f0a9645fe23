"""Rows of works, projects' measures and progress, and companies."""

from __future__ import annotations

from datetime import date

from communities.models import (
    Community,
    Company,
    ConsentRule,
    ConsentVote,
    ConsultationNote,
    Estate,
    Place,
    Project,
    ProjectMeasure,
    ProjectNote,
    ProjectPhoto,
    Works,
    WorksPhoto,
    WorksStage,
)

from .rows import STREETS_OWN, Side, makes, with_files

STREETS_OWN[ConsentRule] = "how many owners must agree is the street's list"


@makes(ConsentRule)
def _rule(side: Side) -> ConsentRule:
    shares = dict.fromkeys(
        ("taking_households", "taking_area", "agreeing_households", "agreeing_area"), "2/3"
    )
    day = date(2021, 1, 1 + ConsentRule.objects.count())
    return ConsentRule.objects.create(
        matter="lift", effective_from=day, scope="unit", basis="演示依据", **shares
    )


@makes(Works)
def _works(side: Side) -> Works:
    """Not for residents; long quiet."""
    place = side.of(Place)
    return Works.objects.create(
        community=side.of(Community),
        estate=place.estate,
        place=place,
        kind=Works.Kind.LIFT,
        title=side.text(),
        stage_on=date(2023, 2, 1),
        public=False,
    )


@makes(WorksStage)
def _stage(side: Side) -> WorksStage:
    return WorksStage.objects.create(
        works=side.make(Works), stage="intent", on=date(2023, 2, 1), note=side.text()
    )


@makes(ConsultationNote)
def _consultation(side: Side) -> ConsultationNote:
    return ConsultationNote.objects.create(
        works=side.of(Works), on=date(2023, 3, 1), text=side.text(), public=True
    )


@makes(ConsentVote)
def _vote(side: Side) -> ConsentVote:
    households = {"eligible_households": 14, "taking_households": 12, "agreeing_households": 10}
    area = {"eligible_area": 1400, "taking_area": 1200, "agreeing_area": 1000}
    return ConsentVote.objects.create(
        works=side.of(Works), unit=side.text()[:20], asked_on=date(2023, 3, 1), **households, **area
    )


@makes(WorksPhoto)
def _works_photo(side: Side) -> WorksPhoto:
    return with_files(WorksPhoto(works=side.of(Works), caption=side.text()[:60], public=True))


@makes(ProjectMeasure)
def _measure(side: Side) -> ProjectMeasure:
    return ProjectMeasure.objects.create(project=side.of(Project), text=side.text())


@makes(ProjectNote)
def _note(side: Side) -> ProjectNote:
    return ProjectNote.objects.create(project=side.of(Project), on=date(2026, 2, 1), text=side.text())


@makes(ProjectPhoto)
def _project_photo(side: Side) -> ProjectPhoto:
    return with_files(ProjectPhoto(project=side.of(Project), caption=side.text()[:60], public=True))


@makes(Company)
def _company(side: Side) -> Company:
    return Company.objects.create(
        community=side.of(Community), estate=side.of(Estate), name=side.text(), contact_phone=side.phone()
    )
