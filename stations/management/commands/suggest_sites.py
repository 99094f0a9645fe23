from __future__ import annotations

import json
from argparse import ArgumentParser
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from communities.models import Community
from stations.coverage import BadQuestion, tenths
from stations.siting.asking import Goal, SitingQuestion, Weight, propose
from stations.siting.candidates import SITE_NAMES, SiteKind
from stations.siting.keeping import Shown, question_data, shown
from stations.siting.problem import BadSiting
from stations.walking import Pace


class Command(BaseCommand):
    help = "再开 N 个站点，放在哪里增加的住户最多（或平均步行最短；或最少几个达到一个比例）。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("n", metavar="N", type=int, help="再开几个站点。")
        parser.add_argument("--minutes", type=int, default=10, help="几分钟以内，默认 10。")
        parser.add_argument("--pace", choices=[pace.value for pace in Pace], default=Pace.ADULT.value)
        parser.add_argument("--goal", choices=[Goal.MOST.value, Goal.WALK.value], default=Goal.MOST.value)
        parser.add_argument("--share", type=float, help="改问最少几个站点能达到百分之几（这时 N 不起作用）。")
        parser.add_argument(
            "--weight", choices=[each.value for each in Weight], default=Weight.HOUSEHOLDS.value
        )
        parser.add_argument(
            "--kind",
            action="append",
            choices=[kind.value for kind in SiteKind],
            help="哪些候选地点，可以写几次；不写就是全部。",
        )
        parser.add_argument("--community", metavar="CODE", help="只看一个社区（12 位区划代码）。")
        parser.add_argument("--budget", help="总投入不超过多少万元。")
        parser.add_argument("--fix", action="append", default=[], help="一定要的候选地点，例如 planned-12。")
        parser.add_argument("--forbid", action="append", default=[], help="不考虑的候选地点，例如 estate-5。")
        parser.add_argument("--limit", type=float, default=60.0, help="最多算多少秒，默认 60。")
        parser.add_argument("--json", action="store_true", help="输出 JSON。")

    def handle(self, *args: Any, **options: Any) -> None:
        if not 1 <= options["limit"] <= 3600:
            raise CommandError("--limit 要在 1 到 3600 秒之间。")
        question = SitingQuestion(
            goal=Goal.FEWEST if options["share"] is not None else Goal(options["goal"]),
            n=options["n"],
            share=options["share"] if options["share"] is not None else 95.0,
            minutes=options["minutes"],
            pace=Pace(options["pace"]),
            weight=Weight(options["weight"]),
            kinds=tuple(SiteKind(kind) for kind in options["kind"] or SiteKind),
            community=_community(options["community"]),
            budget=_budget(options["budget"]),
            fixed=tuple(options["fix"]),
            forbidden=tuple(options["forbid"]),
        )
        try:
            proposal = propose(question, limit=options["limit"])
        except (BadSiting, BadQuestion) as exc:
            raise CommandError(str(exc)) from exc
        found = shown(proposal)
        if options["json"]:
            told = {"asked": question_data(question), "said": found.said, **found.answer}
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
            return
        self.stdout.write("\n".join(_lines(found)))


def _community(code: str | None) -> Community | None:
    if not code:
        return None
    found = Community.objects.filter(code=code).first() if code.isdecimal() else None
    if found is None:
        raise CommandError(f"没有区划代码是 {code} 的社区。")
    return found


def _budget(text: str | None) -> Decimal | None:
    if not text:
        return None
    try:
        budget = Decimal(text)
    except InvalidOperation as exc:
        raise CommandError("总投入请写成数字，例如 120。") from exc
    if not budget.is_finite():
        raise CommandError("总投入请写成数字，例如 120。")
    return budget


def _lines(found: Shown) -> list[str]:
    answer = found.answer
    lines = [found.said]
    for number, each in enumerate(answer["chosen"], start=1):
        added = (
            f"平均少走 {each['added']:.2f} 分钟"
            if found.is_walk
            else f"增加 {each['added']:,.0f} {answer['unit']}"
        )
        lines.append(
            f"{number}. {each['name']}（{each['community']}，{SITE_NAMES[SiteKind(each['kind'])]}）：{added}"
        )
    before, after = (tenths(answer[f"share_{when}"]) for when in ("before", "after"))
    lines.append(
        f"{found.minutes} 分钟内走得到：{before}% → {after}%；"
        f"平均步行 {tenths(answer['mean_before'])} → {tenths(answer['mean_after'])} 分钟。"
    )
    lines.append(f"{answer['message']}（{answer['seconds']:.2f} 秒）。")
    return lines
