from __future__ import annotations

from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from guicheng.accounts.history import records_history
from guicheng.accounts.scope import ScopedQuerySet
from guicheng.privacy.fields import SealedField
from guicheng.privacy.phones import mask

from ..dates import Precision, dated
from .community import Community
from .estate import Estate
from .point import phone_validator


class OrganisationQuerySet(ScopedQuerySet):
    def public(self) -> Self:
        """Who builds the community together. Show counts and what it does, never who belongs to it."""
        return self.filter(public=True)

    def active(self, on: date | None = None) -> Self:
        """Those at work: now, or on a day (as far as their own dates tell)."""
        if on is None:
            return self.filter(status=Organisation.Status.ACTIVE)
        begun = Q(founded_on__isnull=True) | Q(founded_on__lte=on)
        lasting = Q(dissolved_on__isnull=True) | Q(dissolved_on__gt=on)
        return self.exclude(status=Organisation.Status.PLANNED).filter(begun, lasting)

    def red(self) -> Self:
        """红色业委会: owners' committees with the mark."""
        return self.filter(kind=Organisation.Kind.OWNERS_COMMITTEE, red_since__isnull=False)


class Organisation(models.Model):
    """Who builds a community together, with its place in the network of party and neighbours."""

    class Kind(models.TextChoices):
        PARTY_COMMITTEE = "party_committee", "社区党委"
        PARTY_BRANCH = "party_branch", "小区党支部"
        PARTY_GROUP = "party_group", "党小组"
        OWNERS_COMMITTEE = "owners_committee", "业委会"
        PROPERTY = "property", "物业公司"
        PARTNER = "partner", "共建单位"
        FAMILIAR_TEAM = "familiar_team", "创熟团队"
        COLLECTIVE = "collective", "经济社（村民小组）"
        AUTONOMY_GROUP = "autonomy_group", "自治小组"
        # 街坊志愿服务互助会 is another name of the same thing: counted once.
        NEIGHBOURS = "neighbours", "街坊会"
        SOCIAL = "social", "社团组织"
        VOLUNTEERS = "volunteers", "志愿服务队"

    class Status(models.TextChoices):
        PLANNED = "planned", "筹备中"
        ACTIVE = "active", "运作中"
        DISSOLVED = "dissolved", "已终止"

    #: Other names under which a kind is written; imports and the search know them too.
    KIND_ALIASES = {
        "街坊志愿服务互助会": Kind.NEIGHBOURS,
        "街坊互助会": Kind.NEIGHBOURS,
        "业主委员会": Kind.OWNERS_COMMITTEE,
        "红色业委会": Kind.OWNERS_COMMITTEE,
        "物业": Kind.PROPERTY,
        "物业服务企业": Kind.PROPERTY,
        "经济社": Kind.COLLECTIVE,
        "村民小组": Kind.COLLECTIVE,
        "党支部": Kind.PARTY_BRANCH,
        "党委": Kind.PARTY_COMMITTEE,
        "社会组织": Kind.SOCIAL,
        "社团": Kind.SOCIAL,
        "志愿队": Kind.VOLUNTEERS,
        "志愿者队伍": Kind.VOLUNTEERS,
        "街长队伍": Kind.VOLUNTEERS,
        "巷长志愿服务队": Kind.VOLUNTEERS,
    }
    #: 三级党建网络: what stands above each of these.
    ABOVE = {Kind.PARTY_BRANCH: Kind.PARTY_COMMITTEE, Kind.PARTY_GROUP: Kind.PARTY_BRANCH}

    community = models.ForeignKey(
        Community, models.PROTECT, related_name="organisations", verbose_name="社区"
    )
    estate = models.ForeignKey(
        Estate,
        models.PROTECT,
        related_name="organisations",
        verbose_name="小区（村、园区）",
        null=True,
        blank=True,
        help_text="整个社区的组织不用选。",
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="children",
        verbose_name="上级组织",
        null=True,
        blank=True,
        help_text="例如：小区党支部的上级是社区党委，党小组的上级是小区党支部。",
    )
    kind = models.CharField("类型", max_length=20, choices=Kind.choices)
    name = models.CharField("名称", max_length=60)
    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.ACTIVE)
    founded_on = models.DateField("成立日期", null=True, blank=True)
    founded_precision = models.CharField(
        "成立日期精确到", max_length=5, choices=Precision.choices, default=Precision.DAY
    )
    dissolved_on = models.DateField("终止日期", null=True, blank=True)
    red_since = models.DateField(
        "成为红色业委会的日期",
        null=True,
        blank=True,
        help_text="只有业委会可以填写；填了就算红色业委会。",
    )
    red_precision = models.CharField(
        "该日期精确到", max_length=5, choices=Precision.choices, default=Precision.DAY
    )
    members_count = models.PositiveIntegerField("成员人数", null=True, blank=True)
    party_members_count = models.PositiveIntegerField("其中党员人数", null=True, blank=True)
    does = models.TextField("做什么", blank=True, max_length=2000)
    contact_role = models.CharField(
        "联系人（职务）", max_length=30, blank=True, help_text="只写姓氏和职务，例如：陈会长。会公开。"
    )
    public_phone = models.CharField(
        "公开的电话",
        max_length=20,
        blank=True,
        validators=[phone_validator],
        help_text="办公电话；会显示给居民。不要填个人手机号。",
    )
    contact_phone = SealedField(
        "内部联系电话", blank=True, default="", help_text="只给工作人员看，加密保存。"
    )
    public = models.BooleanField("向居民公开", default=True)
    source = models.CharField("资料来源", max_length=200, blank=True)

    objects = OrganisationQuerySet.as_manager()
    history = records_history(excluded=["contact_phone"])

    class Meta:
        verbose_name = "组织"
        verbose_name_plural = "组织"
        ordering = ["community__code", "kind", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "kind", "name"],
                name="organisation_once_a_community",
                violation_error_message="这个社区已经登记过同类同名的组织。",
            ),
            models.UniqueConstraint(
                fields=["estate"],
                condition=Q(kind="owners_committee", dissolved_on__isnull=True, estate__isnull=False),
                name="one_owners_committee_an_estate",
                violation_error_message="这个小区已经有一个业委会（红色业委会也算）。"
                "请修改原来的记录；已经换届终止的，先填终止日期。",
            ),
            models.CheckConstraint(
                name="organisation_party_members_among_members",
                condition=Q(members_count__isnull=True)
                | Q(party_members_count__isnull=True)
                | Q(party_members_count__lte=F("members_count")),
                violation_error_message="党员人数不能多于成员人数。",
            ),
            models.CheckConstraint(
                name="organisation_red_only_of_owners",
                condition=Q(red_since__isnull=True) | Q(kind="owners_committee"),
                violation_error_message="只有业委会可以填“成为红色业委会的日期”。",
            ),
            models.CheckConstraint(
                name="organisation_ends_after_start",
                condition=Q(dissolved_on__isnull=True)
                | Q(founded_on__isnull=True)
                | Q(dissolved_on__gte=F("founded_on")),
                violation_error_message="终止日期不能早于成立日期。",
            ),
            models.CheckConstraint(
                name="organisation_dissolved_on_a_day",
                condition=Q(status="dissolved", dissolved_on__isnull=False)
                | Q(~Q(status="dissolved"), dissolved_on__isnull=True),
                violation_error_message="“已终止”的组织要填终止日期；没有终止的不要填。",
            ),
        ]
        indexes = [models.Index(fields=["kind", "status"])]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("organisation", args=[self.pk])

    def contradictions(self) -> dict[str, str]:
        """What of the record's own values cannot be true together: field → sentence."""
        errors = {}
        members, party = self.members_count, self.party_members_count
        if members is not None and party is not None and party > members:
            errors["party_members_count"] = f"党员人数（{party}）不能多于成员人数（{members}）。"
        if self.red_since and self.kind != self.Kind.OWNERS_COMMITTEE:
            errors["red_since"] = "只有业委会可以填“成为红色业委会的日期”。"
        elif self.red_since and self.founded_on and self.red_since < self.founded_on:
            errors["red_since"] = "成为红色业委会的日期不能早于成立日期。"
        if self.dissolved_on and self.founded_on and self.dissolved_on < self.founded_on:
            errors["dissolved_on"] = "终止日期不能早于成立日期。"
        elif self.status == self.Status.DISSOLVED and not self.dissolved_on:
            errors["dissolved_on"] = "“已终止”的组织要填终止日期。"
        elif self.dissolved_on and self.status != self.Status.DISSOLVED:
            errors["status"] = "填了终止日期，状态应当是“已终止”。"
        return errors

    def clean(self) -> None:
        errors = self.contradictions()
        if self.estate_id and self.community_id and self.estate.community_id != self.community_id:
            errors["estate"] = "这个小区不属于所选的社区。"
        if self.parent_id and self.community_id and self.parent.community_id != self.community_id:
            errors["parent"] = "上级组织不属于所选的社区。"
        elif self.parent_id and self.pk and self.stands_above(self.parent):
            errors["parent"] = "上级组织不能是它自己或者它的下级。"
        elif self.parent_id and (above := self.ABOVE.get(self.kind)) and self.parent.kind != above:
            errors["parent"] = f"{self.get_kind_display()}的上级应当是{above.label}。"
        if errors:
            raise ValidationError(errors)

    def stands_above(self, other: Organisation | None) -> bool:
        """Whether ``other`` is this organisation or hangs below it."""
        seen: set[int] = set()
        while other is not None and other.pk not in seen:
            if other.pk == self.pk:
                return True
            seen.add(other.pk)
            other = other.parent
        return False

    def retire(self, today: date) -> None:
        """No longer at work; its records stay."""
        self.status, self.dissolved_on = self.Status.DISSOLVED, self.dissolved_on or today

    @property
    def phone(self) -> str:
        """The internal number, which is shown behind its mask."""
        return self.contact_phone

    @property
    def masked_phone(self) -> str:
        return mask(self.contact_phone)

    @property
    def founded(self) -> str:
        """The founding day as far as it is known."""
        return dated(self.founded_on, self.founded_precision)

    @property
    def is_red(self) -> bool:
        return self.red_since is not None

    @property
    def kind_name(self) -> str:
        """The kind in the words that people use: 红色业委会 for one with the mark."""
        return "红色业委会" if self.is_red else self.get_kind_display()
