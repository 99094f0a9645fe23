"""Logging in as a person does: name, password and code typed into the pages."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from django_otp.oath import totp

from communities.models import Community
from guicheng.accounts.models import Authenticator, Role, SignIn, User
from tests.people import make_user

PASSWORD = "geren-mima-2026"
LOGIN, VERIFY, ME, OWN = "/admin/login/", "/admin/second-factor/", "/admin/me/", "/admin/me/second-factor/"
OFFICE, HOME = "10.1.1.1", "10.2.2.2"
_numbers = count(1)


def make_account(role: Role | str = Role.COMMUNITY_WORKER, *communities: Community, **values: Any) -> User:
    user = make_user(role, *communities, superuser=values.pop("superuser", False))
    user.name = values.pop("name", f"演示人员{next(_numbers)}")
    for name, value in values.items():
        setattr(user, name, value)
    user.set_password(PASSWORD)
    user.save()
    return user


def enter(
    who: User | str, password: str = PASSWORD, *, client: Client | None = None, at: str = OFFICE, **more: Any
) -> HttpResponse:
    """What the log-in page answers."""
    username = who if isinstance(who, str) else who.username
    data = {"username": username, "password": password, "next": more.pop("next", "/admin/")}
    return (client or Client()).post(LOGIN, data, REMOTE_ADDR=at, **more)


def got_in(response: HttpResponse) -> bool:
    return response.status_code == 302


def inside(user: User, **more: Any) -> Client:
    """A client that logged in with name and password."""
    client = Client(**more)
    assert got_in(enter(user, client=client))
    return client


def code_of(device: Authenticator, *, steps: int = 0) -> str:
    """What the app shows now, or ``steps`` half minutes later."""
    return f"{totp(bytes.fromhex(device.key), drift=steps):06d}"


def make_device(user: User) -> Authenticator:
    return Authenticator.objects.create(user=user, confirmed=True, name="手机")


def grow_old(user: User, **ago: float) -> None:
    """Let time pass since the last request of ``user``."""
    SignIn.objects.filter(user=user).update(last_seen=timezone.now() - timedelta(**ago))
