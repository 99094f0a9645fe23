from __future__ import annotations

from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from communities.models import Place
from guicheng.accounts.history import records_history
from guicheng.accounts.scope import ScopedQuerySet

from .volunteer import Volunteer


class AppointmentQuerySet(ScopedQuerySet):
    community_path = "place__community"

    def serving(self) -> Self:
        """Whose term has not ended."""
        return self.filter(ended_on__isnull=True)

    def heads(self) -> Self:
        """Serving and not a deputy: at most one a place."""
        return self.serving().filter(deputy=False)

    def serving_on(self, day: date) -> Self:
        """Who served on ``day``, by the dates of the terms; without a start: as long as is known."""
        return self.filter(
            Q(started_on__isnull=True) | Q(started_on__lte=day),
            Q(ended_on__isnull=True) | Q(ended_on__gt=day),
        )


class Appointment(models.Model):
    """One person looks after one place from a day to a day."""

    class Chosen(models.TextChoices):
        ELECTED = "elected", "居民推选"
        NAMED = "named", "社区聘任"
        OFFERED = "offered", "自荐"
        OTHER = "other", "其他"

    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="appointments", verbose_name="人员")
    place = models.ForeignKey(Place, models.PROTECT, related_name="appointments", verbose_name="楼巷街")
    deputy = models.BooleanField(
        "副职", default=False, help_text="同一楼（巷、街）只有一位正职在任，其他人登记为副职。"
    )
    started_on = models.DateField("任职日期", null=True, blank=True)
    ends_on = models.DateField(
        "任期到", null=True, blank=True, help_text="到期前 60 天会提醒；不填就不提醒。"
    )
    ended_on = models.DateField("离任日期", null=True, blank=True, help_text="不填就是在任。")
    chosen = models.CharField("产生方式", max_length=10, choices=Chosen.choices, blank=True)
    predecessor = models.ForeignKey(
        "self",
        models.SET_NULL,
        related_name="successors",
        verbose_name="前任",
        null=True,
        blank=True,
        editable=False,
    )
    note = models.CharField("说明", max_length=200, blank=True)
    source = models.CharField("资料来源", max_length=200, blank=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = AppointmentQuerySet.as_manager()
    history = records_history()

    class Meta:
        verbose_name = "任职"
        verbose_name_plural = "任职（楼长、巷长、街长）"
        ordering = ["place__community__code", "place__estate__name", "place__name", "deputy", "-started_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["place"],
                condition=Q(ended_on__isnull=True, deputy=False),
                name="one_serving_head_a_place",
                violation_error_message="这里已经有一位在任的正职。请先为前任填写离任日期，或登记为副职。",
            ),
            models.UniqueConstraint(
                fields=["volunteer", "place"],
                condition=Q(ended_on__isnull=True),
                name="one_serving_term_a_person_and_place",
                violation_error_message="这个人在这里已经有一个没有结束的任职。",
            ),
            models.CheckConstraint(
                name="term_ends_after_start",
                condition=Q(ended_on__isnull=True)
                | Q(started_on__isnull=True)
                | Q(ended_on__gte=F("started_on")),
                violation_error_message="离任日期不能早于任职日期。",
            ),
            models.CheckConstraint(
                name="term_planned_after_start",
                condition=Q(ends_on__isnull=True)
                | Q(started_on__isnull=True)
                | Q(ends_on__gte=F("started_on")),
                violation_error_message="任期到的日期不能早于任职日期。",
            ),
        ]
        indexes = [models.Index(fields=["ended_on", "ends_on"])]

    def __str__(self) -> str:
        return f"{self.place}{self.title}"

    @property
    def title(self) -> str:
        """楼长, 巷长 or 街长, with 副 before it for a deputy."""
        return ("副" if self.deputy else "") + self.place.head_title

    @property
    def predecessor_here(self) -> Volunteer | None:
        """Who served before in the same community; who served elsewhere is not this one's to know."""
        before = self.predecessor if self.predecessor_id else None
        here = before is not None and before.place.community_id == self.place.community_id
        return before.volunteer if here else None

    @property
    def is_serving(self) -> bool:
        return self.ended_on is None

    def clean(self) -> None:
        today = date.today()
        for name in ("started_on", "ended_on"):
            value = getattr(self, name)
            if value and value > today:
                raise ValidationError({name: "这个日期还没有到。"})
        if self.volunteer_id and self.volunteer.erased_on and self._state.adding:
            raise ValidationError({"volunteer": "这个人的个人信息已经抹去，不能再登记任职。"})
