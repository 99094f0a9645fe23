"""What the admins of people have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import helpers
from django.db import IntegrityError, models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from guicheng.accounts.admin_base import ScopedModelAdmin

#: From so many digits on a search is a whole number, which must not stand in an address.
_WHOLE_NUMBER = 7
NO_WHOLE_NUMBERS = "为保护个人信息，查找时不要输入完整号码，请输入后四位。"


def is_whole_number(term: str) -> bool:
    return sum(char.isdigit() for char in term) >= _WHOLE_NUMBER


class PeopleAdmin(ScopedModelAdmin):
    """Answers a race of two users with a sentence, and refuses look-ups that count what is hidden."""

    class Media:
        css = {"all": ["admin-tools/people.css"]}
        js = ["admin-tools/choosers.js"]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if is_whole_number(request.GET.get("q", "")):
            messages.warning(request, NO_WHOLE_NUMBERS)
            return HttpResponseRedirect(request.path)
        return super().changelist_view(request, extra_context)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except IntegrityError:
            # Somebody else saved the same number or head meanwhile: now the form's own checks see it.
            return super().changeform_view(request, object_id, form_url, extra_context)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        # A look-up through rows that point here would count those of other communities.
        fields = self.opts.get_fields()
        backwards = {field.name for field in fields if field.auto_created and not field.concrete}
        return lookup.split("__")[0] not in backwards and super().lookup_allowed(lookup, value, request)

    def ask_with_form(
        self,
        request: HttpRequest,
        rows: models.QuerySet[Any],
        form: forms.Form,
        *,
        title: str,
        text: str,
        button: str,
        said: Callable[[Any], str] = str,
    ) -> TemplateResponse:
        """The page that asks before an action is done, with a form to fill in; ``said``: a row in words."""
        across = request.POST.get("select_across") == "1"
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "text": text,
            "button": button,
            "form": form,
            "lines": [said(row) for row in rows[:100]],
            "count": rows.count(),
            "keys": [] if across else request.POST.getlist(helpers.ACTION_CHECKBOX_NAME),
            "across": across,
            "action": next((name for name in request.POST.getlist("action") if name), ""),
            "checkbox_name": helpers.ACTION_CHECKBOX_NAME,
            "opts": self.opts,
            "media": self.media + form.media,
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "volunteers/ask_with_form.html", context)
