"""Who somebody is: one mobile number is one person; without a number, one name at one place.

Forms and the import ask the same questions here. A person of a community that the asking user does not see
is never given away: the answer stays neutral, and the street's staff find the case on their list.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import IntegrityError, models, transaction

from communities.models import Community
from guicheng.accounts.models import User
from guicheng.accounts.scope import visible_to
from guicheng.privacy.phones import is_mobile, normalise_phone

from .models import PhoneClash, Volunteer

NOT_NOW = "这个号码现在不能登记，已转给街道管理员核对。请先登记其他内容。"


@dataclass(frozen=True)
class Claim:
    """May a number be registered for somebody? ``phone`` is the number as it is kept."""

    phone: str
    #: Who has it, where the user may know.
    holder: Volunteer | None = None
    #: Who has it, for the street's eyes alone.
    hidden: Volunteer | None = None

    @property
    def is_free(self) -> bool:
        return self.holder is None and self.hidden is None

    @property
    def message(self) -> str:
        """ "" where the number is free."""
        if self.hidden is not None:
            return NOT_NOW
        return f"这个号码登记在{self.holder}名下，请在他的资料里增加任职。" if self.holder is not None else ""


def claim_phone(user: User, phone: str, *, keep: int | None = None) -> Claim:
    """Ask for ``phone`` (any written form). ``keep``: key of the person who may have it already.

    Raises ``ValueError`` with a Chinese sentence where it is no telephone. Writes nothing.
    """
    plain = normalise_phone(phone)
    if not is_mobile(plain):
        return Claim(plain)
    holder = Volunteer.objects.with_phone(plain).exclude(pk=keep).first()
    if holder is None:
        return Claim(plain)
    if visible_to(Volunteer, user).filter(pk=holder.pk).exists():
        return Claim(plain, holder=holder)
    return Claim(plain, hidden=holder)


def hand_to_street(claim: Claim, *, user: User, community: Community, name: str) -> PhoneClash | None:
    """Put a number that belongs to a hidden person on the street's list, once while it is open."""
    if claim.hidden is None:
        return None
    case = {"volunteer": claim.hidden, "community": community, "settled": False}
    try:
        with transaction.atomic():
            clash, _ = PhoneClash.objects.get_or_create(
                **case, defaults={"wanted_name": name[:40], "by": user}
            )
    except IntegrityError:
        return PhoneClash.objects.filter(**case).first()
    return clash


def namesakes_without_phone(
    user: User, community: Community, name: str, *, keep: int | None = None
) -> models.QuerySet[Volunteer]:
    """People of the same name in the community who have no number: perhaps the same person."""
    rows = visible_to(Volunteer, user).present().filter(community=community, name=name, phone_tail="")
    return rows.exclude(pk=keep)


def alike(one: str, other: str) -> bool:
    """The same name, or one with a single character written differently."""
    if one == other:
        return True
    return len(one) == len(other) > 1 and sum(a != b for a, b in zip(one, other, strict=True)) == 1
