"""How a browser's visitor comes in without typing a password."""

from __future__ import annotations

from django.conf import settings
from django.test import Client
from playwright.sync_api import Page

from communities.models import Community
from guicheng.accounts.models import Role
from tests.people import make_user


def enter(page: Page, site: str, role: Role, *communities: Community) -> None:
    """Give ``page`` the session of a new user with ``role``."""
    client = Client()
    client.force_login(make_user(role, *communities))
    cookie = {"name": settings.SESSION_COOKIE_NAME, "url": site}
    page.context.add_cookies([{**cookie, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}])
