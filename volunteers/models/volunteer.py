from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from communities.models import Community
from guicheng.accounts.history import records_history
from guicheng.accounts.models import User
from guicheng.accounts.scope import ScopedQuerySet
from guicheng.privacy.cipher import fingerprint
from guicheng.privacy.fields import SealedField
from guicheng.privacy.phones import is_mobile, mask, normalise_phone


class VolunteerQuerySet(ScopedQuerySet):
    """A person belongs to the community that registered them; whoever they serve sees them too."""

    def _seen(self, user: User) -> models.Q:
        from .appointment import Appointment
        from .mediator import Mediator
        from .worthy import Worthy

        own = user.memberships.values("community_id")
        served = Appointment.objects.filter(place__community__in=own).values("volunteer_id")
        seen = models.Q(community__in=own) | models.Q(pk__in=served)
        for role in (Mediator, Worthy):
            here = role.objects.filter(community__in=own, volunteer__isnull=False)
            seen |= models.Q(pk__in=here.values("volunteer_id"))
        return seen

    def with_phone(self, phone: str) -> Self:
        return self.filter(phone_print=fingerprint(phone))

    def present(self) -> Self:
        """Without those whose personal data were erased."""
        return self.filter(erased_on__isnull=True)


class Volunteer(models.Model):
    """A person who serves. A mobile telephone is one person; nothing is asked that the work does not need."""

    class Gender(models.TextChoices):
        FEMALE = "female", "女"
        MALE = "male", "男"

    class PoliticalStatus(models.TextChoices):
        MEMBER = "member", "中共党员"
        PROBATIONARY = "probationary", "中共预备党员"
        LEAGUE = "league", "共青团员"
        DEMOCRATIC = "democratic", "民主党派"
        MASSES = "masses", "群众"

    #: Who counts as a party member.
    PARTY = (PoliticalStatus.MEMBER, PoliticalStatus.PROBATIONARY)
    ERASED_NAME = "已抹去"

    community = models.ForeignKey(
        Community,
        models.PROTECT,
        related_name="volunteers",
        verbose_name="登记社区",
        help_text="由这个社区核对和修改资料。",
    )
    name = models.CharField("姓名", max_length=40)
    phone = SealedField("电话", blank=True, default="", help_text="手机 11 位；没有手机的写座机。加密保存。")
    phone_print = models.CharField("电话指纹", max_length=64, blank=True, editable=False, db_index=True)
    phone_tail = models.CharField("电话后四位", max_length=4, blank=True, editable=False, db_index=True)
    gender = models.CharField("性别", max_length=6, choices=Gender.choices, blank=True)
    birth_year = models.PositiveSmallIntegerField(
        "出生年份", null=True, blank=True, validators=[MinValueValidator(1900), MaxValueValidator(2099)]
    )
    political_status = models.CharField(
        "政治面貌", max_length=12, choices=PoliticalStatus.choices, blank=True
    )
    party_since = models.DateField("入党日期", null=True, blank=True)
    skills = models.CharField("特长", max_length=200, blank=True)
    told_on = models.DateField(
        "告知并同意日期",
        null=True,
        blank=True,
        help_text="向本人说明登记了什么、用来做什么、保存多久，并取得同意的日期。",
    )
    told_wording = models.TextField("告知的内容", blank=True, max_length=2000)
    undertaking_on = models.DateField("签署保密承诺日期", null=True, blank=True)
    number_shared_on = models.DateField(
        "书面同意公开号码日期",
        null=True,
        blank=True,
        help_text="本人签字同意在“找楼长”里显示自己的号码的日期。清空就是收回，马上不再显示。",
    )
    number_shared_wording = models.TextField("同意公开的内容", blank=True, max_length=1000)
    number_shared_print = models.CharField("同意公开的号码指纹", max_length=64, blank=True, editable=False)
    source = models.CharField("资料来源", max_length=200, blank=True)
    erased_on = models.DateField("抹去个人信息日期", null=True, blank=True, editable=False)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = VolunteerQuerySet.as_manager()
    history = records_history()

    #: Columns that say who somebody is: blanked when a person is erased, in every version too.
    PERSONAL = {
        "name": ERASED_NAME,
        "phone": "",
        "phone_print": "",
        "phone_tail": "",
        "gender": "",
        "birth_year": None,
        "party_since": None,
        "skills": "",
        "source": "",
        "number_shared_on": None,
        "number_shared_wording": "",
        "number_shared_print": "",
    }

    class Meta:
        verbose_name = "人员"
        verbose_name_plural = "人员"
        ordering = ["community__code", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["phone_print"],
                # A landline may be an office's: only mobiles are one person, and only they have a print.
                condition=~models.Q(phone_print=""),
                name="one_person_a_mobile",
                violation_error_message="这个号码现在不能登记。已转给街道管理员核对，请先登记其他内容。",
            ),
            models.CheckConstraint(
                name="volunteer_birth_year_sane",
                condition=models.Q(birth_year__isnull=True) | models.Q(birth_year__range=(1900, 2099)),
                violation_error_message="出生年份请填 1900 年以后的四位数字。",
            ),
            models.CheckConstraint(
                name="shared_number_is_a_number",
                condition=models.Q(number_shared_on__isnull=True) | ~models.Q(number_shared_print=""),
                violation_error_message="还没有登记电话，不能公开。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.note_phone()
        fields = kwargs.get("update_fields")
        if fields is not None and {"phone", "number_shared_on"} & set(fields):
            kwargs["update_fields"] = {*fields, "phone_print", "phone_tail", "number_shared_print"}
        super().save(*args, **kwargs)

    def clean(self) -> None:
        try:
            self.phone = normalise_phone(self.phone or "")
        except ValueError as exc:
            raise ValidationError({"phone": str(exc)}) from exc
        self.note_phone()
        today = date.today()
        for name in ("party_since", "told_on", "undertaking_on", "number_shared_on"):
            value = getattr(self, name)
            if value and value > today:
                raise ValidationError({name: "这个日期还没有到。"})
        if self.number_shared_on and not self.phone:
            raise ValidationError({"number_shared_on": "还没有登记电话，不能公开。"})
        if self.birth_year and self.birth_year > today.year:
            raise ValidationError({"birth_year": "出生年份不能晚于今年。"})

    def note_phone(self) -> None:
        """Bring the columns that are searched in line with the sealed number."""
        self.phone_print = fingerprint(self.phone) if is_mobile(self.phone) else ""
        self.phone_tail = self.phone[-4:]
        if self.number_shared_on is None:
            self.number_shared_print = ""
        elif not self.number_shared_print:
            self.number_shared_print = fingerprint(self.phone)

    @property
    def shared_phone(self) -> str:
        """The number that residents may be shown, "" for none: the one that the consent was given for."""
        if self.number_shared_on is None or self.erased_on is not None or not self.phone:
            return ""
        return self.phone if self.number_shared_print == fingerprint(self.phone) else ""

    @property
    def masked_phone(self) -> str:
        return mask(self.phone)

    @property
    def is_party_member(self) -> bool:
        return self.political_status in self.PARTY
