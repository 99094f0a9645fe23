"""Secret links: whoever has one may open what it leads to; the database keeps only its hash."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode

from django.conf import settings


def new_token() -> str:
    """A secret of 192 bits."""
    return secrets.token_urlsafe(24)


def token_for(use: str, *said: object) -> str:
    """The secret that the same words always give for one ``use``: a form pressed twice leads to one page.

    Among ``said`` is the form's own signed stamp, which nobody else has.
    """
    words = "\n".join(map(str, said)).encode()
    key = hashlib.sha256(f"{use}.{settings.SECRET_KEY}".encode()).digest()
    return urlsafe_b64encode(hmac.new(key, words, hashlib.sha256).digest()[:24]).decode()


def hash_of(token: str) -> str:
    """What the database keeps of a link: a secret this long is not guessed from its plain hash."""
    return hashlib.sha256(token.encode()).hexdigest()
