"""安全日志 for administrators: to be read, searched and taken away, never changed."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from openpyxl import Workbook

from .admin_base import ScopedModelAdmin
from .admin_input import query_is_sound
from .admin_log import text_cell
from .events import Kind, readable_by, record
from .models import Role, SecurityEvent, User

#: Lines in a workbook.
EXPORTED = 20_000
_COLUMNS = (("时间", 20), ("事项", 14), ("用户名", 18), ("来源地址", 18), ("内容", 40), ("条数", 8))


class AccountFilter(admin.SimpleListFilter):
    title = "账号"
    parameter_name = "account"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        people = User.objects.order_by("username").values_list("pk", "username", "name")
        known = [(str(pk), f"{username} {name}".strip()) for pk, username, name in people]
        return [("none", "没有这个账号"), *known]

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[SecurityEvent]
    ) -> models.QuerySet[SecurityEvent]:
        chosen = self.value()
        if chosen == "none":
            return queryset.filter(user=None)
        if chosen and chosen.isascii() and chosen.isdigit() and len(chosen) < 18:
            return queryset.filter(user=chosen)
        return queryset


@admin.register(SecurityEvent)
class SecurityEventAdmin(ScopedModelAdmin):
    change_list_template = "accounts/security_log.html"
    list_display = ["time", "kind", "who", "address", "what", "count"]
    list_display_links = None
    list_filter = ["kind", "at", AccountFilter]
    search_fields = ["username"]
    search_help_text = "按用户名查找"
    date_hierarchy = "at"
    ordering = ["-at", "-pk"]
    fields = ["at", "kind", "username", "address", "what", "count"]
    actions = None

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[SecurityEvent]:
        return readable_by(request.user).select_related("user").order_by(*self.ordering)

    def has_view_permission(self, request: HttpRequest, obj: SecurityEvent | None = None) -> bool:
        user = request.user
        return user.is_active and (user.is_superuser or user.role == Role.STREET_ADMIN)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: SecurityEvent | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: SecurityEvent | None = None) -> bool:
        return False

    @admin.display(description="时间", ordering="at")
    def time(self, event: SecurityEvent) -> str:
        return timezone.localtime(event.at).strftime("%Y-%m-%d %H:%M:%S")

    @admin.display(description="账号", ordering="username")
    def who(self, event: SecurityEvent) -> str:
        if event.user is not None and event.user.name:
            return f"{event.username}（{event.user.name}）"
        return event.username or "—"

    # --- taking it away -------------------------------------------------------------------------
    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.export)
        return [path("export/", view, name="accounts_securityevent_export"), *super().get_urls()]

    def export(self, request: HttpRequest) -> HttpResponse:
        """A workbook of what the list's address filters."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        try:
            if not query_is_sound(request.GET):
                raise IncorrectLookupParameters
            rows = self.get_changelist_instance(request).get_queryset(request)[:EXPORTED]
        except IncorrectLookupParameters:
            messages.error(request, "筛选的条件读不懂，没有导出。请重新筛选。")
            return HttpResponseRedirect(reverse("admin:accounts_securityevent_changelist"))
        count, file = 0, BytesIO()
        book = Workbook(write_only=True)
        sheet = book.create_sheet("安全日志")
        sheet.freeze_panes = "A2"
        for letter, (_, width) in zip("ABCDEF", _COLUMNS, strict=True):
            sheet.column_dimensions[letter].width = width
        sheet.append([label for label, _ in _COLUMNS])
        for cells in self._cells(rows):
            sheet.append([text_cell(sheet, text) for text in cells])
            count += 1
        if count == EXPORTED:
            sheet.append([f"只导出了最近的 {EXPORTED} 条，更早的请按日期筛选后另外导出。"])
        book.save(file)
        record(Kind.EXPORT, request=request, what="安全日志", count=count)
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        response = HttpResponse(file.getvalue(), content_type=kind)
        name = f"security-log-{timezone.localdate()}.xlsx"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    def _cells(self, rows: models.QuerySet[SecurityEvent]) -> Iterator[tuple[str, ...]]:
        for event in rows.iterator(chunk_size=1000):
            number = "" if event.count is None else str(event.count)
            yield (
                self.time(event),
                event.get_kind_display(),
                self.who(event),
                event.address or "",
                event.what,
                number,
            )

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        query = request.GET.urlencode()
        return super().changelist_view(request, {"export_query": query, **(extra_context or {})})
