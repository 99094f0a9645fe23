from __future__ import annotations

from django.conf import settings
from django.db import models

from communities.models import Community
from guicheng.accounts.scope import ScopedQuerySet

from .volunteer import Volunteer


class PhoneClashQuerySet(ScopedQuerySet):
    """For the street alone: the community that asked must not learn who else has the number."""

    community_path = "volunteer__community"

    def visible_to(self, user):  # noqa: ANN001, ANN201
        return self.all() if user.is_authenticated and user.sees_every_community else self.none()

    def editable_by(self, user):  # noqa: ANN001, ANN201
        return self.visible_to(user) if user.is_authenticated and user.may_write else self.none()


class PhoneClash(models.Model):
    """A community wanted to register a number under which another one knows a person: the street decides."""

    volunteer = models.ForeignKey(
        Volunteer, models.CASCADE, related_name="clashes", verbose_name="已登记的人员"
    )
    community = models.ForeignKey(Community, models.CASCADE, related_name="+", verbose_name="想登记的社区")
    wanted_name = models.CharField("想登记的姓名", max_length=40)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", verbose_name="登记人", null=True
    )
    at = models.DateTimeField("时间", auto_now_add=True)
    settled = models.BooleanField("已处理", default=False)
    answer = models.CharField("怎样处理", max_length=200, blank=True)

    objects = PhoneClashQuerySet.as_manager()

    class Meta:
        verbose_name = "跨社区的号码"
        verbose_name_plural = "跨社区的号码（待街道核对）"
        ordering = ["settled", "-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["volunteer", "community"],
                condition=models.Q(settled=False),
                name="one_open_clash_a_community",
            )
        ]

    def __str__(self) -> str:
        return f"{self.community}"
