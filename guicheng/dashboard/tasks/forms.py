"""The form in which a community answers a task, and what it says of numbers that are none."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from guicheng.accounts.admin_forms import plain_text

from ..models import Task, TaskAnswer, TaskField
from ..models.task import LARGEST
from .answering import Said, values_of

_NUMBER = re.compile(r"-?\d{1,40}(?:\.\d{0,10})?", re.ASCII)


def parse_number(text: str) -> Decimal | None:
    """``１，２００`` → 1200; None for nothing. Raises ``ValidationError`` with what to write instead."""
    plain = plain_text(text).replace(",", "").replace("，", "").replace(" ", "").replace("−", "-")
    if not plain:
        return None
    if not _NUMBER.fullmatch(plain):
        raise ValidationError("请只填数字，例如 12；没有就填 0，单位不用写。")
    number = Decimal(plain)
    if number < 0:
        raise ValidationError("不能填负数，请核对。")
    if number > LARGEST:
        raise ValidationError("数太大了，最多 10 亿，请核对是不是多写了几位。")
    if number != round(number, 2):
        raise ValidationError("最多写两位小数。")
    return number


class NumberField(forms.CharField):
    """A text box with the telephone's number keys: what is typed wrong is told, not swallowed."""

    def __init__(self, asked: TaskField) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off"}
        super().__init__(
            label=asked.label, max_length=40, required=False, widget=forms.TextInput(attrs=attrs)
        )
        self.asked = asked
        self.error_messages["max_length"] = "写得太长了，请只填数字。"

    def clean(self, value: Any) -> Decimal | None:  # noqa: ANN401
        number = parse_number(super().clean(value))
        if number is None and not self.asked.may_be_empty:
            raise ValidationError("这一项还没有填。没有的请填 0，空着不等于 0。")
        return number


class AnswerForm(forms.Form):
    """``said`` is there once it is valid; ``version``: the one that the form was opened with."""

    version = forms.IntegerField(min_value=0, max_value=1_000_000, widget=forms.HiddenInput)
    result = forms.ChoiceField(
        label="核对结果",
        choices=TaskAnswer.Result.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选属实，还是有出入。", "invalid_choice": "请选属实，还是有出入。"},
    )
    confirmed = forms.BooleanField(
        label="已经知道、已经办好", error_messages={"required": "办好以后，请在这里打勾。"}
    )
    note = forms.CharField(
        label="说明（可以不写）",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "最多写 %(limit_value)d 个字，现在有 %(show_value)d 个。"},
    )

    def __init__(self, row: TaskAnswer, fields: list[TaskField], data: Any = None) -> None:  # noqa: ANN401
        super().__init__(data, initial=_initial(row))
        self._asked = {self.name_of(asked): asked for asked in fields}
        for name, asked in self._asked.items():
            self.fields[name] = NumberField(asked)
        if row.task.kind != Task.Kind.CHECK:
            del self.fields["result"]
        if row.task.kind != Task.Kind.CONFIRMATION:
            del self.fields["confirmed"]

    @staticmethod
    def name_of(asked: TaskField) -> str:
        return f"number-{asked.pk}"

    def numbers(self) -> list[tuple[forms.BoundField, TaskField]]:
        return [(self[name], asked) for name, asked in self._asked.items()]

    def clean_note(self) -> str:
        return "".join(sign for sign in self.cleaned_data["note"] if sign.isprintable() or sign == "\n")

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("result") == TaskAnswer.Result.DIFFERS and "note" in said and not said["note"]:
            self.add_error("note", "有出入的，请写清哪里不对、应当是多少。")
        return said

    @property
    def said(self) -> Said:
        cleaned = self.cleaned_data
        values = {asked.pk: cleaned[name] for name, asked in self._asked.items()}
        return Said(values, cleaned.get("result", ""), cleaned["note"])

    def started_at(self, version: int) -> None:
        """Let the next press count as begun at ``version``; what was typed stays."""
        self.data = self.data.copy()
        self.data["version"] = str(version)


def _initial(row: TaskAnswer) -> dict[str, Any]:
    numbers = {
        f"number-{key}": "" if value is None else f"{value.normalize():f}"
        for key, value in values_of(row).items()
    }
    known = {"version": row.version, "result": row.result, "note": row.note, "confirmed": row.is_answered}
    return {**known, **numbers}


class ReturnForm(forms.Form):
    version = forms.IntegerField(min_value=0, max_value=1_000_000, widget=forms.HiddenInput)
    reason = forms.CharField(
        label="退回原因",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": "请写清为什么退回，要改什么。",
            "max_length": "最多写 %(limit_value)d 个字，现在有 %(show_value)d 个。",
        },
    )
