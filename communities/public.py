"""The doors that public pages of a community come through."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404

from .models import Community


def public_community(code: str) -> Community:
    """The community of this code, else 404. Only digits reach the database: PostgreSQL refuses NUL."""
    if not code.isdecimal():
        raise Http404
    return get_object_or_404(Community.objects.public(), code=code)
