"""What the records of people and places lack, as conditions: for lists, for the home page, for counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import or_

from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from .models import Appointment, Mediator, Volunteer, Worthy

#: So many days before its end a term is due to be renewed or handed over.
TERM_NOTICE_DAYS = 60


@dataclass(frozen=True)
class PersonGap:
    key: str
    label: str
    condition: Q

    def of(self, person: Volunteer) -> bool:
        """The same question about one person in memory, without a query."""
        return _TESTS[self.key](person)


PERSON_GAPS = (
    PersonGap("phone", "缺电话", Q(phone_tail="", erased_on__isnull=True)),
    PersonGap("told", "没有告知同意", Q(told_on__isnull=True, erased_on__isnull=True)),
    PersonGap("undertaking", "没有签保密承诺", Q(undertaking_on__isnull=True, erased_on__isnull=True)),
)
_TESTS = {
    "phone": lambda person: not person.phone_tail,
    "told": lambda person: person.told_on is None,
    "undertaking": lambda person: person.undertaking_on is None,
}


def term_ending(today: date) -> Q:
    """Serving, and the term ends within the notice."""
    last = today + timedelta(days=TERM_NOTICE_DAYS)
    return Q(ended_on__isnull=True, ends_on__gte=today, ends_on__lte=last)


def term_over(today: date) -> Q:
    """Past the planned end, and nobody said what became of it."""
    return Q(ended_on__isnull=True, ends_on__lt=today)


def kept_long_enough(today: date) -> Q:
    """Of people: nobody serves any more, and the last role ended longer ago than people are kept."""
    limit = today - timedelta(days=365 * settings.KEEP_FORMER_YEARS)
    lately = Q(ended_on__isnull=True) | Q(ended_on__gte=limit)
    roles = [model.objects.filter(volunteer=OuterRef("pk")) for model in (Appointment, Mediator, Worthy)]
    ever = reduce(or_, (Q(Exists(rows.order_by())) for rows in roles))
    still = reduce(or_, (Q(Exists(rows.filter(lately).order_by())) for rows in roles))
    return Q(erased_on__isnull=True) & ever & ~still


def has_head() -> Exists:
    """Of places: whether one serves there now who is no deputy."""
    return Exists(Appointment.objects.heads().filter(place=OuterRef("pk")))


def without_head() -> Q:
    """Places in use where nobody serves."""
    return Q(closed_on__isnull=True) & ~Q(has_head())
