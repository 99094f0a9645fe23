"""What a head writes on the phone: few fields, each with a sensible beginning."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from guicheng.web.http import clean_text
from stations.forms import PhotosField
from volunteers.models import Appointment, ContactLog, MatterKind

#: Days until the next step where the head names none.
FOLLOW_UP_DAYS = 7
#: Drafts may wait offline for so many days before they are sent.
OLDEST_DRAFT_DAYS = 31
_SENTENCES = {"required": "请填这一项。", "invalid_choice": "请从列表里选一项。"}


class NewContactForm(forms.Form):
    """记一条. ``draft_id`` is made on the phone: the same one is kept once however often it is sent."""

    draft_id = forms.UUIDField(widget=forms.HiddenInput)
    place = forms.ModelChoiceField(
        label="哪里", queryset=Appointment.objects.none(), widget=forms.RadioSelect, empty_label=None
    )
    kind = forms.ModelChoiceField(
        label="什么事", queryset=MatterKind.objects.none(), widget=forms.RadioSelect, empty_label=None
    )
    text = forms.CharField(
        label="一句话",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
        help_text="可以用键盘上的话筒说。不要写姓名、房号和电话。",
    )
    photos = PhotosField(label="照片（可以不加）")
    channel = forms.ChoiceField(
        label="怎么联系的",
        choices=ContactLog.Channel.choices,
        widget=forms.RadioSelect,
        initial=ContactLog.Channel.VISIT,
    )
    contacted = forms.ChoiceField(
        label="联系了谁",
        choices=ContactLog.With.choices,
        widget=forms.RadioSelect,
        initial=ContactLog.With.HOUSEHOLD,
    )
    result = forms.ChoiceField(
        label="结果",
        choices=[("done", "办好了"), ("following", "还要跟进"), ("escalated", "上报社区")],
        widget=forms.RadioSelect,
        initial=ContactLog.Result.DONE,
    )
    on = forms.DateField(label="日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(
        self,
        data: Any = None,  # noqa: ANN401
        files: Any = None,  # noqa: ANN401
        *,
        terms: list[Appointment],
        **kwargs: Any,
    ) -> None:
        super().__init__(data, files, **kwargs)
        self._terms = {term.pk: term for term in terms}
        field = self.fields["place"]
        field.queryset = Appointment.objects.filter(pk__in=self._terms)
        field.label_from_instance = lambda term: str(self._terms[term.pk].place)
        field.initial = terms[0].pk
        self.fields["kind"].queryset = MatterKind.objects.offered()
        self.fields["on"].initial = timezone.localdate
        for one in self.fields.values():
            one.error_messages.update(_SENTENCES)
        self.fields["kind"].error_messages["required"] = "请点一下是什么事。"
        self.fields["text"].error_messages["required"] = "请写一句话。"

    def clean_text(self) -> str:
        return clean_text(self.cleaned_data["text"].replace("\n", " "), 500)

    def clean_on(self) -> date:
        day, today = self.cleaned_data["on"], timezone.localdate()
        if day > today:
            raise forms.ValidationError("这个日期还没有到。")
        if day < today - timedelta(days=OLDEST_DRAFT_DAYS):
            raise forms.ValidationError("一个月以前的事，请交给社区补录。")
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        term = data.get("place")
        if term and data.get("on") and term.started_on and data["on"] < term.started_on:
            self.add_error("on", f"早于任职日期（{term.started_on:%Y-%m-%d}）。")
        return data

    def contact(self) -> ContactLog:
        """The entry, not saved yet."""
        said = self.cleaned_data
        settled = said["result"] == ContactLog.Result.DONE
        return ContactLog(
            appointment=self._terms[said["place"].pk],
            kind=said["kind"],
            on=said["on"],
            channel=said["channel"],
            contacted=said["contacted"],
            text=said["text"],
            result=said["result"],
            reported_to="社区" if said["result"] == ContactLog.Result.ESCALATED else "",
            follow_up_on=None if settled else timezone.localdate() + timedelta(days=FOLLOW_UP_DAYS),
            draft_id=said["draft_id"],
        )


class NextStepForm(forms.Form):
    """续记 or 已办结 of an open matter."""

    draft_id = forms.UUIDField(widget=forms.HiddenInput)
    text = forms.CharField(
        label="这次做了什么",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写一句话。"},
    )
    done = forms.BooleanField(label="已经办结", required=False)

    def clean_text(self) -> str:
        return clean_text(self.cleaned_data["text"].replace("\n", " "), 500)
