"""The home page, the search, and the few pages around them."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from communities.models import Community
from guicheng import search as search_index
from guicheng.web.http import ELDER_COOKIE, clean_text, public_page
from stations import nearest
from stations.lists import choices
from stations.maps import map_allowed
from stations.models import Activity
from stations.views.finder import MAX_QUERY, with_cards

#: What residents look for most, offered as one-tap filters where the list has it.
QUICK_SERVICES = 6
#: What can be found here; lanes and streets belong to the page that looks for their heads.
_FOUND = ("community", "estate", "station", "organisation", "deliberation", "scene")


@public_page()
def home(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    lat, lon = settings.STREET_CENTRE
    found = nearest.find(lat, lon, limit=4, open_at=now, now=now)
    any_open = bool(found.items)
    if not any_open:
        found = nearest.find(lat, lon, limit=4, now=now)
    context = {
        **with_cards(found, walks=False),
        "any_open": any_open,
        "choices": choices(),
        "quick": choices().services[:QUICK_SERVICES],
        "map_allowed": map_allowed(),
        "activities": Activity.objects.public()
        .on_days(now, 1)
        .filter(ends_at__gt=now)
        .select_related("station", "audience")[:6],
    }
    return render(request, "pages/home.html", context)


@public_page(personal=True)
def search(request: HttpRequest) -> HttpResponse:
    q = clean_text(request.GET.get("q", ""), MAX_QUERY)
    hits = search_index.find(q, limit=25, kinds=_FOUND) if q else []
    context = {
        "q": q,
        "hits": [(hit, _address(hit)) for hit in hits],
        "audiences": choices().audiences_like(q),
    }
    if not hits:
        context["communities"] = Community.objects.public()
    return render(request, "pages/search.html", context)


def _address(hit: search_index.Hit) -> str:
    """The page of what was found: an estate's is the list of stations nearest to it."""
    if hit.kind == "community":
        return f"/communities/{hit.id}/"
    if hit.kind == "station":
        return f"/stations/{hit.id}/"
    if hit.kind == "deliberation":
        return f"/deliberations/{hit.id}/"
    if hit.kind == "organisation":
        return f"/organisations/{hit.id}/"
    if hit.kind == "scene":
        return f"/scenes/{hit.id}/"
    return f"/stations/nearest/?{urlencode({'q': hit.name, 'community': hit.community})}"


@public_page(max_age=3600)
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/about.html", {"map_number": settings.MAP_APPROVAL_NUMBER})


@public_page()
def set_mode(request: HttpRequest) -> HttpResponse:
    """Turn 长者模式 on or off for a year, and go back. A preference of this browser, nothing else."""
    back = request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None) or not back.startswith("/"):
        back = "/"
    response = redirect(back)
    if request.GET.get("elder") == "1":
        response.set_cookie(
            ELDER_COOKIE, "1", max_age=365 * 86400, samesite="Lax", secure=settings.HTTPS, httponly=True
        )
    else:
        response.delete_cookie(ELDER_COOKIE)
    response["Cache-Control"] = "no-store"
    return response


@public_page(max_age=86400)
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /stations/nearest/", "Disallow: /feedback/"]
    lines += ["Disallow: /heads/?", "Disallow: /heads/*/", "Disallow: /offers/"]
    lines.append(f"Sitemap: {settings.SITE_URL or request.build_absolute_uri('/').rstrip('/')}/sitemap.xml")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
