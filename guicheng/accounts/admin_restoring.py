"""Pages of the admin that bring back an older version of a record, or a record that was deleted."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from .admin_input import is_key, query_is_sound
from .admin_names import Names, name_of
from .admin_rows import may_edit_row
from .admin_versions import Compared, how
from .bring_back import (
    ERASED,
    CannotRestore,
    can_come_back,
    columns_given_back,
    is_erased,
    restore_deleted,
    restore_version,
)
from .change_log import may_read_log
from .events import Kind, record
from .history import has_history, last_of_deleted, one_change, versions_visible_to

#: Deleted records on one page.
PAGE = 50


class RestoreMixin(admin.ModelAdmin):
    """Restoring: a page that shows what changes back, then the change, always with a line in the log."""

    def get_urls(self) -> list[URLPattern]:
        if not has_history(self.model):
            return super().get_urls()
        info = f"{self.opts.app_label}_{self.opts.model_name}"
        wrap = self.admin_site.admin_view
        return [
            path("deleted/", wrap(self.deleted_view), name=f"{info}_deleted"),
            path("deleted/<int:version>/", wrap(self.bring_back_view), name=f"{info}_bring_back"),
            path("<path:object_id>/restore/<int:version>/", wrap(self.restore_view), name=f"{info}_restore"),
            *super().get_urls(),
        ]

    # --- an older version -----------------------------------------------------------------------
    def may_restore(self, request: HttpRequest, obj: models.Model) -> bool:
        return can_come_back(self.model) and self.has_change_permission(request, obj) and not is_erased(obj)

    def kept_columns(self, request: HttpRequest, obj: models.Model) -> set[str]:
        """Columns that stay as they are when a version comes back: those that the user may not change."""
        return set(self.get_readonly_fields(request, obj))

    def restore_view(self, request: HttpRequest, object_id: str, version: int) -> HttpResponse:
        key = unquote(object_id)
        obj = self.get_object(request, key) if is_key(key) else None
        if obj is None or not is_key(str(version)):
            raise Http404
        if not self.may_restore(request, obj) or not may_edit_row(request, obj):
            raise PermissionDenied
        visible = versions_visible_to(self.model, request.user)
        found = visible.filter(id=obj.pk, history_id=version).first()
        if found is None:
            raise Http404
        kept = self.kept_columns(request, obj)
        history = self._address("history", quote(obj.pk))
        if request.method == "POST":
            try:
                with one_change(f"恢复到 {timezone.localtime(found.history_date):%Y-%m-%d %H:%M} 的版本"):
                    restore_version(obj, found, request.user, kept=kept)
            except CannotRestore as exc:
                messages.error(request, str(exc))
            else:
                self._note(request, obj.pk)
                messages.success(request, f"已恢复“{obj}”的旧版本。刚才的版本也还在修改记录里。")
            return HttpResponseRedirect(history)
        now = self.model.history.model(
            **{
                column.attname: getattr(obj, column.attname)
                for column in self.model.history.model.tracked_fields
            }
        )
        return self._ask(
            request,
            title=f"恢复旧版本：{obj}",
            lines=self._differences(request, now, found, obj, kept),
            back=history,
            version=found,
        )

    def _differences(
        self,
        request: HttpRequest,
        now: Any,
        found: Any,
        obj: models.Model,
        kept: set[str],  # noqa: ANN401
    ) -> list[Any]:
        compared = Compared(Names(request.user), [now, found])
        given = {str(column.verbose_name) for column in columns_given_back(self.model, kept)}
        for m2m in self.model.history.model._history_m2m_fields:
            if m2m.name not in kept:
                given.add(str(m2m.verbose_name))
                compared.say_links(now, m2m, getattr(obj, m2m.name).values_list("pk", flat=True))
        return [line for line in compared.lines(now, found) if line.label in given]

    def _ask(self, request: HttpRequest, **context: Any) -> TemplateResponse:
        request.current_app = self.admin_site.name
        page = {**self.admin_site.each_context(request), "subtitle": None, "opts": self.opts, **context}
        return TemplateResponse(request, "admin/restore.html", page)

    # --- deleted records ------------------------------------------------------------------------
    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        links: dict[str, Any] = {}
        if has_history(self.model):
            links["deleted_url"] = self._address("deleted")
            if may_read_log(request.user):
                links["log_url"] = f"{reverse('change_log')}?kind={self.opts.label_lower}"
        return super().changelist_view(request, {**links, **(extra_context or {})})

    def may_bring_back(self, request: HttpRequest) -> bool:
        return can_come_back(self.model) and self.has_delete_permission(request)

    def _deleted(self, request: HttpRequest) -> models.QuerySet[Any]:
        """The last version of each deleted record that the user may see."""
        last = last_of_deleted(self.model)
        return versions_visible_to(self.model, request.user).filter(history_id__in=last.values("history_id"))

    def deleted_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        if not query_is_sound(request.GET):
            return HttpResponseRedirect(request.path)
        asked = request.GET.get("q", "").strip()[:100]
        rows = self._deleted(request).select_related("history_user").order_by("-history_date", "-history_id")
        if asked:
            rows = rows.filter(self._contains(asked))
        number = request.GET.get("p", "1")
        start = (min(max(int(number), 1), 1000) - 1) * PAGE if number.isdecimal() else 0
        found = list(rows[start : start + PAGE + 1])
        names = Names(request.user)
        names.want_related(found)
        page = start // PAGE + 1
        return TemplateResponse(
            request,
            "admin/deleted.html",
            {
                **self.admin_site.each_context(request),
                "title": f"已删除的{self.opts.verbose_name}",
                "subtitle": None,
                "opts": self.opts,
                "asked": asked,
                "rows": [(row, name_of(names.record(row)), how(row), is_erased(row)) for row in found[:PAGE]],
                "page": page,
                "earlier": page - 1 if page > 1 else None,
                "further": page + 1 if len(found) > PAGE else None,
                "may_bring_back": self.may_bring_back(request),
                "comes_back": can_come_back(self.model),
            },
        )

    def _contains(self, text: str) -> models.Q:
        """Any of the record's own short texts holds ``text``; sealed columns cannot be asked."""
        texts = [
            column.name
            for column in self.model.history.model.tracked_fields
            if isinstance(column, models.CharField) and column.editable and not column.choices
        ]
        return models.Q.create([(f"{name}__icontains", text) for name in texts], connector=models.Q.OR)

    def bring_back_view(self, request: HttpRequest, version: int) -> HttpResponse:
        if not self.may_bring_back(request):
            raise PermissionDenied
        found = self._deleted(request).filter(history_id=version).first() if is_key(str(version)) else None
        if found is None:
            raise Http404
        back = self._address("deleted")
        if request.method == "POST":
            try:
                with one_change("恢复已删除的记录"):
                    row, more = restore_deleted(found, request.user)
            except CannotRestore as exc:
                messages.error(request, str(exc))
                return HttpResponseRedirect(back)
            self._note(request, row.pk)
            with_rows = f"，连同一起删除的 {more} 条" if more else ""
            messages.success(request, f"已恢复“{row}”{with_rows}。")
            return HttpResponseRedirect(self._address("change", quote(row.pk)))
        names = Names(request.user)
        compared = Compared(names, [found])
        return self._ask(
            request,
            title=f"恢复已删除的{self.opts.verbose_name}：{name_of(names.record(found))}",
            lines=compared.lines(None, found),
            back=back,
            version=found,
            deleted=True,
            refused=ERASED if is_erased(found) else "",
            files_lost=self._files_lost(found),
        )

    def _files_lost(self, version: Any) -> list[str]:  # noqa: ANN401
        """Kinds of rows that hung on the record and whose files went with them: they do not come back."""
        return [
            str(relation.related_model._meta.verbose_name)
            for relation in self.opts.related_objects
            if relation.on_delete is models.CASCADE
            and has_history(relation.related_model)
            and not can_come_back(relation.related_model)
            and last_of_deleted(relation.related_model)
            .filter(**{relation.field.attname: version.id})
            .exists()
        ]

    def _note(self, request: HttpRequest, key: Any) -> None:  # noqa: ANN401
        record(Kind.RESTORE, request=request, what=f"{self.opts.label_lower} {key}")

    def _address(self, page: str, *args: Any) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}", args=args)
