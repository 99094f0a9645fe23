"""Links of the wall in the admin: made, shown once, listed, revoked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from guicheng.accounts.admin_base import ScopedModelAdmin
from guicheng.web.http import absolute

from .models import WallLink
from .wall.links import make_link, new_stamp, stamp_holds


class MakeLinkForm(forms.ModelForm):
    """A new link; ``stamp`` tells one opened form from another."""

    stamp = forms.CharField(widget=forms.HiddenInput, max_length=200, required=False)

    class Meta:
        model = WallLink
        fields = ["note", "expires_on"]
        widgets = {"expires_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def clean_expires_on(self) -> Any:  # noqa: ANN401
        day = self.cleaned_data["expires_on"]
        if day is not None and day < timezone.localdate():
            raise forms.ValidationError("这一天已经过去了，请选今天或以后的日期。")
        return day

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if not stamp_holds(said.get("stamp", "")):
            self.data = self.data.copy()
            self.data["stamp"] = new_stamp()
            raise forms.ValidationError("页面放得太久了，请再按一次。您填写的内容还在。")
        return said


class StateFilter(admin.SimpleListFilter):
    title = "状态"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:  # noqa: ANN401
        return [("usable", "可以使用"), ("ended", "已停用或已过期")]

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[WallLink]
    ) -> models.QuerySet[WallLink]:
        ended = models.Q(revoked_at__isnull=False) | models.Q(expires_on__lt=timezone.localdate())
        chosen = {"usable": ~ended, "ended": ended}.get(self.value() or "")
        return queryset.filter(chosen) if chosen is not None else queryset


@admin.register(WallLink)
class WallLinkAdmin(ScopedModelAdmin):
    """Made on a page of its own, which shows the link once; never deleted, so that its past can be told."""

    street_only = True
    list_display = ["note", "link_state", "expires_on", "used_at", "made_by", "made_at"]
    list_filter = [StateFilter]
    list_select_related = ["made_by"]
    search_fields = ["note"]
    fields = ["note", "expires_on", "link_state", "made_at", "made_by", "used_at", "revoked_at"]
    readonly_fields = ["link_state", "made_at", "made_by", "used_at", "revoked_at"]
    actions = ["revoke"]
    change_list_template = "admin/dashboard/walllink/change_list.html"

    @admin.display(description="状态")
    def link_state(self, link: WallLink) -> str:
        return link.state

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    @admin.action(description="停用（马上失效，不能恢复）", permissions=["change"])
    def revoke(self, request: HttpRequest, queryset: models.QuerySet[WallLink]) -> None:
        going = queryset.filter(revoked_at__isnull=True)
        count = self.change_rows(request, going, "停用大屏链接", revoked_at=timezone.now())
        messages.success(request, f"已停用 {count} 个大屏链接。")

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Asks where it will be used; the answer to the POST shows the link once."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = MakeLinkForm(request.POST or None, initial={"stamp": new_stamp()})
        context: dict[str, Any] = {"form": form}
        if form.is_bound and form.is_valid():
            said = form.cleaned_data
            row, token, new = make_link(said["stamp"], said["note"], said["expires_on"], request.user)
            if new:
                self.log_addition(request, row, "做大屏链接")
            link = absolute(request, reverse("dashboard-wall-link", args=[token]))
            context |= {"link": link, "wall_link": row}
        response = self.own_page(request, "dashboard/wall/make_link.html", "做一个大屏链接", context)
        response["Cache-Control"] = "no-store"
        return response
