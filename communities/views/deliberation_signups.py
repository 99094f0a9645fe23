"""Residents sign up for a deliberation, give their seat back by a secret link, and count themselves in."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from guicheng.web.devices import DeviceCookie
from guicheng.web.errors import too_many
from guicheng.web.http import absolute
from guicheng.web.private import guarded
from guicheng.web.protect import flooded

from .. import deliberation_signups as signups
from ..models import Deliberation
from ..public_forms import PressForm, SignUpForm

DOOR_DEVICES = DeviceCookie("door_device", salt="communities.door", path="/deliberations/", days=2)
#: Sign-ups and presses at a door from one address: a hall of telephones may stand behind one.
_SENDS, _CANCELS, _PRESSES = "30/h", "60/h", "600/h"


def _public(pk: int) -> Deliberation:
    return get_object_or_404(Deliberation.objects.public().select_related("community"), pk=pk)


def _about(deliberation: Deliberation) -> dict[str, Any]:
    phone = deliberation.community.phone if deliberation.community_id else ""
    return {"deliberation": deliberation, "phone": phone, "keep_days": signups.KEEP_DAYS}


@guarded
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest, pk: int) -> HttpResponse:
    deliberation = _public(pk)
    sent = request.method == "POST"
    if sent and flooded(request, "deliberation-sign-up", _SENDS):
        return too_many(request)
    form = SignUpForm(request.POST if sent else None)
    if sent and form.is_valid():
        said = form.cleaned_data
        token = signups.token_for(said["opened"], pk, said["surname"], said["phone"])
        try:
            signups.sign_up(
                deliberation,
                surname=said["surname"],
                phone=said["phone"],
                people=said["people"],
                token=token,
            )
        except signups.Refused as exc:
            form.add_error(None, str(exc))
        else:
            return redirect(f"{reverse('deliberation-own', args=[token])}?new=1")
    seats = signups.seats_of(deliberation, timezone.now())
    context = {**_about(deliberation), "form": form, "seats": seats}
    return render(request, "deliberations/sign_up.html", context, status=400 if form.errors else 200)


@guarded
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest, token: str) -> HttpResponse:
    """One sign-up behind its secret link. Looking changes nothing; the button does."""
    found = signups.by_token(token)
    if found is None:
        raise Http404
    if request.method == "POST":
        if flooded(request, "deliberation-own", _CANCELS):
            return too_many(request)
        done = request.POST.get("action") == "cancel" and signups.cancel(found)
        return redirect(f"{request.path}?said=cancelled" if done else request.path)
    deliberation = found.deliberation
    over = deliberation.over_at <= timezone.now()
    context = {
        **_about(deliberation),
        "found": found,
        "new": "new" in request.GET and found.live,
        "said": request.GET.get("said", ""),
        "over": over,
        "may_cancel": found.live and not over and not deliberation.cancelled,
        "public": deliberation.is_public,
        "url": absolute(request, request.path),
    }
    return render(request, "deliberations/own.html", context)


@guarded
@require_http_methods(["GET", "HEAD", "POST"])
def here(request: HttpRequest, pk: int) -> HttpResponse:
    """What the code at the door opens: one press counts one person, once from each telephone."""
    deliberation = _public(pk)
    opened = signups.door_open(deliberation, timezone.now())
    sent = request.method == "POST"
    if sent and flooded(request, "deliberation-here", _PRESSES):
        return too_many(request)
    form = PressForm(request.POST if sent else None)
    if sent and opened and form.is_valid():
        device = DOOR_DEVICES.name_for(request, form.cleaned_data["opened"])
        signups.arrive(deliberation, device)
        response = redirect(f"{request.path}?done=1")
        DOOR_DEVICES.mark(request, response, device)
        return response
    context = {**_about(deliberation), "opened": opened, "form": form, "done": "done" in request.GET}
    return render(request, "deliberations/here.html", context, status=400 if sent else 200)
