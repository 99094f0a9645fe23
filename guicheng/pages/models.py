from __future__ import annotations

from django.db import models

from guicheng.accounts.scope import ScopedQuerySet


class FeedbackQuerySet(ScopedQuerySet):
    """What residents said of the site's pages: for the street's own staff."""

    community_path = None

    def visible_to(self, user):  # noqa: ANN001, ANN201
        rows = super().visible_to(user)
        return rows if user.is_authenticated and user.sees_every_community else rows.none()


class PageFeedback(models.Model):
    path = models.CharField("页面", max_length=200)
    helpful = models.BooleanField("有帮助")
    comment = models.CharField("补充", max_length=200, blank=True)
    created_at = models.DateTimeField("收到时间", auto_now_add=True)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = "页面反馈"
        verbose_name_plural = "页面反馈"
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.path}：{'有' if self.helpful else '没有'}帮助"
