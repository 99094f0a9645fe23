"""What the records of this room tell a chronicle: 创熟, 三同步, honours, turning points, lessons."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from . import chronicle
from .chronicle import Moment, Subject
from .models import EstateEvent, FamiliarStatus, Honour, Lesson, LessonFollow, ThreeSync
from .models.three_sync import PARTS

#: What residents hear of; the steps in between are the staff's matter.
_PUBLIC_STATUSES = {FamiliarStatus.Status.CERTIFIED, FamiliarStatus.Status.STARTED}
_PART_TITLES = {"branch": "党支部成立", "team": "创熟团队成立", "station": "党群阵地启用"}


def _admin(name: str, pk: int) -> str:
    return reverse(f"admin:communities_{name}_change", args=[pk])


def familiar_moments(subject: Subject) -> Iterator[Moment]:
    if subject.estate is not None:
        return
    rows = FamiliarStatus.objects.filter(community=subject.community)
    for row in rows.filter(status__in=_PUBLIC_STATUSES) if subject.public else rows:
        title = (
            "评为“熟人社区”达标社区"
            if row.status == row.Status.CERTIFIED
            else f"创熟：{row.get_status_display()}"
        )
        text = "" if subject.public else "；".join(part for part in (row.by, row.document, row.note) if part)
        url = reverse("familiar") if subject.public else _admin("familiarstatus", row.pk)
        yield Moment(row.on, title, text, url, "创熟", row.precision)


def three_sync_moments(subject: Subject) -> Iterator[Moment]:
    """Handover and the three foundings. Residents read the days, staff what is late too."""
    rows = ThreeSync.objects.filter(estate__community=subject.community).select_related("estate")
    if subject.estate is not None:
        rows = rows.filter(estate=subject.estate)
    for row in rows:
        name = row.estate.name
        url = row.estate.get_absolute_url() if subject.public else _admin("threesync", row.pk)
        yield Moment(row.handover_on, f"{name}交付使用", "", url, "三同步")
        for part in PARTS:
            if day := getattr(row, f"{part}_on"):
                evidence = "" if subject.public else getattr(row, f"{part}_evidence")
                yield Moment(day, f"{name}{_PART_TITLES[part]}", evidence, url, "三同步")


def honour_moments(subject: Subject) -> Iterator[Moment]:
    rows = Honour.objects.filter(community=subject.community).select_related("organisation", "project")
    if subject.estate is not None:
        rows = rows.filter(organisation__estate=subject.estate)
    for row in rows.filter(public=True) if subject.public else rows:
        text = f"授予{row.won_by}" if row.organisation or row.project or row.for_words else ""
        url = reverse("honours") if subject.public else _admin("honour", row.pk)
        yield Moment(row.on, row.title, text, url, "荣誉", row.precision)


def event_moments(subject: Subject) -> Iterator[Moment]:
    rows = EstateEvent.objects.filter(estate__community=subject.community).select_related("estate")
    if subject.estate is not None:
        rows = rows.filter(estate=subject.estate)
    for row in rows.filter(public=True) if subject.public else rows:
        title = row.title if subject.estate is not None else f"{row.estate.name}：{row.title}"
        url = row.estate.get_absolute_url() if subject.public else _admin("estateevent", row.pk)
        shown = "" if subject.public and subject.estate is not None else url
        yield Moment(row.on, title, row.text, shown, row.get_kind_display(), row.precision)


def lesson_moments(subject: Subject) -> Iterator[Moment]:
    if subject.estate is not None:
        return
    rows = Lesson.objects.published().filter(community=subject.community)
    for row in rows.filter(public=True) if subject.public else rows:
        url = row.get_absolute_url() if subject.public else _admin("lesson", row.pk)
        yield Moment(row.published_on, f"总结经验：{row.title}", "", url, "经验")
    if not subject.public:
        follows = LessonFollow.objects.filter(community=subject.community).select_related("lesson")
        for follow in follows:
            title = f"开始学习“{follow.lesson.title}”"
            yield Moment(follow.since, title, follow.adapted, _admin("lessonfollow", follow.pk), "经验")


def register_moments() -> None:
    """Called once at start."""
    chronicle.register("familiar", familiar_moments)
    chronicle.register("three-sync", three_sync_moments)
    chronicle.register("honours", honour_moments)
    chronicle.register("estate-events", event_moments)
    chronicle.register("lessons", lesson_moments)
