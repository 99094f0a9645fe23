"""Who signed up for a deliberation, in its admin: the list, one number at a time, papers to print."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import segno
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.safestring import mark_safe

from guicheng.accounts import reveal
from guicheng.accounts.admin_base import may_edit_row
from guicheng.accounts.scope import visible_to
from guicheng.web.http import absolute

from .. import deliberation_signups as signups
from ..models import Deliberation, DeliberationSignUp

#: Lines of one page of the sheet to sign, in each of its two columns.
_LINES, _MOST = 18, 180


class SignUpPages:
    """Mixed into the admin of deliberations, whose scope each page uses."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        pages = [
            ("<int:pk>/sign-ups/", self.sign_ups_view, "sign_ups"),
            ("<int:pk>/sign-ups/<int:deliberation_signup>/phone/", self.sign_up_phone_view, "sign_up_phone"),
            ("<int:pk>/sheet/", self.sheet_view, "sheet"),
            ("<int:pk>/poster/", self.poster_view, "poster"),
        ]
        own = [
            path(route, view(page), name=f"communities_deliberation_{name}") for route, page, name in pages
        ]
        return [*own, *super().get_urls()]

    def sign_ups_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = _visible(request, pk)
        may = may_edit_row(request, row)
        if request.method == "POST":
            if not may:
                raise PermissionDenied
            found = _one(request, row, request.POST.get("sign_up", ""))
            if signups.cancel(found):
                self.log_change(request, row, f"取消报名：{found}")
                messages.success(request, "已取消。")
            else:
                messages.warning(request, "没有取消：已经取消过，或者已经开完。")
            return redirect(request.path)
        rows = list(row.sign_ups.all())
        live = [one for one in rows if one.live]
        context: dict[str, Any] = {
            "may": may,
            "live": live,
            "gone": [one for one in rows if not one.live],
            "people": sum(one.people for one in live),
            "scanned": row.presences.count(),
            "public_url": absolute(request, reverse("deliberation-sign-up", args=[pk])),
        }
        template = "admin/communities/deliberation/sign_ups.html"
        return self._step_page(request, template, "报名名单", row, context)

    def sign_up_phone_view(self, request: HttpRequest, pk: int, deliberation_signup: int) -> HttpResponse:
        """JSON for the script, a page with a button without it; each look is a line in the security log."""
        row = _visible(request, pk)
        found = _one(request, row, str(deliberation_signup))
        phone = problem = ""
        if request.method == "POST":
            problem = reveal.refused(request, f"deliberation sign-up {found.pk}")
            phone = "" if problem else found.phone
        status = 429 if problem else 200
        if "application/json" in request.headers.get("Accept", ""):
            if request.method != "POST":
                raise PermissionDenied
            return JsonResponse({"problem": problem} if problem else {"phone": phone}, status=status)
        context = {"found": found, "phone": phone, "problem": problem}
        template = "admin/communities/deliberation/sign_up_phone.html"
        page = self._step_page(request, template, "报名人的电话", row, context)
        page.status_code = status
        return page

    def sheet_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """签到表, with those who signed up in front."""
        row = _visible(request, pk)
        signed = list(row.sign_ups.live())
        needed = max(row.capacity or 0, len(signed))
        half = min(max(_LINES, -(-needed // 2)), _MOST)
        numbered = [*enumerate(signed, 1), *((n, None) for n in range(len(signed) + 1, 2 * half + 1))]
        lines = list(zip(numbered[:half], numbered[half : 2 * half], strict=True))
        return render(request, "papers/deliberation_sign_in.html", {"deliberation": row, "lines": lines})

    def poster_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A sheet for the door: whoever comes scans it and is counted."""
        row = _visible(request, pk)
        url = absolute(request, reverse("deliberation-here", args=[pk]))
        out = BytesIO()
        segno.make(url, error="m", micro=False).save(
            out, kind="svg", scale=8, border=4, xmldecl=False, light="#fff"
        )
        code = mark_safe(out.getvalue().decode())  # noqa: S308  (made of our own address)
        return render(
            request, "papers/deliberation_door.html", {"deliberation": row, "code": code, "url": url}
        )


def _visible(request: HttpRequest, pk: int) -> Deliberation:
    row = visible_to(Deliberation, request.user).select_related("community").filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def _one(request: HttpRequest, row: Deliberation, key: str) -> DeliberationSignUp:
    """The sign-up that a button or an address is about."""
    if not (key.isascii() and key.isdigit() and len(key) <= 18):
        raise Http404
    found = visible_to(DeliberationSignUp, request.user).filter(deliberation=row, pk=int(key)).first()
    if found is None:
        raise Http404
    found.deliberation = row
    return found
