"""社区比较: up to six communities of one kind side by side."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from communities.models import Community
from guicheng.accounts.inside import for_who_works_inside
from guicheng.web.http import ticked

from ..asked import asked, communities_for
from ..comparing import FEW, MOST, compare


@for_who_works_inside
def communities_compared(request: HttpRequest) -> HttpResponse:
    """``?kind=urban&community=<code>&households=1&as_of=``; unknown codes are passed over."""
    question = asked(request)
    own = list(communities_for(request.user))
    kinds = dict(Community.Kind.choices)
    wanted = request.GET.getlist("community")
    named = [community for community in own if community.code in wanted]
    kind = request.GET.get("kind", "")
    if kind not in kinds:
        kind = (named or own)[0].kind if named or own else Community.Kind.URBAN
    peers = [community for community in own if community.kind == kind]
    chosen = [community for community in named if community.kind == kind][:MOST] or peers[:4]
    by_households = ticked(request.GET, "households")
    shown = question.snapshot()
    context = {
        "asked": question,
        "shown": shown,
        "kinds": kinds.items(),
        "kind": kind,
        "peers": peers,
        "chosen": chosen,
        "codes": [community.code for community in chosen],
        "by_households": by_households,
        "rows": compare(shown, chosen, peers, by_households=by_households),
        "few": FEW,
        "most": MOST,
        "too_many": len(named) > MOST,
        "nav": "compare",
    }
    return render(request, "dashboard/compare.html", context)
