"""What every page needs to know."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest

from communities.installation import is_demonstration
from guicheng.web.http import ELDER_COOKIE


def _site_url(request: HttpRequest) -> str:
    """The site's own address without a slash at the end; "" on the error page for a host that is not ours."""
    try:
        return settings.SITE_URL or request.build_absolute_uri("/")[:-1]
    except DisallowedHost:
        return ""


def site(request: HttpRequest) -> dict[str, Any]:
    return {
        "demonstration": is_demonstration(),
        "elder_mode": request.COOKIES.get(ELDER_COOKIE) == "1",
        "street_name": settings.STREET_NAME,
        "street_phone": settings.STREET_PHONE,
        "site_url": _site_url(request),
        "map_approval_number": settings.MAP_APPROVAL_NUMBER,
    }
