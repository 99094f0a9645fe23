"""A browser that comes again is known by a signed cookie, which says nothing of who holds it."""

from __future__ import annotations

import hashlib
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

    def name_for(self, request: HttpRequest, stamp: str) -> str:
        """The name of this browser, or the one it gets for a form whose signed ``stamp`` nobody else has.

        Pressed twice before the first answer came, the form is still one browser's.
        """
        return self.of(request) or hashlib.sha256(f"{self.salt}{stamp}".encode()).hexdigest()[:16]

    def mark(self, request: HttpRequest, response: HttpResponse, name: str = "") -> None:
        """Give a browser without a name one: ``name``, or any."""
        if self.of(request):
            return
        response.set_cookie(
            self.name,
            signing.dumps(name or get_random_string(16), salt=self.salt),
            max_age=self.days * 86400,
            path=self.path,
            httponly=True,
            secure=settings.HTTPS,
            samesite="Lax",
        )
