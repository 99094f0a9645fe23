"""One opened form for a new record makes one record, however often its button is pressed."""

from __future__ import annotations

import hashlib
import time
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.utils import quote
from django.core.cache import cache
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.crypto import get_random_string

#: The hidden field that tells one opened form from another.
ONCE = "_once"
_KEPT = 24 * 3600
#: Seconds that a second press waits for the first to be done, and between two looks.
_PATIENCE, _PAUSE = 10.0, 0.1
_UNDER_WAY = ""
#: What differs between two presses without being other content.
_BUTTONS = frozenset({"csrfmiddlewaretoken", "_save", "_addanother", "_continue", "_keep"})


class OnceMixin(admin.ModelAdmin):
    """The same words from the same opened form are one record; other words from it are another one."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        opened = request.POST.get(ONCE, "") if request.method == "POST" and object_id is None else ""
        if not opened or not self.has_add_permission(request):
            return super().changeform_view(request, object_id, form_url, extra_context)
        key = _key(request, opened[:40])
        if not _first(key):
            return self._said_already(request, cache.get(key))
        try:
            response = super().changeform_view(request, object_id, form_url, extra_context)
        except BaseException:
            cache.delete(key)
            raise
        made = getattr(request, "made", None)
        if made is None:
            cache.delete(key)
        else:
            cache.set(key, str(made.pk), _KEPT)
        return response

    def response_add(
        self, request: HttpRequest, obj: models.Model, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        request.made = obj
        return super().response_add(request, obj, *args, **kwargs)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if context.get("original") is None:
            context["once"] = request.POST.get(ONCE, "")[:40] or get_random_string(20)
        return super().render_change_form(request, context, *args, **kwargs)

    def _said_already(self, request: HttpRequest, made: str | None) -> HttpResponse:
        request.form_saved = True
        info = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        obj = self.get_queryset(request).filter(pk=made).first() if made else None
        if obj is None:
            messages.info(request, "刚才已经提交过了，没有重复登记。请在列表里查看。")
            return HttpResponseRedirect(reverse(f"{info}_changelist"))
        if IS_POPUP_VAR in request.POST:
            return super().response_add(request, obj)
        messages.info(request, f"“{obj}”刚才已经保存好了，没有重复登记。")
        return HttpResponseRedirect(reverse(f"{info}_change", args=[quote(obj.pk)]))


def _key(request: HttpRequest, opened: str) -> str:
    said = [(name, request.POST.getlist(name)) for name in sorted(request.POST) if name not in _BUTTONS]
    files = [(name, file.name, file.size) for name, file in sorted(request.FILES.items())]
    digest = hashlib.sha256(repr((said, files)).encode()).hexdigest()
    return f"admin-once:{request.user.pk}:{digest}:{hashlib.sha256(opened.encode()).hexdigest()[:16]}"


def _first(key: str) -> bool:
    """Whether nobody sends this already; waits while somebody does, since their attempt may fail."""
    until = time.monotonic() + _PATIENCE
    while not cache.add(key, _UNDER_WAY, _KEPT):
        if cache.get(key, _UNDER_WAY) != _UNDER_WAY or time.monotonic() > until:
            return False
        time.sleep(_PAUSE)
    return True
