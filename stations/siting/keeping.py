"""A proposal as plain data: what is kept, shown, exported and printed, so that all four say the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from communities.models import Community
from guicheng.accounts.models import User

from ..coverage import basis
from ..models import SitingRun
from ..walking import PACE_LABELS
from .asking import WEIGHT_LABELS, WEIGHT_UNITS, Goal, Proposal, SitingQuestion
from .candidates import SITE_LABELS

#: Decimals kept of shares and minutes.
_EXACT = 6


def question_data(question: SitingQuestion) -> dict[str, Any]:
    """What was asked, as the address of the page writes it."""
    return {
        "goal": question.goal.value,
        "n": question.n,
        "share": question.share,
        "minutes": question.minutes,
        "pace": question.pace.value,
        "weight": question.weight.value,
        "kind": [kind.value for kind in question.kinds],
        "community": question.community.code if question.community else "",
        "budget": None if question.budget is None else str(question.budget),
        "fix": list(question.fixed),
        "forbid": list(question.forbidden),
    }


def question_said(question: SitingQuestion) -> str:
    """The question in one sentence."""
    where = question.community.name if question.community else "全街道"
    how = f"{PACE_LABELS[question.pace]}，{WEIGHT_LABELS[question.weight]}"
    if question.goal is Goal.WALK:
        asked = f"{where}再开 {question.n} 个站点，让住户走到最近站点的平均时间最短"
    elif question.goal is Goal.FEWEST:
        asked = f"{where}最少再开几个站点，能让 {question.share:g}% 在 {question.minutes} 分钟内走到"
    else:
        asked = f"{where}再开 {question.n} 个站点，让 {question.minutes} 分钟内走得到的最多"
    limits = [] if question.budget is None else [f"总投入不超过 {question.budget:g} 万元"]
    kinds = "、".join(SITE_LABELS[kind] for kind in question.kinds)
    return "；".join([f"{asked}（{how}）", *limits, f"候选：{kinds}"]) + "。"


def answer_data(proposal: Proposal) -> dict[str, Any]:
    """The answer with names. Weights are households or elders; walks are minutes."""
    wanted = {each.candidate.community for each in proposal.chosen}
    communities = Community.objects.in_bulk(wanted)
    siting = proposal.siting
    # Households and elders are whole. Minutes and shares are rounded once, where they are shown.
    decimals = _EXACT if proposal.question.goal is Goal.WALK else None
    return {
        "unit": WEIGHT_UNITS[proposal.question.weight],
        "chosen": [
            {
                "reference": each.candidate.reference,
                "kind": each.candidate.kind.value,
                "name": each.candidate.name,
                "community": communities[each.candidate.community].name,
                "lat": each.candidate.lat,
                "lon": each.candidate.lon,
                "cost": None if each.candidate.cost is None else str(each.candidate.cost),
                "added": round(each.added, decimals),
                "total": round(each.total, decimals),
                "fixed": each.fixed,
            }
            for each in proposal.chosen
        ],
        "whole": round(proposal.whole),
        "before": round(proposal.before),
        "after": round(proposal.after),
        "share_before": round(proposal.share_before, _EXACT),
        "share_after": round(proposal.share_after, _EXACT),
        "mean_before": round(proposal.mean_before, _EXACT),
        "mean_after": round(proposal.mean_after, _EXACT),
        "homes": proposal.n_homes,
        "candidates": proposal.n_candidates,
        "estimated": round(proposal.guessed),
        "unknown_elders": proposal.unknown_elders,
        "network": basis().network,
        "bound": round(siting.bound, 4),
        "gap": round(siting.gap, 6),
        "proven": siting.proven,
        "seconds": round(siting.seconds, 3),
        "message": siting.message,
        "day": timezone.localdate().isoformat(),
    }


@dataclass(frozen=True)
class Shown:
    """An answer as pages show it, fresh or kept."""

    said: str
    goal: Goal
    minutes: int
    answer: dict[str, Any]

    @property
    def is_walk(self) -> bool:
        return self.goal is Goal.WALK


def shown(proposal: Proposal) -> Shown:
    question = proposal.question
    return Shown(question_said(question), question.goal, question.minutes, answer_data(proposal))


def shown_run(run: SitingRun) -> Shown:
    return Shown(run.asked["said"], Goal(run.goal), run.asked["minutes"], run.answer)


#: The same answer, kept again by the same person within so many seconds, is one: a button pressed twice.
_PRESSED_TWICE = 60
#: What differs from one working out of the same answer to the next.
_OF_THE_WORKING = {"seconds", "bound", "gap", "proven", "message"}


def keep(proposal: Proposal, by: User) -> SitingRun:
    question = proposal.question
    asked = {**question_data(question), "said": question_said(question)}
    answer = answer_data(proposal)
    with transaction.atomic():
        # Two presses at once wait for each other here.
        User.objects.select_for_update().get(pk=by.pk)
        since = timezone.now() - timedelta(seconds=_PRESSED_TWICE)
        for run in SitingRun.objects.filter(made_by=by, made_at__gte=since):
            if run.asked == asked and _same(run.answer, answer):
                return run
        return SitingRun.objects.create(
            community=question.community, goal=question.goal, asked=asked, answer=answer, made_by=by
        )


def _same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two answers name the same sites and numbers."""
    return all(one.get(key) == value for key, value in other.items() if key not in _OF_THE_WORKING)
