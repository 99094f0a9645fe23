"""Sign-ups in the admin of activities: the list with calls to make, numbers behind a mask, the door."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import segno
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.safestring import mark_safe

from guicheng.accounts import reveal
from guicheng.accounts.admin_base import may_edit_row
from guicheng.accounts.scope import visible_to
from guicheng.web.http import absolute

from .. import door, signups
from ..models import Activity, SignUp
from ..sign_up_forms import DoorForm, StaffSignUpForm


class SignUpPages:
    """Mixed into the admin of activities, whose scope each page uses."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        pages = [
            ("<int:pk>/sign-ups/", self.sign_ups_view, "sign_ups"),
            ("<int:pk>/sign-ups/<int:signup>/phone/", self.sign_up_phone_view, "sign_up_phone"),
            ("<int:pk>/door/", self.door_view, "door"),
            ("<int:pk>/door/poster/", self.poster_view, "door_poster"),
        ]
        own = [path(route, view(page), name=f"stations_activity_{name}") for route, page, name in pages]
        return [*own, *super().get_urls()]

    # --- the list -------------------------------------------------------------------------------
    def sign_ups_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        activity = _visible_activity(request, pk)
        may = may_edit_row(request, activity)
        form = StaffSignUpForm(request.POST if request.POST.get("action") == "add" else None)
        link: dict[str, Any] = {}
        if request.method == "POST":
            if not may:
                raise PermissionDenied
            if request.POST.get("action") == "link":
                link = self._new_link(request, activity)
            elif request.POST.get("action") != "add":
                self._change_one(request, activity)
                return redirect(request.path)
            elif form.is_valid() and self._add(request, activity, form):
                return redirect(request.path)
        now = timezone.now()
        rows = list(activity.sign_ups.order_by("pk"))
        to_tell = set(activity.sign_ups.to_tell(now).values_list("pk", flat=True))
        line = [row for row in rows if row.state == SignUp.State.WAITING]
        context = {
            "activity": activity,
            "may": may,
            "form": form,
            "link": link,
            "booked": [row for row in rows if row.state == SignUp.State.BOOKED],
            "line": line,
            "gone": [row for row in rows if not row.live],
            "calls": [(row, _why(row, activity)) for row in rows if row.pk in to_tell],
            "people": _people(rows, SignUp.State.BOOKED),
            "waiting_people": _people(rows, SignUp.State.WAITING),
            "over": activity.ends_at <= now,
            "public_url": absolute(request, reverse("activity-sign-up", args=[activity.pk])),
        }
        page = self._sign_up_page(request, "admin/stations/activity/sign_ups.html", "报名名单", context)
        page.status_code = 400 if form.errors else 200
        return page

    def _add(self, request: HttpRequest, activity: Activity, form: StaffSignUpForm) -> bool:
        try:
            made = signups.sign_up(activity, form.wanted(), by_staff=True)
        except signups.Refused as exc:
            form.add_error(None, str(exc))
            return False
        self.log_change(request, activity, f"代为报名：{made}")
        if made.state == SignUp.State.BOOKED:
            messages.success(request, "已报上。")
        else:
            messages.warning(request, f"名额不够，排在候补第 {signups.place_in_line(made)} 位。")
        return True

    def _one(self, request: HttpRequest, activity: Activity) -> SignUp:
        """The sign-up that a button is about."""
        key = request.POST.get("sign_up", "")
        if not (key.isascii() and key.isdigit() and len(key) <= 18):
            raise Http404
        row = visible_to(SignUp, request.user).filter(activity=activity, pk=int(key)).first()
        if row is None:
            raise Http404
        row.activity = activity
        return row

    def _change_one(self, request: HttpRequest, activity: Activity) -> None:
        row, action = self._one(request, activity), request.POST.get("action", "")
        if action == "cancel":
            if signups.cancel(row):
                self.log_change(request, activity, f"取消报名：{row}")
                messages.success(request, "已取消，名额给了候补的人。")
            else:
                messages.warning(request, "没有取消：已经取消过、已签到，或者活动已结束。")
        elif action == "told" and row.live:
            signups.note_told(row)
            self.log_change(request, activity, f"已通知：{row}")
            messages.success(request, "已记下：通知到了。")

    def _new_link(self, request: HttpRequest, activity: Activity) -> dict[str, Any]:
        row = self._one(request, activity)
        if not row.live or row.erased_on:
            return {}
        token = signups.fresh_link(row)
        self.log_change(request, activity, f"重新给链接：{row}")
        return {"row": row, "url": absolute(request, reverse("sign-up", args=[token]))}

    # --- one number -----------------------------------------------------------------------------
    def sign_up_phone_view(self, request: HttpRequest, pk: int, signup: int) -> HttpResponse:
        """JSON for the script, a page with a button without it; each look is a line in the security log."""
        activity = _visible_activity(request, pk)
        row = visible_to(SignUp, request.user).filter(activity=activity, pk=signup).first()
        if row is None:
            raise Http404
        phone = problem = ""
        if request.method == "POST":
            problem = reveal.refused(request, f"sign-up {row.pk}")
            phone = "" if problem else row.phone
        status = 429 if problem else 200
        if "application/json" in request.headers.get("Accept", ""):
            if request.method != "POST":
                raise PermissionDenied
            return JsonResponse({"problem": problem} if problem else {"phone": phone}, status=status)
        context = {"activity": activity, "row": row, "phone": phone, "problem": problem}
        page = self._sign_up_page(
            request, "admin/stations/activity/sign_up_phone.html", "报名人的电话", context
        )
        page.status_code = status
        return page

    # --- the door -------------------------------------------------------------------------------
    def door_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        activity = _visible_activity(request, pk)
        may = may_edit_row(request, activity)
        form = DoorForm(request.POST if request.POST.get("action") == "count" else None)
        if request.method == "POST":
            if not may:
                raise PermissionDenied
            if request.POST.get("action") != "count":
                return redirect(f"{request.path}{self._at_door(request, activity)}")
            if form.is_valid():
                door.set_walk_ins(activity.pk, form.cleaned_data["walk_ins"])
                messages.success(request, "已保存。")
                return redirect(request.path)
        rows = list(activity.sign_ups.live().order_by("state", "pk"))
        context = {
            "activity": activity,
            "may": may,
            "form": form if form.is_bound else DoorForm(initial={"walk_ins": activity.walk_ins}),
            "expected": [row for row in rows if row.arrived_at is None],
            "here": sorted(
                (row for row in rows if row.arrived_at), key=lambda row: row.arrived_at, reverse=True
            ),
            "arrived": sum(row.arrived or 0 for row in rows),
            "people": _people(rows, SignUp.State.BOOKED),
        }
        page = self._sign_up_page(request, "admin/stations/activity/door.html", "现场签到", context)
        page.status_code = 400 if form.errors else 200
        return page

    def _at_door(self, request: HttpRequest, activity: Activity) -> str:
        """Do what a big button says; where on the page to go on."""
        action = request.POST.get("action", "")
        if action in {"more", "fewer"}:
            door.add_walk_ins(activity.pk, 1 if action == "more" else -1)
            return "#walk-ins"
        row = self._one(request, activity)
        if action == "arrive":
            if not door.arrive(row):
                messages.info(request, "这一位刚才已经签到了。")
        elif action == "undo":
            door.not_arrived(row)
        return ""

    def poster_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A sheet for the door: whoever signed up scans it and checks in."""
        activity = _visible_activity(request, pk)
        url = absolute(request, reverse("activity-here", args=[activity.pk]))
        out = BytesIO()
        segno.make(url, error="m", micro=False).save(
            out, kind="svg", scale=8, border=4, xmldecl=False, light="#fff"
        )
        code = mark_safe(out.getvalue().decode())  # noqa: S308  (made of our own address)
        return render(request, "papers/door.html", {"activity": activity, "code": code, "url": url})

    def _sign_up_page(
        self, request: HttpRequest, template: str, title: str, context: dict[str, Any]
    ) -> TemplateResponse:
        request.current_app = self.admin_site.name
        shown = {**self.admin_site.each_context(request), "opts": self.opts, "title": title, **context}
        return TemplateResponse(request, template, shown)


def _visible_activity(request: HttpRequest, pk: int) -> Activity:
    rows = visible_to(Activity, request.user).select_related("station__community", "audience")
    activity = rows.filter(pk=pk).first()
    if activity is None:
        raise Http404
    return activity


def _people(rows: list[SignUp], state: SignUp.State) -> int:
    return sum(row.people for row in rows if row.state == state)


def _why(row: SignUp, activity: Activity) -> str:
    """What the person has to be told."""
    if activity.cancelled:
        return "活动取消了"
    said = []
    if row.knows_state == SignUp.OFF:
        said.append("活动恢复举行")
    elif row.knows_state != row.state:
        said.append("从候补补上了")
    if row.knows_starts_at != activity.starts_at:
        said.append(f"时间改到{timezone.localtime(activity.starts_at):%-m月%-d日 %H:%M}")
    if row.knows_where != activity.where:
        said.append(f"地点改到{activity.where}")
    return "，".join(said)
