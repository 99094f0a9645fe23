"""Forms of organisations. No internal telephone goes out with one: it shows the mask, takes a new number."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet

from guicheng.accounts.admin_forms import ScopedModelForm, plain_text
from guicheng.pictures.forms import PictureForm
from guicheng.privacy.phones import normalise_phone

from .models import Organisation, OrganisationMember, OrganisationPhoto, OrganisationTerm
from .models.organisation_term import overlap

#: More digits than a room's number: a telephone or an identity card where only a role belongs.
_LONG_NUMBER = re.compile(r"\d{5,}")
NO_NUMBERS = "这里只写姓氏和职务，例如：陈会长。号码请填在电话栏。"


def has_long_number(text: str) -> bool:
    return bool(_LONG_NUMBER.search(text))


class OrganisationForm(ScopedModelForm):
    new_phone = forms.CharField(
        label="内部联系电话",
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"class": "vTextField", "inputmode": "tel", "autocomplete": "off"}),
        help_text="只给工作人员看，加密保存，不公开。",
    )
    remove_phone = forms.BooleanField(label="删除已登记的内部电话", required=False)

    class Meta:
        model = Organisation
        fields = [
            "community",
            "kind",
            "red_since",
            "red_precision",
            "name",
            "estate",
            "parent",
            "status",
            "founded_on",
            "founded_precision",
            "dissolved_on",
            "members_count",
            "party_members_count",
            "does",
            "contact_role",
            "public_phone",
            "public",
            "source",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "new_phone" not in self.fields:
            return
        if self.instance.contact_phone:
            self.fields["new_phone"].label = "换成新号码"
            self.fields["new_phone"].widget.attrs["placeholder"] = self.instance.masked_phone
            self.fields["new_phone"].help_text = "不填就保留原来的号码。"
        else:
            self.fields.pop("remove_phone", None)

    def clean_name(self) -> str:
        name = plain_text(self.cleaned_data["name"])
        if not name:
            raise ValidationError("请填写名称。")
        return name

    def clean_contact_role(self) -> str:
        role = plain_text(self.cleaned_data["contact_role"])
        if has_long_number(role):
            raise ValidationError(NO_NUMBERS)
        return role

    def clean_new_phone(self) -> str:
        try:
            return normalise_phone(self.cleaned_data["new_phone"])
        except ValueError as exc:
            raise ValidationError(str(exc)) from exc

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("new_phone") and cleaned.get("remove_phone"):
            self.add_error("remove_phone", "填了新号码就不用勾选删除：新号码会代替旧号码。")
        return cleaned

    def fill_in(self) -> None:
        super().fill_in()
        if self.cleaned_data.get("remove_phone"):
            self.instance.contact_phone = ""
        elif phone := self.cleaned_data.get("new_phone"):
            self.instance.contact_phone = phone


class TermForm(ScopedModelForm):
    class Meta:
        model = OrganisationTerm
        fields = ["number", "starts_on", "ends_on", "elected_on", "how", "note"]

    def fill_in(self) -> None:
        super().fill_in()
        self.instance.among_rows = True


class TermRows(BaseInlineFormSet):
    """Terms in one form: held against each other as they will be, not as they were."""

    def clean(self) -> None:
        super().clean()
        rows = [form for form in self.forms if not form.errors and not self._should_delete_form(form)]
        rows = [form for form in rows if form.instance.starts_on is not None]
        rows.sort(key=lambda form: form.instance.starts_on)
        for earlier, later in zip(rows, rows[1:], strict=False):
            if earlier.instance.overlaps(later.instance):
                later.add_error("starts_on", overlap(earlier.instance, later.instance))


class MemberForm(ScopedModelForm):
    name = forms.CharField(
        label="姓名",
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"class": "vTextField", "autocomplete": "off"}),
        help_text="加密保存，不公开。",
    )

    class Meta:
        model = OrganisationMember
        fields = ["term", "name", "position", "party_member", "left_on"]

    def clean_name(self) -> str:
        return plain_text(self.cleaned_data["name"])


class MemberRows(BaseInlineFormSet):
    """Members of an organisation: only its own terms can be chosen, asked for once for all rows."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._terms: list[tuple[Any, str]] | None = None

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        field = form.fields.get("term")
        if field is None:
            return
        own = OrganisationTerm.objects.filter(organisation=self.instance.pk)
        if self._terms is None:
            self._terms = [("", "---------"), *((term.pk, str(term)) for term in own)]
        field.queryset = own
        field.widget.choices = self._terms


class OrganisationPhotoForm(PictureForm):
    class Meta(PictureForm.Meta):
        model = OrganisationPhoto
        fields = ["caption", "public", "order"]
