"""A person's data erased for good: in the record, in every version of it, in logs; rows and counts stay.

What else keeps personal data (rows of an import that wait to be checked, …) registers an eraser here, since
this app knows nothing of it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import F, Value
from django.db.models.functions import Left, Replace
from django.http import HttpRequest
from django.utils import timezone

from guicheng.accounts.events import Kind, record
from guicheng.accounts.history import bulk_update
from guicheng.accounts.models import User
from guicheng.accounts.scope import editable_by
from guicheng.privacy.cipher import fingerprint

from .merging import merged_into
from .models import Appointment, Expert, Mediator, Offer, PhoneClash, ServiceHours, Volunteer, Worthy

REASON = "抹去个人信息"


@dataclass(frozen=True)
class Erased:
    """Who is being erased, as an eraser needs it to find its own rows; never to be written anywhere."""

    #: The record and those that were merged into it.
    keys: frozenset[int]
    #: Keys of the communities that kept the record at any time.
    communities: frozenset[int]
    #: Every name and number that any version holds.
    names: frozenset[str]
    phones: frozenset[str]

    @property
    def prints(self) -> frozenset[str]:
        return frozenset(fingerprint(phone) for phone in self.phones)


Eraser = Callable[[Erased], None]
_erasers: list[Eraser] = []


def register_eraser(function: Eraser) -> None:
    """``function`` is called inside the transaction that erases, before the record itself is blanked."""
    if function not in _erasers:
        _erasers.append(function)


def erase(volunteer: Volunteer, *, user: User, request: HttpRequest | None = None) -> None:
    """Blank ``Volunteer.PERSONAL`` everywhere, end serving terms today, and record that it was done.

    Raises ``PermissionDenied`` where the record is not the user's to change.
    """
    with transaction.atomic():
        keys = editable_by(Volunteer, user).filter(pk=volunteer.pk).values("pk")
        row = Volunteer.objects.select_for_update().filter(pk__in=keys).first()
        if row is None:
            raise PermissionDenied
        who = _known_of(row)
        for eraser in _erasers:
            eraser(who)
        _end_terms(row, user)
        _blank(row, user)
        _blank_versions(who)
        _blank_logs(who)
        _blank_clashes(who)
        _blank_hours_and_offers(who)
        record(Kind.ERASE, request=request, user=user, what=f"volunteer {row.pk}")


def _known_of(row: Volunteer) -> Erased:
    keys = frozenset({row.pk, *merged_into(row.pk)})
    versions = list(Volunteer.history.filter(id__in=keys))
    names = {row.name, *(version.name for version in versions)} - {"", Volunteer.ERASED_NAME}
    phones = {row.phone, *(version.phone for version in versions)} - {""}
    communities = {row.community_id, *(version.community_id for version in versions)}
    return Erased(keys, frozenset(communities), frozenset(names), frozenset(phones))


def _end_terms(row: Volunteer, user: User) -> None:
    today = timezone.localdate()
    terms = list(row.appointments.serving())
    for term in terms:
        term.ended_on = max(today, term.started_on or today)
    bulk_update(terms, ["ended_on"], user=user, reason=REASON)
    mediators = list(row.mediators.exclude(status=Mediator.Status.LEFT))
    for mediator in mediators:
        mediator.status, mediator.ended_on = Mediator.Status.LEFT, max(today, mediator.started_on or today)
    bulk_update(mediators, ["status", "ended_on"], user=user, reason=REASON)
    worthies = list(row.worthies.active())
    for worthy in worthies:
        worthy.ended_on = max(today, worthy.started_on or today)
    bulk_update(worthies, ["ended_on"], user=user, reason=REASON)


def _blank(row: Volunteer, user: User) -> None:
    for column, value in Volunteer.PERSONAL.items():
        setattr(row, column, value)
    row.erased_on = timezone.localdate()
    row._history_user, row._change_reason = user, REASON
    row.save()


def _blank_versions(who: Erased) -> None:
    versions = Volunteer.history.filter(id__in=who.keys)
    versions.update(**Volunteer.PERSONAL)
    terms = Appointment.objects.filter(volunteer__in=who.keys)
    term_versions = Appointment.history.filter(volunteer_id__in=who.keys)
    for name in who.names:
        replace_name(versions, "history_change_reason", name)
        replace_name(term_versions, "history_change_reason", name)
        for column in ("note", "source"):
            replace_name(terms, column, name)
            replace_name(term_versions, column, name)


def replace_name(rows: models.QuerySet, column: str, name: str) -> None:
    """Wherever the column's text names the person; what it grows by is cut off at the column's length."""
    changed = Replace(F(column), Value(name), Value(Volunteer.ERASED_NAME))
    length = rows.model._meta.get_field(column).max_length
    found = rows.filter(**{f"{column}__contains": name})
    found.update(**{column: Left(changed, length) if length else changed})


def _blank_logs(who: Erased) -> None:
    blank_logs(Volunteer, who.keys, who.names)


def blank_logs(model: type[models.Model], keys: Iterable[int], names: Iterable[str]) -> None:
    """Lines of the admin's log about rows of ``model`` no longer name anybody."""
    kind = ContentType.objects.get_for_model(model)
    entries = LogEntry.objects.filter(content_type=kind, object_id__in=[str(key) for key in keys])
    entries.update(object_repr=Volunteer.ERASED_NAME)
    for name in names:
        # Django writes its own messages as JSON in plain ASCII.
        for written in (name, json.dumps(name)[1:-1]):
            replace_name(entries, "change_message", written)


