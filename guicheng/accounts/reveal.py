"""Telephones of persons are shown one at a time, each with a line in the security log."""

from __future__ import annotations

from django.http import HttpRequest
from django_ratelimit.core import is_ratelimited

from .events import Kind, record

#: Numbers that one account may look at within an hour, whatever list they stand in.
RATE, LIMIT = "60/h", 60
TOO_MANY = f"一小时内最多查看 {LIMIT} 个号码，请稍后再试。"


def refused(request: HttpRequest, what: str) -> str:
    """Count one look at a number and write it down; a sentence where it was one too many, else ""."""
    if is_ratelimited(
        request, group="reveal", key=lambda _, asked: str(asked.user.pk), rate=RATE, increment=True
    ):
        return TOO_MANY
    record(Kind.REVEAL, request=request, what=what)
    return ""
