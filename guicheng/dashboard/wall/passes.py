"""What a page that an official opened shows to ask for content: it outlives the session, not the account.

A wall is opened once and then looked at for days, while nobody types. Its questions neither keep a session
awake nor end with one. A pass is told by the page to its own script, stands in no address, and opens the
public things of the wall alone.
"""

from __future__ import annotations

from datetime import timedelta

from django.core import signing
from django.core.cache import cache

from guicheng.accounts.models import User
from guicheng.privacy.links import hash_of

#: A page is opened anew after so long.
LASTS = timedelta(days=7)
#: Whether the account may still look is asked so often.
REMEMBERED_SECONDS = 60
_SALT = "guicheng.wall-pass"
#: Of the hash that changes with the password.
_PROOF = 16


def new_pass(user: User) -> str:
    proof = user.get_session_auth_hash()[:_PROOF]
    return signing.TimestampSigner(salt=_SALT).sign(f"{user.pk}.{proof}")


def opens(given: str) -> bool:
    """Whether the pass holds: in time, and of an account that still sees the whole street."""
    try:
        said = signing.TimestampSigner(salt=_SALT).unsign(given, max_age=LASTS)
    except signing.BadSignature:
        return False
    key = f"wall-pass:{hash_of(given)}"
    known: bool | None = cache.get(key)
    if known is None:
        known = _still_looks(*said.split("."))
        cache.set(key, known, REMEMBERED_SECONDS)
    return known


def _still_looks(pk: str, proof: str) -> bool:
    user = User.objects.filter(pk=pk, is_active=True).first()
    return user is not None and user.sees_every_community and user.get_session_auth_hash()[:_PROOF] == proof
