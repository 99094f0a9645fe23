"""A browser that comes again is known by a signed cookie, which says nothing of who holds it."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import get_random_string


@dataclass(frozen=True)
class DeviceCookie:
    """One kind of cookie: where it is sent (``path``) and how long it lives."""

    name: str
    salt: str
    path: str
    days: int

    def of(self, request: HttpRequest) -> str:
        """The name of this browser, or "" where it brings none that we signed."""
        try:
            return signing.loads(
                request.COOKIES.get(self.name, ""), salt=self.salt, max_age=self.days * 86400
            )
        except signing.BadSignature:
            return ""

    def mark(self, request: HttpRequest, response: HttpResponse) -> None:
        """Give a browser without a name one."""
        if self.of(request):
            return
        response.set_cookie(
            self.name,
            signing.dumps(get_random_string(16), salt=self.salt),
            max_age=self.days * 86400,
            path=self.path,
            httponly=True,
            secure=settings.HTTPS,
            samesite="Lax",
        )
