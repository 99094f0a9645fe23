"""What the address of the siting page asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from urllib.parse import urlencode

from django.http import QueryDict

from communities.models import Community
from stations.coverage import LONGEST_MINUTES
from stations.siting.asking import MOST_SITES, Goal, SitingQuestion, Weight
from stations.siting.candidates import Candidate, SiteKind, candidates
from stations.siting.keeping import question_data
from stations.walking import Pace

#: Sites that may be fixed or forbidden by hand.
_MOST_MARKED = 200
_USUAL_SITES = 3


@dataclass(frozen=True)
class SitingAsked:
    """``problems``: what was not taken as written. ``known``: the candidates meant, for names and choices."""

    question: SitingQuestion
    known: Sequence[Candidate]
    problems: list[str]

    def query(self, *, fixed: Sequence[str] | None = None, forbidden: Sequence[str] | None = None) -> str:
        """The address of the same question, with other sites fixed or forbidden."""
        data = question_data(self.question)
        data["fix"] = list(self.question.fixed if fixed is None else fixed)
        data["forbid"] = list(self.question.forbidden if forbidden is None else forbidden)
        return query_of(data)

    def marked(self, references: Sequence[str]) -> list[Candidate]:
        by_reference = {each.reference: each for each in self.known}
        return [by_reference[reference] for reference in references if reference in by_reference]


def query_of(data: dict[str, object]) -> str:
    """``?goal=most&n=3…`` of what :func:`stations.siting.keeping.question_data` gives."""
    return "?" + urlencode(
        {key: value for key, value in data.items() if value not in (None, "", [])}, doseq=True
    )


def siting_asked(data: QueryDict, community: Community | None) -> SitingAsked:
    """Never raises: what cannot be used is told in ``problems`` and the usual stands in its place."""
    problems: list[str] = []
    goal = _choice(Goal, data.get("goal", ""), Goal.MOST, "目标", problems)
    minutes = _whole(data.get("minutes", ""), 10, 1, LONGEST_MINUTES, "分钟数", problems)
    share = _number(data.get("share", ""), problems)
    kinds = [kind for kind in SiteKind if kind.value in data.getlist("kind")]
    kinds = kinds or list(SiteKind)
    known = candidates(kinds, community)
    fixed = _marked(data.getlist("fix"), known)
    forbidden = [each for each in _marked(data.getlist("forbid"), known) if each not in fixed]
    if written := data.get("name", "").strip()[:60]:
        reference = _named(written, known, problems)
        if reference and data.get("mark") == "forbid":
            fixed = [each for each in fixed if each != reference]
            forbidden = list(dict.fromkeys([*forbidden, reference]))
        elif reference:
            forbidden = [each for each in forbidden if each != reference]
            fixed = list(dict.fromkeys([*fixed, reference]))
    # A small community has fewer places than are usually asked for.
    usual = max(1, min(_USUAL_SITES, len(known) - len(forbidden)))
    n = _whole(data.get("n", ""), usual, 1, MOST_SITES, "站点数", problems)
    question = SitingQuestion(
        goal=goal,
        n=n,
        share=95.0 if share is None else float(share),
        minutes=minutes,
        pace=_choice(Pace, data.get("pace", ""), Pace.ADULT, "步速", problems),
        weight=_choice(Weight, data.get("weight", ""), Weight.HOUSEHOLDS, "算法", problems),
        kinds=tuple(kinds),
        community=community,
        budget=_number(data.get("budget", ""), problems),
        fixed=tuple(fixed),
        forbidden=tuple(forbidden),
    )
    return SitingAsked(question, known, problems)


def _choice(kind: type, text: str, usual: object, label: str, problems: list[str]) -> object:
    if not text:
        return usual
    try:
        return kind(text)
    except ValueError:
        problems.append(f"{label}请从列表里选。")
        return usual


def _whole(text: str, usual: int, least: int, most: int, label: str, problems: list[str]) -> int:
    if not text.strip():
        return usual
    try:
        number = int(text)
    except ValueError:
        number = least - 1
    if not least <= number <= most:
        problems.append(f"{label}要写 {least} 到 {most} 的整数，先按 {usual} 计算。")
        return usual
    return number


def _number(text: str, problems: list[str]) -> Decimal | None:
    if not text.strip():
        return None
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or not 0 <= number <= 1_000_000:
        problems.append(f"“{text[:20]}”不是可以用的数字，没有采用。")
        return None
    return number


def _marked(references: Sequence[str], known: Sequence[Candidate]) -> list[str]:
    """Those that are candidates still; one that was opened or removed since is passed over."""
    there = {each.reference for each in known}
    return [each for each in dict.fromkeys(references[:_MOST_MARKED]) if each in there]


def _named(written: str, known: Sequence[Candidate], problems: list[str]) -> str:
    same = [each for each in known if each.name == written]
    found = same or [each for each in known if written in each.name]
    if len(found) == 1:
        return found[0].reference
    if found:
        names = "、".join(f"{each.name}" for each in found[:4])
        problems.append(f"“{written}”有 {len(found)} 处：{names}…… 请写全名。")
    else:
        problems.append(f"候选地点里没有“{written}”。")
    return ""
