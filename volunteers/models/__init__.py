"""Who serves: people, and the places that they look after."""

from __future__ import annotations

from .appointment import Appointment
from .clash import PhoneClash
from .evaluation import Band, Criterion, Evaluation, EvaluationScheme, HeadResult
from .hours import ServiceHours
from .ledger import ContactLog, ContactPhoto, FollowUp, MatterKind
from .message import HeadMessage
from .offer import Offer
from .volunteer import Volunteer

__all__ = [
    "Appointment",
    "Band",
    "ContactLog",
    "ContactPhoto",
    "Criterion",
    "Evaluation",
    "EvaluationScheme",
    "FollowUp",
    "HeadMessage",
    "HeadResult",
    "MatterKind",
    "Offer",
    "PhoneClash",
    "ServiceHours",
    "Volunteer",
]
