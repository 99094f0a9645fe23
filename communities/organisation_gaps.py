"""What the records of organisations lack and which terms are due, as conditions: for lists and for counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q

from .models import Organisation, OrganisationTerm
from .models.organisation_term import last_noticed
from .organisations import COUNTED_KINDS, red_condition

_ACTIVE = Q(status=Organisation.Status.ACTIVE)
_UNCOUNTED = _ACTIVE & Q(members_count__isnull=True) & (Q(kind__in=COUNTED_KINDS) | red_condition())


@dataclass(frozen=True)
class Gap:
    key: str
    label: str
    condition: Q


GAPS = (
    Gap("members", "没有填成员人数（街坊会、自治小组、红色业委会）", _UNCOUNTED),
    Gap(
        "parent",
        "党支部、党小组没有上级",
        _ACTIVE & Q(parent__isnull=True, kind__in=list(Organisation.ABOVE)),
    ),
    Gap("founded", "没有成立日期", _ACTIVE & Q(founded_on__isnull=True)),
    Gap("does", "没有写做什么", _ACTIVE & Q(does="")),
    Gap("contact", "没有联系人", _ACTIVE & Q(contact_role="")),
)


def uncounted() -> Q:
    return _UNCOUNTED


def term_over(today: date) -> Q:
    """At work, and the last of its terms is past."""
    return _last_ends(Q(ends_on__lt=today), Q(ends_on__gte=today))


def term_ending(today: date) -> Q:
    """At work, and its last term ends within the notice."""
    last = last_noticed(today)
    return _last_ends(Q(ends_on__gte=today, ends_on__lte=last), Q(ends_on__gt=last))


def _last_ends(so: Q, later: Q) -> Q:
    """A term ends ``so``, and no other ends ``later`` or never."""
    terms = OrganisationTerm.objects.filter(organisation=OuterRef("pk")).order_by()
    return _ACTIVE & Q(Exists(terms.filter(so))) & ~Q(Exists(terms.filter(later | Q(ends_on__isnull=True))))


def without_term() -> Q:
    """Owners' committees and neighbours at work of which no term is known."""
    terms = OrganisationTerm.objects.filter(organisation=OuterRef("pk")).order_by()
    elected = [Organisation.Kind.OWNERS_COMMITTEE, *COUNTED_KINDS]
    return _ACTIVE & Q(kind__in=elected) & ~Q(Exists(terms))
