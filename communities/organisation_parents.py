"""Which organisation a cell means as the one above: registered already, or made by the same file."""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz import fuzz, process

from guicheng.exchange.cells import BadCell, name_key
from guicheng.exchange.simple import Refused

from .models import Community, Organisation


@dataclass(frozen=True)
class Coming:
    """An organisation of the same file that is not saved yet; stands where its record will."""

    community_id: int
    key: str
    kind: str

    def __str__(self) -> str:
        return self.key


class ParentFinder:
    """The organisations of communities by name, each community's read once, and those the file will make."""

    def __init__(self) -> None:
        self._known: dict[int, dict[str, list[Organisation]]] = {}
        self._coming: dict[tuple[int, str], Coming] = {}

    def announce(self, community: Community, name: str, kind: str) -> None:
        self._coming.setdefault((community.pk, name_key(name)), Coming(community.pk, name_key(name), kind))

    def find(self, community: Community, written: str, kind: str) -> Organisation | Coming:
        """Raises :class:`Refused`."""
        key, above = name_key(written), Organisation.ABOVE.get(kind)
        found = self._of(community.pk).get(key, [])
        fitting = [row for row in found if above is None or row.kind == above]
        if fitting:
            return fitting[0]
        coming = self._coming.get((community.pk, key))
        if coming is not None and (above is None or coming.kind == above):
            return coming
        if (found or coming) and above is not None:
            label = Organisation.Kind(kind).label
            bad = BadCell("bad_parent", f"{label}的上级应当是{above.label}，“{written}”不是。")
            raise Refused("上级组织", written, bad)
        near = process.extract(key, list(self._of(community.pk)), scorer=fuzz.ratio, limit=2, score_cutoff=60)
        hint = f"是不是“{'”或“'.join(name for name, _, _ in near)}”？" if near else ""
        bad = BadCell(
            "unknown_parent",
            f"{community}没有登记过这个上级组织。",
            hint or "请先登记上级组织，或者在表里把它写在前面。",
        )
        raise Refused("上级组织", written, bad)

    def saved(self, coming: Coming) -> Organisation:
        """The record of one that has been written meanwhile."""
        rows = self._of(coming.community_id).get(coming.key, [])
        return next(row for row in rows if row.kind == coming.kind)

    def forget(self) -> None:
        self._known.clear()

    def _of(self, community: int) -> dict[str, list[Organisation]]:
        if community not in self._known:
            known: dict[str, list[Organisation]] = {}
            rows = {row.pk: row for row in Organisation.objects.filter(community=community)}
            for row in rows.values():
                # Walking up from one to the next asks nothing more.
                if row.parent_id in rows:
                    row.parent = rows[row.parent_id]
                known.setdefault(name_key(row.name), []).append(row)
            self._known[community] = known
        return self._known[community]
