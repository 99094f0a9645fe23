"""Residents sign up, see their place by a secret link, give it back, and check in at the door."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from guicheng.web.calendars import calendar_response
from guicheng.web.errors import too_many
from guicheng.web.http import absolute, public_page
from guicheng.web.private import guarded
from guicheng.web.protect import flooded

from .. import door, signups
from ..calendars import one_calendar
from ..models import Activity, SignUp
from ..sign_up_forms import HereForm, SignUpForm

#: Sign-ups and check-ins sent from one address.
_SENDS, _CHECK_INS = "30/h", "120/h"


def _public(pk: int) -> Activity:
    rows = Activity.objects.public().select_related("station__community", "audience")
    return get_object_or_404(rows, pk=pk)


def _about(activity: Activity) -> dict[str, Any]:
    same_day = timezone.localdate(activity.starts_at) == timezone.localdate(activity.ends_at)
    return {
        "activity": activity,
        "one_day": same_day,
        "phone": activity.station.phone or activity.station.community.phone,
    }


@guarded
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest, pk: int) -> HttpResponse:
    activity = _public(pk)
    sent = request.method == "POST"
    if sent and flooded(request, "sign-up", _SENDS):
        return too_many(request)
    form = SignUpForm(request.POST if sent else None)
    if sent and form.is_valid():
        wanted = form.wanted()
        token = signups.token_for(form.cleaned_data["opened"], activity.pk, wanted.phone)
        try:
            signups.sign_up(activity, wanted, token=token)
        except signups.Refused as exc:
            form.add_error(None, str(exc))
        else:
            return redirect(f"{reverse('sign-up', args=[token])}?new=1")
    places = signups.places_of(activity, timezone.now())
    context = {**_about(activity), "form": form, "places": places, "keep_days": signups.KEEP_DAYS}
    return render(request, "stations/sign_up.html", context, status=400 if form.errors else 200)


def _known(token: str) -> SignUp:
    found = signups.by_token(token)
    if found is None:
        raise Http404
    return found


@guarded
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest, token: str) -> HttpResponse:
    """What became of one sign-up. Looking changes nothing; buttons do."""
    found = _known(token)
    if request.method == "POST":
        if flooded(request, "sign-up-own", "60/h"):
            return too_many(request)
        said = _do(found, request.POST.get("action", ""))
        return redirect(f"{request.path}?said={said}" if said else request.path)
    activity, now = found.activity, timezone.now()
    context = {
        **_about(activity),
        "found": found,
        "token": token,
        "new": "new" in request.GET and found.live,
        "said": request.GET.get("said", ""),
        "over": activity.ends_at <= now,
        "line": signups.place_in_line(found) if found.state == SignUp.State.WAITING else 0,
        "moved": found.live
        and (found.knows_starts_at != activity.starts_at or found.knows_where != activity.where),
        "moved_up": found.state == SignUp.State.BOOKED and found.knows_state == SignUp.State.WAITING,
        "unread": SignUp.objects.to_tell(now).filter(pk=found.pk).exists(),
        "may_arrive": found.live and found.arrived_at is None and door.door_open(activity, now),
        "may_cancel": found.live and found.arrived_at is None and activity.ends_at > now,
        "url": absolute(request, request.path),
        "keep_days": signups.KEEP_DAYS,
    }
    return render(request, "stations/sign_up_own.html", context)


def _do(found: SignUp, action: str) -> str:
    """Carry out what a button asks for; what to say about it."""
    if action == "cancel":
        return "cancelled" if signups.cancel(found) else ""
    if action == "arrive" and door.door_open(found.activity, timezone.now()):
        return "arrived" if door.arrive(found) else ""
    if action == "read":
        signups.note_told(found)
    return ""


@public_page(personal=True)
@guarded
def own_calendar(request: HttpRequest, token: str) -> HttpResponse:
    found = _known(token)
    return calendar_response(
        one_calendar(
            found.activity,
            cancelled=not found.live,
            waiting=found.state == SignUp.State.WAITING,
            url=absolute(request, reverse("activity", args=[found.activity_id])),
        ),
        "activity.ics",
    )


@guarded
@require_http_methods(["GET", "HEAD", "POST"])
def here(request: HttpRequest, pk: int) -> HttpResponse:
    """What the code at the door opens: surname and last digits, and one is checked in."""
    activity = _public(pk)
    sent = request.method == "POST"
    if sent and flooded(request, "here", _CHECK_INS):
        return too_many(request)
    opened = door.door_open(activity, timezone.now())
    form = HereForm(request.POST if sent else None)
    if sent and opened and form.is_valid():
        found = _at_door(request, activity, form)
        if found:
            door.arrive(found)
            return redirect(f"{request.path}?done={found.people}")
    done = request.GET.get("done", "")
    context = {
        **_about(activity),
        "form": form,
        "opened": opened,
        "done": done if done.isascii() and done.isdigit() and len(done) == 1 else "",
    }
    status = 400 if form.errors or (sent and not opened) else 200
    return render(request, "stations/here.html", context, status=status)


def _at_door(request: HttpRequest, activity: Activity, form: forms.Form) -> SignUp | None:
    """Who stands there. Too many wrong answers at one door and nobody can try on, whatever their address."""
    wrong = f"here-wrong-{activity.pk}"
    found = door.who_is_here(activity, form.cleaned_data["surname"], form.cleaned_data["tail"])
    if found is None:
        if flooded(request, wrong, "20/h"):
            form.add_error(None, "试了太多次，请找现场的工作人员签到。")
        else:
            form.add_error(None, "没有找到。请核对姓氏和电话后四位，或者直接找现场的工作人员。")
    return found