def _blank_clashes(who: Erased) -> None:
    PhoneClash.objects.filter(volunteer__in=who.keys).delete()
    PhoneClash.objects.filter(wanted_name__in=who.names, community__in=who.communities).update(
        wanted_name=Volunteer.ERASED_NAME
    )


def _blank_hours_and_offers(who: Erased) -> None:
    """Hours served stay as a number; what the person once offered goes, with every version of it."""
    hours = ServiceHours.objects.filter(volunteer__in=who.keys)
    for name in who.names:
        replace_name(hours, "what", name)
        replace_name(ServiceHours.history.filter(volunteer_id__in=who.keys), "what", name)
    theirs = Offer.objects.filter(volunteer__in=who.keys) | Offer.objects.filter(phone_print__in=who.prints)
    keys = list(theirs.values_list("pk", flat=True))
    Offer.objects.filter(pk__in=keys).delete()
    Offer.history.filter(id__in=keys).delete()


def erase_expert(row: Expert, *, user: User, request: HttpRequest | None = None) -> None:
    """Blank who an expert is, in the record, in every version and in the log; consultations stay.

    Raises ``PermissionDenied`` where the record is not the user's to change.
    """
    with transaction.atomic():
        names = _names_of(row, user)
        for column, value in Expert.PERSONAL.items():
            setattr(row, column, value)
        row.phone, row.status, row.erased_on = "", Expert.Status.LEFT, timezone.localdate()
        row._history_user, row._change_reason = user, REASON
        row.save()
        Expert.history.filter(id=row.pk).update(**Expert.PERSONAL)
        blank_logs(Expert, [row.pk], names)
        record(Kind.ERASE, request=request, user=user, what=f"expert {row.pk}")


def erase_worthy(row: Worthy, *, user: User, request: HttpRequest | None = None) -> None:
    """The same for a worthy who is no person of the records; deeds stay, as those of 乡贤."""
    with transaction.atomic():
        names = _names_of(row, user)
        row.name, row.note, row.source, row.erased_on = "", "", "", timezone.localdate()
        row.ended_on = row.ended_on or row.erased_on
        row._history_user, row._change_reason = user, REASON
        row.save()
        Worthy.history.filter(id=row.pk).update(name="", name_print="", note="", source="")
        blank_logs(Worthy, [row.pk], names)
        record(Kind.ERASE, request=request, user=user, what=f"worthy {row.pk}")


def _names_of(row: Expert | Worthy, user: User) -> set[str]:
    """Every name that any version holds; the row is the user's to change."""
    model = type(row)
    if not editable_by(model, user).select_for_update().filter(pk=row.pk).exists():
        raise PermissionDenied
    return {row.name, *(version.name for version in model.history.filter(id=row.pk))} - {""}
