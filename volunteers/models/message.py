from __future__ import annotations

from datetime import timedelta
from typing import Self

from django.db import models
from django.utils import timezone

from communities.models import Place
from guicheng.accounts.history import records_history
from guicheng.accounts.scope import ScopedQuerySet
from guicheng.privacy.fields import SealedField
from guicheng.privacy.phones import mask


class HeadMessageQuerySet(ScopedQuerySet):
    community_path = "place__community"

    def waiting(self) -> Self:
        return self.filter(handled=False)

    def past_keeping(self) -> Self:
        return self.filter(created_at__lt=timezone.now() - timedelta(days=HeadMessage.KEPT_DAYS))


class HeadMessage(models.Model):
    """What a resident wants the head of a place to read; it waits for the community, which passes it on."""

    #: Days after which a message is removed, whatever became of it; residents are told so.
    KEPT_DAYS = 90

    place = models.ForeignKey(Place, models.CASCADE, related_name="messages", verbose_name="楼巷街")
    text = models.TextField("留言", max_length=500)
    phone = SealedField("联系电话", blank=True, default="")
    created_at = models.DateTimeField("收到时间", auto_now_add=True, db_index=True)
    handled = models.BooleanField("已处理", default=False)
    answer = models.CharField("处理情况", max_length=200, blank=True)

    objects = HeadMessageQuerySet.as_manager()
    history = records_history(excluded=["phone"])

    class Meta:
        verbose_name = "给楼长的留言"
        verbose_name_plural = "给楼长（巷长、街长）的留言"
        ordering = ["handled", "-created_at"]

    def __str__(self) -> str:
        return f"给{self.place}{self.place.head_title}的留言"

    @property
    def masked_phone(self) -> str:
        return mask(self.phone)
