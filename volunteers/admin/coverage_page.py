"""The page 覆盖情况: which places have a head, and the share of party members, by community and quarter."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook

from communities.models import Community
from guicheng.accounts.scope import visible_to
from guicheng.exchange.columns import Column
from guicheng.exchange.export_views import workbook_response
from guicheng.exchange.results import make_workbook

from ..coverage import Coverage, Quarter, by_community, by_estate, over_time, total
from ..gaps import TERM_NOTICE_DAYS

QUARTERS = 8
#: Of the chart: its height, the width of a bar and from one bar to the next.
_HEIGHT, _BAR, _STEP, _HEAD, _FOOT = 120, 44, 84, 24, 44


class CoveragePage:
    """Mixed into the admin of places."""

    def coverage_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        today = timezone.localdate()
        community = self._asked_community(request)
        if community is None:
            rows = by_community(request.user, today)
        else:
            rows = by_estate(request.user, community.pk, today)
            for row in rows:
                row.name = row.name or "不属于小区的巷和街"
        time = over_time(request.user, today, community=community.pk if community else None, count=QUARTERS)
        if request.GET.get("format") == "xlsx":
            name = f"楼长覆盖情况-{community.name if community else '各社区'}-{today.isoformat()}.xlsx"
            return workbook_response(_workbook(rows, time, "小区" if community else "社区"), name)
        context = {
            "community": community,
            "rows": [(row, _addresses(row, community)) for row in rows],
            "total": total(rows),
            "time": time,
            "chart": chart(time),
            "notice_days": TERM_NOTICE_DAYS,
            "today": today,
        }
        title = f"{community}：楼长（巷长、街长）覆盖情况" if community else "楼长（巷长、街长）覆盖情况"
        return self.own_page(request, "volunteers/coverage.html", title, context)

    def _asked_community(self, request: HttpRequest) -> Community | None:
        asked = request.GET.get("community", "")
        if not asked:
            own = list(visible_to(Community, request.user)[:2])
            return own[0] if len(own) == 1 else None
        if not (asked.isascii() and asked.isdigit() and len(asked) < 18):
            raise Http404
        community = visible_to(Community, request.user).filter(pk=asked).first()
        if community is None:
            raise Http404
        return community


def _addresses(row: Coverage, community: Community | None) -> dict[str, str]:
    """The lists behind the numbers of a row."""
    places = reverse("admin:communities_place_changelist")
    terms = reverse("admin:volunteers_appointment_changelist")
    if community is None:
        here, there = f"community__id__exact={row.key}", f"place__community__id__exact={row.key}"
        own = f"?community={row.key}"
    elif row.key is None:
        here = f"community__id__exact={community.pk}&estate__isnull=True"
        there = f"place__community__id__exact={community.pk}&estate=none"
        own = ""
    else:
        here, there = f"estate__id__exact={row.key}", f"estate={row.key}"
        own = ""
    return {
        "own": own,
        "places": f"{places}?use=yes&{here}",
        "covered": f"{places}?use=yes&head=yes&{here}",
        "empty": f"{places}?head=none&{here}",
        "ending": f"{terms}?term=ending&deputy__exact=0&{there}",
        "over": f"{terms}?term=over&deputy__exact=0&{there}",
        "heads": f"{terms}?term=serving&deputy__exact=0&{there}",
        "members": f"{terms}?term=serving&deputy__exact=0&party=yes&{there}",
    }


def chart(time: list[Quarter]) -> dict[str, Any]:
    """Bars of the share of party members, from zero up to the next 20 %: numbers for an SVG, in its units."""
    top = max(20, -(-max((quarter.share or 0 for quarter in time), default=0) // 20) * 20)
    bars = []
    for number, quarter in enumerate(time):
        share = quarter.share
        height = round(_HEIGHT * (share or 0) / top)
        x = number * _STEP + (_STEP - _BAR) // 2
        bars.append(
            {
                "x": x,
                "y": _HEAD + _HEIGHT - height,
                "width": _BAR,
                "height": height,
                "middle": x + _BAR // 2,
                "said_y": _HEAD + _HEIGHT - height - 6,
                "said": "–" if share is None else f"{share:g}%",
                "year": quarter.label[:4],
                "quarter": quarter.label[7:],
                "current": number == len(time) - 1,
            }
        )
    base = _HEAD + _HEIGHT
    said = "；".join(
        f"{quarter.label} {'没有人在任' if quarter.share is None else f'{quarter.share:g}%'}"
        for quarter in time
    )
    return {
        "bars": bars,
        "width": len(time) * _STEP,
        "height": base + _FOOT,
        "base": base,
        "first_line": base + 18,
        "second_line": base + 36,
        "said": said,
    }


_COLUMNS = (
    "使用中的地方",
    "有人在任",
    "没有人在任",
    "覆盖率%",
    "任期快到",
    "任期已过未处理",
    "在任（正职）",
    "其中党员",
    "党员占比%",
)


def _workbook(rows: list[Coverage], time: list[Quarter], what: str) -> Workbook:
    columns = [Column("name", what, width=20), *(Column(label, label, width=12) for label in _COLUMNS)]
    cells = [_cells(row) for row in (*rows, total(rows))]
    book = make_workbook(columns, cells, "覆盖情况")
    sheet = book.create_sheet("各季度党员占比")
    sheet.append(["季度", "截至", "在任（正职）", "其中党员", "党员占比%"])
    for quarter in time:
        sheet.append([quarter.label, quarter.day, quarter.heads, quarter.members, quarter.share])
    return book


def _cells(row: Coverage) -> list[Any]:
    return [
        row.name,
        row.places,
        row.covered,
        row.empty,
        row.covered_share,
        row.ending,
        row.over,
        row.heads,
        row.members,
        row.member_share,
    ]
