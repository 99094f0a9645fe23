"""Guessing passwords is stopped without locking a whole office that shares one address.

Three counts, each within the last ``LOCK_MINUTES``: failures of one account at one address (the usual slip
or guess), of one account anywhere (guessing from many addresses), and different accounts that failed at one
address (trying names). The last two do not hold up an account where it lately logged in, so that nobody
can lock others out of their own office. django-axes carries the signals and the table; what counts is
decided here. What was typed as a name and is no account may be a password: only its keyed hash is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil
from typing import Any

from axes.backends import AxesStandaloneBackend
from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth import authenticate
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from guicheng.privacy.cipher import fingerprint
from guicheng.web.errors import error_page

from .events import Kind
from .models import SecurityEvent, User
from .network import client_ip

Credentials = dict[str, Any]
#: Days for which an account is known at an address where it logged in.
_KNOWN_DAYS = 30


def counted_address(request: HttpRequest) -> str:
    """The address that failures are counted under."""
    return _network(client_ip(request))


def _network(address: str) -> str:
    """Of IPv6 the /64: one household has all of it and could take another address for each guess."""
    parsed = ip_address(address)
    if isinstance(parsed, IPv6Address):
        return str(ip_network((parsed, 64), strict=False).network_address)
    return str(parsed)


def _since() -> datetime:
    return timezone.now() - timedelta(minutes=settings.LOCK_MINUTES)


def _counted_name(username: str) -> str:
    """The account's name, or for what is no account a hash that gives nothing away."""
    if User.objects.filter(username=username).exists():
        return username
    return f"?{fingerprint(username.casefold())}"


# --- what is locked ---------------------------------------------------------------------------------


def locked_until(username: str, address: str) -> datetime | None:
    """When ``username`` may be tried again at ``address``, or None where it may be tried now."""
    name = _counted_name(username)
    rows = list(
        AccessAttempt.objects.filter(attempt_time__gt=_since())
        .filter(models.Q(username=name) | models.Q(ip_address=address))
        .order_by("attempt_time")
    )
    own = [row for row in rows if row.username == name]
    here = [row for row in rows if row.ip_address == address]
    pair = [row for row in own if row.ip_address == address]
    ends = [_free_again(pair, settings.LOCK_PAIR_FAILURES, lambda row: row.failures_since_start)]
    wide = [
        _free_again(own, settings.LOCK_ACCOUNT_FAILURES, lambda row: row.failures_since_start),
        _free_again(here, settings.LOCK_ADDRESS_ACCOUNTS, lambda row: 1),
    ]
    if any(wide) and not _is_known(username, address):
        ends += wide
    return max((end for end in ends if end is not None), default=None)


def _free_again(
    rows: list[AccessAttempt], limit: int, weight: Callable[[AccessAttempt], int]
) -> datetime | None:
    """When so many of ``rows`` (oldest first) will have been forgotten that they are below ``limit``."""
    left = sum(weight(row) for row in rows)
    if left < limit:
        return None
    for row in rows:
        left -= weight(row)
        if left < limit:
            return row.attempt_time + timedelta(minutes=settings.LOCK_MINUTES)
    return None


def _is_known(username: str, address: str) -> bool:
    """Whether the account lately logged in at ``address``."""
    since = timezone.now() - timedelta(days=_KNOWN_DAYS)
    logins = SecurityEvent.objects.filter(user__username=username, kind=Kind.LOGIN, at__gt=since)
    addresses = logins.exclude(address=None).order_by().values_list("address", flat=True).distinct()
    return address in {_network(known) for known in addresses}


# --- counting ---------------------------------------------------------------------------------------


def _count_failure(username: str, address: str) -> None:
    now, since = timezone.now(), _since()
    with transaction.atomic():
        row, created = AccessAttempt.objects.select_for_update().get_or_create(
            username=_counted_name(username),
            ip_address=address,
            user_agent="",
            defaults={"failures_since_start": 1},
        )
        if not created:
            row.failures_since_start = 1 if row.attempt_time <= since else row.failures_since_start + 1
            row.attempt_time = now
            row.save(update_fields=["failures_since_start", "attempt_time"])


