"""The second factor: codes of an app on the telephone (TOTP), and ten on paper for the day it is lost."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.db import models, transaction

from guicheng.privacy.cipher import fingerprint

from .models import Authenticator, RecoveryCode, Role, User

#: In SECOND_FACTOR_ROLES: 系统管理员.
SUPERUSER = "superuser"
RECOVERY_CODES = 10
#: Without letters and digits that look alike on paper; 8 of them are 40 bits.
_LETTERS, _LENGTH = "abcdefghjkmnpqrstuvwxyz23456789", 8


@register()
def check_roles(**kwargs: object) -> list[CheckMessage]:
    """A role misspelt in the setting would silently go without."""
    unknown = set(settings.SECOND_FACTOR_ROLES) - {SUPERUSER, *Role.values}
    if not unknown:
        return []
    known = "、".join([SUPERUSER, *Role.values])
    return [Error(f"SECOND_FACTOR_ROLES 里没有这样的角色：{'、'.join(sorted(unknown))}。可以写：{known}。")]


def is_required(user: User) -> bool:
    asked = settings.SECOND_FACTOR_ROLES
    return user.role in asked or (user.is_superuser and SUPERUSER in asked)


def authenticator_of(user: User) -> Authenticator | None:
    """The one that counts; an unfinished one does not."""
    return Authenticator.objects.filter(user=user, confirmed=True).first()


def with_second_factor(users: models.QuerySet[User]) -> models.QuerySet[User]:
    """``users`` with ``has_second_factor``."""
    own = Authenticator.objects.filter(user=models.OuterRef("pk"), confirmed=True)
    return users.annotate(has_second_factor=models.Exists(own))


def unfinished(user: User) -> Authenticator:
    """The authenticator that ``user`` is about to set up."""
    row = Authenticator.objects.filter(user=user, confirmed=False).first()
    return row or Authenticator.objects.create(user=user, confirmed=False, name="手机")


def confirm(user: User, token: str) -> Authenticator | None:
    """Switch the second factor on by the first code of the app; None where the code is wrong."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        row = Authenticator.objects.select_for_update().filter(user=user, confirmed=False).first()
        if row is None or authenticator_of(user) or not row.verify_token(plain(token)):
            return None
        row.confirmed = True
        row.save()
        return row


def verify(user: User, token: str) -> Authenticator | None:
    """The authenticator of ``user`` where ``token`` is its code or an unused recovery code.

    Both share one throttle: a guess at either counts.
    """
    token = plain(token)
    with transaction.atomic():
        row = Authenticator.objects.select_for_update().filter(user=user, confirmed=True).first()
        if row is None:
            return None
        if len(token) != _LENGTH:
            return row if row.verify_token(token) else None
        if not row.verify_is_allowed()[0]:
            return None
        used, _ = RecoveryCode.objects.filter(user=user, mark=_mark(user, token)).delete()
        if not used:
            row.failed()
            return None
        row.succeeded()
        return row


def wait_until(user: User) -> datetime | None:
    """When the next guess is taken; None at once."""
    row = authenticator_of(user) or Authenticator.objects.filter(user=user).first()
    allowed, why = row.verify_is_allowed() if row else (True, None)
    return None if allowed else why["locked_until"]


def new_recovery_codes(user: User) -> list[str]:
    """Ten codes to be shown once; earlier ones are void."""
    codes = ["".join(secrets.choice(_LETTERS) for _ in range(_LENGTH)) for _ in range(RECOVERY_CODES)]
    with transaction.atomic():
        RecoveryCode.objects.filter(user=user).delete()
        RecoveryCode.objects.bulk_create(RecoveryCode(user=user, mark=_mark(user, code)) for code in codes)
    return [f"{code[:4]}-{code[4:]}" for code in codes]


def remove(user: User) -> bool:
    """Switch the second factor off; whether there was one."""
    with transaction.atomic():
        RecoveryCode.objects.filter(user=user).delete()
        return Authenticator.objects.filter(user=user).delete()[0] > 0


def plain(token: str) -> str:
    """What was typed without blanks and hyphens, in half-width small letters."""
    wide = {ord("０") + n: str(n) for n in range(10)}
    return "".join(ch for ch in token[:40].translate(wide).lower() if ch.isalnum())


def _mark(user: User, code: str) -> str:
    return fingerprint(f"recovery:{user.pk}:{code}")
