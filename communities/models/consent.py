"""What owners decide together: who was asked, who took part, who agreed, and how many the law wants."""

from __future__ import annotations

from fractions import Fraction
from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from guicheng.accounts.history import records_history
from guicheng.accounts.scope import ScopedQuerySet

from .study import StreetQuerySet
from .works import Works

_FRACTION = r"^[1-9]\d{0,2}/[1-9]\d{0,2}$"


def _at_most_whole(written: str) -> None:
    upper, _, lower = written.partition("/")
    if upper.isdecimal() and lower.isdecimal() and int(upper) > int(lower) > 0:
        raise ValidationError("不能超过全部，请写成 2/3 的样子。")


class FractionField(models.CharField):
    """A share as people write it: ``2/3``; above none and at most the whole."""

    default_validators = [
        RegexValidator(_FRACTION, "请写成分数，例如 2/3、3/4、1/2。"),
        _at_most_whole,
    ]


class ConsentRuleQuerySet(StreetQuerySet):
    def public(self) -> Self:
        return self.all()


class ConsentRule(models.Model):
    """From a day on: how many owners must take part in deciding a kind of matter, and how many of them agree.

    Shares of owners and of their exclusive area (专有部分面积).
    Those who agree are counted among those who take part.
    """

    class Scope(models.TextChoices):
        UNIT = "unit", "按单元（幢）表决"
        ESTATE = "estate", "按整个小区表决"

    matter = models.CharField("哪类事项", max_length=12, choices=Works.Kind.choices)
    effective_from = models.DateField("从哪天起", help_text="这一天以后的表决按这一条算。")
    scope = models.CharField("表决范围", max_length=8, choices=Scope.choices)
    taking_households = FractionField("参与表决的户数占比", max_length=7, help_text="写分数，例如 2/3。")
    taking_area = FractionField("参与表决的面积占比", max_length=7)
    agreeing_households = FractionField("同意的户数占参与的比例", max_length=7)
    agreeing_area = FractionField("同意的面积占参与的比例", max_length=7)
    agreeing_more_than = models.BooleanField(
        "同意要超过这个比例",
        default=False,
        help_text="“过半数”不含正好一半，打勾；“四分之三以上”含正好四分之三，不打勾。",
    )
    basis = models.CharField("依据", max_length=300, help_text="会公开，例如：《民法典》第二百七十八条。")
    note = models.CharField("说明", max_length=300, blank=True)

    objects = ConsentRuleQuerySet.as_manager()
    history = records_history()

    class Meta:
        verbose_name = "表决门槛"
        verbose_name_plural = "表决门槛"
        ordering = ["matter", "-effective_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "effective_from"],
                name="consent_rule_once_a_day",
                violation_error_message="这类事项从这一天起已经有一条门槛。",
            ),
            models.CheckConstraint(
                name="consent_rule_in_fractions",
                condition=Q(
                    taking_households__regex=_FRACTION,
                    taking_area__regex=_FRACTION,
                    agreeing_households__regex=_FRACTION,
                    agreeing_area__regex=_FRACTION,
                ),
                violation_error_message="比例请写成分数，例如 2/3。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_matter_display()}（{self.effective_from:%Y-%m-%d} 起）"

    def share(self, name: str) -> Fraction:
        """One of the four shares as an exact fraction."""
        upper, lower = getattr(self, name).split("/")
        return Fraction(int(upper), int(lower))


class ConsentVoteQuerySet(ScopedQuerySet):
    community_path = "works__community"

    def public(self) -> Self:
        return self.filter(works__in=Works.objects.public(), public=True)


def _among(part: str, whole: str) -> Q:
    return Q(**{f"{part}__lte": F(whole)})


class ConsentVote(models.Model):
    """One vote over works: of a unit (building) or of the whole estate. Areas in square metres."""

    works = models.ForeignKey(Works, models.CASCADE, related_name="votes", verbose_name="事项")
    unit = models.CharField(
        "单元（幢）",
        max_length=40,
        blank=True,
        help_text="按单元（幢）表决的写明哪一个；整个小区一起表决的不填。",
    )
    asked_on = models.DateField("表决日期")
    eligible_households = models.PositiveIntegerField("应参与户数")
    eligible_area = models.DecimalField("应参与面积（平方米）", max_digits=12, decimal_places=2)
    taking_households = models.PositiveIntegerField("参与户数")
    taking_area = models.DecimalField("参与面积（平方米）", max_digits=12, decimal_places=2)
    agreeing_households = models.PositiveIntegerField("同意户数")
    agreeing_area = models.DecimalField("同意面积（平方米）", max_digits=12, decimal_places=2)
    public = models.BooleanField("公开结果", default=True, help_text="只公开比例，不公开户数和面积。")
    note = models.CharField("说明（内部）", max_length=200, blank=True)

    objects = ConsentVoteQuerySet.as_manager()
    history = records_history()

    class Meta:
        verbose_name = "表决"
        verbose_name_plural = "表决"
        ordering = ["-asked_on", "unit", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["works", "unit", "asked_on"],
                name="consent_vote_once_a_day",
                violation_error_message="这一天这个单元（幢）的表决已经登记过。",
            ),
            models.CheckConstraint(
                name="consent_households_in_order",
                condition=Q(eligible_households__gt=0)
                & _among("taking_households", "eligible_households")
                & _among("agreeing_households", "taking_households"),
                violation_error_message="户数不对：同意的不能多于参与的，参与的不能多于应参与的。",
            ),
            models.CheckConstraint(
                name="consent_area_in_order",
                condition=Q(eligible_area__gt=0, taking_area__gte=0, agreeing_area__gte=0)
                & _among("taking_area", "eligible_area")
                & _among("agreeing_area", "taking_area"),
                violation_error_message="面积不对：同意的不能多于参与的，参与的不能多于应参与的。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asked_on:%Y-%m-%d} {self.unit}表决"

    def clean(self) -> None:
        errors = {}
        for what, unit in (("households", "户"), ("area", "平方米")):
            asked, taking, agreeing = (
                getattr(self, f"{part}_{what}") for part in ("eligible", "taking", "agreeing")
            )
            if asked is not None and asked <= 0:
                errors[f"eligible_{what}"] = "应参与的要大于 0。"
            if asked is not None and taking is not None and taking > asked:
                errors[f"taking_{what}"] = (
                    f"参与的（{taking} {unit}）多于应参与的（{asked} {unit}），占比超过了 100%，请核对。"
                )
            if taking is not None and taking < 0:
                errors[f"taking_{what}"] = "不能是负数。"
            if taking is not None and agreeing is not None and agreeing > taking:
                errors[f"agreeing_{what}"] = (
                    f"同意的（{agreeing} {unit}）多于参与的（{taking} {unit}），占比超过了 100%，请核对。"
                )
            if agreeing is not None and agreeing < 0:
                errors[f"agreeing_{what}"] = "不能是负数。"
        if errors:
            raise ValidationError(errors)
