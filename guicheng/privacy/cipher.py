"""Text sealed at rest: AES-GCM or SM4-GCM under a key that the database never holds.

A sealed text is ``<method>.<key number>.<base64 of nonce + ciphertext + tag>``. Every sealing takes a new
nonce, so two equal texts do not look alike; equality is asked of :func:`fingerprint`, a keyed hash. Keys
come from ``settings.DATA_KEYS``: the last one seals, all of them open, so a key can be replaced.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_NONCE, _TAG = 12, 16  # bytes; NIST SP 800-38D's usual sizes
AES, SM4 = "aes", "sm4"


class CannotUnseal(Exception):
    """A sealed text was made with a key that is not there, or was tampered with."""

    def __init__(self) -> None:
        super().__init__("加密的内容打不开：密钥 DATA_KEY 和当初的不一样，或者内容被改动过。请核对密钥文件。")


def seal_bytes(plain: bytes) -> bytes:
    """``plain`` sealed with the newest key."""
    number, method = len(settings.DATA_KEYS) - 1, settings.DATA_CIPHER
    nonce = secrets.token_bytes(_NONCE)
    body = _encrypt(method, _key(number, method), nonce, plain)
    return f"{method}.{number}.".encode() + nonce + body


def unseal_bytes(sealed: bytes) -> bytes:
    """Raises :class:`CannotUnseal`."""
    try:
        method, number, body = sealed.split(b".", 2)
        nonce, rest = body[:_NONCE], body[_NONCE:]
        return _decrypt(method.decode(), _key(int(number), method.decode()), nonce, rest)
    except (ValueError, IndexError, InvalidTag) as exc:
        raise CannotUnseal from exc


def seal(text: str) -> str:
    """``text`` sealed for a text column; nothing stays nothing."""
    if not text:
        return ""
    method, number, body = seal_bytes(text.encode()).split(b".", 2)
    return f"{method.decode()}.{number.decode()}.{base64.b64encode(body).decode()}"


def unseal(sealed: str) -> str:
    """Raises :class:`CannotUnseal`."""
    if not sealed:
        return ""
    try:
        method, number, body = sealed.split(".", 2)
        raw = base64.b64decode(body, validate=True)
    except ValueError as exc:
        raise CannotUnseal from exc
    return unseal_bytes(f"{method}.{number}.".encode() + raw).decode()


def fingerprint(text: str) -> str:
    """A keyed hash for equality: 64 hex digits, "" for nothing; without the key nobody can guess."""
    if not text:
        return ""
    number = len(settings.DATA_KEYS) - 1
    return hmac.new(derived_key(number, "fingerprint", 32), text.encode(), hashlib.sha256).hexdigest()


def _encrypt(method: str, key: bytes, nonce: bytes, plain: bytes) -> bytes:
    if method == AES:
        return AESGCM(key).encrypt(nonce, plain, None)
    sealer = Cipher(algorithms.SM4(key), modes.GCM(nonce)).encryptor()
    return sealer.update(plain) + sealer.finalize() + sealer.tag


def _decrypt(method: str, key: bytes, nonce: bytes, body: bytes) -> bytes:
    if method == AES:
        return AESGCM(key).decrypt(nonce, body, None)
    text, tag = body[:-_TAG], body[-_TAG:]
    opener = Cipher(algorithms.SM4(key), modes.GCM(nonce, tag)).decryptor()
    return opener.update(text) + opener.finalize()


def _key(number: int, method: str) -> bytes:
    sizes = {AES: 32, SM4: 16}
    if method not in sizes or number < 0:
        raise CannotUnseal
    return derived_key(number, method, sizes[method])


def derived_key(number: int, use: str, size: int) -> bytes:
    """``size`` bytes for one ``use``, of the secret with this number in ``settings.DATA_KEYS``."""
    return _derive(settings.DATA_KEYS[number], use, size)


@lru_cache(maxsize=32)
def _derive(secret: str, use: str, size: int) -> bytes:
    """One secret, a key of its own for each use (RFC 5869)."""
    return HKDF(SHA256(), size, salt=None, info=f"guicheng.{use}".encode()).derive(secret.encode())
