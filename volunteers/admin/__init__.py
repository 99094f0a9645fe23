"""The admin of people, of the places that they look after and of their terms, one module a thing."""

from __future__ import annotations

from . import appointment, clash, evaluation, hours, ledger, offers, place, results, volunteer

__all__ = ["appointment", "clash", "evaluation", "hours", "ledger", "offers", "place", "results", "volunteer"]
