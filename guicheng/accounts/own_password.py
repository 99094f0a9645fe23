"""Changing one's own password, and being made to: a password that somebody else set is known to them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.forms import AdminPasswordChangeForm
from django.contrib.auth import views as auth_views
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy

from . import signins
from .events import Kind, record
from .inside import is_inside
from .lockout import confirm_password

#: Pages of the back office that stay open until the password is changed.
_STILL_OPEN = (
    "admin:password_change",
    "admin:password_change_done",
    "admin:logout",
    "admin:login",
    "admin:jsi18n",
    # The second factor is asked for before the password is changed.
    "verify",
)


class OwnPasswordForm(AdminPasswordChangeForm):
    """The admin's form; a new password that is the old one is none."""

    #: Set by the view: the old password is asked for through the door of the log-in page.
    request: HttpRequest

    def clean_old_password(self) -> str:
        old = self.cleaned_data["old_password"]
        if not confirm_password(self.request, old):
            raise ValidationError(self.error_messages["password_incorrect"], code="password_incorrect")
        return old

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self.user.must_change_password and data.get("new_password1") == data.get("old_password"):
            self.add_error("new_password1", "新密码和旧密码一样，请换一个。")
        return data

    def save(self, commit: bool = True) -> Any:  # noqa: ANN401
        self.user.must_change_password = False
        return super().save(commit)


class OwnPasswordView(auth_views.PasswordChangeView):
    """In place of the admin's own view, which takes no form of ours."""

    form_class = OwnPasswordForm
    success_url = reverse_lazy("admin:password_change_done")

    def get_form(self, form_class: type[OwnPasswordForm] | None = None) -> OwnPasswordForm:
        form = super().get_form(form_class)
        form.request = self.request
        return form

    def form_valid(self, form: OwnPasswordForm) -> HttpResponse:
        """Whoever else is logged in with the old password is out at once."""
        before = self.request.session.session_key
        response = super().form_valid(form)
        signins.end_all(self.request.user, but=before)
        record(Kind.PASSWORD, request=self.request, what="本人修改")
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), **admin.site.each_context(self.request)}


def change_own_password(request: HttpRequest) -> HttpResponse:
    return admin.site.admin_view(OwnPasswordView.as_view(), cacheable=True)(request)


class MustChangePassword:
    """Middleware: whoever must change their password finds nothing else in the back office."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Public pages never ask who is there: they need no session.
        if not is_inside(request.path):
            return self._get_response(request)
        user = request.user
        held = user.is_authenticated and user.is_staff and user.must_change_password
        if held and request.path not in {reverse(name) for name in _STILL_OPEN}:
            messages.warning(request, "第一次登录，或者密码由别人设过：请先换一个只有您自己知道的密码。")
            return redirect("admin:password_change")
        return self._get_response(request)
