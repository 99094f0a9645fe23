"""新乡贤: respected people of a village, in three roles, and what they did."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from communities.dates import Precision, dated
from communities.models import Community
from guicheng.accounts.history import records_history
from guicheng.accounts.scope import ScopedQuerySet
from guicheng.privacy.cipher import fingerprint
from guicheng.privacy.fields import SealedField

from .texts import no_numbers
from .volunteer import Volunteer

NAMESAKE = "本社区已经有同名的新乡贤。如果是另一个人，请先在“人员”里登记，再选这个人。"


class WorthyRole(models.TextChoices):
    """三引领."""

    CUSTOMS = "customs", "人文风尚"
    COUNSEL = "counsel", "议事舆情"
    WELFARE = "welfare", "乡邻公益"


class WorthyQuerySet(ScopedQuerySet):
    def active(self) -> Self:
        return self.filter(ended_on__isnull=True)


class Worthy(models.Model):
    """Either a person of the records, or somebody who is in none of them, whose name lies sealed here."""

    volunteer = models.ForeignKey(
        Volunteer,
        models.PROTECT,
        related_name="worthies",
        verbose_name="人员",
        null=True,
        blank=True,
        help_text="已经在“人员”里登记的，选这个人；没有登记的，在下面写姓名。",
    )
    name = SealedField("姓名", blank=True, default="", help_text="加密保存。居民只看到“陈乡贤”这样的称呼。")
    name_print = models.CharField("姓名指纹", max_length=64, blank=True, editable=False, db_index=True)
    community = models.ForeignKey(Community, models.PROTECT, related_name="worthies", verbose_name="社区")
    customs = models.BooleanField("人文风尚", default=False)
    counsel = models.BooleanField("议事舆情", default=False)
    welfare = models.BooleanField("乡邻公益", default=False)
    started_on = models.DateField("受邀日期", null=True, blank=True)
    ended_on = models.DateField("退出日期", null=True, blank=True)
    note = models.CharField("说明（内部）", max_length=200, blank=True)
    source = models.CharField("资料来源", max_length=200, blank=True)
    erased_on = models.DateField("抹去姓名日期", null=True, blank=True, editable=False)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = WorthyQuerySet.as_manager()
    history = records_history()

    class Meta:
        verbose_name = "新乡贤"
        verbose_name_plural = "新乡贤"
        ordering = ["community__code", "pk"]
        constraints = [
            models.CheckConstraint(
                name="worthy_is_one_person",
                condition=Q(volunteer__isnull=False, name_print="")
                | (Q(volunteer__isnull=True) & (~Q(name_print="") | Q(erased_on__isnull=False))),
                violation_error_message="请选一个人员，或者写姓名，两样只要一样。",
            ),
            models.CheckConstraint(
                name="worthy_has_a_role",
                condition=Q(customs=True) | Q(counsel=True) | Q(welfare=True),
                violation_error_message="人文风尚、议事舆情、乡邻公益，请至少勾选一项。",
            ),
            models.UniqueConstraint(
                fields=["volunteer", "community"],
                condition=Q(volunteer__isnull=False),
                name="worthy_person_once_a_community",
                violation_error_message="这个人已经登记为本社区的新乡贤。",
            ),
            models.UniqueConstraint(
                fields=["community", "name_print"],
                condition=~Q(name_print=""),
                name="worthy_name_once_a_community",
                violation_error_message=NAMESAKE,
            ),
            models.CheckConstraint(
                name="worthy_ends_after_start",
                condition=Q(ended_on__isnull=True)
                | Q(started_on__isnull=True)
                | Q(ended_on__gte=F("started_on")),
                violation_error_message="退出日期不能早于受邀日期。",
            ),
        ]

    def __str__(self) -> str:
        return self.whole_name or "新乡贤"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.note_name()
        super().save(*args, **kwargs)

    def note_name(self) -> None:
        self.name_print = fingerprint(self.name)

    def clean(self) -> None:
        self.name = (self.name or "").strip()
        if len(self.name) > 40:
            raise ValidationError("姓名最多 40 个字。")
        if bool(self.volunteer_id) == bool(self.name) and not self.erased_on:
            raise ValidationError("请选一个人员，或者写姓名，两样只要一样。")
        if not (self.customs or self.counsel or self.welfare):
            raise ValidationError("人文风尚、议事舆情、乡邻公益，请至少勾选一项。")
        today = date.today()
        for field in ("started_on", "ended_on"):
            value = getattr(self, field)
            if value and value > today:
                raise ValidationError({field: "这个日期还没有到。"})
        self.note_name()
        self._check_namesake()

    def _check_namesake(self) -> None:
        # No form holds the print, so the constraint over it is not asked by itself.
        same = Worthy.objects.filter(community=self.community_id, name_print=self.name_print)
        if self.name_print and same.exclude(pk=self.pk).exists():
            raise ValidationError(NAMESAKE)

    def retire(self, today: date) -> None:
        """Withdraws today; the deeds stay."""
        self.ended_on = self.ended_on or today

    @property
    def whole_name(self) -> str:
        return self.volunteer.name if self.volunteer_id else self.name

    @property
    def roles(self) -> list[str]:
        return [str(label) for value, label in WorthyRole.choices if getattr(self, value)]


class WorthyDeedQuerySet(ScopedQuerySet):
    community_path = "worthy__community"

    def public(self) -> Self:
        return self.filter(public=True)


class WorthyDeed(models.Model):
    worthy = models.ForeignKey(Worthy, models.CASCADE, related_name="deeds", verbose_name="新乡贤")
    role = models.CharField("哪一项引领", max_length=8, choices=WorthyRole.choices)
    on = models.DateField("日期")
    date_precision = models.CharField(
        "日期精确到", max_length=5, choices=Precision.choices, default=Precision.DAY
    )
    text = models.CharField(
        "做了什么",
        max_length=200,
        validators=[no_numbers],
        help_text="会显示给居民。不写姓名和电话，例如：牵头修好村口的小桥。",
    )
    public = models.BooleanField("向居民公开", default=True)

    objects = WorthyDeedQuerySet.as_manager()
    history = records_history()

    class Meta:
        verbose_name = "乡贤事迹"
        verbose_name_plural = "乡贤事迹"
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["worthy", "-on"])]

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d} {self.get_role_display()}" if self.on else "乡贤事迹"

    def clean(self) -> None:
        if self.on and self.on > date.today():
            raise ValidationError({"on": "这个日期还没有到。"})

    @property
    def when(self) -> str:
        return dated(self.on, self.date_precision)
