"""The forms of the staff: entering a request, and one small form for each thing done with it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from communities.models import Community
from guicheng.accounts.admin_base import ScopedModelForm
from guicheng.accounts.models import User
from guicheng.accounts.scope import editable_by
from stations.models import Station
from volunteers.models import Appointment

from ..handing import anonymous_text, tells_who
from ..models import HandOver, ResidentRequest
from ..requests import usual_due

_DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class RequestEntryForm(ScopedModelForm):
    """A request made by phone or at the counter."""

    channel = forms.ChoiceField(
        label="来源",
        choices=[choice for choice in ResidentRequest.Channel.choices if choice[0] != "web"],
        initial=ResidentRequest.Channel.PHONE,
    )

    class Meta:
        model = ResidentRequest
        fields = "__all__"  # the admin says which
        widgets = {
            "phone": forms.TextInput(attrs={"autocomplete": "off"}),
            "text": forms.Textarea(attrs={"rows": 6}),
        }


class DoForm(forms.Form):
    """One thing to do with ``row``; ``note`` stays inside."""

    note = forms.CharField(
        label="内部备注（居民看不到）",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    field_order: list[str] = []

    def __init__(self, row: ResidentRequest, user: User, data: QueryDict | None = None) -> None:
        self.row, self.user = row, user
        clean = None
        if data is not None:
            clean = data.copy()
            for name, values in data.lists():
                clean.setlist(name, [value.replace("\x00", "") for value in values])
        super().__init__(clean, auto_id=f"{type(self).__name__.lower()}_%s")
        if "note" in self.fields:
            self.order_fields([name for name in self.fields if name != "note"])


class DueForm(DoForm):
    due_on = forms.DateField(label="办理期限", widget=_DATE)

    def __init__(self, row: ResidentRequest, user: User, data: QueryDict | None = None) -> None:
        super().__init__(row, user, data)
        today = timezone.localdate()
        self.fields["due_on"].initial = max(row.due_on or usual_due(today), today)
        names = [name for name in self.fields if name not in {"due_on", "note"}]
        self.order_fields([*names, "due_on", "note"])

    def clean_due_on(self) -> Any:  # noqa: ANN401
        day = self.cleaned_data["due_on"]
        if day and day < timezone.localdate():
            raise forms.ValidationError("期限不能早于今天。")
        return day


class AcceptForm(DueForm):
    pass


class HeadChoice(forms.ModelChoiceField):
    def label_from_instance(self, term: Appointment) -> str:
        return f"{term} {term.volunteer.name}"


class AssignForm(DueForm):
    appointment = HeadChoice(
        label="楼长（巷长、街长）", queryset=Appointment.objects.none(), required=False, empty_label="——"
    )
    station = forms.ModelChoiceField(
        label="或站点", queryset=Station.objects.none(), required=False, empty_label="——"
    )
    deliberation = forms.CharField(
        label="或议事协商", required=False, max_length=60, help_text="例如：12 月城市论坛。"
    )
    head_may_call = forms.BooleanField(
        label="让楼长看到居民的电话", required=False, help_text="居民同意了才打勾。"
    )

    def __init__(self, row: ResidentRequest, user: User, data: QueryDict | None = None) -> None:
        super().__init__(row, user, data)
        heads = editable_by(Appointment, user).serving().filter(place__community=row.community_id)
        self.fields["appointment"].queryset = heads.select_related("place__estate", "volunteer")
        self.fields["station"].queryset = editable_by(Station, user).filter(community=row.community_id)
        if not row.phone:
            del self.fields["head_may_call"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        chosen = [name for name in ("appointment", "station", "deliberation") if data.get(name)]
        if not self.errors and len(chosen) != 1:
            raise forms.ValidationError("请在楼长、站点、议事协商里正好选一样。")
        return data


class PassForm(DueForm):
    kind = forms.ChoiceField(label="转给", choices=HandOver.Kind.choices)
    name = forms.CharField(label="单位名称", max_length=60, help_text="例如：××物业、综合行政执法办。")
    order_number = forms.CharField(label="对方的单号（有就填）", required=False, max_length=40)
    text = forms.CharField(
        label="转交的内容",
        max_length=1200,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="对方只看到这一段。请再看一遍，不要留下能认出居民的话。",
    )
    contact = forms.ChoiceField(
        label="居民的称呼和电话",
        choices=[
            ("none", "不提供（匿名）"),
            ("asked", "请居民在进展页面上答复，同意才提供"),
            ("agreed", "居民已经同意这一次提供"),
        ],
        initial="none",
    )
    how = forms.CharField(
        label="怎样同意的", required=False, max_length=60, help_text="例如：11 月 24 日电话里同意。"
    )

    def __init__(self, row: ResidentRequest, user: User, data: QueryDict | None = None) -> None:
        super().__init__(row, user, data)
        self.fields["text"].initial = anonymous_text(row)
        if not row.phone:
            del self.fields["contact"], self.fields["how"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if problem := tells_who(data.get("text") or "", self.row):
            self.add_error("text", problem)
        if data.get("contact") == "agreed" and not data.get("how"):
            self.add_error("how", "请写明居民是怎样同意的。")
        return data

    def handover(self) -> HandOver:
        """Not saved: who gets what."""
        data = self.cleaned_data
        made = HandOver(
            kind=data["kind"],
            name=data["name"],
            order_number=data["order_number"],
            text=data["text"],
            due_on=data["due_on"],
            consent=data.get("contact") or HandOver.Consent.NONE,
        )
        if made.consent == HandOver.Consent.AGREED:
            made.consent_how, made.consent_at = data["how"], timezone.now()
        return made


class AnswerForm(DoForm):
    text = forms.CharField(
        label="给居民看的答复", max_length=1000, widget=forms.Textarea(attrs={"rows": 5, "data-answer": ""})
    )


class CloseForm(DoForm):
    text = forms.CharField(
        label="给居民看的答复",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5, "data-answer": ""}),
        help_text="已经答复过的可以不填。",
    )


class RefuseForm(DoForm):
    text = forms.CharField(
        label="为什么不受理、该找谁（给居民看）",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4, "data-answer": ""}),
    )


class ReturnForm(DoForm):
    note = forms.CharField(
        label="退回的原因（居民看不到）", max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class ProgressForm(DoForm):
    public = forms.CharField(
        label="办理情况（给居民看）", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class MoveForm(DoForm):
    community = forms.CharField(
        label="转到哪个社区", max_length=30, help_text="写社区的名字，例如：桂雅社区。"
    )

    def clean_community(self) -> Community:
        typed = self.cleaned_data["community"].strip()
        names = {typed, f"{typed.removesuffix('社区')}社区"}
        found = Community.objects.public().filter(name__in=names).first()
        if found is None:
            raise forms.ValidationError(f"没有叫“{typed}”的社区，请写社区的全名。")
        if found.pk == self.row.community_id:
            raise forms.ValidationError("这条诉求本来就在这个社区。")
        return found
