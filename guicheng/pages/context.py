"""What every page needs to know."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from communities.installation import is_demonstration
from guicheng.web.http import ELDER_COOKIE


def site(request: HttpRequest) -> dict[str, Any]:
    return {
        "demonstration": is_demonstration(),
        "elder_mode": request.COOKIES.get(ELDER_COOKIE) == "1",
        "street_name": settings.STREET_NAME,
        "street_phone": settings.STREET_PHONE,
        "site_url": settings.SITE_URL or request.build_absolute_uri("/")[:-1],
        "map_approval_number": settings.MAP_APPROVAL_NUMBER,
    }
