from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from guicheng.accounts.history import records_history
from guicheng.accounts.scope import ScopedQuerySet

from ..dates import dated
from .community import Community
from .estate import Estate
from .organisation import Organisation

#: The three that go together: name of its fields → what it is called, and its setting of due days.
PARTS = {
    "branch": ("党支部", "THREE_SYNC_BRANCH_DAYS"),
    "team": ("创熟团队", "THREE_SYNC_TEAM_DAYS"),
    "station": ("党群阵地", "THREE_SYNC_STATION_DAYS"),
}
#: Days before its day that a part which is not there yet is brought to mind.
SOON_DAYS = 30
#: Many are founded before the keys are handed over; longer before than this is a typing error.
YEARS_BEFORE = 2
#: Kind of organisation that is evidence of a part.
EVIDENCE_KINDS = {
    "branch": Organisation.Kind.PARTY_BRANCH,
    "team": Organisation.Kind.FAMILIAR_TEAM,
}


def due_days(part: str) -> timedelta:
    """How long after the handover a part is due."""
    return timedelta(days=getattr(settings, PARTS[part][1]))


class ThreeSyncQuerySet(ScopedQuerySet):
    community_path = "estate__community"

    def complete(self) -> Self:
        return self.filter(**{f"{part}_on__isnull": False for part in PARTS})

    def late(self, today: date) -> Self:
        """At least one part is not there although its day has passed."""
        asked = Q()
        for part in PARTS:
            asked |= Q(**{f"{part}_on__isnull": True, "handover_on__lt": today - due_days(part)})
        return self.filter(asked)

    def due_soon(self, today: date) -> Self:
        """Nothing is late, and a part is due within :data:`SOON_DAYS` days."""
        asked = Q()
        for part in PARTS:
            last = today - due_days(part)
            days = {"handover_on__gte": last, "handover_on__lte": last + timedelta(days=SOON_DAYS)}
            asked |= Q(**{f"{part}_on__isnull": True, **days})
        return self.filter(asked).exclude(pk__in=self.late(today).values("pk"))


class ThreeSync(models.Model):
    """新小区三同步: party branch, 创熟 team and party-mass station of a new estate, founded together."""

    estate = models.OneToOneField(
        Estate,
        models.PROTECT,
        related_name="three_sync",
        verbose_name="小区",
        error_messages={"unique": "这个小区已经登记过三同步，请修改原来的记录。"},
    )
    handover_on = models.DateField("交付日期")
    branch_on = models.DateField("党支部成立日期", null=True, blank=True)
    branch = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        related_name="+",
        verbose_name="党支部",
        null=True,
        blank=True,
        help_text="已经登记为组织的，在这里选；成立日期会自动带出来。",
    )
    branch_evidence = models.CharField("党支部依据", max_length=200, blank=True, help_text="批复文号等。")
    team_on = models.DateField("创熟团队成立日期", null=True, blank=True)
    team = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        related_name="+",
        verbose_name="创熟团队",
        null=True,
        blank=True,
    )
    team_evidence = models.CharField("创熟团队依据", max_length=200, blank=True)
    station_on = models.DateField("党群阵地启用日期", null=True, blank=True)
    station_evidence = models.CharField(
        "党群阵地依据", max_length=200, blank=True, help_text="站点名称、启用通知等。"
    )
    note = models.TextField("说明", blank=True, max_length=2000)
    source = models.CharField("资料来源", max_length=200, blank=True)

    objects = ThreeSyncQuerySet.as_manager()
    history = records_history()

    class Meta:
        verbose_name = "新小区三同步"
        verbose_name_plural = "新小区三同步"
        ordering = ["-handover_on", "estate__name"]
        indexes = [models.Index(fields=["handover_on"])]

    def __str__(self) -> str:
        return f"{self.estate}三同步"

    @property
    def community(self) -> Community:
        return self.estate.community

    def clean(self) -> None:
        self.take_dates()
        if errors := {**self._wrong_days(), **self._wrong_evidence()}:
            raise ValidationError(errors)

    def take_dates(self) -> None:
        """An organisation that is registered says itself when it was founded."""
        for part in EVIDENCE_KINDS:
            found: Organisation | None = getattr(self, part)
            if found and found.founded_on and not getattr(self, f"{part}_on"):
                setattr(self, f"{part}_on", found.founded_on)

    def _wrong_days(self) -> dict[str, str]:
        today, errors = timezone.localdate(), {}
        if self.handover_on and self.handover_on > today:
            errors["handover_on"] = "交付日期还没有到。等小区交付以后再登记三同步。"
        for part, (label, _) in PARTS.items():
            day = getattr(self, f"{part}_on")
            if day and day > today:
                errors[f"{part}_on"] = f"{label}的日期还没有到。办好以后再填，没有办好先空着。"
            elif day and self.handover_on and day < _years_before(self.handover_on, YEARS_BEFORE):
                errors[f"{part}_on"] = (
                    f"{label}的日期比交付（{dated(self.handover_on)}）早了 {YEARS_BEFORE} 年以上，请核对。"
                )
        return errors

    def _wrong_evidence(self) -> dict[str, Any]:
        errors = {}
        for part, kind in EVIDENCE_KINDS.items():
            found: Organisation | None = getattr(self, part)
            if found is None or self.estate_id is None:
                continue
            if found.kind != kind:
                errors[part] = f"请选择类型为“{kind.label}”的组织。"
            elif found.community_id != self.estate.community_id:
                errors[part] = "这个组织不属于这个小区所在的社区。"
        return errors


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)
