"""Who may be asked to follow something up."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from guicheng.accounts.models import COMMUNITY_ROLES, STREET_ROLES, User

from .models import Undertaking


def handlers_for(user: User | None, row: Undertaking) -> QuerySet[User]:
    """Accounts that may follow ``row`` up: of its community, else the street's; and the one who does now.

    A user of a community is never shown the accounts of others.
    """
    if user is not None and not user.sees_every_community:
        own = user.memberships.values("community_id")
        meant = Q(role__in=COMMUNITY_ROLES, memberships__community__in=own)
    elif row.community_id is not None:
        meant = Q(role__in=COMMUNITY_ROLES, memberships__community=row.community_id)
        meant |= Q(role__in=STREET_ROLES)
    else:
        meant = Q(role__in=COMMUNITY_ROLES | STREET_ROLES)
    working = Q(is_active=True, is_superuser=False) & meant
    return User.objects.filter(working | Q(pk=row.handler_id)).distinct().order_by("name", "username")
