"""An offer answered: accepted it becomes a person of the records, declined it waits to be removed."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from guicheng.accounts.history import last_of_deleted
from guicheng.accounts.models import User
from guicheng.accounts.scope import editable_by
from guicheng.privacy.phones import is_mobile

from .identity import Claim, claim_phone, hand_to_street, namesakes_without_phone
from .mediators import begin_training
from .models import HeadMessage, Offer, Volunteer

SOURCE = "居民报名"
SETTLED = "这份报名刚才已经处理过了。"


class CannotAccept(ValueError):
    """``str()`` is a Chinese sentence; ``claim`` says who has the number, where that is why."""

    def __init__(self, sentence: str, claim: Claim | None = None) -> None:
        super().__init__(sentence)
        self.claim = claim


def accept(offer: Offer, *, name: str, user: User, known: Volunteer | None = None) -> Volunteer:
    """Make the offer's person, under the whole ``name`` that staff asked for, or tie it to one ``known``.

    Who offered to mediate becomes a mediator in training. What the offer itself held of the person is
    blanked: it is in the records now. Raises :class:`CannotAccept` and writes nothing but, for a number of
    another community, the street's case.
    """
    claim = claim_phone(user, offer.phone)
    if known is None and not claim.is_free:
        hand_to_street(claim, user=user, community=offer.community, name=name)
        raise CannotAccept(claim.message, claim)
    try:
        with transaction.atomic():
            row = _waiting(offer, user)
            person = known or _new_person(row, name, user)
            if known is not None and claim.holder != known:
                raise CannotAccept("这个人登记的不是报名的号码，请核对。")
            row.volunteer = person
            _settle(row, Offer.Status.ACCEPTED)
            for column, value in Offer.BLANKED.items():
                setattr(row, column, value)
            row._change_reason = "接受报名"
            row.save()
            if row.role == Offer.Role.MEDIATOR:
                begin_training(person, row, user)
    except IntegrityError as exc:
        raise CannotAccept("刚才有别人登记了这个号码，请重新打开这一页再办。") from exc
    return person


def decline(offer: Offer, *, reason: str, user: User) -> None:
    """Raises :class:`CannotAccept` where it was settled meanwhile."""
    with transaction.atomic():
        row = _waiting(offer, user)
        row.reason = reason
        _settle(row, Offer.Status.DECLINED)
        row._change_reason = "婉拒报名"
        row.save()


def _waiting(offer: Offer, user: User) -> Offer:
    keys = editable_by(Offer, user).filter(pk=offer.pk).values("pk")
    row = Offer.objects.select_for_update().filter(pk__in=keys).first()
    if row is None:
        raise PermissionDenied
    if row.status != Offer.Status.WAITING:
        raise CannotAccept(SETTLED)
    return row


def _settle(row: Offer, status: Offer.Status) -> None:
    row.status, row.decided_on = status, timezone.localdate()


def _new_person(offer: Offer, name: str, user: User) -> Volunteer:
    if not is_mobile(offer.phone) and namesakes_without_phone(user, offer.community, name).exists():
        raise CannotAccept(f"社区里已经登记过一位没有手机号的“{name}”，请先核对是不是同一个人。")
    person = Volunteer(
        community=offer.community,
        name=name,
        phone=offer.phone,
        told_on=timezone.localdate(),
        told_wording=offer.told_wording,
        source=SOURCE,
    )
    try:
        person.full_clean()
    except ValidationError as exc:
        raise CannotAccept(" ".join(exc.messages)) from exc
    person._change_reason = "接受报名"
    person.save()
    return person


def remove_old_offers() -> int:
    """Offers past their time with every version of them, also of those that were deleted; how many."""
    keys = set(Offer.objects.past_keeping().values_list("pk", flat=True))
    return _remove(Offer, keys | _deleted_before(Offer, Offer.KEPT_SETTLED_DAYS))


def remove_old_messages() -> int:
    keys = set(HeadMessage.objects.past_keeping().values_list("pk", flat=True))
    return _remove(HeadMessage, keys | _deleted_before(HeadMessage, HeadMessage.KEPT_DAYS))


def _deleted_before(model: type[Offer | HeadMessage], days: int) -> set[int]:
    """Keys of rows that somebody deleted longer ago than ``days``."""
    before = timezone.now() - timedelta(days=days)
    return set(last_of_deleted(model).filter(history_date__lt=before).values_list("id", flat=True))


def _remove(model: type[Offer | HeadMessage], found: set[int]) -> int:
    keys = sorted(found)
    for start in range(0, len(keys), 500):
        some = keys[start : start + 500]
        with transaction.atomic():
            model.objects.filter(pk__in=some).delete()
            model.history.filter(id__in=some).delete()
    return len(keys)
