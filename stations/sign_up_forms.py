"""Forms of signing up: for residents, for staff on the telephone, at the door."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from guicheng.privacy.phones import normalise_phone
from guicheng.web.protect import PublicForm, clean_surname

from .models.signup import MOST_PEOPLE
from .signups import Wanted

#: Who is younger comes with the consent of a parent or guardian (个人信息保护法第三十一条: 不满十四周岁).
CHILD_AGE = 14


class _SignUpFields(forms.Form):
    """What is asked, by residents' and by staff's form alike."""

    surname = forms.CharField(
        label="姓氏",
        max_length=10,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
        help_text="只写姓就行，例如：陈。",
    )
    phone = forms.CharField(
        label="电话",
        max_length=30,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"}),
        help_text="活动有变动时，工作人员打这个号码告诉您。",
    )
    people = forms.TypedChoiceField(
        label="一共几个人来（包括自己）",
        choices=[(n, f"{n} 人") for n in range(1, MOST_PEOPLE + 1)],
        coerce=int,
        initial=1,
    )
    with_child = forms.BooleanField(label=f"有不满 {CHILD_AGE} 周岁的孩子参加", required=False)
    child_born = forms.IntegerField(
        label="孩子的出生年份（有孩子参加才填）",
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text="几个孩子时，填最小的那个。",
    )
    guardian_agrees = forms.BooleanField(
        label="我是孩子的监护人（或已得到监护人同意），同意孩子参加，活动期间由我照看", required=False
    )

    def clean_surname(self) -> str:
        return clean_surname(self.cleaned_data["surname"])

    def clean_phone(self) -> str:
        try:
            phone = normalise_phone(self.cleaned_data["phone"])
        except ValueError as exc:
            raise forms.ValidationError(str(exc)) from exc
        if not phone:
            raise forms.ValidationError("请填写电话。")
        return phone

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        year, this_year = data.get("child_born"), timezone.localdate().year
        if not (data.get("with_child") or year) or "child_born" in self.errors:
            data["child_born"] = None
            return data
        if year is None or not this_year - CHILD_AGE <= year <= this_year:
            self.add_error("child_born", f"请填四位的出生年份，{this_year - CHILD_AGE} 到 {this_year} 之间。")
        if not data.get("guardian_agrees"):
            self.add_error("guardian_agrees", f"不满 {CHILD_AGE} 周岁的孩子参加，要监护人同意，请勾选。")
        return data

    def wanted(self) -> Wanted:
        said = self.cleaned_data
        return Wanted(said["surname"], said["phone"], said["people"], said["child_born"])


class SignUpForm(_SignUpFields, PublicForm):
    field_order = ["surname", "phone", "people", "with_child", "child_born", "guardian_agrees"]


class StaffSignUpForm(_SignUpFields):
    """For who calls or stands at the counter."""


class HereForm(PublicForm):
    field_order = ["surname", "tail"]

    surname = forms.CharField(
        label="姓氏", max_length=10, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )
    tail = forms.RegexField(
        r"^[0-9]{4}$",
        label="电话后四位",
        max_length=4,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": "请填四个数字。"},
    )

    def clean_surname(self) -> str:
        return clean_surname(self.cleaned_data["surname"])


class DoorForm(forms.Form):
    """How many came without signing up."""

    walk_ins = forms.IntegerField(
        label="没有报名、直接来的",
        min_value=0,
        max_value=100_000,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": "请填人数，没有就填 0。",
            "invalid": "请填一个整数。",
            "min_value": "人数不能小于 0。",
            "max_value": "人数太大了，请核对。",
        },
    )
