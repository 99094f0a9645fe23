from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from communities.models import Community
from guicheng.accounts.history import records_history
from guicheng.accounts.scope import ScopedQuerySet

from ..briefs.placeholders import problems
from ..briefs.spans import CHOSEN, MONTH, QUARTER, YEAR, Span
from .published import StreetFigures


class BriefTemplate(models.Model):
    """How a brief is worded: the street's, with figures put in by their keys."""

    name = models.CharField("名称", max_length=40, unique=True)
    text = models.TextField(
        "正文",
        max_length=20_000,
        help_text="每行一段。“一、”开头的行是一级标题，“（一）”开头的行是二级标题。"
        "数用 {{ building_heads }} 这样的指标代号写，代号后可以加 .change（比上一期）、.total（累计）、"
        ".published（公布数）、.target（目标）、.said（按公布时的说法）；"
        "另有 {{ where }}（街道或社区）、{{ period }}（期间）、{{ day }}（截止日期）。",
    )

    objects = StreetFigures.as_manager()
    history = records_history()

    class Meta:
        verbose_name = "简报模板"
        verbose_name_plural = "简报模板"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if wrong := problems(self.text or ""):
            raise ValidationError({"text": wrong})


class Briefs(ScopedQuerySet):
    """Those without a community are the whole street's and not for staff of a community."""


class Brief(models.Model):
    """A brief as it was made: later changes of records or of the template leave it as it is."""

    PERIODS = [(MONTH, "月"), (QUARTER, "季度"), (YEAR, "年"), (CHOSEN, "自选")]

    template = models.ForeignKey(
        BriefTemplate, models.SET_NULL, related_name="briefs", verbose_name="模板", null=True, editable=False
    )
    name = models.CharField("简报", max_length=40, editable=False)
    community = models.ForeignKey(
        Community,
        models.CASCADE,
        related_name="+",
        verbose_name="社区",
        null=True,
        editable=False,
        help_text="没有社区的是全街道的。",
    )
    period = models.CharField("期间种类", max_length=8, choices=PERIODS, editable=False)
    first = models.DateField("第一天", editable=False)
    last = models.DateField("最后一天", editable=False)
    whole = models.BooleanField("期间已经结束", default=True, editable=False)
    text = models.JSONField("各段文字", editable=False)
    figures = models.JSONField("各项指标", editable=False)
    counted_at = models.DateTimeField("统计时间", editable=False)
    made_at = models.DateTimeField("制作时间", default=timezone.now, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        verbose_name="制作人",
        null=True,
        editable=False,
    )
    scheduled = models.BooleanField("定时生成", default=False, editable=False)

    objects = Briefs.as_manager()

    class Meta:
        verbose_name = "简报"
        verbose_name_plural = "简报"
        ordering = ["-last", "-pk"]
        indexes = [models.Index(fields=["community", "name", "period", "last"], name="brief_of_a_kind")]
        constraints = [
            models.CheckConstraint(
                condition=Q(last__gte=models.F("first")), name="brief_ends_after_its_start"
            ),
            # Two, since an empty community is equal to no other one.
            models.UniqueConstraint(
                fields=["name", "first", "last"],
                condition=Q(scheduled=True, community__isnull=True),
                name="brief_of_the_street_scheduled_once",
            ),
            models.UniqueConstraint(
                fields=["name", "community", "first", "last"],
                condition=Q(scheduled=True),
                name="brief_of_a_community_scheduled_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.where}{self.name} {self.span.words}"

    @property
    def span(self) -> Span:
        return Span(self.period, self.first, self.last, self.whole)

    @property
    def where(self) -> str:
        return self.community.name if self.community else settings.STREET_NAME

    @property
    def heading(self) -> str:
        return f"{self.where}党群服务{self.name}"

    @property
    def author(self) -> str:
        return "系统定时生成" if self.scheduled else str(self.made_by or "账号已删除")

    def last_of_the_kind(self) -> Brief | None:
        """The newest brief of an earlier span of the same kind, of the same street or community."""
        same = {"name": self.name, "community": self.community_id, "period": self.period}
        if self.community_id is None:
            same.pop("community")
            same["community__isnull"] = True
        return Brief.objects.filter(**same, last__lt=self.first).order_by("-last", "-pk").first()
