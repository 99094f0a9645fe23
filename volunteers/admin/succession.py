"""The form 接任 on a place's page."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from communities.models import Place
from guicheng.accounts.admin_base import may_edit_row
from guicheng.accounts.admin_forms import NOT_YOURS, plain_text
from guicheng.accounts.models import User
from guicheng.accounts.scope import visible_to
from guicheng.privacy.phones import normalise_phone

from ..forms import phone_field, said_of
from ..handover import open_matters
from ..identity import claim_phone, hand_to_street, namesakes_without_phone
from ..models import Appointment, Volunteer
from ..succession import CannotHandOver, hand_over
from .appointment import log_change
from .chooser import PersonSelect
from .dates import day_field, sane


class SuccessionForm(forms.Form):
    person = forms.ModelChoiceField(
        label="已登记的人员",
        queryset=Volunteer.objects.none(),
        required=False,
        help_text="输入姓名或电话后四位查找。",
        error_messages={"invalid_choice": NOT_YOURS},
    )
    new_name = forms.CharField(
        label="或新登记：姓名", max_length=40, required=False, help_text="还没有登记过的人，在这里写姓名。"
    )
    new_phone = phone_field()
    day = day_field("接任日期")
    ends_on = day_field("任期到")
    chosen = forms.ChoiceField(
        label="产生方式", choices=[("", "————"), *Appointment.Chosen.choices], required=False
    )

    def __init__(self, *args: Any, place: Place, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._place, self._user = place, user
        self.fields["person"].queryset = visible_to(Volunteer, user).present()
        field = Appointment._meta.get_field("volunteer")
        self.fields["person"].widget = PersonSelect(field, admin.site, choices=self.fields["person"].choices)
        self.fields["new_phone"].label = "新登记：电话"
        self.fields["ends_on"].required = False
        self.fields["ends_on"].help_text = "不填就不提醒到期。"
        self.fields["day"].initial = timezone.localdate
        self.fields["day"].help_text = "前任同一天离任。"

    def clean_new_name(self) -> str:
        return plain_text(self.cleaned_data["new_name"])

    def clean_new_phone(self) -> str:
        try:
            return normalise_phone(self.cleaned_data["new_phone"])
        except ValueError as exc:
            raise ValidationError(str(exc)) from exc

    def clean_day(self) -> date:
        day = sane(self.cleaned_data["day"])
        if day > timezone.localdate():
            raise ValidationError("接任日期还没有到，请到那一天再办。")
        return day

    def clean_ends_on(self) -> date | None:
        day = self.cleaned_data["ends_on"]
        return sane(day) if day else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.errors:
            return cleaned
        person, name, phone = (cleaned.get(key) for key in ("person", "new_name", "new_phone"))
        if person and (name or phone):
            self.add_error("new_name", "已经选了登记过的人员，就不要再填新登记的姓名和电话。")
        elif not person and not name:
            self.add_error("person", "请选择已登记的人员，或者填写新登记的姓名。")
        elif not person:
            self._check_new(name, phone)
        if cleaned.get("ends_on") and cleaned["ends_on"] <= cleaned["day"]:
            self.add_error("ends_on", "任期到的日期要晚于接任日期。")
        return cleaned

    def _check_new(self, name: str, phone: str) -> None:
        community = self._place.community
        claim = claim_phone(self._user, phone)
        if not claim.is_free:
            self.add_error("new_phone", said_of(claim))
            hand_to_street(claim, user=self._user, community=community, name=name)
        elif not phone and namesakes_without_phone(self._user, community, name).exists():
            self.add_error(
                "new_name", f"社区里已经登记过一位“{name}”，请在上面选择；确实是另一个人，请填写手机号。"
            )

    def chosen_person(self) -> Volunteer:
        """The one chosen, or a new one that is not saved yet."""
        data = self.cleaned_data
        return data["person"] or Volunteer(
            community=self._place.community, name=data["new_name"], phone=data["new_phone"]
        )


class SuccessionPage:
    """Mixed into the admin of places."""

    def succession_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        place = visible_to(Place, request.user).select_related("community", "estate").filter(pk=pk).first()
        if place is None:
            raise Http404
        if not may_edit_row(request, place):
            raise PermissionDenied
        sent = request.POST if request.method == "POST" else None
        form = SuccessionForm(sent, place=place, user=request.user)
        if sent is not None and form.is_valid():
            data = form.cleaned_data
            try:
                term = hand_over(
                    place,
                    form.chosen_person(),
                    day=data["day"],
                    ends_on=data["ends_on"],
                    chosen=data["chosen"],
                )
            except CannotHandOver as exc:
                form.add_error(None, str(exc))
            else:
                log_change(request, place, f"接任：{data['day']:%Y-%m-%d}")
                messages.success(request, f"{term.volunteer}已接任{term}。")
                sheet = reverse("admin:communities_place_handover", args=[place.pk])
                messages.info(request, format_html('<a href="{}">打印交接单</a>，请双方签名。', sheet))
                return redirect("admin:communities_place_change", place.pk)
        heads = visible_to(Appointment, request.user).heads().filter(place=place)
        head = heads.select_related("volunteer", "place").first()
        context = {"place": place, "form": form, "head": head}
        context["matters"] = open_matters(head) if head else []
        context["media"] = self.media + form.media
        return self.own_page(request, "volunteers/succession.html", f"{place}：接任", context)
