"""Forms of staff about deliberations and topics."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone

from guicheng.accounts.admin_forms import MAX_COUNT, ScopedModelForm, plain_text
from guicheng.pictures.forms import PhotosField, PictureForm
from guicheng.pictures.sizes import add_all

from .models import Deliberation, DeliberationParty, DeliberationPhoto, Topic
from .names_in_text import refuse_numbers


class DeliberationForm(ScopedModelForm):
    new_photos = PhotosField(
        label="上传照片",
        help_text="可以一次选几张。先只给工作人员看，勾选“公开”才给居民看。拍摄地点等信息会自动去掉。",
    )

    class Meta:
        model = Deliberation
        fields = [
            "community",
            "estate",
            "kind",
            "topic",
            "status",
            "starts_at",
            "date_precision",
            "ends_at",
            "where",
            "agenda",
            "cancelled_because",
            "sign_up_open",
            "capacity",
            "attendance",
            "minutes",
            "public_minutes",
            "public",
            "source",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The list's rows have a form of their own fields only.
        for name, rows in (("agenda", 5), ("minutes", 10), ("public_minutes", 10)):
            if name in self.fields:
                self.fields[name].widget.attrs["rows"] = rows

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in ("topic", "where", "agenda", "public_minutes", "cancelled_because"):
            try:
                refuse_numbers(cleaned.get(name) or "")
            except ValidationError as exc:
                self.add_error(name, exc)
        start, end = cleaned.get("starts_at"), cleaned.get("ends_at")
        if start and end and end <= start:
            self.add_error("ends_at", "结束时间必须晚于开始时间。")
        if self.instance.minutes_published_on and not cleaned.get("public_minutes"):
            self.add_error("public_minutes", "纪要已经公开，不能清空；请先撤回公开。")
        return cleaned

    def add_photos(self, deliberation: Deliberation) -> int:
        """Save the photos that came with the form; gives their number."""
        made = self.cleaned_data.get("new_photos") or []
        return add_all(
            made, deliberation.photos, caption=f"{deliberation.topic}照片", deliberation=deliberation
        )


class PartyForm(ScopedModelForm):
    class Meta:
        model = DeliberationParty
        fields = ["stands_for", "organisation", "name", "people", "invited", "present"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("organisation") and not cleaned.get("name") and not self.errors:
            self.add_error("name", "请选一个组织，或者写上名称。")
        return cleaned


class DeliberationPhotoForm(PictureForm):
    class Meta(PictureForm.Meta):
        model = DeliberationPhoto
        fields = ["caption", "public", "order"]


class CancelForm(forms.Form):
    reason = forms.CharField(
        label="取消的原因（居民会看到）",
        max_length=200,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="例如：台风预警，改期另行通知。",
        error_messages={"required": "请写一句原因。", "max_length": "最多写 200 个字。"},
    )

    def clean_reason(self) -> str:
        text = plain_text(self.cleaned_data["reason"])
        refuse_numbers(text)
        return text


class HeldForm(forms.Form):
    attendance = forms.IntegerField(
        label="到场人数",
        min_value=1,
        max_value=MAX_COUNT,
        required=False,
        help_text="数出来多少就填多少；不清楚可以先空着。",
        error_messages={
            "min_value": "到场人数至少是 1。",
            "max_value": "人数太大了，请核对。",
            "invalid": "请填一个整数。",
        },
    )


class PublishForm(forms.Form):
    """Asked before minutes are shown; the tick is needed where something looks like a name."""

    checked = forms.BooleanField(
        label="我核对过：上面没有谁的全名",
        required=False,
    )

    def __init__(self, *args: Any, names: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = names
        if not names:
            del self.fields["checked"]

    def clean_checked(self) -> bool:
        if self.names and not self.cleaned_data["checked"]:
            raise ValidationError("请逐个核对列出的字，确实不是全名的，勾选后再公开。")
        return True


class TopicForm(ScopedModelForm):
    """The words for the public, and what becomes of the topic."""

    class Decision:
        KEEP, RELEASE, DECLINE, TAKE = "", "release", "decline", "take"

    decision = forms.ChoiceField(
        label="怎么处理",
        required=False,
        choices=[
            (Decision.KEEP, "只保存，先不处理"),
            (Decision.RELEASE, "公开，征集附议"),
            (Decision.DECLINE, "不采纳，写清原因"),
            (Decision.TAKE, "列入一次议事"),
        ],
        widget=forms.RadioSelect,
    )
    into = forms.ModelChoiceField(
        label="列入哪次议事", queryset=Deliberation.objects.none(), required=False, empty_label="请选择"
    )

    class Meta:
        model = Topic
        fields = ["public_title", "public_text", "answer"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = deliberations_for(self.user, self.instance.community_id)
        self.fields["into"].label_from_instance = said
        self.fields["into"].initial = self.instance.deliberation_id
        if "public_text" in self.fields:
            self.fields["public_text"].widget.attrs["rows"] = 4
        if "answer" in self.fields:
            self.fields["answer"].widget.attrs["rows"] = 3

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        decision, title = cleaned.get("decision"), cleaned.get("public_title")
        if not title and (decision == self.Decision.RELEASE or self.instance.released_on):
            self.add_error("public_title", "公开前，请用自己的话写一个题目。")
        declined = decision == self.Decision.DECLINE or (
            not decision and self.instance.status == Topic.Status.DECLINED
        )
        if declined and not cleaned.get("answer"):
            self.add_error("answer", "没有采纳的，请写清原因。")
        if decision == self.Decision.TAKE and not cleaned.get("into"):
            self.add_error("into", "请选是哪一次议事；还没有登记的，先去登记。")
        return cleaned

    def fill_in(self) -> None:
        """The decision into the record, before its constraints are asked."""
        said, row, today = self.cleaned_data, self.instance, timezone.localdate()
        decision = said.get("decision")
        if not decision or self.errors:
            return
        row.decided_on = today
        row.deliberation = said.get("into") if decision == self.Decision.TAKE else None
        row.status = {
            self.Decision.RELEASE: Topic.Status.OPEN,
            self.Decision.DECLINE: Topic.Status.DECLINED,
            self.Decision.TAKE: Topic.Status.TAKEN,
        }[decision]
        if decision == self.Decision.RELEASE or (decision == self.Decision.TAKE and said.get("public_title")):
            row.released_on = row.released_on or today


def said(deliberation: Deliberation) -> str:
    return f"{deliberation.when}　{deliberation.topic}（{deliberation.get_status_display()}）"


def deliberations_for(user: Any, community: int | None) -> QuerySet[Deliberation]:  # noqa: ANN401
    """Those into which a topic of ``community`` may be taken: its own and the street's, not cancelled."""
    if user is None:
        return Deliberation.objects.none()
    rows = Deliberation.objects.visible_to(user).exclude(status=Deliberation.Status.CANCELLED)
    own = rows.filter(community=community) | rows.filter(community__isnull=True)
    return own.order_by("-starts_at")


class DeclineForm(forms.Form):
    answer = forms.CharField(
        label="原因",
        max_length=1000,
        widget=forms.Textarea(attrs={"class": "vLargeTextField", "rows": 3}),
        help_text="公开过的议题，居民会看到这段话。",
        error_messages={"required": "请写清原因。"},
    )

    def clean_answer(self) -> str:
        refuse_numbers(self.cleaned_data["answer"])
        return self.cleaned_data["answer"].replace("\x00", "").strip()


class TakeForm(forms.Form):
    into = forms.ModelChoiceField(
        label="列入哪次议事",
        queryset=Deliberation.objects.none(),
        empty_label="请选择",
        error_messages={"required": "请选是哪一次议事。", "invalid_choice": "没有这一次议事，请重新选择。"},
    )

    def __init__(self, *args: Any, rows: QuerySet[Deliberation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = rows
        self.fields["into"].label_from_instance = said
