from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError, transaction
from django.utils import timezone

from communities.models import Community
from guicheng.dashboard.briefs.freezing import Counted, counted, make_brief
from guicheng.dashboard.briefs.placeholders import BadTemplate
from guicheng.dashboard.briefs.spans import MONTH, QUARTER, YEAR, Span, last_whole
from guicheng.dashboard.briefs.templates import WORK, delivered_name, load_templates
from guicheng.dashboard.models import Brief, BriefTemplate


class Command(BaseCommand):
    help = "为街道和每个社区生成上一个月（季度、年）的简报。可以重复执行：已经生成的不再生成。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--period",
            choices=[MONTH, QUARTER, YEAR],
            default=MONTH,
            help="month 月、quarter 季度、year 年。",
        )
        parser.add_argument(
            "--template", metavar="NAME", help=f"模板的名称，默认是“{delivered_name(WORK)}”。"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        template = self._template(options["template"])
        span = last_whole(options["period"], timezone.localdate())
        known = Brief.objects.filter(name=template.name, first=span.first, last=span.last, scheduled=True)
        there = set(known.values_list("community", flat=True))
        wanted = [
            each for each in [None, *Community.objects.order_by("code")] if (each and each.pk) not in there
        ]
        made = 0
        if wanted:
            shown = counted(span)
            made = sum(self._make(template, span, each, shown) for each in wanted)
        self.stdout.write(f"{span.words}“{template.name}”：新生成 {made} 份，原来已有 {len(there)} 份。")

    def _template(self, name: str | None) -> BriefTemplate:
        if not BriefTemplate.objects.exists():
            load_templates()
        found = BriefTemplate.objects.filter(name=name or delivered_name(WORK)).first()
        if found is None:
            names = "、".join(BriefTemplate.objects.values_list("name", flat=True))
            raise CommandError(f"没有名称是“{name or delivered_name(WORK)}”的简报模板。现有：{names}。")
        return found

    def _make(self, template: BriefTemplate, span: Span, community: Community | None, shown: Counted) -> int:
        try:
            with transaction.atomic():
                make_brief(template, span, community, scheduled=True, shown=shown)
        except BadTemplate as exc:
            raise CommandError(f"模板“{template.name}”有误：\n{exc}") from exc
        except IntegrityError:
            # Another run of the command made it at the same time.
            return 0
        return 1
