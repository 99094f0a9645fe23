"""What stands between a session and the back office: idleness, and the second factor.

Public pages never ask who is there: they need no session, and caches may keep them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from . import second_factor, signins
from .inside import is_inside
from .models import Authenticator, SignIn

#: Open before the second factor was given; :class:`MustHaveSecondFactor` adds what is needed to set one up.
_BEFORE_CODE = ("admin:login", "admin:logout", "admin:jsi18n", "verify")
_BEFORE_SETTING_UP = (
    *_BEFORE_CODE,
    "own_second_factor",
    "admin:password_change",
    "admin:password_change_done",
)


def _is_one_of(request: HttpRequest, names: tuple[str, ...]) -> bool:
    return request.path in {reverse(name) for name in names}


class Doorway:
    """Middleware of all that is inside: ends idle sessions, notes the last request, asks for the code."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_inside(request.path) or not request.user.is_authenticated:
            return self._get_response(request)
        key = request.session.session_key
        own = Authenticator.objects.filter(user=OuterRef("user"), confirmed=True)
        rows = SignIn.objects.annotate(has_second_factor=Exists(own))
        sign_in = rows.filter(session_key=key, user=request.user.pk).first()
        if sign_in is None:
            # A session from before sign-ins were kept.
            signins.begin(request, request.user)
            sign_in = rows.get(session_key=key)
        if self._is_idle(sign_in):
            return self._ended(request)
        request.has_second_factor = sign_in.has_second_factor
        if (
            sign_in.has_second_factor
            and not request.user.is_verified()
            and not _is_one_of(request, _BEFORE_CODE)
        ):
            return redirect(f"{reverse('verify')}?{urlencode({'next': request.get_full_path()})}")
        response = self._get_response(request)
        self._follow(request, key)
        return response

    def _is_idle(self, sign_in: SignIn) -> bool:
        """Whether it lay idle for too long; otherwise its time is noted."""
        now = timezone.now()
        quiet = now - sign_in.last_seen
        # The time of the last request may be as old as it is seldom written.
        if quiet > timedelta(minutes=settings.IDLE_MINUTES) + signins.WRITTEN_EVERY:
            return True
        if quiet > signins.WRITTEN_EVERY:
            SignIn.objects.filter(pk=sign_in.pk).update(last_seen=now)
        return False

    def _ended(self, request: HttpRequest) -> HttpResponse:
        request.logged_out_because = "太久没有操作"
        logout(request)
        if _is_one_of(request, ("admin:login", "admin:logout")):
            return self._get_response(request)
        query = urlencode({"next": request.get_full_path(), "idle": 1})
        return redirect(f"{reverse('admin:login')}?{query}")

    def _follow(self, request: HttpRequest, key: str) -> None:
        """A session may change its key, as after a new password: the sign-in goes with it."""
        new = request.session.session_key
        if new is None or new == key or not request.user.is_authenticated:
            return
        if SignIn.objects.filter(session_key=new).exists():
            SignIn.objects.filter(session_key=key).delete()
        else:
            SignIn.objects.filter(session_key=key).update(session_key=new)


class MustHaveSecondFactor:
    """Middleware: whose role needs a second factor finds nothing else until there is one.

    After :class:`~guicheng.accounts.own_password.MustChangePassword`: first a password of one's own.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Only where the doorway looked: in the back office, with somebody logged in.
        if getattr(request, "has_second_factor", True) or not request.user.is_authenticated:
            return self._get_response(request)
        if second_factor.is_required(request.user) and not _is_one_of(request, _BEFORE_SETTING_UP):
            messages.warning(request, "您的角色必须使用动态验证码。请先用手机设置好，再继续工作。")
            return redirect("own_second_factor")
        return self._get_response(request)
