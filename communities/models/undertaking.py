from __future__ import annotations

from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from guicheng.accounts.history import records_history
from guicheng.accounts.scope import ScopedQuerySet

from ..dates import dated
from ..known_figures import KnownFigure, check_figure, known_figures
from .community import Community
from .conference import Conference
from .deliberation import Deliberation
from .project import Project
from .study import StudyVisit
from .visit import Visit

#: Name of the key to what an undertaking came out of → what it is called there.
PARENTS = {
    "deliberation": "议定事项",
    "project": "项目节点",
    "visit": "走访承诺",
    "study_visit": "考察后续",
    "conference": "大会承诺",
}


#: Days before its day that an undertaking is brought to mind.
SOON_DAYS = 14


def _just_one_parent() -> Q:
    return reduce(or_, (Q(**{f"{name}__isnull": name != chosen for name in PARENTS}) for chosen in PARENTS))


class UndertakingQuerySet(ScopedQuerySet):
    street_rows_visible = True

    def public(self) -> Self:
        """What residents may follow: of public deliberations, projects and conferences."""
        return self.filter(
            Q(deliberation__in=Deliberation.objects.public())
            | Q(project__in=Project.objects.public())
            | Q(conference__in=Conference.objects.public()),
            internal=False,
        )

    def resolutions(self) -> Self:
        return self.filter(deliberation__isnull=False)

    def open(self) -> Self:
        return self.filter(state=Undertaking.State.OPEN)

    def overdue(self, today: date) -> Self:
        return self.open().filter(due_on__lt=today)

    def due_soon(self, today: date) -> Self:
        return self.open().filter(due_on__gte=today, due_on__lte=today + timedelta(days=SOON_DAYS))


