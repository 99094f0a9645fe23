from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.urls import reverse

from guicheng.accounts.history import records_history

from .study import StreetQuerySet


class ConferenceQuerySet(StreetQuerySet):
    def public(self) -> Self:
        return self.filter(public=True)


class Conference(models.Model):
    """A conference of the street, such as 党建大会. What was promised there are undertakings."""

    on = models.DateField("日期")
    name = models.CharField("名称", max_length=80)
    text = models.TextField("内容", blank=True, max_length=4000)
    public = models.BooleanField("向居民公开", default=False)
    source = models.CharField("资料来源", max_length=200, blank=True)

    objects = ConferenceQuerySet.as_manager()
    history = records_history()

    class Meta:
        verbose_name = "大会"
        verbose_name_plural = "大会"
        ordering = ["-on"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("conference", args=[self.pk])

    @property
    def first_day(self) -> date:
        return self.on
