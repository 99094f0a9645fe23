"""创熟: where each community stands on its way to 熟人社区, and how many were certified on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from .dates import Precision
from .models import Community, FamiliarStatus, SelfAssessment

Status = FamiliarStatus.Status
#: What residents read: the steps in between are the staff's matter.
PUBLIC_WORDS = {
    Status.NOT_STARTED: "未启动",
    Status.STARTED: "已启动",
    Status.BUILDING: "创建中",
    Status.SELF_ASSESSED: "创建中",
    Status.INSPECTION: "创建中",
    Status.CERTIFIED: "达标",
    Status.RECHECK: "达标（到期复评中）",
    Status.FAILED: "创建中",
}
#: Of the named communities, from the newspaper.
CERTIFIED_BY = "南海区"
NAMED_DOCUMENT = "南海区2022年创建“熟人社区”达标社区"


@dataclass(frozen=True)
class Standing:
    """Where one community stands. ``status`` is None where nothing was ever recorded: 未启动."""

    community: Community
    status: FamiliarStatus | None = None
    #: This year's self-assessment with its ``score``, and the last submitted one before it.
    assessment: SelfAssessment | None = None
    before: SelfAssessment | None = None
    #: Of a certificate that has run out since.
    lapsed: bool = False

    @property
    def key(self) -> str:
        return self.status.status if self.status else Status.NOT_STARTED

    @property
    def label(self) -> str:
        return "达标（已过期）" if self.lapsed else str(Status(self.key).label)

    @property
    def public_label(self) -> str:
        return "原达标证书已到期" if self.lapsed else PUBLIC_WORDS[Status(self.key)]

    @property
    def gained(self) -> float | None:
        """Points more than last time, None where there is nothing to compare."""
        if (
            self.assessment is None
            or self.before is None
            or None in (self.assessment.score, self.before.score)
        ):
            return None
        return self.assessment.score - self.before.score


def record_certified(community: Community, month: date) -> FamiliarStatus:
    """Record that ``community`` was certified in a month, as the newspaper told."""
    return FamiliarStatus.objects.create(
        community=community,
        status=Status.CERTIFIED,
        on=month,
        precision=Precision.MONTH,
        by=CERTIFIED_BY,
        document=NAMED_DOCUMENT if month == date(2022, 10, 1) else "",
    )


def certified_count(day: date, community: Community | None = None) -> int:
    """How many communities are certified on ``day`` (of one: 0 or 1), by business dates."""
    rows = FamiliarStatus.objects.certificates(day)
    return (rows.filter(community=community) if community else rows).count()


def standing_of(community: Community, day: date | None = None) -> FamiliarStatus | None:
    """The status that holds for a community, today or on a day; None where nothing is recorded."""
    return FamiliarStatus.objects.current(day).filter(community=community).first()


def standings(communities: QuerySet[Community], today: date | None = None) -> list[Standing]:
    """Where each of ``communities`` stands today, in three queries."""
    today = today or timezone.localdate()
    rows = list(communities)
    current = {row.community_id: row for row in FamiliarStatus.objects.current(today)}
    assessed: dict[int, list[SelfAssessment]] = {}
    for row in SelfAssessment.objects.with_score().filter(year__lte=today.year).order_by("-year"):
        assessed.setdefault(row.community_id, []).append(row)
    return [_standing(row, current.get(row.pk), assessed.get(row.pk, []), today) for row in rows]


def _standing(
    community: Community, status: FamiliarStatus | None, years: list[SelfAssessment], today: date
) -> Standing:
    this_year = next((row for row in years if row.year == today.year), None)
    before = next((row for row in years if row.year < today.year and row.submitted_on), None)
    ends = status.expires_on if status else None
    lapsed = bool(status and status.status == Status.CERTIFIED and ends and ends < today)
    return Standing(community, status, this_year, before, lapsed)


def previous(assessment: SelfAssessment) -> SelfAssessment | None:
    """The community's last submitted self-assessment of an earlier year, with its ``score``."""
    rows = SelfAssessment.objects.with_score().submitted().filter(community=assessment.community)
    return rows.filter(year__lt=assessment.year).order_by("-year").first()


def submit(assessment: SelfAssessment, today: date) -> str:
    """Hand a self-assessment in; "" or the sentence that says why it cannot be.

    A community at work on it (创建中, 已启动, 未通过) takes the step 自评 by that.
    """
    if assessment.submitted_on:
        return "这份自评已经提交过了。"
    lines = list(assessment.lines.all())
    if not lines:
        return "还没有标准可以自评，请街道先登记创熟标准。"
    if empty := sum(not line.met for line in lines):
        return f"还有 {empty} 条没有填“做到了吗”，填完再提交。"
    assessment.submitted_on = today
    assessment.save(update_fields=["submitted_on"])
    now = standing_of(assessment.community, today)
    if now is None or now.status in {Status.STARTED, Status.BUILDING, Status.FAILED, Status.NOT_STARTED}:
        FamiliarStatus.objects.get_or_create(
            community=assessment.community,
            status=Status.SELF_ASSESSED,
            on=today,
            defaults={"by": str(assessment.community), "note": f"提交了 {assessment.year} 年自评。"},
        )
    return ""
