"""The history of a record in the admin: who, when, what from what to what, with the rows of its form."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.forms.models import _get_foreign_key
from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from .admin_input import is_key
from .admin_names import Names, name_of
from .admin_versions import Entry, Source, entries, versions_before
from .history import has_history, versions_visible_to

#: Entries on one page of a history.
PAGE = 20


def sources_of(
    model_admin: admin.ModelAdmin,
    request: HttpRequest,
    key: Any,
    obj: models.Model | None,  # noqa: ANN401
) -> list[Source]:
    """The record's own versions and those of the rows that its form holds, as far as the user sees them."""
    model = model_admin.model
    own = versions_visible_to(model, request.user).filter(id=key)
    found = [Source(own, own=True)]
    inlines = model_admin.get_inline_instances(request, obj) if obj is not None else []
    if obj is None:
        inlines = [inline(model, model_admin.admin_site) for inline in model_admin.inlines]
    for inline in inlines:
        if has_history(inline.model):
            attname = _get_foreign_key(model, inline.model, fk_name=inline.fk_name).attname
            rows = versions_visible_to(inline.model, request.user).filter(**{attname: key})
            found.append(Source(rows))
    return found


def page_of(sources: list[Source], names: Names, before: datetime | None) -> tuple[list[Entry], bool]:
    """The newest entries older than ``before``, and whether there are older ones still."""
    limit = {"history_date__lt": before} if before else {}
    parts = [
        source.versions.filter(**limit)
        .order_by()
        .annotate(from_source=models.Value(number))
        .values_list("history_date", "from_source")
        for number, source in enumerate(sources)
    ]
    rows = parts[0].union(*parts[1:]) if len(parts) > 1 else parts[0].distinct()
    # Each moment comes at most once from each source: so many rows hold a whole page and one moment more.
    found = list(rows.order_by("-history_date")[: (PAGE + 1) * len(sources)])
    moments = sorted({moment for moment, _ in found}, reverse=True)
    shown = moments[:PAGE]
    if not shown:
        return [], False
    here = {number for moment, number in found if moment >= shown[-1]}
    pieces = []
    for number in sorted(here):
        source = sources[number]
        versions = list(
            source.versions.filter(history_date__gte=shown[-1], history_date__lte=shown[0]).select_related(
                "history_user"
            )
        )
        earlier = versions_before(source, {row.id for row in versions}, history_date__lt=shown[-1])
        pieces.append((source, versions, earlier))
    return entries(pieces, names), len(moments) > PAGE


def _asked_before(request: HttpRequest) -> datetime | None:
    with suppress(ValueError):
        moment = parse_datetime(request.GET.get("before", ""))
        if moment is not None and timezone.is_aware(moment) and 1950 < moment.year < 2100:
            return moment
    return None


class HistoryMixin(admin.ModelAdmin):
    """``history_view`` over the versions of the record instead of Django's own log lines."""

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> Any:  # noqa: ANN401
        if not has_history(self.model):
            return super().history_view(request, object_id, extra_context)
        key = unquote(object_id)
        if not is_key(key):
            raise Http404
        obj = self.get_object(request, key)
        # The class's permission first: a role that sees no list sees no deleted rows either.
        if not self.has_view_or_change_permission(request, obj):
            raise PermissionDenied
        sources = sources_of(self, request, key, obj)
        names = Names(request.user)
        shown, more = page_of(sources, names, _asked_before(request))
        if obj is None:
            last = sources[0].versions.order_by("-history_id").first()
            if last is None or self.model._base_manager.filter(pk=key).exists():
                # The same answer for what never was and for what others have: nobody learns which keys exist.
                return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
            names.want_related([last])
            obj_name = name_of(names.record(last))
        else:
            obj_name = name_of(obj)
        older = urlencode({"before": shown[-1].at.isoformat()}) if more else ""
        context = {
            **self.admin_site.each_context(request),
            "title": f"修改记录：{obj_name}",
            "subtitle": None,
            "entries": shown,
            "older": older,
            "newest": "before" in request.GET,
            "module_name": str(self.opts.verbose_name_plural),
            "object": obj,
            "object_name": obj_name,
            "object_key": quote(key),
            "restorable": obj is not None and self.may_restore(request, obj),
            "deleted_restorable": obj is None and self.may_bring_back(request),
            "newest_version": newest_version(sources[0]),
            "deleted_url": reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_deleted"),
            "opts": self.opts,
            "media": self.media,
            **(extra_context or {}),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/object_history.html", context)

    def may_restore(self, request: HttpRequest, obj: models.Model) -> bool:
        return False

    def may_bring_back(self, request: HttpRequest) -> bool:
        return False


def newest_version(source: Source) -> int:
    """The number of the newest version of a source, 0 where there is none."""
    return source.versions.order_by().aggregate(newest=models.Max("history_id"))["newest"] or 0
