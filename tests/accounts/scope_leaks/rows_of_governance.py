"""Rows of co-governance: organisations, deliberations, projects, visits, and what was promised in them."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from communities.models import (
    Community,
    Conference,
    Deliberation,
    DeliberationParty,
    DeliberationPhoto,
    DeliberationPresence,
    DeliberationSignUp,
    Estate,
    Organisation,
    ProgressNote,
    Project,
    SiteFigure,
    StudySite,
    StudyVisit,
    Topic,
    TopicSecond,
    Undertaking,
    Visit,
)
from guicheng.dashboard.models import PublishedFigure

from .rows import Side, makes, numbers, with_files


@makes(Organisation)
def _organisation(side: Side) -> Organisation:
    return Organisation.objects.create(
        community=side.of(Community),
        estate=side.of(Estate),
        kind=Organisation.Kind.NEIGHBOURS,
        name=side.text(),
        contact_phone=side.phone(),
    )


@makes(Deliberation)
def _deliberation(side: Side) -> Deliberation:
    """Not announced yet: residents see nothing of it."""
    return Deliberation.objects.create(
        community=side.of(Community),
        estate=side.of(Estate),
        topic=side.text(),
        starts_at=timezone.now() - timedelta(days=30),
    )


@makes(DeliberationParty)
def _party(side: Side) -> DeliberationParty:
    return DeliberationParty.objects.create(deliberation=side.of(Deliberation), name=side.text())


@makes(DeliberationPhoto)
def _deliberation_photo(side: Side) -> DeliberationPhoto:
    return with_files(DeliberationPhoto(deliberation=side.of(Deliberation), caption=side.text()))


@makes(DeliberationSignUp)
def _deliberation_sign_up(side: Side) -> DeliberationSignUp:
    return DeliberationSignUp.objects.create(
        deliberation=side.of(Deliberation), surname=side.text()[:10], phone=side.phone()
    )


@makes(DeliberationPresence)
def _presence(side: Side) -> DeliberationPresence:
    return DeliberationPresence.objects.create(
        deliberation=side.of(Deliberation), device_print=f"door{next(numbers)}"
    )


@makes(Topic)
def _topic(side: Side) -> Topic:
    """As a resident wrote it, read by nobody yet."""
    return Topic.objects.create(community=side.of(Community), title=side.text(), text=side.text())


@makes(TopicSecond)
def _second(side: Side) -> TopicSecond:
    return TopicSecond.objects.create(topic=side.of(Topic), device_print=f"second{next(numbers)}")


@makes(Project)
def _project(side: Side) -> Project:
    return Project.objects.create(community=side.of(Community), year=2026, title=side.text(), public=False)


@makes(Visit)
def _visit(side: Side) -> Visit:
    return Visit.objects.create(community=side.of(Community), on=date(2026, 1, 5), by=side.text())


@makes(Conference)
def _conference(side: Side) -> Conference:
    return Conference.objects.create(on=date(2023, 2, 17), name="演示大会")


@makes(StudyVisit)
def _study_visit(side: Side) -> StudyVisit:
    return StudyVisit.objects.create(on=date(2023, 2, 20), title="演示考察")


@makes(StudySite)
def _study_site(side: Side) -> StudySite:
    return StudySite.objects.create(study_visit=side.of(StudyVisit), name="演示园区")


@makes(SiteFigure)
def _site_figure(side: Side) -> SiteFigure:
    return SiteFigure.objects.create(site=side.of(StudySite), label="企业", value=175, unit="家")


@makes(Undertaking)
def _undertaking(side: Side) -> Undertaking:
    """Long due."""
    return Undertaking.objects.create(
        deliberation=side.of(Deliberation),
        text=side.text(),
        owner=side.text(),
        due_on=timezone.localdate() - timedelta(days=1),
    )


@makes(ProgressNote)
def _progress(side: Side) -> ProgressNote:
    return ProgressNote.objects.create(
        undertaking=side.of(Undertaking), on=timezone.localdate(), text=side.text()
    )


@makes(PublishedFigure)
def _published(side: Side) -> PublishedFigure:
    day = date(2000, 1, 1) + timedelta(days=next(numbers))
    return PublishedFigure.objects.create(key="building_heads", value=next(numbers), as_of=day, source="演示")
