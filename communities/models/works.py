"""改造与物业事项: lifts, renovations, a new property company – from the first wish to the end."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from guicheng.accounts.history import records_history
from guicheng.accounts.scope import ScopedQuerySet
from guicheng.pictures.models import Picture

from ..dates import Precision, dated
from .community import Community
from .estate import Estate
from .organisation import Organisation
from .place import Place

#: Days without news after which somebody should ask how it goes.
QUIET_DAYS = 90


class WorksQuerySet(ScopedQuerySet):
    def public(self) -> Self:
        return self.filter(public=True)

    def running(self) -> Self:
        return self.exclude(stage__in=Works.ENDED)

    def quiet(self, since: date) -> Self:
        """Running ones of which nothing was noted from ``since`` on."""
        from .consent import ConsentVote

        def news(model: type[models.Model], day: str) -> Exists:
            return Exists(model._base_manager.filter(works=OuterRef("pk"), **{f"{day}__gte": since}))

        return self.running().filter(
            ~news(WorksStage, "on"), ~news(ConsultationNote, "on"), ~news(ConsentVote, "asked_on")
        )


class Works(models.Model):
    """One case: what, where, how far. Its stage follows from its dated rows (``communities.works``)."""

    class Kind(models.TextChoices):
        LIFT = "lift", "加装电梯"
        RENOVATION = "renovation", "老旧小区改造"
        PROPERTY = "property", "选聘物业"
        FUND = "fund", "使用维修资金"
        OTHER = "other", "其他"

    class Stage(models.TextChoices):
        INTENT = "intent", "意向"
        CONSENT = "consent", "征求意见与表决"
        NOTICE = "notice", "公示"
        PERMIT = "permit", "报建"
        BUILDING = "building", "施工"
        DONE = "done", "竣工验收与使用登记"
        STOPPED = "stopped", "已中止"

    ENDED = (Stage.DONE, Stage.STOPPED)
    #: The way of what is not built: neither 报建 nor, for a new property company, 施工.
    LINES = {
        Kind.PROPERTY: (Stage.INTENT, Stage.CONSENT, Stage.NOTICE, Stage.DONE),
        Kind.FUND: (Stage.INTENT, Stage.CONSENT, Stage.NOTICE, Stage.BUILDING, Stage.DONE),
    }

    community = models.ForeignKey(Community, models.PROTECT, related_name="works", verbose_name="社区")
    estate = models.ForeignKey(
        Estate,
        models.PROTECT,
        related_name="works",
        verbose_name="小区（村、园区）",
        null=True,
        blank=True,
        help_text="地图上的位置就是小区的位置。",
    )
    place = models.ForeignKey(
        Place, models.PROTECT, related_name="works", verbose_name="楼", null=True, blank=True
    )
    part = models.CharField(
        "单元（幢）", max_length=40, blank=True, help_text="例如：2单元。整个小区的事不填。"
    )
    kind = models.CharField("类别", max_length=12, choices=Kind.choices)
    title = models.CharField("名称", max_length=80, help_text="例如：俊雅花园3栋2单元加装电梯。")
    stage = models.CharField(
        "阶段", max_length=10, choices=Stage.choices, default=Stage.INTENT, editable=False
    )
    stage_on = models.DateField("进入这个阶段", null=True, blank=True, editable=False)
    stage_precision = models.CharField(
        max_length=5, choices=Precision.choices, default=Precision.DAY, editable=False
    )
    led_by_organisation = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        related_name="works",
        verbose_name="牵头的组织",
        null=True,
        blank=True,
    )
    led_by = models.CharField(
        "牵头人（岗位）",
        max_length=60,
        blank=True,
        help_text="写单位或岗位，例如：社区居委会、3栋楼长、业委会主任。不写全名；会公开。",
    )
    about = models.TextField("介绍", blank=True, max_length=2000, help_text="做什么、惠及多少户。会公开。")
    note = models.TextField("内部备注", blank=True, max_length=2000)
    started_on = models.DateField("开始日期", null=True, blank=True, help_text="不填就取第一个阶段的日期。")
    finished_on = models.DateField("完成日期", null=True, blank=True, editable=False)
    public = models.BooleanField("向居民公开", default=True)
    source = models.CharField("资料来源", max_length=200, blank=True)

    objects = WorksQuerySet.as_manager()
    history = records_history()

    class Meta:
        verbose_name = "改造与物业事项"
        verbose_name_plural = "改造与物业事项"
        ordering = ["-stage_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "title"],
                name="works_title_once_a_community",
                violation_error_message="这个社区已经登记过同名的事项。",
            ),
            models.CheckConstraint(
                name="works_ends_after_start",
                condition=Q(finished_on__isnull=True)
                | Q(started_on__isnull=True)
                | Q(finished_on__gte=F("started_on")),
                violation_error_message="完成日期不能早于开始日期。",
            ),
        ]
        indexes = [
            models.Index(fields=["public", "-stage_on", "-id"]),
            models.Index(fields=["community", "stage"]),
            models.Index(fields=["stage", "kind"]),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("works-case", args=[self.pk])

    def clean(self) -> None:
        errors = {}
        if self.estate_id and self.community_id and self.estate.community_id != self.community_id:
            errors["estate"] = "这个小区不属于所选的社区。"
        if self.place_id and self.community_id and self.place.community_id != self.community_id:
            errors["place"] = "这栋楼不属于所选的社区。"
        elif self.place_id and self.estate_id and self.place.estate_id != self.estate_id:
            errors["place"] = "这栋楼不在所选的小区里。"
        leader = self.led_by_organisation
        if leader is not None and self.community_id and leader.community_id != self.community_id:
            errors["led_by_organisation"] = "这个组织不属于所选的社区。"
        if errors:
            raise ValidationError(errors)

    @classmethod
    def line_of(cls, kind: str) -> list[tuple[str, str]]:
        """The stages that a kind goes through, in order, each with its name."""
        stages = cls.LINES.get(kind) or [stage for stage in cls.Stage if stage != cls.Stage.STOPPED]
        return [(stage.value, cls.stage_name(kind, stage)) for stage in stages]

    @classmethod
    def stage_name(cls, kind: str, stage: str) -> str:
        """A new property company is not 竣工验收: its end is called 完成."""
        if stage == cls.Stage.DONE and kind not in {cls.Kind.LIFT, cls.Kind.RENOVATION}:
            return "完成"
        return cls.Stage(stage).label

    @property
    def stage_label(self) -> str:
        return self.stage_name(self.kind, self.stage)

    @property
    def stage_when(self) -> str:
        return dated(self.stage_on, self.stage_precision)

    @property
    def ended(self) -> bool:
        return self.stage in self.ENDED

    @property
    def where(self) -> str:
        """``俊雅花园3栋2单元``, or the community where there is no estate."""
        spot = str(self.place) if self.place_id else self.estate.name if self.estate_id else ""
        return f"{spot}{self.part}" or self.community.name


class OfWorksQuerySet(ScopedQuerySet):
    community_path = "works__community"

    def public(self) -> Self:
        return self.filter(works__in=Works.objects.public(), public=True)


class WorksStageQuerySet(OfWorksQuerySet):
    def public(self) -> Self:
        """Each stage of public works; of its words only what is public (``WorksStage.public_note``)."""
        return self.filter(works__in=Works.objects.public())


class WorksStage(models.Model):
    """The day on which works came to a stage."""

    works = models.ForeignKey(Works, models.CASCADE, related_name="stages", verbose_name="事项")
    stage = models.CharField("阶段", max_length=10, choices=Works.Stage.choices)
    on = models.DateField("日期", help_text="只知道年月时填当月 1 日。")
    precision = models.CharField("精确到", max_length=5, choices=Precision.choices, default=Precision.DAY)
    note = models.CharField("说明", max_length=300, blank=True)
    public = models.BooleanField("公开说明", default=True)

    objects = WorksStageQuerySet.as_manager()
    history = records_history()

    class Meta:
        verbose_name = "阶段"
        verbose_name_plural = "阶段"
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["works", "stage"],
                name="works_stage_once",
                violation_error_message="同一个阶段只登记一次，请改原来的一行。",
            )
        ]
        indexes = [models.Index(fields=["on"])]

    def __str__(self) -> str:
        return f"{self.when} {self.get_stage_display()}"

    @property
    def when(self) -> str:
        return dated(self.on, self.precision)

    @property
    def public_note(self) -> str:
        return self.note if self.public else ""


class ConsultationNote(models.Model):
    """Who was asked and what they said: a meeting, a round from door to door, objections to a notice."""

    works = models.ForeignKey(Works, models.CASCADE, related_name="consultations", verbose_name="事项")
    on = models.DateField("日期")
    text = models.CharField(
        "征求意见的情况", max_length=500, help_text="人名只写姓氏和身份，例如：3栋陈楼长。"
    )
    public = models.BooleanField("公开", default=False)

    objects = OfWorksQuerySet.as_manager()
    history = records_history()

    class Meta:
        verbose_name = "征求意见记录"
        verbose_name_plural = "征求意见记录"
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d} {self.text[:30]}"


class WorksPhoto(Picture):
    """A picture of works; residents see it only where somebody said so."""

    works = models.ForeignKey(Works, models.CASCADE, related_name="photos", verbose_name="事项")
    public = models.BooleanField("公开", default=False)

    objects = OfWorksQuerySet.as_manager()
    history = records_history()

    class Meta(Picture.Meta):
        verbose_name = "照片"
        verbose_name_plural = "照片"
