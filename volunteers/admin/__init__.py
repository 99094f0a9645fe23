"""The admin of people, of the places that they look after and of their terms, one module a thing."""

from __future__ import annotations

from . import appointment, clash, hours, ledger, offers, place, volunteer

__all__ = ["appointment", "clash", "hours", "ledger", "offers", "place", "volunteer"]
