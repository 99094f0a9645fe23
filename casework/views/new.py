"""反映问题: one page from where to what, and the thanks with the link, shown for ten minutes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import segno
from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from communities.models import Community
from guicheng import search
from guicheng.web.http import clean_text, public_page

from .. import photos, requests, suspicion, tokens
from ..models import ResidentRequest
from . import follow
from .forms import RequestForm

SENT_COOKIE = "request_sent"
_SALT, _SENT_SECONDS = "casework.sent", 600
#: Summaries of other requests that are shown beside the form.
_NEARBY, _NEARBY_DAYS = 6, 60
_SLOWER = "提交得太频繁了，这一次没有收下。您写的内容还在下面，请过几分钟再按提交。急事请直接打电话给社区。"


@dataclass(frozen=True)
class Nearby:
    """What staff released of another request, and nothing else of it."""

    summary: str
    status: str
    spot: str


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    sent = request.method == "POST"
    data = request.POST if sent else request.GET
    community = _community(data.get("community", ""))
    if not sent:
        return _page(request, RequestForm(community=community, initial=_begun(request, community)), community)
    sender = suspicion.count(request)
    if sender.refused:
        # Not bound: pictures of somebody who sends too much are not decoded.
        typed = {
            name: request.POST.get(name, "").replace("\x00", "")[:1000] for name in RequestForm.base_fields
        }
        form = RequestForm(community=community, initial=typed)
        return _page(request, form, community, status=429, problem=_SLOWER)
    form = RequestForm(request.POST, request.FILES, community=community)
    if not form.is_valid():
        return _page(request, form, community, status=400)
    row, token = _keep(form, sender)
    response = redirect("request-sent")
    said = signing.dumps({"t": token, "c": row.code}, salt=_SALT)
    response.set_cookie(
        SENT_COOKIE,
        said,
        max_age=_SENT_SECONDS,
        path="/requests/",
        httponly=True,
        secure=settings.HTTPS,
        samesite="Lax",
    )
    suspicion.mark_device(request, response)
    return response


def _keep(form: RequestForm, sender: suspicion.Sender) -> tuple[ResidentRequest, str]:
    data = form.cleaned_data
    lat, lon = data["point"] or (None, None)
    why = [*sender.reasons, *suspicion.reasons_in(data["text"], timezone.now())]
    row = ResidentRequest(
        community=data["community"],
        estate=data.get("estate"),
        kind=data.get("kind"),
        where=data["where"],
        text=data["text"],
        surname=data["surname"],
        company_name=data["company_name"],
        phone=data["phone"],
        lat=lat,
        lon=lon,
        suspicious=bool(why),
        suspicious_why="；".join(why)[:100],
        text_print=suspicion.text_print(data["text"]),
    )
    token = tokens.token_of(data["opened"], form.said)
    with transaction.atomic():
        row, token, first = requests.receive(row, by=requests.By(label=requests.RESIDENT), token=token)
        if first:
            photos.keep(row, form.made)
    return row, token


@public_page(personal=True)
def sent(request: HttpRequest) -> HttpResponse:
    """The thanks: link, code and QR, for whoever has just sent a request from this browser."""
    try:
        said = signing.loads(request.COOKIES.get(SENT_COOKIE, ""), salt=_SALT, max_age=_SENT_SECONDS)
        token, code = str(said["t"]), str(said["c"])
    except (signing.BadSignature, KeyError, TypeError):
        return follow.private(redirect("request-find"))
    link = tokens.link_of(request, token)
    row = tokens.by_token(token)
    context = {"link": link, "code": code, "qr": qr_of(link), "row": row}
    return follow.private(render(request, "casework/sent.html", context))


def qr_of(link: str) -> str:
    """The link as a picture inside the page: it stands in no other address and no log."""
    return segno.make(link, error="m", micro=False).svg_data_uri(scale=6, border=4, light="#fff")


def _community(code: str) -> Community | None:
    if not (code.isascii() and code.isdecimal()) or len(code) > 12:
        return None
    return Community.objects.public().filter(code=code).first()


def _begun(request: HttpRequest, community: Community | None) -> dict[str, Any]:
    """What the address of the form fills in."""
    estate = request.GET.get("estate", "")
    return {
        "community": community and community.code,
        "estate": int(estate) if estate.isascii() and estate.isdecimal() and len(estate) < 19 else None,
        "where": clean_text(request.GET.get("where", ""), 100),
        "datum": "wgs84",
    }


def _page(
    request: HttpRequest,
    form: RequestForm,
    community: Community | None,
    *,
    status: int = 200,
    problem: str = "",
) -> HttpResponse:
    q = clean_text(request.GET.get("q", ""), 80)
    context = {
        "form": form,
        "community": community,
        "q": q,
        "found": _found(q) if q else [],
        "nearby": _nearby(community, form) if community else [],
        "problem": problem,
    }
    response = render(request, "casework/new.html", context, status=status)
    if request.method == "POST":
        suspicion.mark_device(request, response)
    return response


def _found(q: str) -> list[tuple[str, str]]:
    """Places that ``q`` may mean: what to show, and the query string that chooses it."""
    hits = search.find(q, limit=8, kinds=("community", "estate"))
    codes = dict(
        Community.objects.filter(name__in={hit.community for hit in hits}).values_list("name", "code")
    )
    found = []
    for hit in hits:
        if hit.kind == "community":
            found.append((hit.name, urlencode({"community": hit.id})))
        elif hit.community in codes:
            chosen = {"community": codes[hit.community], "estate": hit.id}
            found.append((f"{hit.name}（{hit.community}）", urlencode(chosen)))
    return found


def _nearby(community: Community, form: RequestForm) -> list[Nearby]:
    """Released summaries of the same estate first, then of the community."""
    since = timezone.now() - timedelta(days=_NEARBY_DAYS)
    rows = (
        ResidentRequest.objects.released()
        .filter(Q(status__in=ResidentRequest.OPEN) | Q(done_at__gt=since), community=community)
        .exclude(status=ResidentRequest.Status.REFUSED)
        .order_by("-created_at")
        .values_list("summary", "status", "estate_id", "estate__name")[:30]
    )
    chosen = str(form["estate"].value() or "") if "estate" in form.fields else ""
    ranked = sorted(rows, key=lambda row: str(row[2] or "") != chosen) if chosen else list(rows)
    labels = dict(ResidentRequest.Status.choices)
    return [Nearby(summary, labels[status], estate or "") for summary, status, _, estate in ranked[:_NEARBY]]
