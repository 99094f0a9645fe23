"""Forms of people and terms. No telephone goes out with a form: it shows the mask and takes a new one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from communities.forms import PointForm
from communities.models import Place
from guicheng.accounts.admin_forms import ScopedModelForm, plain_text
from guicheng.privacy.phones import is_mobile, normalise_phone

from .identity import Claim, claim_phone, hand_to_street
from .models import Appointment, Volunteer
from .papers import number_shared_wording, told_wording


def phone_field() -> forms.CharField:
    return forms.CharField(
        label="电话",
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"class": "vTextField", "inputmode": "tel", "autocomplete": "off"}),
        help_text="手机 11 位；没有手机的写座机。空格、横线、+86 都可以，保存时会整理。加密保存。",
    )


def said_of(claim: Claim) -> str | SafeString:
    """The claim's message with a link to whom it names."""
    if claim.holder is None:
        return claim.message
    address = reverse("admin:volunteers_volunteer_change", args=[claim.holder.pk])
    return format_html(
        '这个号码登记在<a href="{}">{}</a>名下，请在他的资料里增加任职。', address, claim.holder
    )


class VolunteerForm(ScopedModelForm):
    new_phone = phone_field()
    remove_phone = forms.BooleanField(label="删除已登记的电话", required=False)

    class Meta:
        model = Volunteer
        fields = [
            "community",
            "name",
            "gender",
            "birth_year",
            "political_status",
            "party_since",
            "skills",
            "told_on",
            "told_wording",
            "undertaking_on",
            "number_shared_on",
            "number_shared_wording",
            "source",
        ]
        widgets = {
            "told_wording": AdminTextareaWidget(attrs={"rows": 4}),
            "number_shared_wording": AdminTextareaWidget(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "new_phone" not in self.fields:
            return
        if self.instance.phone:
            self.fields["new_phone"].label = "换成新号码"
            self.fields["new_phone"].widget.attrs["placeholder"] = self.instance.masked_phone
            self.fields["new_phone"].help_text = "不填就保留原来的号码。"
        else:
            self.fields.pop("remove_phone", None)

    def clean_name(self) -> str:
        name = plain_text(self.cleaned_data["name"])
        if not name:
            raise ValidationError("请填写姓名。")
        if name == Volunteer.ERASED_NAME:
            raise ValidationError("这不是姓名。")
        return name

    def clean_new_phone(self) -> str:
        try:
            return normalise_phone(self.cleaned_data["new_phone"])
        except ValueError as exc:
            raise ValidationError(str(exc)) from exc

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        phone = cleaned.get("new_phone")
        if phone and cleaned.get("remove_phone"):
            self.add_error("remove_phone", "填了新号码就不用勾选删除：新号码会代替旧号码。")
        if phone and is_mobile(phone):
            self._claim(phone, cleaned)
        if cleaned.get("told_on") and not cleaned.get("told_wording"):
            cleaned["told_wording"] = told_wording()
        self._check_shared(cleaned, phone)
        return cleaned

    def _check_shared(self, cleaned: dict[str, Any], phone: str | None) -> None:
        """Consent to show a number is for that number: with another one it is asked for again."""
        day = cleaned.get("number_shared_on")
        if not day:
            cleaned["number_shared_wording"] = ""
            return
        cleaned["number_shared_wording"] = cleaned.get("number_shared_wording") or number_shared_wording()
        other = bool(phone) and phone != self.instance.phone and self.instance.number_shared_on is not None
        if other and day == self.instance.number_shared_on:
            self.add_error(
                "number_shared_on",
                "号码换了：请本人重新签字同意，改成新的日期；不再公开就清空日期。",
            )

    def _claim(self, phone: str, cleaned: dict[str, Any]) -> None:
        claim = claim_phone(self.user, phone, keep=self.instance.pk)
        if claim.is_free:
            return
        self.add_error("new_phone", said_of(claim))
        community, name = cleaned.get("community") or self._kept_community(), cleaned.get("name")
        if community is not None and name:
            hand_to_street(claim, user=self.user, community=community, name=name)

    def _kept_community(self) -> Any:  # noqa: ANN401
        return self.instance.community if self.instance.community_id else None

    def fill_in(self) -> None:
        super().fill_in()
        if self.cleaned_data.get("remove_phone"):
            self.instance.phone = ""
        elif phone := self.cleaned_data.get("new_phone"):
            self.instance.phone = phone
        if "number_shared_on" in self.changed_data:
            self.instance.number_shared_print = ""  # filled in for the number as it is now

    def _update_errors(self, errors: ValidationError) -> None:
        """The record complains of ``phone``; here that is the box for a new one."""
        if "phone" in getattr(errors, "error_dict", {}):
            errors.error_dict["new_phone"] = errors.error_dict.pop("phone")
        super()._update_errors(errors)


class AppointmentForm(ScopedModelForm):
    class Meta:
        model = Appointment
        fields = [
            "volunteer",
            "place",
            "deputy",
            "started_on",
            "ends_on",
            "ended_on",
            "chosen",
            "note",
            "source",
        ]


class AppointmentFormSet(forms.models.BaseInlineFormSet):
    """Rows sent together are checked against one another; each alone was checked against what is saved."""

    def clean(self) -> None:
        super().clean()
        served: set[Place] = set()
        for form in self.forms:
            row = getattr(form, "cleaned_data", None)
            if not row or row.get("DELETE") or row.get("ended_on") or not row.get("place"):
                continue
            place = row["place"]
            if place in served:
                raise ValidationError(f"{place}写了两个没有结束的任职，请只留一个。")
            served.add(place)


class PlaceForm(PointForm):
    class Meta:
        model = Place
        fields = ["community", "estate", "kind", "name", "households", "closed_on", "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "community" in self.fields:
            self.fields["community"].help_text = "选了小区就可以不选社区。"
            self._choose_the_only_one("community")
            self.fields["community"].required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "community" not in self.fields or cleaned.get("community") or "community" in self.errors:
            return cleaned
        if estate := cleaned.get("estate"):
            cleaned["community"] = estate.community
        else:
            self.add_error("community", "请选择社区。")
        return cleaned

    def clean_name(self) -> str:
        name = plain_text(self.cleaned_data["name"])
        if not name:
            raise ValidationError("请填写名称，例如：3栋。")
        return name
