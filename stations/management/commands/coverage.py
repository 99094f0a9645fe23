from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from communities.models import Community, Estate
from stations.coverage import BadQuestion, Coverage, Question, basis, coverages, tenths
from stations.homes import homes
from stations.nearest import UnknownFilter
from stations.walking import PACE_LABELS, Pace

NOTHING = "没有可以计算的住户：请先登记（或导入）小区的户数和位置：manage.py import_excel estates 文件"


class Command(BaseCommand):
    help = "10 分钟党群服务圈：走到已启用的站点不超过几分钟的住户有多少，按三种步速，全街道和各社区。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="输出 JSON。")
        parser.add_argument("--minutes", type=int, default=10, help="几分钟，默认 10。")
        parser.add_argument("--community", metavar="CODE", help="只看一个社区（12 位区划代码）。")
        parser.add_argument("--as-of", metavar="DATE", help="截至哪一天启用的站点，例如 2025-12-31。")
        parser.add_argument("--at", metavar="TIME", help="只算这个时刻开门的，例如 2026-12-06T19:30。")
        parser.add_argument("--service", action="append", default=[], help="服务事项代号，可以写几次。")
        parser.add_argument("--audience", default="", help="服务人群代号。")

    def handle(self, *args: Any, **options: Any) -> None:
        communities = {row.pk: row for row in _communities(options["community"])}
        estates = Estate.objects.filter(community__in=communities) if options["community"] else None
        found = homes(estates)
        try:
            question = Question(
                options["minutes"],
                day=_day(options["as_of"]),
                at=_moment(options["at"]),
                services=tuple(options["service"]),
                audience=options["audience"],
            )
            by_network = coverages(question, list(Pace), found)
            by_estimate = coverages(replace(question, measured=False), list(Pace), found)
            answers = [each[pace] for pace in Pace for each in (by_network, by_estimate)]
        except (BadQuestion, UnknownFilter) as exc:
            raise CommandError(str(exc)) from exc
        if not found.total:
            raise CommandError(NOTHING)
        known = basis()
        if options["json"]:
            told = {
                "as_of": (_day(options["as_of"]) or timezone.localdate()).isoformat(),
                "minutes": options["minutes"],
                "network": known.network,
                "stations": answers[0].stations,
                "estates_without_households": found.no_households,
                "estates_without_point": found.no_point,
                "definitions": [_as_dict(answer, communities) for answer in answers],
            }
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
            return
        self.stdout.write(f"路网：{known.network or '没有，按直线距离 × 1.3 估算'}")
        for answer in answers:
            if answer.question.measured and not known.network:
                continue
            self.stdout.write(_sentence(answer))
        if found.no_households or found.no_point:
            self.stdout.write(
                f"没有计入：{found.no_households} 个小区没有户数，{found.no_point} 个小区没有位置。"
            )


def _communities(code: str | None) -> list[Community]:
    if not code:
        return list(Community.objects.order_by("code"))
    found = list(Community.objects.filter(code=code)) if code.isdecimal() else []
    if not found:
        raise CommandError(f"没有区划代码是 {code} 的社区。")
    return found


def _day(text: str | None) -> date | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError as exc:
        raise CommandError("日期请写成 2025-12-31 的样子。") from exc
    if day > timezone.localdate():
        raise CommandError("这一天还没有到，请选今天或以前的日期。")
    return day


def _moment(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
        # The ends of the calendar have no day before or after them, which opening hours need.
        if not 2000 <= moment.year <= 2100:
            raise ValueError(text)
    except ValueError as exc:
        raise CommandError("时刻请写成 2026-12-06T19:30 的样子。") from exc
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment


def _method(answer: Coverage) -> str:
    return "network" if answer.question.measured else "estimate"


def _as_dict(answer: Coverage, communities: dict[int, Community]) -> dict[str, Any]:
    return {
        "pace": answer.question.pace.value,
        "label": PACE_LABELS[answer.question.pace],
        "method": _method(answer),
        "households": answer.total,
        "covered": answer.covered,
        "share": _share(answer.covered, answer.total),
        "estimated": answer.guessed,
        "communities": [
            {
                "code": communities[pk].code,
                "name": communities[pk].name,
                "households": whole,
                "covered": own,
                "share": _share(own, whole),
            }
            for pk, (own, whole) in answer.by_community().items()
        ],
    }


def _share(own: int, whole: int) -> float | None:
    """Percent, one decimal."""
    return float(tenths(100 * own / whole)) if whole else None


def _sentence(answer: Coverage) -> str:
    method = "按路网" if answer.question.measured else "按直线估算"
    guessed = f"，其中 {answer.guessed:,} 户按估算" if answer.question.measured and answer.guessed else ""
    return (
        f"{PACE_LABELS[answer.question.pace]}，{method}：{answer.covered:,} / {answer.total:,} 户，"
        f"{tenths(answer.share)}%{guessed}"
    )
