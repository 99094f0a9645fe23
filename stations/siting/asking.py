"""A siting question over the records, and its answer with names: what page, command and kept runs share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from communities.models import Community, Estate

from ..coverage import Coverage, Question, coverage
from ..homes import Homes
from ..kept_walks import CHUNK, Targets, kept_of, nearest_of, targets_of, walked, within_box
from ..models import KeptWalks, SitingRun
from ..walking import METRES_A_MINUTE, Pace
from .candidates import Candidate, SiteKind, candidates, unknown_references
from .fewest import fewest_sites
from .problem import BadSiting, Problem, Siting
from .solving import best_sites, least_walk

Goal = SitingRun.Goal
#: More sites than this nobody plans in one go.
MOST_SITES = 500
#: A walk longer than this counts as this long in the mean: without it one far hamlet would decide all.
CAPPED_MINUTES = 60
#: A page waits so many seconds for the proof, a command longer.
PAGE_SECONDS = 5.0
_NOBODY = (
    "没有可以计算的住户：请先登记（或导入）小区的户数和位置（后台“小区（村、园区）”，或 "
    "manage.py import_excel estates 文件）。"
)


class Weight(StrEnum):
    HOUSEHOLDS = "households"
    ELDERS = "elders"


WEIGHT_LABELS = {Weight.HOUSEHOLDS: "按户数", Weight.ELDERS: "按 60 岁以上老人数"}
WEIGHT_UNITS = {Weight.HOUSEHOLDS: "户", Weight.ELDERS: "位老人"}


@dataclass(frozen=True)
class SitingQuestion:
    """``n`` sites; or, for the fewest, ``share`` percent. ``budget`` in 万元.

    ``fixed`` and ``forbidden``: references of candidates (:attr:`Candidate.reference`). With ``community``
    its households alone count, and only places in it are candidates.
    """

    goal: Goal = Goal.MOST
    n: int = 3
    share: float = 95.0
    minutes: int = 10
    pace: Pace = Pace.ADULT
    weight: Weight = Weight.HOUSEHOLDS
    kinds: tuple[SiteKind, ...] = tuple(SiteKind)
    community: Community | None = None
    budget: Decimal | None = None
    fixed: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()


@dataclass(frozen=True)
class Chosen:
    """One site of the answer. ``added``: weight newly covered, or minutes off the mean walk, given those
    before it; ``total``: covered weight (least walk: the mean walk in minutes) with it and those before."""

    candidate: Candidate
    added: float
    total: float
    fixed: bool


@dataclass(frozen=True)
class Proposal:
    """``whole``, ``before``, ``after``: weight in all, covered today, and with the chosen sites.

    ``mean_before``, ``mean_after``: weighted mean walk in minutes, walks over an hour counted as an hour.
    ``guessed``: weight whose walk is an estimate; ``unknown_elders``: estates whose elders are guessed.
    """

    question: SitingQuestion
    siting: Siting
    #: Who is covered now: what the answer begins from.
    today: Coverage
    chosen: list[Chosen]
    whole: float
    before: float
    after: float
    mean_before: float
    mean_after: float
    n_homes: int
    n_candidates: int
    guessed: float
    unknown_elders: int = 0

    @property
    def share_before(self) -> float:
        return 100 * self.before / self.whole

    @property
    def share_after(self) -> float:
        return 100 * self.after / self.whole


def propose(
    question: SitingQuestion, *, limit: float = PAGE_SECONDS, today: Coverage | None = None
) -> Proposal:
    """``today``: who is covered now at the same minutes and pace, where that is known.

    Raises :class:`BadSiting` and :class:`stations.coverage.BadQuestion` with a sentence in Chinese.
    """
    if question.goal is not Goal.FEWEST and not 1 <= question.n <= MOST_SITES:
        raise BadSiting(f"要选的站点数要在 1 到 {MOST_SITES} 之间。")
    if not question.kinds:
        raise BadSiting("请至少选一种候选地点。")
    if question.budget is not None and question.budget < 0:
        raise BadSiting("总投入不能是负数。")
    if today is None:
        estates = Estate.objects.filter(community=question.community) if question.community else None
        today = coverage(Question(question.minutes, question.pace), estates)
    found = today.homes
    if not today.total:
        raise BadSiting(_NOBODY)
    known = candidates(question.kinds, question.community)
    if not known:
        raise BadSiting("没有候选地点：请换一种候选地点，或在后台“候选地点”里添加。")
    if unknown := unknown_references([*question.fixed, *question.forbidden], known):
        raise BadSiting(f"候选地点里没有“{unknown[0][:40]}”，请从候选地点里选。")
    weights, unknown_elders = _weights(found, question)
    if question.goal is Goal.MOST and not weights[~today.within].any():
        raise BadSiting(
            f"全部住户都已经在 {question.minutes} 分钟以内，不用再开。可以把分钟数改小，或者换一种步速再看。"
        )
    problem = _problem(question, today, known, weights)
    siting = _solved(question, problem, today, weights, limit)
    return _proposal(question, siting, problem, today, known, weights, unknown_elders)


def _weights(found: Homes, question: SitingQuestion) -> tuple[NDArray[np.float64], int]:
    """Of each home, and of how many estates the elders had to be guessed.

    A community's are guessed from its own estates: its answer tells nothing of another one.
    """
    households = found.households.astype(np.float64)
    if question.weight is Weight.HOUSEHOLDS:
        return households, 0
    located = dict(zip(*(part.tolist() for part in _sums(found)), strict=True))
    rows = Estate.objects.filter(elders__isnull=False)
    if question.community:
        rows = rows.filter(community=question.community)
    # An estate may know its elders and have its households in its buildings alone.
    told = {
        pk: (elders, max(lives or 0, located.get(pk, 0)))
        for pk, elders, lives in rows.order_by().values_list("pk", "elders", "households").iterator()
    }
    lives = sum(lives for _, lives in told.values())
    # A street that writes 0 everywhere has not counted; one community may have nobody so old.
    if not lives or not (question.community or any(elders for elders, _ in told.values())):
        raise BadSiting("还没有登记过老人数：请先在小区里填写“60 岁以上老人”，或者按户数来算。")
    usual = sum(elders for elders, lives in told.values() if lives) / lives
    each = [told[pk][0] / told[pk][1] if pk in told else usual for pk in found.estate.tolist()]
    weights = households * np.array(each)
    if not weights.any():
        raise BadSiting("这里登记的老人数都是 0，请按户数来算。")
    return weights, len(set(found.estate.tolist()) - set(told))


def _sums(found: Homes) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Estates, and the households of each that stand among the homes."""
    estates, place = np.unique(found.estate, return_inverse=True)
    return estates, np.bincount(place, weights=found.households, minlength=len(estates)).astype(np.int64)


