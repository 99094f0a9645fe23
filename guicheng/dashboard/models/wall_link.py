from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.core.cache import cache
from django.db import models, transaction
from django.utils import timezone

from guicheng.accounts.history import records_history
from guicheng.accounts.scope import AnyUser, ScopedQuerySet


def remembered_as(key_print: str) -> str:
    """The cache's key for what is known of a link between its requests."""
    return f"wall-link:{key_print}"


class WallLinks(ScopedQuerySet):
    """The street's own, and not for staff of a community to read."""

    community_path = None

    def visible_to(self, user: AnyUser) -> Self:
        rows = super().visible_to(user)
        return rows if user.is_authenticated and user.sees_every_community else rows.none()


class WallLink(models.Model):
    """Opens the wall on one screen without an account. Of its secret only the hash is kept."""

    note = models.CharField("放在哪里", max_length=60, help_text="例如：街道办一楼大厅。")
    key_print = models.CharField("链接指纹", max_length=64, unique=True, editable=False)
    expires_on = models.DateField(
        "有效到", null=True, blank=True, help_text="这一天还能用，第二天起不能用；不填就一直有效，直到停用。"
    )
    made_at = models.DateTimeField("发出时间", default=timezone.now, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        verbose_name="发出人",
        null=True,
        editable=False,
    )
    used_at = models.DateTimeField("最近使用", null=True, editable=False)
    revoked_at = models.DateTimeField("停用时间", null=True, editable=False)

    objects = WallLinks.as_manager()
    history = records_history(excluded=["key_print", "used_at"])

    class Meta:
        verbose_name = "大屏链接"
        verbose_name_plural = "大屏链接"
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.note

    def save(self, *args: Any, **kwargs: Any) -> None:
        """What is remembered of the link is forgotten: one that was revoked stops at once."""
        super().save(*args, **kwargs)
        self._forget()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        gone = super().delete(*args, **kwargs)
        self._forget()
        return gone

    def _forget(self) -> None:
        """Once more when it is written for good: meanwhile others still read the row as it was."""
        key = remembered_as(self.key_print)
        cache.delete(key)
        transaction.on_commit(lambda: cache.delete(key), robust=True)

    @property
    def state(self) -> str:
        if self.revoked_at:
            return "已停用"
        expired = self.expires_on is not None and self.expires_on < timezone.localdate()
        return "已过期" if expired else "可以使用"
