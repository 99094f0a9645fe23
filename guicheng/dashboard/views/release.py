"""An internal indicator released for residents, or taken back, by the street's administrator."""

from __future__ import annotations

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from guicheng.accounts.inside import for_who_works_inside
from guicheng.accounts.models import User
from guicheng.web.http import clean_text

from ..asked import asked
from ..models import IndicatorRelease
from ..releases import release_of, say
from ..told import live
from .records import indicator_asked

#: So many earlier decisions are listed.
_SHOWN = 50


class ReleaseForm(forms.Form):
    """``released``: what the form was for when it was shown, so that two who press at once do the same."""

    released = forms.ChoiceField(choices=[("yes", "公开"), ("no", "收回")], widget=forms.HiddenInput)
    reason = forms.CharField(
        label="原因",
        max_length=200,
        error_messages={"required": "请写一句原因，以后查得到。", "max_length": "原因不超过 200 个字。"},
    )
    sure = forms.BooleanField(error_messages={"required": "请先勾选确认。"})

    def clean_reason(self) -> str:
        return clean_text(self.cleaned_data["reason"], 200)


def may_release(user: User) -> bool:
    return user.sees_every_community and user.may_write


@for_who_works_inside
@require_http_methods(["GET", "HEAD", "POST"])
def release(request: HttpRequest, key: str) -> HttpResponse:
    """The street's leaders read who decided what; its administrators decide."""
    found = indicator_asked(key)
    if found.public:
        raise Http404
    if not request.user.sees_every_community or (request.method == "POST" and not may_release(request.user)):
        raise PermissionDenied
    form = ReleaseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        say(found, released=said["released"] == "yes", reason=said["reason"], by=request.user)
        return redirect("dashboard-release", found.key)
    question = asked(request)
    shown = question.snapshot()
    now = release_of(found)
    versions = IndicatorRelease.history.filter(key=found.key).select_related("changed_by")
    context = {
        "asked": question,
        "shown": shown,
        "indicator": found,
        "value": live(shown, found),
        "released": now is not None and now.released,
        "versions": versions.order_by("-history_date", "-history_id")[:_SHOWN],
        "form": form,
        "may_release": may_release(request.user),
    }
    return render(request, "dashboard/release.html", context)
