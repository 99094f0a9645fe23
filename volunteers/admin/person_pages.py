"""Pages about people beside Django's own: a number shown, duplicates, erasing, papers to print."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from guicheng.accounts.admin_base import may_edit_row
from guicheng.accounts.scope import visible_to

from .. import papers
from ..erasure import erase
from ..models import Appointment, Volunteer
from . import reveal
from .merge_pages import MergePages

Page = Callable[..., HttpResponse]
#: What has to be typed before a person is erased: nobody does that by a slip.
ERASE_WORD = "抹去"


class EraseForm(forms.Form):
    word = forms.CharField(
        label=f"请输入“{ERASE_WORD}”两个字",
        max_length=10,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": f"请输入“{ERASE_WORD}”两个字。"},
    )

    def clean_word(self) -> str:
        if self.cleaned_data["word"].strip(' “”"') != ERASE_WORD:
            raise forms.ValidationError(f"请输入“{ERASE_WORD}”两个字，没有作任何改动。")
        return ERASE_WORD


class PersonPages(MergePages):
    """Mixed into the admin of people, whose scope and frame each page uses."""

    def pages(self) -> list[tuple[str, Page, str]]:
        """Route, view and name of each."""
        return [
            ("duplicates/", self.duplicates_view, "duplicates"),
            ("merge/", self.merge_view, "merge"),
            ("ledger/", self.ledger_view, "ledger"),
            ("<int:pk>/phone/", self.phone_view, "phone"),
            ("<int:pk>/erase/", self.erase_view, "erase"),
            ("<int:pk>/told/", self.told_view, "told"),
            ("<int:pk>/undertaking/", self.undertaking_view, "undertaking"),
            ("<int:pk>/shared/", self.shared_view, "shared"),
        ]

    def phone_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One number: a button that posts, for whoever has no script; JSON for the script."""
        person, phone, problem = reveal.read_phone(request, pk)
        if "application/json" in request.headers.get("Accept", ""):
            return reveal.answer(request, phone, problem)
        context: dict[str, Any] = {"person": person, "phone": phone, "problem": problem}
        response = self.own_page(request, "admin/phone.html", f"{person}的电话", context)
        response.status_code = 429 if problem else 200
        return response

    def erase_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        person = reveal.visible_person(request, pk)
        if person.erased_on or not may_edit_row(request, person):
            raise PermissionDenied
        form = EraseForm(request.POST if request.method == "POST" else None)
        if form.is_bound and form.is_valid():
            erase(person, user=request.user, request=request)
            messages.success(request, "个人信息已抹去，任职的记录和人数统计保留。")
            return redirect("admin:volunteers_volunteer_changelist")
        context = {"person": person, "form": form, "serving": self._terms(request, person).count()}
        return self.own_page(request, "volunteers/erase.html", f"抹去{person}的个人信息", context)

    # --- papers ---------------------------------------------------------------------------------
    def told_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._paper(request, pk, "told", {"points": papers.told_points()})

    def undertaking_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._paper(request, pk, "undertaking", {"promises": papers.UNDERTAKING})

    def shared_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """同意书: the own number may be shown to residents."""
        return self._paper(request, pk, "shared", {"wording": papers.number_shared_wording()})

    def _paper(self, request: HttpRequest, pk: int, name: str, context: dict[str, Any]) -> HttpResponse:
        person = reveal.visible_person(request, pk)
        if person.erased_on:
            raise Http404
        shown = {"person": person, "terms": self._terms(request, person), **context}
        return render(request, f"volunteers/papers/{name}.html", shown)

    def _terms(self, request: HttpRequest, person: Volunteer) -> models.QuerySet[Appointment]:
        """Where the person serves, as far as the user sees it."""
        terms = visible_to(Appointment, request.user).serving().filter(volunteer=person)
        return terms.select_related("place__estate")

    def ledger_view(self, request: HttpRequest) -> HttpResponse:
        """A blank page of 联系群众工作台账, to be filled in by hand."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = {"lines": range(14), "year": timezone.localdate().year}
        return render(request, "volunteers/papers/ledger.html", context)
