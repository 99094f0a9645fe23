"""Tells the browser which form has been saved, so that it forgets what it kept of it (see ``keep.js``)."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

#: The hidden field by which a page names itself, and the cookie that answers.
KEEP, SAVED = "_keep", "saved_form"
_NAME = re.compile(r"[a-z0-9]{8,40}")


class KeptMixin(admin.ModelAdmin):
    class Media:
        js = ["admin-tools/keep.js"]

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        response = super().changeform_view(request, object_id, form_url, extra_context)
        name = request.POST.get(KEEP, "")
        if getattr(request, "form_saved", False) and _NAME.fullmatch(name):
            # Read by the page's script: it holds nothing but the page's own random name.
            response.set_cookie(
                SAVED,
                name,
                max_age=3600,
                path=reverse("admin:index"),
                secure=request.is_secure(),
                samesite="Lax",
            )
        return response

    def response_add(
        self, request: HttpRequest, obj: models.Model, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        request.form_saved = True
        return super().response_add(request, obj, *args, **kwargs)

    def response_change(self, request: HttpRequest, obj: models.Model) -> HttpResponse:
        request.form_saved = True
        return super().response_change(request, obj)
