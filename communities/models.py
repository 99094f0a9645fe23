"""Where and who: the communities, what lies in them, and who works for them."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.urls import reverse

from guicheng.accounts.scope import ScopedQuerySet

phone_validator = RegexValidator(
    r"^(1\d{10}|0\d{2,3}-?\d{7,8}(-\d{1,6})?|400-?\d{3}-?\d{4}|\d{5,8})$",
    "电话请写成 0757-86123456、13812345678 或 12345 的样子。",
)


class WithPoint(models.Model):
    """A point in degrees WGS-84: both or neither."""

    lat = models.FloatField(
        "纬度", null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    lon = models.FloatField(
        "经度", null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_point_whole",
                condition=models.Q(lat__isnull=True, lon__isnull=True)
                | models.Q(lat__gte=-90, lat__lte=90, lon__gte=-180, lon__lte=180),
                violation_error_message="纬度和经度要么都填，要么都不填，并且要在范围之内。",
            )
        ]

    @property
    def has_point(self) -> bool:
        return self.lat is not None and self.lon is not None


class CommunityQuerySet(ScopedQuerySet):
    community_path = ""

    def public(self) -> Self:
        return self.all()


class Community(WithPoint):
    class Kind(models.TextChoices):
        URBAN = "urban", "城市社区"
        RURAL = "rural", "农村社区"

    code = models.CharField(
        "统计用区划代码",
        max_length=12,
        unique=True,
        validators=[RegexValidator(r"^\d{12}$", "区划代码是 12 位数字。")],
    )
    name = models.CharField("社区名称", max_length=30, unique=True)
    kind = models.CharField("类型", max_length=10, choices=Kind.choices)
    rural_pilot = models.BooleanField("农村创熟试点", default=False)
    certified_on = models.DateField(
        "熟人社区达标时间", null=True, blank=True, help_text="只知道年月时填当月 1 日。"
    )
    phone = models.CharField("联系电话", max_length=20, blank=True, validators=[phone_validator])
    address = models.CharField("办公地址", max_length=120, blank=True)

    objects = CommunityQuerySet.as_manager()

    class Meta(WithPoint.Meta):
        verbose_name = "社区"
        verbose_name_plural = "社区"
        ordering = ["code"]
        constraints = [
            *WithPoint.Meta.constraints,
            models.CheckConstraint(
                name="community_code_12_digits",
                condition=models.Q(code__regex=r"^\d{12}$"),
                violation_error_message="区划代码是 12 位数字。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("community", args=[self.code])

    @property
    def short_name(self) -> str:
        return self.name.removesuffix("社区")


class MembershipQuerySet(ScopedQuerySet):
    pass


class Membership(models.Model):
    """A user's community: what they see and may change follows from it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name="账号"
    )
    community = models.ForeignKey(Community, models.PROTECT, related_name="memberships", verbose_name="社区")

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "所属社区"
        verbose_name_plural = "所属社区"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "community"],
                name="one_membership_a_community",
                violation_error_message="这个账号已经属于这个社区。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.community}"


class EstateQuerySet(ScopedQuerySet):
    def public(self) -> Self:
        return self.all()


class Estate(WithPoint):
    class Kind(models.TextChoices):
        ESTATE = "estate", "小区"
        VILLAGE = "village", "自然村"
        PARK = "park", "园区"
        STREET = "street", "街区"

    community = models.ForeignKey(Community, models.PROTECT, related_name="estates", verbose_name="社区")
    name = models.CharField("名称", max_length=40)
    aliases = models.CharField(
        "别名", max_length=200, blank=True, help_text="居民常用的其他叫法，用顿号或逗号隔开。"
    )
    kind = models.CharField("类型", max_length=10, choices=Kind.choices, default=Kind.ESTATE)
    households = models.PositiveIntegerField("户数", null=True, blank=True)
    note = models.TextField("说明", blank=True, max_length=2000)
    source = models.CharField("资料来源", max_length=200, blank=True)

    objects = EstateQuerySet.as_manager()

    class Meta(WithPoint.Meta):
        verbose_name = "小区（村、园区）"
        verbose_name_plural = "小区（村、园区）"
        ordering = ["community__code", "name"]
        constraints = [
            *WithPoint.Meta.constraints,
            models.UniqueConstraint(
                fields=["community", "name"],
                name="estate_name_once_a_community",
                violation_error_message="这个社区已经有同名的小区（村、园区）。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def alias_list(self) -> list[str]:
        text = self.aliases
        for mark in ",，;；/\n":
            text = text.replace(mark, "、")
        return [part.strip() for part in text.split("、") if part.strip()]


class BoundaryQuerySet(ScopedQuerySet):
    community_path = None

    def public(self) -> Self:
        return self.all()


class Boundary(models.Model):
    """A boundary that the operator loaded, as GeoJSON geometry in degrees WGS-84 (lon, lat order)."""

    name = models.CharField("名称", max_length=60, unique=True)
    geometry = models.JSONField("图形")
    attribution = models.CharField("来源与许可", max_length=200, blank=True)
    loaded_at = models.DateTimeField("载入时间", auto_now=True)

    objects = BoundaryQuerySet.as_manager()

    class Meta:
        verbose_name = "边界"
        verbose_name_plural = "边界"

    def __str__(self) -> str:
        return self.name


class Installation(models.Model):
    """One row about this database as a whole: is it a demonstration?"""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    is_demonstration = models.BooleanField("演示数据库", default=False)
    demonstration_scale = models.PositiveIntegerField("演示规模", default=1)
    created_at = models.DateTimeField("建立时间", auto_now_add=True)

    class Meta:
        verbose_name = "本系统"
        verbose_name_plural = "本系统"
        constraints = [
            models.CheckConstraint(name="installation_is_one_row", condition=models.Q(id=1)),
        ]

    def __str__(self) -> str:
        return "演示数据库" if self.is_demonstration else "正式数据库"
