"""How a resident finds a request again: a secret link, a short code, and a link that lives for an hour.

Of a link only a keyed hash is kept: who reads the database cannot open it, and a lost one is replaced,
never shown again.
"""

from __future__ import annotations

import base64
import hashlib
import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.urls import reverse

from guicheng.privacy.cipher import fingerprint

from .models import ResidentRequest

#: Without what looks alike or sounds alike: 0 O, 1 I L, 2 Z, 5 S, 6 G, 8 B, U V.
ALPHABET = "3479ACDEFHJKMNPQRTWXY"
CODE_LENGTH = 8
_SALT = "casework.found-by-code"
#: Seconds that a link lives which was found by the code.
FOUND_SECONDS = 3600
_FOUND = "f-"
_LONGEST = 200


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def read_code(typed: str) -> str:
    """What somebody typed as a code, with spaces and small letters forgiven; at most 8 characters."""
    return "".join(ch for ch in typed.upper() if ch.isascii() and ch.isalnum())[: CODE_LENGTH + 1]


def new_token() -> str:
    """132 random bits, safe in an address."""
    return secrets.token_urlsafe(17)[:22]


def token_of(opened: str, said: str) -> str:
    """The token of a form opened once and what was written in it: sending it twice leads to one request.

    ``opened`` is the signed random stamp of the form; without our key nobody makes a token of it.
    """
    words = hashlib.sha256(said.encode()).hexdigest()
    digest = bytes.fromhex(fingerprint(f"request-token:{opened}:{words}"))
    return base64.urlsafe_b64encode(digest).decode()[:22]


def print_of(token: str) -> str:
    return fingerprint(f"request:{token}")


def found_token(row: ResidentRequest) -> str:
    """For whoever knew the code: a link for an hour, which ends with the request's own link."""
    said = signing.dumps({"k": row.pk, "p": (row.token_print or "")[:16]}, salt=_SALT)
    # Of the letters that are kept out of logs (``guicheng.web.hidden``).
    return _FOUND + base64.urlsafe_b64encode(said.encode()).decode().rstrip("=")


def by_token(token: str) -> ResidentRequest | None:
    """The request that a link opens, or None: unknown, replaced, or past its time are all the same."""
    if not token or len(token) > _LONGEST or not token.isascii() or "\x00" in token:
        return None
    rows = ResidentRequest.objects.select_related("community", "estate", "place").filter(
        token_print__isnull=False, erased_on__isnull=True
    )
    if not token.startswith(_FOUND):
        return rows.filter(token_print=print_of(token)).first()
    try:
        packed = token.removeprefix(_FOUND)
        text = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)).decode()
        said = signing.loads(text, salt=_SALT, max_age=FOUND_SECONDS)
        row = rows.filter(pk=said["k"]).first()
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return None
    return row if row is not None and (row.token_print or "")[:16] == said["p"] else None


def link_of(request: HttpRequest, token: str) -> str:
    """The whole address, for a QR code or a message."""
    path = reverse("request", args=[token])
    return f"{settings.SITE_URL}{path}" if settings.SITE_URL else request.build_absolute_uri(path)
