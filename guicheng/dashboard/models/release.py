from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from guicheng.accounts.history import records_history

from ..indicators import UnknownIndicator, indicator_of
from .published import StreetFigures


class IndicatorRelease(models.Model):
    """Whether residents may see an internal indicator: the street says so, and may take it back."""

    key = models.SlugField("指标代号", max_length=60, unique=True)
    released = models.BooleanField("向居民公开", default=True)
    reason = models.CharField(
        "原因", max_length=200, help_text="为什么公开或者收回，例如：街道党工委会议同意。"
    )
    changed_at = models.DateTimeField("改动时间", default=timezone.now)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", verbose_name="改动人", null=True
    )

    objects = StreetFigures.as_manager()
    history = records_history()

    class Meta:
        verbose_name = "内部指标的公开"
        verbose_name_plural = "内部指标的公开"
        ordering = ["key"]

    def __str__(self) -> str:
        return f"{self.label}{'公开' if self.released else '不公开'}"

    def clean(self) -> None:
        try:
            indicator = indicator_of(self.key)
        except UnknownIndicator as exc:
            raise ValidationError({"key": "没有这个代号的指标。"}) from exc
        if indicator.public:
            raise ValidationError({"key": "这个指标本来就是公开的。"})

    @property
    def label(self) -> str:
        try:
            return indicator_of(self.key).label
        except UnknownIndicator:
            return self.key
