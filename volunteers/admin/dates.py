"""The one date that an action asks for."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from guicheng.accounts.admin_forms import FIRST_YEAR, LAST_YEAR

from ..models import Appointment

#: Names that a refusal lists before it says “等”.
_NAMED = 5


def day_field(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请填写日期。", "invalid": "日期写成 2026-03-01 的样子。"},
    )


def sane(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError(f"年份好像不对，请填 {FIRST_YEAR} 到 {LAST_YEAR} 年之间的日期。")
    return day


class _DayForm(forms.Form):
    """``rows``: the terms that the day is for; none of them may have begun after it."""

    def __init__(self, *args: Any, rows: models.QuerySet[Appointment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._rows = rows

    def clean_day(self) -> date:
        day = sane(self.cleaned_data["day"])
        late = list(self._rows.filter(started_on__gt=day)[: _NAMED + 1])
        if late:
            named = "、".join(f"{term.volunteer}（{term.started_on:%Y-%m-%d}）" for term in late[:_NAMED])
            raise ValidationError(
                f"这一天早于任职日期：{named}{'等' if len(late) > _NAMED else ''}。请分开办理。"
            )
        return day


class EndForm(_DayForm):
    day = day_field("离任日期")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].initial = timezone.localdate

    def clean_day(self) -> date:
        day = super().clean_day()
        if day > timezone.localdate():
            raise ValidationError("离任日期还没有到。")
        return day


class RenewForm(_DayForm):
    day = day_field("任期到")

    def clean_day(self) -> date:
        day = super().clean_day()
        if day <= timezone.localdate():
            raise ValidationError("新的任期要到今天以后。")
        return day
