"""What residents fill in: a new request, the code that finds it again, the word at the end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from communities.coords import BadPosition, check_position, parse_datum, to_wgs84
from communities.forms import CommunityField
from communities.models import Community, Estate
from guicheng.pictures.sizes import BadPhoto, Sizes, make_sizes
from guicheng.privacy.phones import normalise_phone
from guicheng.web.protect import PublicForm
from volunteers.models import MatterKind

from .. import photos

AGAIN = "您写的内容还在，照片请重新选一次。"


class ManyFiles(forms.FileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Up to ``photos.MOST`` files. What they hold is looked at in the form's ``clean``."""

    widget = ManyFiles(attrs={"accept": "image/jpeg,image/png,image/webp", "multiple": True})

    def clean(self, data: object, initial: object = None) -> list[UploadedFile]:
        files = data if isinstance(data, list) else [data] if data else []
        if len(files) > photos.MOST:
            raise forms.ValidationError(f"最多 {photos.MOST} 张照片，现在选了 {len(files)} 张。{AGAIN}")
        return files


class RequestForm(PublicForm):
    community = CommunityField(
        label="哪个社区？", queryset=Community.objects.none(), to_field_name="code", empty_label="请选择"
    )
    estate = forms.ModelChoiceField(
        label="哪个小区（村、园区）？（可以不选）",
        queryset=Estate.objects.none(),
        required=False,
        empty_label="不在列表里，或者不清楚",
    )
    where = forms.CharField(
        label="具体在哪里？（可以不填）", required=False, max_length=100, help_text="例如：3栋楼下、南门口。"
    )
    text = forms.CharField(
        label="什么事？",
        min_length=4,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="一件事写一条。不用写姓名和身份证号。",
        error_messages={"min_length": "请写清楚一点，至少 4 个字。"},
    )
    kind = forms.ModelChoiceField(
        label="哪一类？（可以不选）",
        queryset=MatterKind.objects.none(),
        required=False,
        empty_label="不清楚，请工作人员看",
    )
    photos = PhotosField(
        label="照片（可以不加，最多 3 张）",
        required=False,
        help_text="每张不超过 10 MB。只有您和工作人员看得到，拍摄地点等信息会去掉。",
    )
    surname = forms.CharField(
        label="怎么称呼您？（可以不填）", required=False, max_length=20, help_text="姓就够了，例如：陈女士。"
    )
    company_name = forms.CharField(
        label="我代表企业（可以不填）",
        required=False,
        max_length=80,
        help_text="代表企业或者商户反映的，写企业名称。只有工作人员看得到。",
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    phone = forms.CharField(
        label="电话（想接到回复电话才填）",
        required=False,
        max_length=30,
        help_text="只有办理的工作人员看得到，办完以后到期自动抹去。",
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    lat = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput)
    lon = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput)
    datum = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput, initial="wgs84")

    hidden = ("lat", "lon", "datum")

    def __init__(
        self,
        data: QueryDict | None = None,
        files: MultiValueDict | None = None,
        *,
        community: Community | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, files=files, **kwargs)
        self.made: Sequence[Sizes] = ()
        self.fields["community"].queryset = Community.objects.public().order_by("name")
        self.fields["community"].label_from_instance = lambda row: row.name
        self.fields["kind"].queryset = MatterKind.objects.offered()
        if community is None:
            del self.fields["estate"]
        else:
            self.fields["estate"].queryset = Estate.objects.public().filter(community=community)

    def shown_fields(self) -> list[forms.BoundField]:
        return [field for field in super().shown_fields() if field.name not in self.hidden]

    def clean_phone(self) -> str:
        try:
            return normalise_phone(self.cleaned_data["phone"])
        except ValueError as exc:
            raise forms.ValidationError(f"{exc}不想留电话，空着就可以。") from exc

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        estate, community = data.get("estate"), data.get("community")
        if estate and community and estate.community_id != community.pk:
            self.add_error("estate", "这个小区不属于所选的社区，请重新选择。")
        data["point"] = self._point(data)
        if not self.errors:
            self.made = self._pictures(data.get("photos") or [])
        return data

    def _point(self, data: dict[str, Any]) -> tuple[float, float] | None:
        """Degrees WGS-84. What cannot be used is left out: the words say where it is."""
        try:
            lat, lon = check_position(float(data.get("lat") or ""), float(data.get("lon") or ""))
            return to_wgs84(lat, lon, parse_datum(data.get("datum") or ""))
        except (BadPosition, ValueError):
            return None

    def _pictures(self, files: Sequence[UploadedFile]) -> list[Sizes]:
        """Decoding costs: only for what else is right."""
        made = []
        for number, file in enumerate(files, start=1):
            try:
                made.append(make_sizes(file))
            except BadPhoto as exc:
                which = f"第 {number} 张：" if len(files) > 1 else ""
                self.add_error("photos", f"{which}{exc}{AGAIN}")
        return made

    @property
    def said(self) -> str:
        """What tells one request from another that was written in the same opened page."""
        data = self.cleaned_data
        names = ("community", "estate", "where", "text", "kind", "surname", "company_name", "phone")
        return repr([str(getattr(data.get(name), "pk", data.get(name))) for name in names])


class FindForm(PublicForm):
    code = forms.CharField(
        label="查询码", max_length=20, help_text="8 位字母和数字，提交时给您的。大小写都可以。"
    )
    tail = forms.CharField(
        label="电话后四位（留过电话的才填）",
        required=False,
        max_length=8,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )


class RateForm(PublicForm):
    rating = forms.TypedChoiceField(
        label="满意吗？",
        choices=[
            ("5", "非常满意"),
            ("4", "满意"),
            ("3", "一般"),
            ("2", "不满意"),
            ("1", "非常不满意"),
        ],
        coerce=int,
        widget=forms.RadioSelect,
    )
    comment = forms.CharField(
        label="还想说一句（可以不填）",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReopenForm(PublicForm):
    reason = forms.CharField(
        label="还有什么没有解决？",
        min_length=4,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"min_length": "请写清楚一点，至少 4 个字。"},
    )


class ConsentForm(PublicForm):
    agreed = forms.TypedChoiceField(
        label="可以把您的称呼和电话告诉对方吗？",
        choices=[("1", "可以"), ("0", "不可以，匿名转交")],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