class Undertaking(models.Model):
    """Something that somebody has said they will do by a day: one mechanism for all who promise.

    A resolution of a deliberation, a milestone of a project, a promise on a visit, what follows from a study
    visit, a commitment of a conference: it has exactly one of them as its parent.
    """

    class State(models.TextChoices):
        OPEN = "open", "进行中"
        DONE = "done", "已完成"
        FAILED = "failed", "没有做到"

    community = models.ForeignKey(
        Community,
        models.PROTECT,
        related_name="undertakings",
        verbose_name="社区",
        null=True,
        blank=True,
        help_text="由哪个社区落实；街道自己落实的不选。",
    )
    deliberation = models.ForeignKey(
        Deliberation,
        models.PROTECT,
        related_name="resolutions",
        verbose_name="议事协商",
        null=True,
        blank=True,
    )
    project = models.ForeignKey(
        Project, models.PROTECT, related_name="milestones", verbose_name="书记项目", null=True, blank=True
    )
    visit = models.ForeignKey(
        Visit, models.PROTECT, related_name="promises", verbose_name="走访调研", null=True, blank=True
    )
    study_visit = models.ForeignKey(
        StudyVisit, models.PROTECT, related_name="follow_ups", verbose_name="外出考察", null=True, blank=True
    )
    conference = models.ForeignKey(
        Conference, models.PROTECT, related_name="commitments", verbose_name="大会", null=True, blank=True
    )
    text = models.CharField("要做什么", max_length=300)
    owner = models.CharField(
        "责任单位（岗位）",
        max_length=60,
        help_text="写单位、组织或岗位，例如：社区居委会、物业公司、陈楼长。不写全名。",
    )
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="undertakings",
        verbose_name="跟进的账号",
        null=True,
        blank=True,
        help_text="到期前会提醒这个账号；不选就提醒整个社区。",
    )
    due_on = models.DateField("完成期限")
    state = models.CharField("状态", max_length=6, choices=State.choices, default=State.OPEN)
    closed_on = models.DateField("完成（终止）日期", null=True, blank=True)
    outcome = models.CharField(
        "结果", max_length=500, blank=True, help_text="做成了什么；没有做到的，写清原因。会公开。"
    )
    indicator = models.CharField(
        "对应的指标",
        max_length=40,
        blank=True,
        validators=[check_figure],
        help_text="指标的英文代号，例如 mediators。大会承诺用。",
    )
    target = models.DecimalField("目标数值", max_digits=14, decimal_places=2, null=True, blank=True)
    internal = models.BooleanField("只给工作人员看", default=False)

    objects = UndertakingQuerySet.as_manager()
    history = records_history()

    class Meta:
        verbose_name = "要落实的事"
        verbose_name_plural = "要落实的事"
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="undertaking_of_one_parent",
                condition=_just_one_parent(),
                violation_error_message="一件事只能出自一次议事、一个项目、一次走访、一次考察或一次大会。",
            ),
            models.CheckConstraint(
                name="undertaking_closed_on_a_day",
                condition=Q(state="open", closed_on__isnull=True)
                | Q(~Q(state="open"), closed_on__isnull=False),
                violation_error_message="“已完成”和“没有做到”的要填日期；进行中的不要填。",
            ),
            models.CheckConstraint(
                name="undertaking_failed_with_a_reason",
                condition=~Q(state="failed") | ~Q(outcome=""),
                violation_error_message="没有做到的，请在“结果”里写清原因。",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_on"]),
            models.Index(fields=["community", "state", "due_on"]),
        ]

    def __str__(self) -> str:
        return self.text

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.take_community()
        super().save(*args, **kwargs)

    @property
    def parent_name(self) -> str:
        """Name of the key to its parent."""
        return next(name for name in PARENTS if getattr(self, f"{name}_id"))

    @property
    def parent(self) -> models.Model:
        return getattr(self, self.parent_name)

    @property
    def kind_name(self) -> str:
        return PARENTS[self.parent_name]

    @property
    def figure(self) -> KnownFigure | None:
        """The figure that shows whether it was kept."""
        return known_figures().get(self.indicator)

    @property
    def target_words(self) -> str:
        """``创熟调解员 200 名``, "" where no number was promised."""
        if self.figure is None or self.target is None:
            return ""
        return f"{self.figure.label} {self.target.normalize():f} {self.figure.unit}"

    def take_community(self) -> None:
        """A parent of one community hands it down; only the street's leave it open."""
        name = next((name for name in PARENTS if getattr(self, f"{name}_id")), None)
        owner = getattr(getattr(self, name), "community_id", None) if name else None
        if owner is not None:
            self.community_id = owner

    def clean(self) -> None:
        self.take_community()
        name = next((name for name in PARENTS if getattr(self, f"{name}_id")), None)
        if name and (errors := self.too_early(getattr(self, name).first_day)):
            raise ValidationError(errors)

    def too_early(self, first: date) -> dict[str, str]:
        """What is wrong with its days where its parent is of the day ``first``: field → sentence."""
        days = {"due_on": "完成期限", "closed_on": "完成（终止）日期"}
        return {
            name: f"{label}不能早于{dated(first)}，那是会议、走访或项目开始的日期。"
            for name, label in days.items()
            if (day := getattr(self, name)) and day < first
        }

    def standing(self, today: date) -> str:
        """The state in words, 已超期 where nobody has done it in time."""
        if self.state == self.State.OPEN and self.due_on < today:
            return "已超期"
        return self.get_state_display()


class ProgressNoteQuerySet(ScopedQuerySet):
    community_path = "undertaking__community"
    street_rows_visible = True

    def public(self) -> Self:
        return self.filter(undertaking__in=Undertaking.objects.public(), internal=False)


class ProgressNote(models.Model):
    """How far an undertaking has come."""

    undertaking = models.ForeignKey(
        Undertaking, models.CASCADE, related_name="progress", verbose_name="要落实的事"
    )
    on = models.DateField("日期")
    text = models.CharField("进展", max_length=500)
    internal = models.BooleanField("只给工作人员看", default=False)

    objects = ProgressNoteQuerySet.as_manager()
    history = records_history()

    class Meta:
        verbose_name = "进展"
        verbose_name_plural = "进展"
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d} {self.text[:30]}"
