"""Answers that are given again and again."""

from __future__ import annotations

from django.db import models

from communities.models import Community
from guicheng.accounts.history import records_history
from guicheng.accounts.scope import ScopedQuerySet


class AnswerTemplateQuerySet(ScopedQuerySet):
    #: The street's are for every community to use.
    street_rows_visible = True


class AnswerTemplate(models.Model):
    community = models.ForeignKey(
        Community,
        models.CASCADE,
        related_name="answer_templates",
        verbose_name="社区",
        null=True,
        blank=True,
        help_text="不选就是全街道通用，由街道修改。",
    )
    title = models.CharField("名称", max_length=40)
    text = models.TextField(
        "内容", max_length=1000, help_text="可以写〔社区〕和〔社区电话〕，用的时候自动换成实际的内容。"
    )
    order = models.PositiveSmallIntegerField("顺序", default=10)

    objects = AnswerTemplateQuerySet.as_manager()
    history = records_history()

    class Meta:
        verbose_name = "答复模板"
        verbose_name_plural = "答复模板"
        ordering = ["order", "title", "pk"]

    def __str__(self) -> str:
        return self.title

    def filled(self, community: Community) -> str:
        """The text with the community's own name and telephone."""
        return self.text.replace("〔社区电话〕", community.phone or "（未登记）").replace(
            "〔社区〕", community.name
        )
