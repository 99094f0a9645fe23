"""The page 成批登记 of places: one line typed, a preview, and a second press that makes them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import ADDITION, LogEntry
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from communities.models import Community, Estate, Place
from communities.place_names import MOST
from guicheng.accounts.admin_forms import NOT_YOURS
from guicheng.accounts.admin_input import ForgivingAutocomplete
from guicheng.accounts.models import User
from guicheng.accounts.scope import editable_by

from ..places_batch import PlacesPlan, plan_places, write_places

_MOST_HOUSEHOLDS = 20_000
EXAMPLES = ("1-24栋，每栋2单元", "1、3、5栋", "A1-A8座", "一至六巷", "上九街、下九街")


class PlaceBatchForm(forms.Form):
    estate = forms.ModelChoiceField(
        label="小区（村、园区）",
        queryset=Estate.objects.none(),
        required=False,
        help_text="楼要选小区；不属于任何小区的巷和街，选下面的社区。",
        error_messages={"invalid_choice": NOT_YOURS},
    )
    community = forms.ModelChoiceField(
        label="社区",
        queryset=Community.objects.none(),
        required=False,
        help_text="选了小区就可以不选社区。",
        error_messages={"invalid_choice": NOT_YOURS},
    )
    kind = forms.ChoiceField(label="类别", choices=Place.Kind.choices)
    text = forms.CharField(
        label="有哪些",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
        help_text=f"例如：{'；'.join(EXAMPLES)}。一行写一组也可以，一次最多 {MOST} 处。",
        error_messages={
            "required": "请写明有哪些，例如：1-24栋，每栋2单元。",
            "max_length": "写得太长，最多 %(limit_value)d 个字，现在有 %(show_value)d 个。请分几次填写。",
        },
    )
    households = forms.IntegerField(
        label="每处户数",
        required=False,
        min_value=0,
        max_value=_MOST_HOUSEHOLDS,
        help_text="各处一样多时填写，不一样的以后在列表里改。",
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["estate"].queryset = editable_by(Estate, user)
        self.fields["community"].queryset = editable_by(Community, user)
        self.fields["estate"].widget = ForgivingAutocomplete(
            Place._meta.get_field("estate"), admin.site, choices=self.fields["estate"].choices
        )
        only = list(self.fields["community"].queryset[:2])
        if len(only) == 1:
            self.fields["community"].initial = only[0].pk

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        estate, community = cleaned.get("estate"), cleaned.get("community")
        if estate and community and estate.community_id != community.pk:
            self.add_error("estate", "这个小区不属于所选的社区。")
        if not self.errors and not estate and not community:
            self.add_error("estate", "请选择小区；不属于任何小区的巷和街，请选择社区。")
        if not self.errors and not estate and cleaned.get("kind") == Place.Kind.BUILDING:
            self.add_error("estate", "楼要选择小区。自然村也登记在“小区（村、园区）”里。")
        return cleaned

    def plan(self) -> PlacesPlan:
        data = self.cleaned_data
        return plan_places(
            data["text"],
            community=data["estate"].community if data["estate"] else data["community"],
            estate=data["estate"],
            kind=data["kind"],
            households=data["households"],
        )


class PlaceBatchPage:
    """Mixed into the admin of places."""

    def batch_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        sent = request.POST if request.method == "POST" else None
        form = PlaceBatchForm(sent, user=request.user, initial=self._chosen_before(request))
        plan = form.plan() if sent is not None and form.is_valid() else None
        if plan is not None and request.POST.get("confirmed") == "yes" and not plan.problems:
            return self._make(request, plan)
        context = {"form": form, "plan": plan, "media": self.media + form.media, "examples": EXAMPLES}
        return self.own_page(request, "volunteers/place_batch.html", "成批登记楼巷街", context)

    def _chosen_before(self, request: HttpRequest) -> dict[str, str]:
        estate = request.GET.get("estate", "")
        return {"estate": estate} if estate.isascii() and estate.isdigit() and len(estate) < 18 else {}

    def _make(self, request: HttpRequest, plan: PlacesPlan) -> HttpResponse:
        count = write_places(plan, user=request.user)
        where = plan.estate or plan.community
        if count:
            owner = plan.estate or plan.community
            LogEntry.objects.log_actions(
                request.user.pk, [owner], ADDITION, f"成批登记楼巷街 {count} 处", single_object=True
            )
            messages.success(request, f"已在{where}登记 {count} 处。")
        else:
            messages.info(request, f"这些在{where}都已经登记过了，没有重复登记。")
        query = f"q={plan.estate.name}" if plan.estate else f"community__id__exact={plan.community.pk}"
        return redirect(f"{reverse('admin:communities_place_changelist')}?{query}")
