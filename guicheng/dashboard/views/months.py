"""``/dashboard/months/``: closed months, frozen as they were reported, beside today's recount."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from communities.models import Community
from guicheng.accounts.inside import for_who_works_inside
from guicheng.accounts.models import User
from guicheng.accounts.scope import editable_by, visible_to

from ..asked import communities_for, community_asked
from ..briefs.spans import Span
from ..models import FrozenFigure, FrozenMonth
from ..months.comparing import compared
from ..months.explaining import ExplanationForm, Overtaken, explain
from ..months.freezing import (
    AlreadyFrozen,
    BadMonth,
    NotFrozen,
    can_freeze,
    closed_months,
    freeze,
    frozen,
    parse_month,
    unfreeze,
)
from ..snapshot import snapshot
from ..told import live


class ReasonForm(forms.Form):
    reason = forms.CharField(
        max_length=200,
        error_messages={
            "required": "请写清为什么解冻。",
            "max_length": "最多写 %(limit_value)d 个字，现在有 %(show_value)d 个。",
        },
    )


def _may_freeze(user: User) -> bool:
    return user.sees_every_community and user.may_write


@for_who_works_inside
@require_safe
def months(request: HttpRequest) -> HttpResponse:
    rows = list(visible_to(FrozenMonth, request.user).select_related("frozen_by", "unfrozen_by"))
    held = {row.month: row for row in rows if row.unfrozen_at is None}
    taken_back = {row.month for row in rows if row.unfrozen_at is not None}
    spans = closed_months(timezone.localdate(), {row.month for row in rows})
    context = {
        "nav": "months",
        "months": [(span, held.get(span.first), span.first in taken_back) for span in spans],
        "may_freeze": _may_freeze(request.user),
    }
    return render(request, "dashboard/months.html", context)


@for_who_works_inside
@require_http_methods(["GET", "HEAD", "POST"])
def month(request: HttpRequest, month: str) -> HttpResponse:
    """``?community=``: one community; staff of a community see their own."""
    try:
        span = parse_month(month)
    except BadMonth as exc:
        return render(request, "dashboard/no_month.html", {"nav": "months", "why": str(exc)}, status=404)
    community = community_asked(request)
    typed: dict[str, Any] = {}
    if request.method == "POST":
        act = _ACTS.get(request.POST.get("action", ""))
        if act is None:
            raise Http404
        done = act(request, span, typed)
        if done is not None:
            query = f"?community={community.code}" if community and request.GET.get("community") else ""
            return redirect(f"{reverse('dashboard-month', args=[month])}{query}{done}")
    return _page(request, span, community, typed)


def _page(
    request: HttpRequest,
    span: Span,
    community: Community | None,
    typed: dict[str, Any],
) -> HttpResponse:
    within = community.pk if community else None
    held = frozen(span)
    context: dict[str, Any] = {
        "nav": "months",
        "span": span,
        "month": f"{span.first:%Y-%m}",
        "community": community,
        "where": community.name if community else settings.STREET_NAME,
        "communities": communities_for(request.user),
        "held": held,
        "earlier": visible_to(FrozenMonth, request.user)
        .filter(month=span.first, unfrozen_at__isnull=False)
        .select_related("frozen_by", "unfrozen_by"),
        "may_freeze": _may_freeze(request.user),
        "typed": typed,
    }
    if held:
        rows = compared(held, span, request.user, within)
        context |= {"rows": rows, "differing": [row for row in rows if row.differs]}
    else:
        shown = snapshot(span.last)
        context["figures"] = [(each, live(shown, each, within)) for each in can_freeze()]
    return render(request, "dashboard/month.html", context)


# --- what can be sent ------------------------------------------------------------------------------
#: What to add to the address that one is led to, or None: the page is shown again with what was typed.
Done = str | None


def _freeze(request: HttpRequest, span: Span, typed: dict[str, Any]) -> Done:
    if not _may_freeze(request.user):
        raise PermissionDenied
    if request.POST.get("confirmed") != "yes":
        messages.error(request, "没有冻结：请先核对下面的数，再勾选“已经核对”。")
        return ""
    try:
        freeze(span, by=request.user)
    except AlreadyFrozen:
        messages.info(request, f"{span.words}已经冻结过了，没有再冻结。")
    else:
        messages.success(request, f"{span.words}已冻结。以后记录再改，这里仍然是报出的数。")
    return ""


def _unfreeze(request: HttpRequest, span: Span, typed: dict[str, Any]) -> Done:
    if not _may_freeze(request.user):
        raise PermissionDenied
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, f"没有解冻：{' '.join(form.errors['reason'])}")
        return ""
    try:
        unfreeze(span, form.cleaned_data["reason"], by=request.user)
    except NotFrozen:
        messages.info(request, f"{span.words}没有冻结，不用解冻。")
    else:
        messages.success(request, f"{span.words}已解冻，原因记在下面。可以重新冻结。")
    return ""


def _explain(request: HttpRequest, span: Span, typed: dict[str, Any]) -> Done:
    key = request.POST.get("figure", "")
    figures = editable_by(FrozenFigure, request.user).filter(
        frozen__month=span.first, frozen__unfrozen_at__isnull=True
    )
    figure = figures.filter(pk=int(key)).first() if key.isdecimal() and len(key) < 19 else None
    if figure is None:
        raise Http404
    form = ExplanationForm(request.POST)
    if not form.is_valid():
        typed |= {"figure": figure.pk, "text": request.POST.get("text", ""), "errors": form.errors}
        return None
    try:
        explain(figure, form.cleaned_data["text"], form.cleaned_data["was"], by=request.user)
    except Overtaken:
        said = "您打开这一页以后，别人写过说明，所以没有保存。您写的还在，看过对方的再保存一次。"
        typed |= {"figure": figure.pk, "text": form.cleaned_data["text"], "errors": {"text": [said]}}
        return None
    messages.success(request, "说明已保存。")
    return f"#{figure.key}"


_ACTS: dict[str, Callable[[HttpRequest, Span, dict[str, Any]], Done]] = {
    "freeze": _freeze,
    "unfreeze": _unfreeze,
    "explain": _explain,
}