def _forget(username: str, address: str) -> None:
    """Whoever got in may have mistyped before. Failures elsewhere stay: those were somebody else."""
    AccessAttempt.objects.filter(username=username, ip_address=address).delete()


def unlock(users: Iterable[User]) -> None:
    """Forget all failures of these accounts."""
    AccessAttempt.objects.filter(username__in=[user.username for user in users]).delete()


def forget_old() -> int:
    """Remove what counts no more; how many rows."""
    return AccessAttempt.objects.filter(attempt_time__lte=_since()).delete()[0]


def confirm_password(request: HttpRequest, password: str) -> bool:
    """Whether ``password`` is the user's own, asked again. Wrong ones count like those of the log-in page."""
    username = request.user.get_username()
    if authenticate(request, username=username, password=password) is None:
        return False
    _forget(username, counted_address(request))
    return True


# --- for the list of accounts -----------------------------------------------------------------------


def with_failures(users: models.QuerySet[User]) -> models.QuerySet[User]:
    """``users`` with what :func:`is_locked` and :func:`is_locked_somewhere` ask, in the same query."""
    failed = AccessAttempt.objects.filter(username=models.OuterRef("username"), attempt_time__gt=_since())
    total = failed.order_by().values("username").annotate(total=models.Sum("failures_since_start"))
    return users.annotate(
        locked_anywhere=models.Exists(total.filter(total__gte=settings.LOCK_ACCOUNT_FAILURES)),
        locked_at_one=models.Exists(failed.filter(failures_since_start__gte=settings.LOCK_PAIR_FAILURES)),
    )


def is_locked(user: User) -> bool:
    """Whether ``user``, out of :func:`with_failures`, is locked at some address or at all."""
    return user.locked_anywhere or user.locked_at_one


def is_locked_somewhere() -> models.Q:
    """The same as a condition."""
    return models.Q(locked_anywhere=True) | models.Q(locked_at_one=True)


# --- django-axes ------------------------------------------------------------------------------------


class LockedOutBackend(AxesStandaloneBackend):
    """First of the backends: refuses what is locked. A program that asks without a request is not counted."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> None:
        if request is None:
            return
        try:
            super().authenticate(request, username=username, password=password, **kwargs)
        except PermissionDenied:
            request.login_refused = True
            raise


def was_refused(request: HttpRequest) -> bool:
    """Whether this request's log-in was refused without a look at the password."""
    return getattr(request, "login_refused", False)


class LockOut(AxesDatabaseHandler):
    """What django-axes asks and tells, answered by the counts above. Its table gets nothing that was sent."""

    def is_locked(self, request: HttpRequest, credentials: Credentials | None = None) -> bool:
        return locked_until(_username(credentials), request.axes_ip_address) is not None

    def user_login_failed(
        self, sender: object, credentials: Credentials, request: HttpRequest | None = None, **kwargs: Any
    ) -> None:
        if request is None:
            return
        request.axes_credentials = credentials
        # What was refused unseen is no further guess, and does not make the wait longer.
        if was_refused(request):
            return
        _count_failure(_username(credentials), request.axes_ip_address)
        if self.is_locked(request, credentials):
            request.axes_locked_out = True

    def user_logged_in(self, sender: object, request: HttpRequest, user: User, **kwargs: Any) -> None:
        _forget(user.get_username(), request.axes_ip_address)

    def user_logged_out(self, sender: object, request: HttpRequest, user: User | None, **kwargs: Any) -> None:
        """Logging out changes no count."""


def _username(credentials: Credentials | None) -> str:
    return str((credentials or {}).get("username") or "")


def locked_page(
    request: HttpRequest, response: HttpResponse | None = None, credentials: Credentials | None = None
) -> HttpResponse:
    """In place of the page that asked: how long, and whom to ask."""
    end = locked_until(_username(credentials), counted_address(request))
    seconds = max((end - timezone.now()).total_seconds(), 1) if end else 60
    page = error_page(
        request,
        429,
        "登录暂时锁定",
        f"密码输错的次数太多，为了安全，现在不能登录。请 {ceil(seconds / 60)} 分钟后再试。"
        "急用或者忘了密码，请联系街道管理员，请他解除锁定或重设密码。"
        "如果不是您自己输错的，也请告诉街道管理员。",
    )
    page["Retry-After"] = str(ceil(seconds))
    return page
