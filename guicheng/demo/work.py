"""What the heads of the demonstration do, and what residents ask for: ledger, requests, messages, offers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import models, transaction

from casework.models import AnswerTemplate, HandOver, RequestStep, ResidentRequest
from communities.models import Community
from guicheng.accounts import history
from stations.models import Station
from volunteers.matter_kinds import load_matter_kinds
from volunteers.models import (
    Appointment,
    ContactLog,
    Evaluation,
    FollowUp,
    HeadMessage,
    HeadResult,
    MatterKind,
    Offer,
)

from . import words
from .ledger_plan import CONTACT_FIELDS, STEP_FIELDS, LedgerPlanner, Term
from .many import insert_many
from .quarters import evaluate_quarters
from .request_plan import RequestPlanner, messages, offers, templates
from .term_plan import SHOWN
from .versions import first_versions, moment_of_entry

#: What is made here with ids of its own.
MADE: tuple[type[models.Model], ...] = (
    ContactLog,
    FollowUp,
    ResidentRequest,
    RequestStep,
    HandOver,
    AnswerTemplate,
    HeadMessage,
    Offer,
    Evaluation,
    HeadResult,
)


def save_work(today: date) -> dict[str, int]:
    """The work of a year over the heads that were saved, with its first versions; how much of each.

    Nothing of it is kept alive on later days: an entry belongs to the day on which it was written.
    """
    kinds = load_matter_kinds()
    shown = set(Community.objects.filter(name__in=SHOWN).values_list("pk", flat=True))
    planner = LedgerPlanner(_serving(), kinds, shown, today)
    last = {
        ContactLog: insert_many(ContactLog, CONTACT_FIELDS, planner.contacts()),
        FollowUp: insert_many(FollowUp, STEP_FIELDS, planner.steps),
    }
    for model, pk in last.items():
        first_versions(model, pk, moment_of_entry(today))
    counts = {"台账记录": last[ContactLog], "居民诉求": _save_requests(kinds, today)}
    counts["评价结果"] = evaluate_quarters(today, moment_of_entry(today))
    return counts


def _save_requests(kinds: dict[str, MatterKind], today: date) -> int:
    heads = Appointment.objects.heads().select_related("volunteer", "place__estate", "place__community")
    terms = list(heads.order_by("pk"))
    centres = Station.objects.filter(level=Station.Level.CENTRE, status=Station.Status.OPEN)
    stations = {station.community_id: station for station in centres.order_by("-pk")}
    planner = RequestPlanner(terms, stations, kinds, SHOWN, today)
    rows: Sequence[Sequence[models.Model]] = (
        planner.requests,
        planner.steps,
        planner.handovers,
        templates(),
        messages(terms, SHOWN, today),
        offers(terms, SHOWN, today),
    )
    with transaction.atomic():
        for some in rows:
            history.bulk_create(some, reason=words.SOURCE, date=moment_of_entry(today))
    return len(planner.requests)


def _serving() -> list[Term]:
    rows = Appointment.objects.heads().order_by("pk")
    columns = ("pk", "place", "place__community", "volunteer", "place__households", "started_on")
    return [Term(*row) for row in rows.values_list(*columns)]
