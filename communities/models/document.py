from __future__ import annotations

from typing import Self

from django.db import models
from django.urls import reverse

from guicheng.accounts.history import records_history

from ..targets import target_choices
from .study import StreetQuerySet


class StreetDocumentQuerySet(StreetQuerySet):
    def public(self) -> Self:
        return self.filter(public=True)


class StreetDocument(models.Model):
    """A text of the street that says how it works, such as the 12345工作格局, with its parts."""

    title = models.CharField("标题", max_length=60)
    slug = models.SlugField(
        "网址里的名称", max_length=40, unique=True, help_text="小写英文字母、数字和横线，例如 12345。"
    )
    version_on = models.DateField("版本日期")
    intro = models.TextField("引言", blank=True, max_length=2000)
    public = models.BooleanField("向居民公开", default=False)
    source = models.CharField("资料来源", max_length=200, blank=True)

    objects = StreetDocumentQuerySet.as_manager()
    history = records_history()

    class Meta:
        verbose_name = "街道文件"
        verbose_name_plural = "街道文件"
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("document", args=[self.slug])


class DocumentPartQuerySet(StreetQuerySet):
    def public(self) -> Self:
        return self.filter(document__public=True)


class DocumentPart(models.Model):
    """One part of a document, which may lead to the records that carry it out."""

    document = models.ForeignKey(StreetDocument, models.CASCADE, related_name="parts", verbose_name="文件")
    number = models.PositiveSmallIntegerField("序号")
    heading = models.CharField("小标题", max_length=80)
    text = models.TextField("内容", blank=True, max_length=4000)
    link_to = models.CharField(
        "对应的记录",
        max_length=20,
        blank=True,
        choices=target_choices,
        help_text="阅读时会显示这类记录现在有多少，点一下可以打开。",
    )

    objects = DocumentPartQuerySet.as_manager()
    history = records_history()

    class Meta:
        verbose_name = "文件的部分"
        verbose_name_plural = "文件的各部分"
        ordering = ["number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "number"],
                name="document_part_number_once",
                violation_error_message="这份文件里已经有这个序号。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.heading}"
