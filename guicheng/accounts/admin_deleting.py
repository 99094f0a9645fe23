"""Deleting in the admin: what hangs on a record is shown first, and what others need is retired instead."""

from __future__ import annotations

from copy import copy
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from .admin_input import is_key
from .admin_names import Names, name_of
from .admin_rows import may_edit_row
from .admin_versions import Line, in_words
from .hanging import Hanging, hanging_on
from .history import keep_baseline, one_change

RETIRED = "停用（撤销）"
#: Names listed of what was chosen for deletion.
_LISTED = 100


def retired(obj: Any) -> Any | None:  # noqa: ANN401
    """``obj`` as it would be once retired; None where its kind cannot be, or where it is already."""
    if not hasattr(obj, "retire"):
        return None
    later = copy(obj)
    later.retire(timezone.localdate())
    return later if _changed(obj, later) else None


def _changed(obj: models.Model, later: models.Model) -> list[models.Field]:
    columns = obj._meta.concrete_fields
    return [column for column in columns if getattr(obj, column.attname) != getattr(later, column.attname)]


class DeletingMixin(admin.ModelAdmin):
    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_retire"
        view = self.admin_site.admin_view(self.retire_view)
        return [path("<path:object_id>/retire/", view, name=name), *super().get_urls()]

    def get_deleted_objects(
        self,
        objs: Any,  # noqa: ANN401
        request: HttpRequest,
    ) -> tuple[Any, dict[str, int], set[str], list[Any]]:
        """Django's hook for the page and the action: what it shows is this project's own account."""
        keys = [obj.pk for obj in objs]
        hanging = hanging_on(self.model._base_manager.filter(pk__in=keys), request.user)
        names = [name_of(obj) for obj in objs[:_LISTED]]
        told = {"names": names, "more": len(keys) > len(names), "hanging": hanging}
        return told, {}, self._not_theirs(request, objs, hanging), [] if hanging.deletable else [hanging]

    def _not_theirs(self, request: HttpRequest, objs: Any, hanging: Hanging) -> set[str]:  # noqa: ANN401
        """Kinds among what would be deleted that the user may not delete."""
        seen = [kind for kind in hanging.goes_too if kind.count]
        lacking = {kind.label for kind in seen if not self._may_delete(request, kind.model)}
        if not all(self.has_delete_permission(request, obj) for obj in objs):
            lacking.add(str(self.opts.verbose_name))
        return lacking

    def _may_delete(self, request: HttpRequest, model: type[models.Model]) -> bool:
        registered = self.admin_site._registry.get(model)
        return registered is None or registered.has_delete_permission(request)

    def render_delete_form(self, request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
        obj = context["object"]
        may_retire = self.has_change_permission(request, obj) and retired(obj) is not None
        context["retire_url"] = self._page("retire", quote(obj.pk)) if may_retire else ""
        context["retired_word"] = RETIRED
        return super().render_delete_form(request, context)

    # --- retiring -------------------------------------------------------------------------------
    def retire_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask, then end the record where it stands: everything that points at it keeps pointing."""
        key = unquote(object_id)
        obj = self.get_object(request, key) if is_key(key) else None
        if obj is None or not hasattr(obj, "retire"):
            raise Http404
        if not self.has_change_permission(request, obj) or not may_edit_row(request, obj):
            raise PermissionDenied
        change = self._page("change", quote(obj.pk))
        later = retired(obj)
        if later is None:
            messages.info(request, f"“{obj}”已经停用了。")
            return HttpResponseRedirect(change)
        if request.method == "POST":
            return self._retire(request, obj, later, change)
        names = Names(request.user)
        lines = [
            Line(
                str(column.verbose_name),
                in_words(column, getattr(obj, column.attname), names),
                in_words(column, getattr(later, column.attname), names),
            )
            for column in _changed(obj, later)
        ]
        request.current_app = self.admin_site.name
        return TemplateResponse(
            request,
            "admin/retire.html",
            {
                **self.admin_site.each_context(request),
                "title": f"{RETIRED}：{obj}",
                "subtitle": None,
                "opts": self.opts,
                "object": obj,
                "lines": lines,
                "back": change,
                "button": RETIRED,
            },
        )

    def _retire(
        self, request: HttpRequest, obj: models.Model, later: models.Model, change: str
    ) -> HttpResponse:
        try:
            later.validate_constraints()
        except ValidationError as exc:
            messages.error(request, f"不能停用：{'；'.join(exc.messages)}")
            return HttpResponseRedirect(change)
        with transaction.atomic(), one_change(RETIRED):
            keep_baseline([obj])
            later.save()
            LogEntry.objects.log_actions(request.user.pk, [later], CHANGE, RETIRED)
        messages.success(request, f"“{obj}”已停用，原来的记录都还在。")
        return HttpResponseRedirect(change)

    def _page(self, page: str, *args: Any) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}", args=args)
