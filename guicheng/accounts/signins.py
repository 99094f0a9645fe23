"""Who is logged in where: kept beside Django's sessions, which know neither their user nor their age."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from .devices import device_words
from .models import SignIn, User
from .network import client_ip

#: How often the time of the last request is written.
WRITTEN_EVERY = timedelta(minutes=1)


def begin(request: HttpRequest, user: User) -> SignIn:
    """Remember the session that ``request`` carries."""
    agent = request.META.get("HTTP_USER_AGENT", "")
    sign_in, _ = SignIn.objects.update_or_create(
        session_key=request.session.session_key,
        defaults={"user": user, "address": client_ip(request), "device": device_words(agent)},
    )
    return sign_in


def end(sign_ins: models.QuerySet[SignIn]) -> int:
    """Log these browsers out at once; how many."""
    keys = list(sign_ins.values_list("session_key", flat=True))
    for key in keys:
        _store(key).delete()
    SignIn.objects.filter(session_key__in=keys).delete()
    return len(keys)


def end_all(user: User, *, but: str | None = None) -> int:
    """Log ``user`` out everywhere, except in the session with the key ``but``."""
    return end(SignIn.objects.filter(user=user).exclude(session_key=but or ""))


def living(user: User) -> list[SignIn]:
    """The browsers in which ``user`` is logged in; what ended by itself is forgotten."""
    rows = list(SignIn.objects.filter(user=user))
    proof = user.get_session_auth_hash()
    idle = timezone.now() - timedelta(minutes=settings.IDLE_MINUTES) - WRITTEN_EVERY
    alive = {
        row.pk
        for row in rows
        if row.last_seen >= idle
        and constant_time_compare(_store(row.session_key).get(HASH_SESSION_KEY, ""), proof)
    }
    end(SignIn.objects.filter(pk__in=[row.pk for row in rows if row.pk not in alive]))
    return [row for row in rows if row.pk in alive]


def forget_dead() -> int:
    """Remove what belongs to sessions that are gone or over, and those; how many."""
    over, _ = Session.objects.filter(expire_date__lt=timezone.now()).delete()
    there = Session.objects.filter(session_key=models.OuterRef("session_key"))
    SignIn.objects.filter(~models.Exists(there)).delete()
    return over


def _store(key: str) -> SessionBase:
    return import_module(settings.SESSION_ENGINE).SessionStore(key)
