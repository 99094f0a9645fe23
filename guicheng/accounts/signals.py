"""Log-ins, failures, locks, log-outs and switched-off accounts are noticed wherever they come from."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.core.cache import cache
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.http import HttpRequest

from guicheng.privacy.cipher import fingerprint

from . import signins
from .events import Kind, record
from .lockout import counted_address, was_refused
from .models import SecurityEvent, SignIn, User

#: Stands for a name that is no account: people type their password there.
NO_ACCOUNT = "（没有这个账号）"
#: Seconds in which refusals of one account at one address make one line: nobody floods the log.
_ONE_LINE = 60


@receiver(user_logged_in)
def _came(request: HttpRequest, user: User, **kwargs: Any) -> None:
    sign_in = signins.begin(request, user)
    # A request without a method is a program's that logs somebody in: nobody came.
    if request.method:
        record(Kind.LOGIN, request=request, user=user, what=sign_in.device)


@receiver(user_login_failed)
def _failed(credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any) -> None:
    """Hears of a failure after django-axes, whose receiver was there before: it is counted by now."""
    if request is None:
        return
    username = str(credentials.get("username") or "")
    if not was_refused(request):
        _record(Kind.LOGIN_FAILED, request, username)
        if request.axes_locked_out:
            _record(Kind.LOCKED, request, username, "失败次数太多，开始锁定")
    elif cache.add(f"refused:{fingerprint(f'{username} {counted_address(request)}')}", 1, _ONE_LINE):
        _record(Kind.LOCKED, request, username, "锁定期间又来登录，没有放行")


@receiver(user_logged_out)
def _went(request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    if user is None:
        return
    SignIn.objects.filter(session_key=request.session.session_key or "").delete()
    if request.method:
        record(Kind.LOGOUT, request=request, user=user, what=getattr(request, "logged_out_because", ""))


@receiver(post_save, sender=User)
def _switched_off(instance: User, created: bool, **kwargs: Any) -> None:
    if not created and not instance.is_active:
        signins.end_all(instance)


def _record(kind: SecurityEvent.Kind, request: HttpRequest, username: str, what: str = "") -> None:
    account = User.objects.filter(username=username).first()
    record(kind, request=request, user=account or AnonymousUser(), username=NO_ACCOUNT, what=what)
