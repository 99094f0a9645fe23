"""What happened to the records of a figure after it was frozen, as far as their history tells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from guicheng.accounts.history import BASELINE

from ..indicators import Indicator, Source


@dataclass(frozen=True)
class Cause:
    """Records of one kind: how many were made, changed and deleted since."""

    kind: str
    made: int
    changed: int
    deleted: int

    @property
    def words(self) -> str:
        """``联系服务群众工作台账：新登记 3 条，改过 5 条``; "" where nothing happened."""
        parts = [("新登记", self.made), ("改过", self.changed), ("删除", self.deleted)]
        said = "，".join(f"{what} {number} 条" for what, number in parts if number)
        return f"{self.kind}：{said}" if said else ""


def causes(
    some: Iterable[Indicator], day: date, since: datetime, community: int | None
) -> dict[str, list[Cause]]:
    """By indicator, for a figure of ``day`` that was frozen at ``since``: one query a source."""
    known: dict[str, Cause] = {}
    found: dict[str, list[Cause]] = {}
    for indicator in some:
        for source in indicator.sources:
            if source.key not in known:
                known[source.key] = _cause(source, day, since, community)
        found[indicator.key] = [known[source.key] for source in indicator.sources]
    return found


def _cause(source: Source, day: date, since: datetime, community: int | None) -> Cause:
    """New records count where their business date lies in the month; of the others that were there then."""
    rows = source.rows(day)
    versions = rows.model.history.filter(history_date__gt=since)
    if community is not None:
        path = "id" if source.path == "pk" else source.path
        versions = versions.filter(**{path: community})
    # What a record older than its history was before its first change is no record made since.
    made = Q(history_type="+") & ~Q(history_change_reason=BASELINE)
    new = versions.filter(made).order_by().values("id")
    numbers = versions.order_by().aggregate(
        made=Count("id", filter=made & Q(id__in=rows.order_by().values("pk")), distinct=True),
        changed=Count("id", filter=Q(history_type="~") & ~Q(id__in=new), distinct=True),
        deleted=Count("id", filter=Q(history_type="-") & ~Q(id__in=new), distinct=True),
    )
    return Cause(str(rows.model._meta.verbose_name_plural), **numbers)
