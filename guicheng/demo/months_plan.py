"""Two months of the demonstration as reported; of one a figure differs today, and says why."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from communities.models import Community
from guicheng.accounts import history
from guicheng.dashboard.briefs.spans import MONTH, Span, last_whole
from guicheng.dashboard.models import FigureExplanation, FrozenFigure, FrozenMonth
from guicheng.dashboard.months.freezing import figures
from guicheng.dashboard.snapshot import count

from . import words
from .versions import moment_of_entry

_WHERE = "桂雅社区"
_TWICE = 3
_EXPLANATION = "演示：冻结以后发现 3 条台账重复登记，已经删去（虚构）。"


def save_months(today: date) -> dict[str, int]:
    """Frozen after the records were entered, so that their history shows nothing since."""
    newest = last_whole(MONTH, today)
    older = last_whole(MONTH, newest.first)
    with transaction.atomic():
        _freeze(newest, today, twice=0)
        _freeze(older, today, twice=_TWICE)
    return {"冻结的月份": 2}


def _freeze(month: Span, today: date, *, twice: int) -> None:
    """``twice``: entries that were reported twice."""
    at = moment_of_entry(today) + timedelta(hours=1)
    mark = {"reason": words.SOURCE, "date": at}
    row = history.bulk_create([FrozenMonth(month=month.first, frozen_at=at)], **mark)[0]
    communities = list(Community.objects.order_by("code").values_list("pk", "name"))
    concerned = {None, *(key for key, name in communities if name == _WHERE)}
    rows = list(figures(row, count(month.last), [key for key, _ in communities]))
    wrong = [each for each in rows if each.key == "ledger_entries" and each.community_id in concerned]
    for each in wrong if twice else ():
        each.value += twice
    FrozenFigure.objects.bulk_create(rows, batch_size=history.BATCH)
    if twice:
        said = [FigureExplanation(figure=each, text=_EXPLANATION, at=at) for each in wrong]
        history.bulk_create(said, **mark)
