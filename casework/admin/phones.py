"""Sign-in links and phones of heads in the admin: issued, listed, stopped."""

from __future__ import annotations

import segno
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from guicheng.accounts.admin_base import ScopedModelAdmin, ScopedRelatedFilter
from guicheng.accounts.admin_scope import may_add
from guicheng.accounts.scope import editable_by
from volunteers.models import Appointment

from ..models import HeadDevice, SignInLink
from ..my_door import issue


class IssueForm(forms.Form):
    term = forms.ModelChoiceField(
        label="给哪一位",
        queryset=Appointment.objects.none(),
        error_messages={
            "invalid_choice": "这里没有这一位在任的楼长，请重新选择。",
            "required": "请选择一位。",
        },
    )


class ListedOnly(ScopedModelAdmin):
    """Rows that are made and ended by their own pages, never typed."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> list[str]:
        return [field.name for field in self.opts.fields if not field.name.endswith("_print")]

    def get_fields(self, request: HttpRequest, obj: models.Model | None = None) -> list[str]:
        return self.get_readonly_fields(request, obj)


@admin.register(SignInLink)
class SignInLinkAdmin(ListedOnly):
    list_display = ["volunteer", "community", "issued_at", "expires_at", "link_state"]
    list_filter = [("community", ScopedRelatedFilter)]
    list_select_related = ["volunteer", "community"]
    search_fields = ["volunteer__name"]
    actions = ["revoke"]
    change_list_template = "admin/casework/signinlink/change_list.html"

    @admin.display(description="状态")
    def link_state(self, link: SignInLink) -> str:
        return link.state

    @admin.action(description="作废", permissions=["change"])
    def revoke(self, request: HttpRequest, queryset: models.QuerySet[SignInLink]) -> None:
        now = timezone.now()
        count = self.change_rows(request, queryset.usable(now), "作废登录链接", revoked_at=now)
        messages.success(request, f"已作废 {count} 个链接。")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.issue_view)
        return [path("issue/", view, name="casework_signinlink_issue"), *super().get_urls()]

    def issue_view(self, request: HttpRequest) -> HttpResponse:
        """Choose a head; the answer to the POST shows link and QR once."""
        if not self.has_view_permission(request) or not may_add(SignInLink, request.user):
            raise PermissionDenied
        terms = editable_by(Appointment, request.user).serving().select_related("volunteer", "place__estate")
        form = IssueForm(request.POST if request.method == "POST" else None)
        form.fields["term"].queryset = terms.order_by("place__estate__name", "place__name")
        form.fields["term"].label_from_instance = lambda term: f"{term.place}　{term.volunteer}"
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "发登录链接",
            "form": form,
        }
        if form.is_bound and form.is_valid():
            term = form.cleaned_data["term"]
            token = issue(term.volunteer, term.place.community, request.user)
            address = reverse("my-in", args=[token])
            link = (
                f"{settings.SITE_URL}{address}" if settings.SITE_URL else request.build_absolute_uri(address)
            )
            context |= {"link": link, "qr": segno.make(link, error="m").svg_data_uri(scale=6), "term": term}
        response = TemplateResponse(request, "casework/issue_link.html", context)
        response["Cache-Control"] = "no-store"
        return response


@admin.register(HeadDevice)
class HeadDeviceAdmin(ListedOnly):
    list_display = ["volunteer", "community", "label", "since", "seen_on", "revoked_at"]
    list_filter = [("revoked_at", admin.EmptyFieldListFilter), ("community", ScopedRelatedFilter)]
    list_select_related = ["volunteer", "community"]
    search_fields = ["volunteer__name"]
    actions = ["revoke"]

    @admin.action(description="停用（换手机、丢失）", permissions=["change"])
    def revoke(self, request: HttpRequest, queryset: models.QuerySet[HeadDevice]) -> None:
        count = self.change_rows(request, queryset.active(), "停用手机", revoked_at=timezone.now())
        messages.success(request, f"已停用 {count} 部手机，它们再打开时须重新登录。")
