"""What moves from hand to hand: residents' requests, and the phones of the heads who settle them."""

from __future__ import annotations

from .answer_template import AnswerTemplate
from .device import HeadDevice, SignInLink
from .handover import HandOver
from .notice import HeadNotice, NoticeRead
from .request import ResidentRequest
from .step import RequestPhoto, RequestStep

__all__ = [
    "AnswerTemplate",
    "HandOver",
    "HeadDevice",
    "HeadNotice",
    "NoticeRead",
    "RequestPhoto",
    "RequestStep",
    "ResidentRequest",
    "SignInLink",
]
