"""Notices to heads in the admin: who has read them, and a text for the group."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from communities.models import Community
from guicheng.accounts.admin_base import ScopedModelAdmin, ScopedRelatedFilter
from guicheng.accounts.scope import visible_to
from volunteers.models import Appointment

from .. import my_notices
from ..models import HeadNotice


@admin.register(HeadNotice)
class HeadNoticeAdmin(ScopedModelAdmin):
    list_display = ["title", "for_whom", "created_at", "until", "receipts"]
    list_filter = [("community", ScopedRelatedFilter)]
    list_select_related = ["community"]
    search_fields = ["title", "text"]
    ordering = ["-created_at"]
    fields = ["community", "title", "text", "until"]
    change_list_template = "admin/casework/headnotice/change_list.html"

    @admin.display(description="给谁")
    def for_whom(self, notice: HeadNotice) -> str:
        return str(notice.community) if notice.community_id else "全街道"

    @admin.display(description="谁看过")
    def receipts(self, notice: HeadNotice) -> SafeString:
        return format_html(
            '<a href="{}">查看</a>', reverse("admin:casework_headnotice_receipts", args=[notice.pk])
        )

    def save_model(self, request: HttpRequest, obj: HeadNotice, form: Any, change: bool) -> None:  # noqa: ANN401
        if not change:
            obj.by = request.user
        super().save_model(request, obj, form, change)

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("group-text/", wrap(self.group_view), name="casework_headnotice_group"),
            path("<int:pk>/receipts/", wrap(self.receipts_view), name="casework_headnotice_receipts"),
            *super().get_urls(),
        ]

    def receipts_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Who has read a notice and who has not, as far as the user sees those heads."""
        notice = visible_to(HeadNotice, request.user).select_related("community").filter(pk=pk).first()
        if notice is None:
            raise Http404
        seen = set(visible_to(Appointment, request.user).serving().values_list("volunteer_id", flat=True))
        terms = [term for term in my_notices.audience(notice) if term.volunteer_id in seen]
        read = dict(notice.reads.values_list("volunteer_id", "at"))
        context = {
            "notice": notice,
            "read": [(term, read[term.volunteer_id]) for term in terms if term.volunteer_id in read],
            "waiting": [term for term in terms if term.volunteer_id not in read],
        }
        return self._page(request, "casework/receipts.html", f"“{notice.title}”谁看过", context)

    def group_view(self, request: HttpRequest) -> HttpResponse:
        """A text for the group of each community that the user works for."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        communities = visible_to(Community, request.user)
        texts = [(one, text) for one in communities if (text := my_notices.group_text(one, request.user))]
        return self._page(request, "casework/group_text.html", "发到楼长群里的话", {"texts": texts})

    def _page(
        self, request: HttpRequest, template: str, title: str, context: dict[str, Any]
    ) -> TemplateResponse:
        shown = {**self.admin_site.each_context(request), "opts": self.opts, "title": title, **context}
        return TemplateResponse(request, template, shown)
