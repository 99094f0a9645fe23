"""Where and who: the communities, what lies in them, and who works for them."""

from __future__ import annotations

from .community import Community, CommunityQuerySet, Membership
from .estate import Estate
from .installation import Boundary, Installation
from .place import Place
from .point import WithPoint, phone_validator

__all__ = [
    "Boundary",
    "Community",
    "CommunityQuerySet",
    "Estate",
    "Installation",
    "Membership",
    "Place",
    "WithPoint",
    "phone_validator",
]