def _targets(known: Sequence[Candidate]) -> list[tuple[Targets, NDArray[np.int64]]]:
    """The candidates as targets of kept walks: planned stations among stations, the others among sites.

    With each the candidate's place in ``known``, in the order of the targets.
    """
    found = []
    for toward, planned in ((KeptWalks.Toward.STATIONS, True), (KeptWalks.Toward.SITES, False)):
        own = [
            (each.key, each.lat, each.lon, place)
            for place, each in enumerate(known)
            if (each.kind is SiteKind.PLANNED) is planned
        ]
        if own:
            own.sort()
            targets = targets_of([row[:3] for row in own], toward)
            found.append((targets, np.array([row[3] for row in own], dtype=np.int64)))
    return found


def _problem(
    question: SitingQuestion, today: Coverage, known: Sequence[Candidate], weights: NDArray[np.float64]
) -> Problem:
    """Pairs within the minutes of homes not covered today; for the mean walk, pairs shorter than today's."""
    walk = question.goal is Goal.WALK
    current = np.minimum(today.nearest.seconds, CAPPED_MINUTES * 60.0)
    own = weights if walk else np.where(today.within, 0.0, weights)
    demand, candidate, seconds = [], [], []
    reach = (CAPPED_MINUTES if walk else question.minutes) * METRES_A_MINUTE[question.pace]
    for targets, places in _targets(known):
        for start in range(0, len(today.homes), CHUNK):
            rows = np.arange(start, min(start + CHUNK, len(today.homes)))
            rows = rows[own[rows] > 0]
            some = today.homes.part(rows)
            near = within_box(some, targets, reach)
            if not near.any():
                continue
            looked = targets.part(near)
            walks = walked(some, looked, question.pace, kept_of(some, targets.toward)).seconds
            limit = current[rows][:, None] if walk else question.minutes * 60 + 1e-6
            row, column = np.nonzero((walks < limit) if walk else (walks <= limit))
            demand.append(rows[row])
            candidate.append(places[near][column])
            seconds.append(walks[row, column])
    references = [each.reference for each in known]
    fixed = np.isin(references, question.fixed) if question.fixed else np.zeros(len(known), dtype=bool)
    forbidden = np.isin(references, question.forbidden) if question.forbidden else np.zeros_like(fixed)
    return Problem(
        own,
        np.concatenate(demand) if demand else np.empty(0, dtype=np.int64),
        np.concatenate(candidate) if candidate else np.empty(0, dtype=np.int64),
        # What nobody knows the price of counts as free: the budget limits only what is known.
        np.array([float(each.cost or 0) for each in known]),
        fixed,
        forbidden & ~fixed,
        None if question.budget is None else float(question.budget),
        np.concatenate(seconds) if seconds else np.empty(0),
        current,
    )


