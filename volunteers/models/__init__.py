"""Who serves: people, and the places that they look after."""

from __future__ import annotations

from .appointment import Appointment
from .clash import PhoneClash
from .ledger import ContactLog, FollowUp, MatterKind
from .volunteer import Volunteer

__all__ = ["Appointment", "ContactLog", "FollowUp", "MatterKind", "PhoneClash", "Volunteer"]
