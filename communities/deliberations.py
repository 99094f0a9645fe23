"""What became of deliberations: for the follow-up page and the chronicle."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from . import chronicle
from .models import Deliberation, Undertaking

#: Ways in which a resolution may stand, as the follow-up page names them: key → label.
STANDINGS = {"overdue": "已超期", "open": "进行中", "done": "已完成", "failed": "没有做到"}


@dataclass(frozen=True)
class Counts:
    """Resolutions by how they stand today; ``open`` are those still in time."""

    overdue: int
    open: int
    done: int
    failed: int

    @property
    def total(self) -> int:
        return self.overdue + self.open + self.done + self.failed

    def number(self, standing: str) -> int:
        """How many stand so, all of them for ""."""
        return getattr(self, standing) if standing else self.total

    @property
    def parts(self) -> list[tuple[str, str, int]]:
        """(key, label, number), in the order of the page."""
        return [(key, label, getattr(self, key)) for key, label in STANDINGS.items()]


def public_resolutions() -> QuerySet[Undertaking]:
    """The public undertakings that came out of deliberations: one join instead of three lists."""
    rows = Undertaking.objects.resolutions().filter(internal=False, deliberation__public=True)
    return rows.exclude(deliberation__status=Deliberation.Status.PLANNED)


def counts_of(rows: QuerySet[Undertaking], today: date) -> Counts:
    """In one query."""
    asked = {key: Count("pk", filter=standing_is(key, today)) for key in STANDINGS}
    return Counts(**rows.order_by().aggregate(**asked))


def standing_is(key: str, today: date) -> Q:
    """Condition of undertakings that stand so; "open" is what is not overdue yet."""
    if key == "overdue":
        return Q(state=Undertaking.State.OPEN, due_on__lt=today)
    if key == "open":
        return Q(state=Undertaking.State.OPEN, due_on__gte=today)
    return Q(state=key)


# --- the chronicle ------------------------------------------------------------------------------------
def held_moments(subject: chronicle.Subject) -> Iterator[chronicle.Moment]:
    """Deliberations that were held."""
    rows = Deliberation.objects.held().filter(community=subject.community)
    if subject.estate is not None:
        rows = rows.filter(estate=subject.estate)
    if subject.public:
        rows = rows.filter(pk__in=Deliberation.objects.public().values("pk"))
    for row in rows:
        yield chronicle.Moment(
            on=row.first_day,
            title=row.topic,
            label=row.get_kind_display(),
            url=row.get_absolute_url() if row.is_public else "",
            text=f"{row.attendance} 人到场。" if row.attendance else "",
            precision=row.date_precision,
        )


def done_moments(subject: chronicle.Subject) -> Iterator[chronicle.Moment]:
    """Resolutions that were carried out."""
    rows = Undertaking.objects.resolutions().filter(community=subject.community, state=Undertaking.State.DONE)
    if subject.estate is not None:
        rows = rows.filter(deliberation__estate=subject.estate)
    if subject.public:
        rows = rows.filter(pk__in=Undertaking.objects.public().values("pk"))
    for row in rows.select_related("deliberation"):
        shown = row.deliberation.is_public
        yield chronicle.Moment(
            on=row.closed_on,
            title=row.text,
            label="议定事项完成",
            url=f"{row.deliberation.get_absolute_url()}#resolution-{row.pk}" if shown else "",
            text=row.outcome,
        )


def register_moments() -> None:
    """Called once at start."""
    chronicle.register("deliberations", held_moments)
    chronicle.register("resolutions-done", done_moments)
