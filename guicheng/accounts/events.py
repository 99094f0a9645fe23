"""The security log: one call writes a line, one query says who may read which lines."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils import timezone

from .models import Role, SecurityEvent, User
from .network import client_ip
from .scope import AnyUser

Kind = SecurityEvent.Kind
#: Lines that are removed at once.
_PART = 500


def record(
    kind: SecurityEvent.Kind,
    *,
    request: HttpRequest | None = None,
    user: AnyUser | None = None,
    username: str = "",
    what: str = "",
    count: int | None = None,
) -> SecurityEvent:
    """Write one line. ``what`` names no person: "heads 42", never a name or a number.

    ``user`` is the request's where none is given; its address comes from the request.
    """
    if user is None and request is not None:
        user = getattr(request, "user", None)
    known = user if isinstance(user, User) and user.pk else None
    return SecurityEvent.objects.create(
        kind=kind,
        user=known,
        username=(known.username if known else username)[:150],
        address=client_ip(request) if request is not None else None,
        what=what[:200],
        count=count,
    )


def readable_by(user: AnyUser) -> models.QuerySet[SecurityEvent]:
    """Administrators read all, everyone else what they did themselves."""
    if not user.is_authenticated or not user.is_active:
        return SecurityEvent.objects.none()
    if user.is_superuser or user.role == Role.STREET_ADMIN:
        return SecurityEvent.objects.all()
    return SecurityEvent.objects.filter(user=user)


def forget_old() -> int:
    """Remove lines older than ``KEEP_SECURITY_LOG_DAYS``, in parts so that nobody waits; how many."""
    before = timezone.now() - timedelta(days=settings.KEEP_SECURITY_LOG_DAYS)
    old = SecurityEvent.objects.filter(at__lt=before).order_by("pk").values_list("pk", flat=True)
    count = 0
    while keys := list(old[:_PART]):
        count += SecurityEvent.objects.filter(pk__in=keys).delete()[0]
    return count
