"""``/my/``: what a head sees and writes on the phone. Nothing here is kept by a cache."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from guicheng.pictures.serving import give_private
from guicheng.web.errors import too_many
from guicheng.web.protect import flooded
from volunteers.models import ContactPhoto

from .. import my_ledger, my_notices
from ..models import ResidentRequest
from ..my_door import COOKIE, CannotEnter, Head, enter, head_of, look, remember
from ..my_forms import NewContactForm, NextStepForm
from ..requests import NotNow

#: So many open matters stand on the first screen.
SHOWN = 8
HeadView = Callable[..., HttpResponseBase]


def for_heads(view: HeadView) -> HeadView:
    """``view(request, head, …)`` for whoever holds a phone that is in use; others are told what to do."""

    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        head = head_of(request)
        if head is not None:
            return view(request, head, *args, **kwargs)
        if "application/json" in request.headers.get("Accept", ""):
            return JsonResponse({"signed_in": False}, status=401)
        page = render(request, "casework/my/outside.html", {"known": COOKIE in request.COOKIES}, status=401)
        if COOKIE in request.COOKIES:
            # A revoked phone keeps no drafts.
            page["Clear-Site-Data"] = '"storage"'
        return page

    return wrapped


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest, token: str) -> HttpResponse:
    """A GET only shows the button: preview robots of messengers open every link."""
    if request.method == "POST" and flooded(request, "my-in", "60/h"):
        return too_many(request)
    try:
        if request.method == "POST":
            response = redirect("my")
            remember(response, enter(token, request), request)
            return response
        look(token)
    except CannotEnter as exc:
        here = head_of(request) is not None
        return render(request, "casework/my/enter.html", {"problem": str(exc), "here": here}, status=410)
    return render(request, "casework/my/enter.html", {})


@for_heads
def home(request: HttpRequest, head: Head) -> HttpResponse:
    today = timezone.localdate()
    matters = list(my_ledger.open_matters(head)[: SHOWN + 1])
    context = {
        "head": head,
        "counts": my_ledger.month_counts(head, today),
        "matters": matters[:SHOWN],
        "more": len(matters) > SHOWN,
        "requests": list(ResidentRequest.objects.for_head(head.terms).select_related("kind")[:SHOWN]),
        "notices": my_notices.unread(head, today),
        "today": today,
        "sent": request.GET.get("sent") == "1",
    }
    return render(request, "casework/my/home.html", context)


@for_heads
def new(request: HttpRequest, head: Head) -> HttpResponse:
    sent = request.method == "POST"
    data = (request.POST, request.FILES) if sent else (None, None)
    form = NewContactForm(*data, terms=head.terms, initial={"draft_id": uuid4()})
    as_json = "application/json" in request.headers.get("Accept", "")
    if sent and form.is_valid():
        my_ledger.keep(form.contact(), form.cleaned_data["photos"])
        return JsonResponse({"kept": True}) if as_json else redirect("/my/?sent=1")
    if sent and as_json:
        sentences = [error for errors in form.errors.values() for error in errors]
        return JsonResponse({"kept": False, "errors": sentences}, status=400)
    context = {"head": head, "form": form}
    return render(request, "casework/my/new.html", context, status=400 if form.errors else 200)


@for_heads
def matter(request: HttpRequest, head: Head, pk: int) -> HttpResponse:
    """One matter with its steps; 续记 or 已办结."""
    rows = my_ledger.within_reach(head).select_related("place__estate", "kind")
    rows = rows.prefetch_related("follow_ups", "photos")
    contact = rows.filter(pk=pk).first()
    if contact is None:
        raise Http404
    sent = request.method == "POST"
    form = NextStepForm(request.POST if sent else None, initial={"draft_id": uuid4()})
    if sent and form.is_valid():
        said = form.cleaned_data
        my_ledger.add_step(contact, draft_id=said["draft_id"], text=said["text"], done=said["done"])
        return redirect("/my/?sent=1")
    context = {"head": head, "matter": contact, "form": form}
    return render(request, "casework/my/matter.html", context, status=400 if form.errors else 200)


@for_heads
def request_page(request: HttpRequest, head: Head, pk: int) -> HttpResponse:
    """A resident's request that lies with this head: what was done goes to staff and ledger."""
    row = ResidentRequest.objects.for_head(head.terms).filter(pk=pk).first()
    if row is None:
        raise Http404
    sent = request.method == "POST"
    form = NextStepForm(request.POST if sent else None, initial={"draft_id": uuid4()})
    if sent and form.is_valid():
        said = form.cleaned_data
        try:
            my_ledger.report(head, row, draft_id=said["draft_id"], text=said["text"], done=said["done"])
        except NotNow as exc:
            form.add_error("text", str(exc))
        else:
            return redirect("/my/?sent=1")
    context = {"head": head, "row": row, "form": form}
    return render(request, "casework/my/request.html", context, status=400 if form.errors else 200)


@for_heads
def entries(request: HttpRequest, head: Head) -> HttpResponse:
    """What this head wrote, the newest first."""
    rows = my_ledger.own(head).select_related("place__estate", "kind").order_by("-on", "-pk")[:60]
    return render(request, "casework/my/entries.html", {"head": head, "entries": rows})


@for_heads
def notice_read(request: HttpRequest, head: Head, pk: int) -> HttpResponse:
    """知道了: a receipt for the staff. Pressing twice is one receipt."""
    if request.method != "POST" or not my_notices.acknowledge(head, pk):
        raise Http404
    return redirect("my")


@for_heads
def photo(request: HttpRequest, head: Head, pk: int, size: str) -> HttpResponseBase:
    """A picture of an entry within this head's reach."""
    contacts = my_ledger.within_reach(head).values("pk")
    return give_private(ContactPhoto.objects.filter(pk=pk, contact__in=contacts).first(), size)


@for_heads
def fresh_token(request: HttpRequest, head: Head) -> JsonResponse:
    """For drafts that waited offline: a page's own token may be too old by then."""
    return JsonResponse({"signed_in": True, "token": get_token(request)})


@never_cache
def service_worker(request: HttpRequest) -> HttpResponse:
    return render(request, "casework/my/sw.js", content_type="text/javascript; charset=utf-8")
