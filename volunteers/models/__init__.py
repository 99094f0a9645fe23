"""Who serves: people, and the places that they look after."""

from __future__ import annotations

from .appointment import Appointment
from .clash import PhoneClash
from .evaluation import Band, Criterion, Evaluation, EvaluationScheme, HeadResult
from .expert import Consultation, Expert
from .hours import ServiceHours
from .ledger import ContactLog, ContactPhoto, FollowUp, MatterKind
from .mediation import MediationCase
from .mediator import MediationField, Mediator, MediatorTraining
from .message import HeadMessage
from .offer import Offer
from .volunteer import Volunteer
from .worthy import Worthy, WorthyDeed, WorthyRole

__all__ = [
    "Appointment",
    "Band",
    "Consultation",
    "ContactLog",
    "ContactPhoto",
    "Criterion",
    "Evaluation",
    "EvaluationScheme",
    "Expert",
    "FollowUp",
    "HeadMessage",
    "HeadResult",
    "MatterKind",
    "MediationCase",
    "MediationField",
    "Mediator",
    "MediatorTraining",
    "Offer",
    "PhoneClash",
    "ServiceHours",
    "Volunteer",
    "Worthy",
    "WorthyDeed",
    "WorthyRole",
]
