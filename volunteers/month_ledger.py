"""A month of the ledger of one head, as it is printed and signed."""

from __future__ import annotations

import re
from datetime import date

from django.db import models

from guicheng.accounts.models import User
from guicheng.accounts.scope import visible_to

from .models import Appointment, ContactLog

_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


def month_named(text: str, today: date) -> date:
    """First day of the month ``2026-11``; of ``today``'s month for anything else."""
    found = _MONTH.fullmatch(text)
    return date(int(found.group(1)), int(found.group(2)), 1) if found else today.replace(day=1)


def month_after(first: date, months: int = 1) -> date:
    """First day of the month that comes ``months`` later (earlier where negative)."""
    count = first.year * 12 + first.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def entries_of(term: Appointment, first: date, user: User) -> models.QuerySet[ContactLog]:
    """What the user may read of the term's contacts in the month from ``first`` on, the oldest first."""
    rows = visible_to(ContactLog, user).filter(appointment=term, on__gte=first, on__lt=month_after(first))
    return rows.select_related("kind").prefetch_related("follow_ups").order_by("on", "pk")
