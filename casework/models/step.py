"""What was done with a request, step by step, and the pictures that came with it."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from guicheng.accounts.scope import AnyUser, ScopedQuerySet
from guicheng.pictures.models import Picture

from .request import ResidentRequest


class OfRequestQuerySet(ScopedQuerySet):
    """Seen as the request is seen that it belongs to."""

    community_path = "request__community"

    def visible_to(self, user: AnyUser) -> Self:
        rows = super().visible_to(user)
        handles = user.is_authenticated and user.may_write
        plain = Q(request__kind__isnull=True) | Q(request__kind__sensitive=False)
        return rows if handles else rows.filter(plain)


class RequestStep(models.Model):
    """One line of the timeline. ``public_text`` is for the resident, ``note`` for the staff alone."""

    class What(models.TextChoices):
        RECEIVED = "received", "收到"
        ACCEPTED = "accepted", "受理"
        ASSIGNED = "assigned", "派办"
        PASSED = "passed", "转办"
        PROGRESS = "progress", "办理情况"
        HEAD_DONE = "head_done", "楼长报告办好"
        MOVED = "moved", "转到别的社区"
        RETURNED = "returned", "退回"
        ANSWERED = "answered", "答复"
        CLOSED = "closed", "办结"
        REFUSED = "refused", "不予受理"
        RATED = "rated", "居民评价"
        REOPENED = "reopened", "居民重新提出"
        CONSENT = "consent", "居民答复能否提供联系方式"
        LINK = "link", "重新给链接"
        CLEARED = "cleared", "核对过，不是可疑内容"

    request = models.ForeignKey(
        ResidentRequest, models.CASCADE, related_name="steps", verbose_name="居民诉求"
    )
    at = models.DateTimeField("时间", default=timezone.now)
    what = models.CharField("事项", max_length=10, choices=What.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        verbose_name="经手人",
        null=True,
        blank=True,
    )
    by_label = models.CharField("谁", max_length=80, blank=True)
    status = models.CharField("办后状态", max_length=10, choices=ResidentRequest.Status.choices)
    public_text = models.TextField("给居民看的话", max_length=1000, blank=True)
    note = models.TextField("内部备注", max_length=1000, blank=True)

    objects = OfRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "办理经过"
        verbose_name_plural = "办理经过"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.get_what_display()


class RequestPhoto(Picture):
    """A picture that a resident sent along: for the resident's own page and the staff alone."""

    small = models.FileField("小图", upload_to="requests/", editable=False)
    medium = models.FileField("中图", upload_to="requests/", editable=False)
    large = models.FileField("大图", upload_to="requests/", editable=False)
    request = models.ForeignKey(
        ResidentRequest, models.CASCADE, related_name="photos", verbose_name="居民诉求"
    )

    objects = OfRequestQuerySet.as_manager()

    class Meta(Picture.Meta):
        verbose_name = "诉求照片"
        verbose_name_plural = "诉求照片"
