"""What the address of the circle's page asks for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from django.http import HttpRequest
from django.utils import timezone

from stations import timetable as tt
from stations.coverage import BadQuestion, Question
from stations.lists import choices
from stations.walking import PACE_LABELS, Pace

from ..days import BadDay, parse_day


class When(StrEnum):
    """Which stations count as open."""

    ANY = ""
    NOW = "now"
    EVENING = "evening"
    SUNDAY = "sunday"
    AT = "at"


WHEN_LABELS = {
    When.ANY: "已启用的都算，不看几点",
    When.NOW: "现在开门的",
    When.EVENING: "工作日晚上 7 点半开门的",
    When.SUNDAY: "星期日上午 10 点开门的",
    When.AT: "自己选一个时刻",
}
_EVENING, _SUNDAY = time(19, 30), time(10)
_SUNDAY_NUMBER = 6


@dataclass(frozen=True)
class CircleAsked:
    """``problem``: why something in the address was not taken; the usual is shown in its place.

    ``at_text``: what the form shows as the chosen moment.
    """

    question: Question
    when: When = When.ANY
    at_text: str = ""
    problem: str = ""

    @property
    def said(self) -> str:
        """The question in one sentence."""
        asked = self.question
        parts = []
        if asked.audience:
            parts.append(f"有面向{choices().audience_name(asked.audience)}的服务、")
        parts += [f"能办“{choices().service_name(slug)}”、" for slug in asked.services]
        if asked.at is not None:
            at = timezone.localtime(asked.at)
            parts.append(f"{at:%Y-%m-%d}（{tt.DAY_NAMES[at.weekday()]}）{at:%H:%M} 开门的站点")
        elif asked.day is not None:
            parts.append(f"{asked.day.isoformat()} 已启用的站点")
        else:
            parts.append("已启用的站点")
        return f"走到{''.join(parts)}不超过 {asked.minutes} 分钟，{PACE_LABELS[asked.pace]}"


def circle_asked(request: HttpRequest) -> CircleAsked:
    """``?minutes=10&pace=adult&when=evening&at=&service=&audience=&as_of=``. Never raises."""
    data, problems = request.GET, []
    try:
        minutes = int(data.get("minutes") or 10)
        Question(minutes)
    except ValueError as exc:
        minutes = 10
        problems.append(str(exc) if isinstance(exc, BadQuestion) else "分钟数请写成整数，例如 10。")
    pace = data.get("pace") or Pace.ADULT
    if pace not in list(Pace):
        pace = Pace.ADULT
        problems.append("没有这种步速，请从列表里选。")
    known = choices()
    service, audience = data.get("service", ""), data.get("audience", "")
    if service and not known.service_name(service):
        service = ""
        problems.append("没有这项服务，请从列表里选。")
    if audience and not known.audience_name(audience):
        audience = ""
        problems.append("没有这类服务人群，请从列表里选。")
    day = _day(data.get("as_of", ""))
    when, at = _moment(data.get("when") or _word(data.get("at")), data.get("at", ""), problems)
    question = Question(minutes, Pace(pace), services=(service,) if service else (), audience=audience)
    if day is not None and at is not None:
        when, at = When.ANY, None
        problems.append("以前的日子只能看当时已启用的站点，不能再选几点开门。")
    at_text = f"{timezone.localtime(at):%Y-%m-%dT%H:%M}" if at and when is When.AT else ""
    return CircleAsked(replace(question, day=day, at=at), when, at_text, "".join(problems))


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        day = parse_day(text)
    except BadDay:
        # Every page of the dashboard says so at its top.
        return None
    return None if day == timezone.localdate() else day


def _word(at: str | None) -> str:
    """Whoever chose a moment and nothing else means that moment."""
    return When.AT.value if at else When.ANY.value


def _moment(word: str, text: str, problems: list[str]) -> tuple[When, datetime | None]:
    if word not in list(When):
        problems.append("没有这种开门时间，请从列表里选。")
        return When.ANY, None
    when = When(word)
    now = timezone.localtime()
    if when is When.NOW:
        return when, now
    if when is When.EVENING:
        return when, _next(now, _EVENING, _is_worked)
    if when is When.SUNDAY:
        return when, _next(now, _SUNDAY, _is_free_sunday)
    if when is When.AT:
        try:
            at = datetime.fromisoformat(text)
            at = timezone.make_aware(at) if timezone.is_naive(at) else at
        except ValueError:
            problems.append("时刻请写成 2026-12-06T19:30 的样子。")
            return When.ANY, None
        if not now - timedelta(days=1) <= at <= now + timedelta(days=366):
            problems.append("时刻要在今天到一年以内。")
            return When.ANY, None
        return when, at
    return when, None


def _is_worked(day: date) -> bool:
    kind = tt.day_kind(day)[0]
    return kind is tt.DayKind.MAKEUP or (kind is tt.DayKind.USUAL and day.weekday() < 5)


def _is_free_sunday(day: date) -> bool:
    return day.weekday() == _SUNDAY_NUMBER and tt.day_kind(day)[0] is not tt.DayKind.MAKEUP


def _next(now: datetime, clock: time, wanted: Callable[[date], bool]) -> datetime:
    """The next moment at ``clock`` on a day that is ``wanted``; within three weeks there is one."""
    moments = (
        timezone.make_aware(datetime.combine(now.date() + timedelta(days=ahead), clock))
        for ahead in range(22)
    )
    return next(moment for moment in moments if moment > now and wanted(moment.date()))
