"""``/dashboard/promises/``: what was promised, by quarter, with where each should be by now."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guicheng.accounts.inside import for_who_works_inside

from ..asked import asked, community_asked
from ..promises import promises


@for_who_works_inside
@require_safe
def promised(request: HttpRequest) -> HttpResponse:
    """``?as_of=`` the day; staff of a community see their community's part of each figure."""
    question = asked(request)
    community = community_asked(request)
    found = promises(request.user, question.day, community)
    context = {
        "nav": "promises",
        "asked": question,
        "community": community,
        "counted": [each for each in found if each.indicator is not None],
        "others": [each for each in found if each.indicator is None],
        "behind": sum(1 for each in found if each.well is False),
    }
    return render(request, "dashboard/promises.html", context)
