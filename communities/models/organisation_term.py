from __future__ import annotations

from datetime import date, timedelta
from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from guicheng.accounts.history import records_history
from guicheng.accounts.scope import ScopedQuerySet
from guicheng.privacy.fields import SealedField

from .organisation import Organisation

#: So many days before its end a term is due: an election takes its time.
TERM_NOTICE_DAYS = 60


class OrganisationTermQuerySet(ScopedQuerySet):
    community_path = "organisation__community"

    def public(self) -> Self:
        """When people were elected, never who."""
        return self.filter(organisation__in=Organisation.objects.public())


class OrganisationTerm(models.Model):
    """届次: for how long those who lead an organisation were chosen, and how."""

    class How(models.TextChoices):
        ELECTED = "elected", "选举"
        RECOMMENDED = "recommended", "协商推选"
        OWNERS = "owners", "业主大会表决"
        APPOINTED = "appointed", "上级批复（任命）"
        OTHER = "other", "其他"

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="terms", verbose_name="组织")
    number = models.PositiveSmallIntegerField(
        "届次", validators=[MinValueValidator(1)], help_text="第几届，只填数字。"
    )
    starts_on = models.DateField("任期开始")
    ends_on = models.DateField(
        "任期届满", null=True, blank=True, help_text="没有规定任期的不填。提前换届的，改为实际结束的日期。"
    )
    elected_on = models.DateField("选举（产生）日期", null=True, blank=True)
    how = models.CharField("产生方式", max_length=12, choices=How.choices, default=How.ELECTED)
    note = models.CharField("说明", max_length=200, blank=True)

    objects = OrganisationTermQuerySet.as_manager()
    history = records_history()

    class Meta:
        verbose_name = "届次"
        verbose_name_plural = "届次（换届）"
        ordering = ["-starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "number"],
                name="organisation_term_number_once",
                violation_error_message="这一届已经登记过。",
            ),
            models.CheckConstraint(
                name="organisation_term_ends_after_start",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                violation_error_message="任期届满要晚于任期开始。",
            ),
            models.CheckConstraint(
                name="organisation_term_elected_before_end",
                condition=Q(elected_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(elected_on__lte=F("ends_on")),
                violation_error_message="选举日期不能晚于任期届满。",
            ),
        ]

    def __str__(self) -> str:
        return f"第 {self.number} 届"

    #: Set by a form that holds its rows against each other, as they will be when all are saved.
    among_rows = False

    def clean(self) -> None:
        if self.organisation_id is None or self.starts_on is None or self.among_rows:
            return
        others = OrganisationTerm.objects.filter(organisation=self.organisation_id).exclude(pk=self.pk)
        if clash := next((other for other in others if self.overlaps(other)), None):
            raise ValidationError(overlap(self, clash))

    def overlaps(self, other: OrganisationTerm) -> bool:
        """Two terms share a day; the day on which one ends may be the first of the next."""
        first, second = sorted((self, other), key=lambda term: term.starts_on)
        if first.starts_on == second.starts_on:
            return True
        return first.ends_on is None or first.ends_on > second.starts_on

    def standing(self, today: date) -> str:
        """How the term stands: 任期中, 60 天内届满, 已届满 …"""
        if self.starts_on > today:
            return "还没有开始"
        if self.ends_on is None:
            return "没有规定任期"
        if self.ends_on < today:
            return "已届满"
        return f"{TERM_NOTICE_DAYS} 天内届满" if self.ends_on <= last_noticed(today) else "任期中"


def overlap(one: OrganisationTerm, other: OrganisationTerm) -> str:
    """The sentence about two terms that share days."""
    return f"{one}和{other}的任期重叠，请核对开始和届满的日期。"


def last_noticed(today: date) -> date:
    """Up to which day a term's end is near."""
    return today + timedelta(days=TERM_NOTICE_DAYS)


class OrganisationMemberQuerySet(ScopedQuerySet):
    """Who belongs to an organisation is for the staff alone: nothing of it is public."""

    community_path = "organisation__community"

    def current(self) -> Self:
        """Those who have not left, of the newest term or of none."""
        later = OrganisationTerm.objects.filter(
            organisation=models.OuterRef("organisation"), starts_on__gt=models.OuterRef("term__starts_on")
        )
        return self.filter(left_on__isnull=True).exclude(models.Exists(later))


class OrganisationMember(models.Model):
    """Somebody who belongs to an organisation, as far as it is known."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="members", verbose_name="组织"
    )
    term = models.ForeignKey(
        OrganisationTerm, models.PROTECT, related_name="members", verbose_name="届次", null=True, blank=True
    )
    name = SealedField("姓名", blank=True, default="", help_text="加密保存，不公开。")
    position = models.CharField("职务", max_length=20, default="成员")
    party_member = models.BooleanField("党员", default=False)
    left_on = models.DateField("离开日期", null=True, blank=True)

    objects = OrganisationMemberQuerySet.as_manager()
    history = records_history(excluded=["name"])

    class Meta:
        verbose_name = "成员"
        verbose_name_plural = "成员（不公开）"
        ordering = ["pk"]

    def __str__(self) -> str:
        """Without the name: logs keep what a record is called as plain text."""
        return f"{self.position}（编号 {self.pk}）" if self.pk else self.position

    def clean(self) -> None:
        if self.term_id and self.organisation_id and self.term.organisation_id != self.organisation_id:
            raise ValidationError({"term": "这个届次是别的组织的。"})
