from __future__ import annotations

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from guicheng.accounts.history import records_history
from guicheng.accounts.scope import ScopedQuerySet
from guicheng.pictures.models import Picture

from ..dates import Precision, dated
from .community import Community
from .organisation import Organisation
from .project import Project


class HonourQuerySet(ScopedQuerySet):
    street_rows_visible = True

    def public(self) -> Self:
        return self.filter(public=True)


class Honour(models.Model):
    """What was won, by whom it was given, and for whom: the street, a community, or something in it."""

    class Level(models.TextChoices):
        NATION = "nation", "国家级"
        PROVINCE = "province", "省级"
        CITY = "city", "市级"
        DISTRICT = "district", "区级"
        STREET = "street", "街道级"

    community = models.ForeignKey(
        Community,
        models.PROTECT,
        related_name="honours",
        verbose_name="社区",
        null=True,
        blank=True,
        help_text="不选社区就是整个街道的荣誉。",
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="honours", verbose_name="获奖组织", null=True, blank=True
    )
    project = models.ForeignKey(
        Project, models.PROTECT, related_name="honours", verbose_name="获奖项目", null=True, blank=True
    )
    title = models.CharField("荣誉名称", max_length=80)
    level = models.CharField("级别", max_length=8, choices=Level.choices)
    on = models.DateField("获得日期")
    precision = models.CharField("日期精确到", max_length=5, choices=Precision.choices, default=Precision.DAY)
    given_by = models.CharField("颁发（申报）单位", max_length=80, blank=True)
    for_words = models.CharField(
        "授予对象",
        max_length=80,
        blank=True,
        help_text="没有对应的社区、组织或项目时写在这里。不写个人全名。",
    )
    document = models.CharField("文件", max_length=120, blank=True, help_text="文件名称或文号。")
    public = models.BooleanField("向居民公开", default=True)
    source = models.CharField("资料来源", max_length=200, blank=True)

    objects = HonourQuerySet.as_manager()
    history = records_history()

    class Meta:
        verbose_name = "荣誉"
        verbose_name_plural = "荣誉"
        ordering = ["-on", "title"]
        indexes = [models.Index(fields=["community", "-on"]), models.Index(fields=["on"])]
        constraints = [
            models.CheckConstraint(
                name="honour_organisation_of_a_community",
                condition=Q(organisation__isnull=True) | Q(community__isnull=False),
                violation_error_message="组织的荣誉要选社区。",
            ),
            models.CheckConstraint(
                name="honour_project_of_a_community",
                condition=Q(project__isnull=True) | Q(community__isnull=False),
                violation_error_message="项目的荣誉要选社区。",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.take_community()
        super().save(*args, **kwargs)

    def take_community(self) -> None:
        """What an organisation or a project won is its community's."""
        owner = self.organisation or self.project
        if owner is not None and self.community_id is None:
            self.community_id = owner.community_id

    def clean(self) -> None:
        self.take_community()
        errors = {}
        if self.on and self.on > timezone.localdate():
            errors["on"] = "日期还没有到，请核对。"
        for name, label in (("organisation", "组织"), ("project", "项目")):
            owner = getattr(self, name)
            if owner and owner.community_id != self.community_id:
                errors[name] = f"这个{label}不属于所选的社区。"
        if errors:
            raise ValidationError(errors)

    @property
    def when(self) -> str:
        return dated(self.on, self.precision)

    @property
    def won_by(self) -> str:
        """For whom, in words; the street where nothing else is said."""
        if self.for_words:
            return self.for_words
        owner = self.organisation or self.project or self.community
        return str(owner) if owner else "桂城街道"


class HonourPictureQuerySet(ScopedQuerySet):
    community_path = "honour__community"
    street_rows_visible = True

    def public(self) -> Self:
        return self.filter(honour__public=True)


class HonourPicture(Picture):
    """A picture of the document or the plaque."""

    honour = models.ForeignKey(Honour, models.CASCADE, related_name="pictures", verbose_name="荣誉")

    objects = HonourPictureQuerySet.as_manager()
    history = records_history()

    class Meta(Picture.Meta):
        verbose_name = "证书照片"
        verbose_name_plural = "证书、牌匾照片（会公开）"
