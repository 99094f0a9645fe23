"""Links that open the wall without an account: made, shown once, looked at on every request."""

from __future__ import annotations

from datetime import date, timedelta

from django.core import signing
from django.core.cache import cache
from django.utils import timezone
from django.utils.crypto import get_random_string

from guicheng.accounts.models import User
from guicheng.privacy.links import hash_of, token_for

from ..models import WallLink
from ..models.wall_link import remembered_as

#: A link is looked up so often, wherever its end was not heard of.
REMEMBERED_SECONDS = 60
#: The time of the last use is written so often.
WRITTEN_EVERY = timedelta(minutes=10)
#: No secret of ours is longer.
_LONGEST = 100
_SALT = "guicheng.wall-link"
_FORM_SECONDS = 24 * 3600


class CannotOpen(Exception):
    """A link opens nothing; ``str()`` is a Chinese sentence that says what to do."""

    title = ""
    status = 404


class UnknownLink(CannotOpen):
    title = "没有这个大屏链接"

    def __init__(self) -> None:
        super().__init__("可能没有复制完整。请核对网址，或者请街道管理员重新做一个链接。")


class EndedLink(CannotOpen):
    status = 410

    def __init__(self, title: str) -> None:
        self.title = title
        super().__init__("要继续显示，请街道管理员在后台的“大屏链接”里处理。")


def open_with(token: str) -> None:
    """Whether the link may open the wall now. Raises :class:`CannotOpen`.

    What is found is remembered for ``REMEMBERED_SECONDS``; revoking a link forgets it at once.
    """
    if len(token) > _LONGEST:
        raise UnknownLink
    key_print = hash_of(token)
    known: tuple[date | None] | None = cache.get(remembered_as(key_print))
    if known is None:
        known = _look_up(key_print)
        cache.set(remembered_as(key_print), known, REMEMBERED_SECONDS)
    (expires_on,) = known
    if expires_on is not None and expires_on < timezone.localdate():
        raise EndedLink("这个大屏链接已经过期")


def _look_up(key_print: str) -> tuple[date | None]:
    """The last day of a link that is not revoked. Raises :class:`CannotOpen`."""
    link = WallLink.objects.filter(key_print=key_print).first()
    if link is None:
        raise UnknownLink
    if link.revoked_at is not None:
        raise EndedLink("这个大屏链接已经停用")
    now = timezone.now()
    if link.used_at is None or now - link.used_at > WRITTEN_EVERY:
        # Past ``save()``, which would forget what is about to be remembered.
        WallLink.objects.filter(pk=link.pk).update(used_at=now)
    return (link.expires_on,)


# --- made --------------------------------------------------------------------------------------------
def new_stamp() -> str:
    """What tells one opened form from another: pressing its button twice makes one link."""
    return signing.TimestampSigner(salt=_SALT).sign(get_random_string(12))


def stamp_holds(stamp: str) -> bool:
    try:
        signing.TimestampSigner(salt=_SALT).unsign(stamp, max_age=_FORM_SECONDS)
    except signing.BadSignature:
        return False
    return True


def make_link(stamp: str, note: str, expires_on: date | None, user: User) -> tuple[WallLink, str, bool]:
    """The link of a form opened once, its secret, and whether it is new; the secret is kept nowhere."""
    token = token_for("wall-link", user.pk, stamp)
    values = {"note": note, "expires_on": expires_on, "made_by": user}
    link, new = WallLink.objects.get_or_create(key_print=hash_of(token), defaults=values)
    return link, token, new
