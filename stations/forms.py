"""Forms of the admin for stations: the week as text, dates that differ, photos, activities, notices."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import ValidationError
from django.db.models import Q

from communities.forms import PointForm
from guicheng.accounts.admin_forms import ScopedModelForm, plain_text
from guicheng.pictures.forms import PhotosField, PictureForm
from guicheng.pictures.sizes import add_all

from . import timetable as tt
from .models import Activity, ActivityPhoto, Notice, Offering, OpeningException, Photo, Station, Timetable

DAY_FIELDS = tuple(f"hours_{number}" for number in range(7))
#: Spans in one day; more than this is a typing error and would not fit the row of a week.
MAX_SPANS = 5
#: Rows of a weekly series, the first included: a year and a little more.
MAX_WEEKS = 60


def parse_hours(text: str) -> tt.Day:
    """Typed hours of one day → spans; :class:`ValidationError` with what to do."""
    try:
        day = tt.parse_day(plain_text(text))
    except tt.BadHours as exc:
        raise ValidationError(str(exc)) from exc
    if len(day) > MAX_SPANS:
        raise ValidationError(f"一天最多写 {MAX_SPANS} 段，请把相连的时段合在一起。")
    return day


class HoursField(forms.CharField):
    """One day's hours as text; cleans to spans, or None where nothing was typed."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 100)
        kwargs.setdefault("required", False)
        kwargs.setdefault("widget", forms.TextInput(attrs={"class": "vTextField hours-day", "size": 40}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> tt.Day | None:  # noqa: ANN401
        text = super().clean(value)
        return parse_hours(text) if text else None


class StationForm(PointForm):
    hours_0 = HoursField(label="周一")
    hours_1 = HoursField(label="周二")
    hours_2 = HoursField(label="周三")
    hours_3 = HoursField(label="周四")
    hours_4 = HoursField(label="周五")
    hours_5 = HoursField(label="周六")
    hours_6 = HoursField(label="周日")
    open_on_holidays = forms.BooleanField(
        label="法定节假日也开放", required=False, help_text="不勾选时，法定节假日显示为休息；调休上班日照常。"
    )
    new_photos = PhotosField(
        label="上传照片",
        help_text="可以一次选几张，每张不超过 10 MB。拍摄地点等信息会自动去掉。保存后在下方补写说明。",
    )

    class Meta:
        model = Station
        fields = [
            "community",
            "estate",
            "name",
            "level",
            "status",
            "address",
            "point_source",
            "phone",
            "description",
            "step_free",
            "toilet",
            "parking",
            "opened_on",
            "closed_on",
            "confirmed_on",
            "source",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        table = self.instance.timetable
        if table is not None:
            for name, day in zip(DAY_FIELDS, table.spans, strict=True):
                self.initial.setdefault(name, tt.format_day(day))
            self.initial.setdefault("open_on_holidays", table.open_on_holidays)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not set(DAY_FIELDS) & set(self.errors):
            cleaned["week"] = self._week(cleaned)
        return cleaned

    def _week(self, cleaned: dict[str, Any]) -> tt.Week | None:
        """The seven days together; None where no day has a word: the hours are not known."""
        days = [cleaned.get(name) for name in DAY_FIELDS]
        if all(day is None for day in days):
            return None
        try:
            return tt.check_week(tuple(day or () for day in days))  # type: ignore[arg-type]
        except tt.BadHours as exc:
            # A week's complaint begins with the day it is about.
            at = next((n for n, day in enumerate(tt.DAY_NAMES) if str(exc).startswith(day)), 0)
            self.add_error(DAY_FIELDS[at], str(exc))
            return None

    def apply(self, station: Station) -> None:
        """Give ``station`` the week that was typed, once the whole page is known to be right."""
        week = self.cleaned_data["week"]
        on_holidays = bool(self.cleaned_data.get("open_on_holidays"))
        station.timetable = None if week is None else Timetable.for_week(week, open_on_holidays=on_holidays)

    def add_photos(self, station: Station) -> int:
        """Save the photos that came with the form after those that are there; gives their number."""
        made = self.cleaned_data.get("new_photos") or []
        return add_all(made, station.photos, caption=f"{station.name}照片", station=station)


class ExceptionForm(ScopedModelForm):
    hours = forms.CharField(
        label="当天时段",
        max_length=100,
        widget=forms.TextInput(attrs={"class": "vTextField", "placeholder": "9:00-12:00，或“休息”"}),
    )

    class Meta:
        model = OpeningException
        fields = ["date", "reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial.setdefault("hours", tt.format_day(self.instance.day))

    def clean_hours(self) -> tt.Day:
        return parse_hours(self.cleaned_data["hours"])

    def fill_in(self) -> None:
        if "hours" in self.cleaned_data:
            self.instance.spans = tt.encode_day(self.cleaned_data["hours"])


class OfferingForm(ScopedModelForm):
    """Only services in use are offered, and the one that stands there already."""

    class Meta:
        model = Offering
        fields = ["service", "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("service")
        if field is not None:
            field.queryset = field.queryset.filter(Q(active=True) | Q(pk=self.instance.service_id))


class PhotoForm(PictureForm):
    class Meta(PictureForm.Meta):
        model = Photo


class ActivityPhotoForm(PictureForm):
    class Meta(PictureForm.Meta):
        model = ActivityPhoto


class ActivityForm(ScopedModelForm):
    new_photos = PhotosField(
        label="上传照片",
        help_text="可以一次选几张，手机上也可以当场拍。只给工作人员看，不公开。拍摄地点等信息会自动去掉。",
    )
    repeat_until = forms.DateField(
        label="每周重复到（日期）",
        required=False,
        widget=AdminDateWidget,
        help_text=f"同一天同一时间每周一场，直到这一天；最多 {MAX_WEEKS} 场。不重复就不填。",
    )

    class Meta:
        model = Activity
        fields = [
            "station",
            "title",
            "kind",
            "status",
            "starts_at",
            "ends_at",
            "place",
            "audience",
            "capacity",
            "sign_up_open",
            "sign_up_closes_at",
            "attendance",
            "description",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("audience")
        if field is not None:
            field.queryset = field.queryset.filter(Q(active=True) | Q(pk=self.instance.audience_id))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        start, end, until = (cleaned.get(name) for name in ("starts_at", "ends_at", "repeat_until"))
        if start and end and end <= start:
            self.add_error("ends_at", "结束时间必须晚于开始时间。")
        closes = cleaned.get("sign_up_closes_at")
        if closes and end and closes > end:
            self.add_error("sign_up_closes_at", "报名截止不能晚于活动结束。")
        if start and until:
            weeks = (until - start.date()).days // 7 + 1
            if until < start.date():
                self.add_error("repeat_until", "重复的截止日期不能早于第一场的日期。")
            elif weeks > MAX_WEEKS:
                last = start.date() + timedelta(weeks=MAX_WEEKS - 1)
                self.add_error(
                    "repeat_until", f"一共 {weeks} 场，超过了 {MAX_WEEKS} 场。最晚可以填 {last:%Y-%m-%d}。"
                )
        return cleaned

    def add_photos(self, activity: Activity) -> int:
        """Save the photos that came with the form; gives their number."""
        made = self.cleaned_data.get("new_photos") or []
        return add_all(made, activity.photos, caption=f"{activity.title}照片", activity=activity)

    def weeks_to_repeat(self) -> int:
        """How many rows follow the first one."""
        until = self.cleaned_data.get("repeat_until")
        return (until - self.cleaned_data["starts_at"].date()).days // 7 if until else 0


class NoticeForm(ScopedModelForm):
    class Meta:
        model = Notice
        fields = ["community", "station", "title", "body", "closes", "starts_at", "ends_at"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.user is not None and not self.user.sees_every_community and "community" in self.fields:
            self.fields["community"].help_text = "公告属于您的社区；只关于一个站点时，再选站点。"
            only = list(self.fields["community"].queryset[:2])
            if self.instance.pk is None and len(only) == 1:
                self.initial.setdefault("community", only[0].pk)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        community, station = cleaned.get("community"), cleaned.get("station")
        start, end = cleaned.get("starts_at"), cleaned.get("ends_at")
        if start and end and end <= start:
            self.add_error("ends_at", "结束时间必须晚于开始时间。")
        if community is None and station is not None:
            cleaned["community"] = station.community
        elif community is None and not self.errors and not self._speaks_for_the_street():
            self.add_error("community", "请选择社区：全街道的公告只有街道管理员可以发布。")
        return cleaned

    def _speaks_for_the_street(self) -> bool:
        return self.user is not None and self.user.sees_every_community