def _solved(
    question: SitingQuestion,
    problem: Problem,
    today: Coverage,
    weights: NDArray[np.float64],
    limit: float,
) -> Siting:
    if question.goal is Goal.WALK:
        return least_walk(problem, question.n, limit=limit)
    if question.goal is Goal.FEWEST:
        already = float(weights[today.within].sum())
        return fewest_sites(problem, question.share, already, float(weights.sum()), limit=limit)
    return best_sites(problem, question.n, limit=limit)


def _proposal(
    question: SitingQuestion,
    siting: Siting,
    problem: Problem,
    today: Coverage,
    known: Sequence[Candidate],
    weights: NDArray[np.float64],
    unknown: int,
) -> Proposal:
    whole, before = float(weights.sum()), float(weights[today.within].sum())
    current = problem.current_seconds
    assert current is not None
    chosen = [known[place] for place in siting.chosen]
    best = np.minimum(current, _shortest(today.homes, chosen, question.pace))
    within = today.within | (best <= question.minutes * 60 + 1e-6)
    mean_before = float(weights @ current) / whole / 60
    mean_after = float(weights @ best) / whole / 60
    walk = question.goal is Goal.WALK
    lines, total = [], mean_before if walk else before
    for place, added in zip(siting.chosen, siting.added, strict=True):
        total = total - added / 60 if walk else total + added
        each = known[place]
        lines.append(Chosen(each, added / 60 if walk else added, total, each.reference in question.fixed))
    return Proposal(
        question,
        siting,
        today,
        lines,
        whole,
        before,
        float(weights[within].sum()),
        mean_before,
        mean_after,
        len(today.homes),
        len(known),
        float(weights[today.nearest.estimated].sum()),
        unknown,
    )


def _shortest(found: Homes, chosen: Sequence[Candidate], pace: Pace) -> NDArray[np.float64]:
    """Of each home the shortest walk, in seconds, to one of ``chosen``: also of those covered today."""
    best = np.full(len(found), np.inf)
    for targets, _ in _targets(chosen):
        best = np.minimum(best, nearest_of(found, targets, [pace])[pace].seconds)
    return best


def planned_ranked(
    question: SitingQuestion, *, limit: float = PAGE_SECONDS, today: Coverage | None = None
) -> Proposal | None:
    """All planned stations in the order in which to open them; None where there are none with a point.

    Each is told by what it adds given those before it. Those that add nothing are not in the answer.
    """
    known = candidates([SiteKind.PLANNED], question.community)
    if not known:
        return None
    return propose(
        replace(
            question,
            goal=Goal.MOST,
            kinds=(SiteKind.PLANNED,),
            n=min(len(known), MOST_SITES),
            budget=None,
            fixed=(),
            forbidden=(),
        ),
        limit=limit,
        today=today,
    )
