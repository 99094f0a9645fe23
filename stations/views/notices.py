"""Notices for pages that are not made of station cards."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from communities.models import Community

from ..models import Notice


def general_notices(now: datetime, community: Community | None = None) -> list[Notice]:
    """Those in force of the whole street and, where given, of one community; urgent ones first."""
    rows = Notice.objects.public().in_force(now).filter(station__isnull=True)
    meant = Q(community__isnull=True) | Q(community=community) if community else Q(community__isnull=True)
    return list(rows.filter(meant).select_related("community"))
