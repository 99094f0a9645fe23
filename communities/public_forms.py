"""What residents fill in about deliberations: a topic, a sign-up."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from guicheng.privacy.phones import normalise_phone
from guicheng.web.protect import PublicForm, clean_surname

from .forms import CommunityField
from .leads import lead_for
from .models import Community
from .models.deliberation_parts import MOST_PEOPLE

_SHORT = {"min_length": "请写清楚一点，至少 4 个字。"}


class TopicForm(PublicForm):
    community = CommunityField(
        label="哪个社区？", queryset=Community.objects.none(), to_field_name="code", empty_label="请选择"
    )
    title = forms.CharField(
        label="想商量什么？",
        min_length=4,
        max_length=60,
        help_text="一句话，例如：电动车停在哪里充电。",
        error_messages=_SHORT,
    )
    text = forms.CharField(
        label="为什么要商量，您有什么想法？",
        min_length=4,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="不用写姓名、电话和门牌。工作人员看过、整理过，才会公开。",
        error_messages=_SHORT,
    )
    anyway = forms.BooleanField(label="我看过了，还是想作为议题提出", required=False)

    def __init__(
        self, data: QueryDict | None = None, *, community: Community | None = None, **kwargs: Any
    ) -> None:
        super().__init__(data, initial={"community": community and community.code}, **kwargs)
        self.fields["community"].queryset = Community.objects.public().order_by("name")
        self.lead = lead_for(f"{self.data.get('title', '')}{self.data.get('text', '')}") if data else ""

    def shown_fields(self) -> list[forms.BoundField]:
        return [field for field in super().shown_fields() if field.name != "anyway" or self.lead]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self.lead and not data.get("anyway"):
            raise forms.ValidationError(f"{self.lead}还是想作为议题提出的，请勾选下面那一格，再按一次提交。")
        return data


class PressForm(PublicForm):
    """One button."""

    min_seconds = 1


class SignUpForm(PublicForm):
    field_order = ["surname", "phone", "people"]

    surname = forms.CharField(
        label="姓氏",
        max_length=10,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
        help_text="只写姓就行，例如：陈。",
    )
    phone = forms.CharField(
        label="电话（可以不填）",
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"}),
        help_text="时间地点有变动时，工作人员打这个号码告诉您。",
    )
    people = forms.TypedChoiceField(
        label="一共几个人来（包括自己）",
        choices=[(n, f"{n} 人") for n in range(1, MOST_PEOPLE + 1)],
        coerce=int,
        initial=1,
    )

    def clean_surname(self) -> str:
        return clean_surname(self.cleaned_data["surname"])

    def clean_phone(self) -> str:
        try:
            return normalise_phone(self.cleaned_data["phone"])
        except ValueError as exc:
            raise forms.ValidationError(f"{exc}不想留电话，空着就可以。") from exc
