"""Figures of a span, and a brief that keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NotRequired, TypedDict

from django.conf import settings

from communities.models import Community
from guicheng.accounts.models import User

from ..indicators import indicators, is_flow
from ..models import Brief, BriefTemplate, PublishedFigure
from ..published import beside
from ..releases import public_indicators
from ..snapshot import Snapshot, snapshot
from ..told import live, plain
from ..trend import trend
from .placeholders import fill
from .spans import Span, said

NO_NUMBER = "（没有数）"
_TEN_THOUSAND = 10_000
#: Figures whose way through the last months a brief shows as a chart, and how many months.
CHARTED = ("activities_held", "residents_served", "ledger_entries", "requests_closed")
MONTHS = 6

Number = int | float | None


class Frozen(TypedDict):
    """One figure as a brief keeps it. ``value``: of a flow what the span added, else as at its end."""

    key: str
    label: str
    unit: str
    group: str
    public: bool
    flow: bool
    value: Number
    total: Number
    #: Against the span before.
    change: Number
    published: str
    published_when: str
    source: str
    target: str
    target_when: str
    #: The total in the words in which it was published, where they are true of it.
    said: str
    #: Of a charted figure (month, what it added), the oldest first. Briefs of older versions have none.
    course: NotRequired[list[tuple[str, Number]]]


@dataclass(frozen=True)
class Counted:
    """The snapshots that a span's figures need, shared by the briefs of the street and all communities."""

    span: Span
    end: Snapshot
    start: Snapshot
    earlier_end: Snapshot
    earlier_start: Snapshot


def counted(span: Span) -> Counted:
    earlier = span.earlier()
    kept: dict[date, Snapshot] = {}
    for day in (span.last, span.before, earlier.last, earlier.before):
        if day not in kept:
            kept[day] = snapshot(day)
    return Counted(span, kept[span.last], kept[span.before], kept[earlier.last], kept[earlier.before])


def frozen_figures(shown: Counted, community: int | None = None) -> list[Frozen]:
    """Every indicator of the street, or of one community, over the span."""
    known = beside(shown.span.last) if community is None else {}
    public = {indicator.key for indicator in public_indicators()}
    rows: list[Frozen] = []
    for indicator in indicators():
        flow = is_flow(indicator)
        total = live(shown.end, indicator, community)
        value = _added(total, live(shown.start, indicator, community)) if flow else total
        before = live(shown.earlier_end if flow else shown.start, indicator, community)
        if flow:
            before = _added(before, live(shown.earlier_start, indicator, community))
        said_of = known.get(indicator.key)
        published, target = (said_of.published, said_of.target) if said_of else (None, None)
        rows.append(
            {
                "key": indicator.key,
                "label": indicator.label,
                "unit": indicator.unit,
                "group": indicator.group,
                "public": indicator.key in public,
                "flow": flow,
                "value": plain(value),
                "total": plain(total),
                "change": plain(_added(value, before)),
                "published": published.words if published else "",
                "published_when": published.when if published else "",
                "source": published.source if published else "",
                "target": target.words if target else "",
                "target_when": target.when if target else "",
                "said": _as_published(total, published),
            }
        )
        if indicator.key in CHARTED:
            way = trend(indicator, shown.span.last, community, MONTHS)
            rows[-1]["course"] = [(point.label, plain(point.value)) for point in way]
    return rows


def _added(end: Decimal | None, start: Decimal | None) -> Decimal | None:
    return None if end is None or start is None else end - start


def _as_published(total: Decimal | None, published: PublishedFigure | None) -> str:
    if (
        published is not None
        and published.qualifier == PublishedFigure.Qualifier.OVER
        and published.agrees(total)
    ):
        whole = published.value
        if whole % _TEN_THOUSAND == 0:
            return f"超{plain(whole / _TEN_THOUSAND)}万"
        return f"超{plain(whole)}"
    return number(plain(total))


def number(value: Number) -> str:
    return NO_NUMBER if value is None else str(value)


def moved(row: Frozen) -> str:
    """``增加12名``, ``减少1.5个百分点``, ``持平``."""
    change = row["change"]
    if change is None:
        return "（无法比较）"
    if not change:
        return "持平"
    unit = "个百分点" if row["unit"] == "%" else row["unit"]
    return f"{'增加' if change > 0 else '减少'}{abs(change)}{unit}"


def written(template: BriefTemplate, where: str, span: Span, figures: list[Frozen]) -> list[str]:
    """The paragraphs of a brief. Raises :class:`~.placeholders.BadTemplate`."""
    by_key = {row["key"]: row for row in figures}
    words = {"where": where, "period": span.words, "day": said(span.last)}

    def value(key: str, part: str) -> str:
        if key in words:
            return words[key]
        row: Any = by_key[key]
        if part in ("", "total"):
            return number(row[part or "value"])
        if part == "change":
            return moved(row)
        return row[part] or "（未公布）" if part != "target" else row[part] or "（没有目标）"

    return fill(template.text, value)


def make_brief(
    template: BriefTemplate,
    span: Span,
    community: Community | None = None,
    *,
    by: User | None = None,
    scheduled: bool = False,
    shown: Counted | None = None,
) -> Brief:
    """Count, write and keep. Raises :class:`~.placeholders.BadTemplate`."""
    shown = shown or counted(span)
    figures = frozen_figures(shown, community.pk if community else None)
    where = community.name if community else settings.STREET_NAME
    return Brief.objects.create(
        template=template,
        name=template.name,
        community=community,
        period=span.period,
        first=span.first,
        last=span.last,
        whole=span.whole,
        text=written(template, where, span, figures),
        figures=figures,
        counted_at=shown.end.at,
        made_by=by,
        scheduled=scheduled,
    )
