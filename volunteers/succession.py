"""One head hands over to the next: the old term ends the day the new one begins, in one step."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from communities.models import Place

from .models import Appointment, Volunteer


class CannotHandOver(ValueError):
    """``str()`` is a Chinese sentence."""


def hand_over(
    place: Place, person: Volunteer, *, day: date, ends_on: date | None = None, chosen: str = ""
) -> Appointment:
    """Make ``person`` (saved here where new) the head of ``place`` from ``day`` on; gives the new term.

    Whoever is head now leaves the same day and is noted as predecessor; a deputy's own term ends when they
    move up. All of it or, with :class:`CannotHandOver`, nothing.
    """
    try:
        with transaction.atomic():
            Place.objects.select_for_update().get(pk=place.pk)
            before = Appointment.objects.heads().filter(place=place).select_related("volunteer").first()
            if before is not None and before.volunteer_id == person.pk:
                raise CannotHandOver(f"{person}正在任上。要延长任期，请在任职列表里用“续任”。")
            if person.pk is None:
                _check(person)
                person.save()
            if before is not None:
                _end(before, day)
            for deputy in Appointment.objects.serving().filter(place=place, volunteer=person):
                _end(deputy, day)
            term = Appointment(
                volunteer=person,
                place=place,
                started_on=day,
                ends_on=ends_on,
                chosen=chosen,
                predecessor=before,
            )
            _check(term)
            term.save()
    except IntegrityError as exc:
        raise CannotHandOver("刚才有别人改了这里的任职，请重新打开这一页再办。") from exc
    return term


def _end(term: Appointment, day: date) -> None:
    if term.started_on and day < term.started_on:
        raise CannotHandOver(f"接任日期早于{term.volunteer}的任职日期（{term.started_on:%Y-%m-%d}）。")
    term.ended_on = day
    term._change_reason = "换届离任"
    term.save(update_fields=["ended_on", "updated_at"])


def _check(row: Volunteer | Appointment) -> None:
    try:
        row.full_clean()
    except ValidationError as exc:
        raise CannotHandOver(" ".join(exc.messages)) from exc
