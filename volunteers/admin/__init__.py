"""The admin of people, of the places that they look after and of their terms, one module a thing."""

from __future__ import annotations

from . import (
    appointment,
    clash,
    evaluation,
    experts,
    hours,
    ledger,
    mediation,
    mediator,
    offers,
    place,
    results,
    volunteer,
    worthies,
)

__all__ = [
    "appointment",
    "clash",
    "evaluation",
    "experts",
    "hours",
    "ledger",
    "mediation",
    "mediator",
    "offers",
    "place",
    "results",
    "volunteer",
    "worthies",
]
