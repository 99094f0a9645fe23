"""Numbers of rows in addresses that anyone may see, so that no address can be guessed from another one.

AES-SIV (RFC 5297) under a key of our own: the same row always gets the same word – it may be printed on a
door – and a word that was not made here is told from one that was. Earlier keys still open their words.
"""

from __future__ import annotations

import base64

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from django.conf import settings

from .cipher import derived_key

_BYTES = 8
#: Letters of a word: 16 bytes of tag and 8 of number.
LENGTH = 32


def conceal(number: int, use: str) -> str:
    """``number`` as 32 letters, digits, ``-`` and ``_``; ``use`` names what it is the number of."""
    sealed = _sealer(len(settings.DATA_KEYS) - 1).encrypt(number.to_bytes(_BYTES, "big"), [use.encode()])
    return base64.urlsafe_b64encode(sealed).decode()


def uncover(word: str, use: str) -> int | None:
    """The number behind a word that :func:`conceal` made for the same ``use``, else None."""
    try:
        sealed = base64.b64decode(word.encode("ascii"), altchars=b"-_", validate=True)
    except ValueError:
        return None
    if len(word) != LENGTH or len(sealed) != 16 + _BYTES:
        return None
    for key in reversed(range(len(settings.DATA_KEYS))):
        try:
            return int.from_bytes(_sealer(key).decrypt(sealed, [use.encode()]), "big")
        except InvalidTag:
            continue
    return None


def _sealer(key: int) -> AESSIV:
    return AESSIV(derived_key(key, "opaque", 64))
