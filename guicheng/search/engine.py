"""From what a person typed to the things that they may mean.

Scores: exact 97..100, alias 94..96, pinyin 72..89, prefix 86..94, part 58..86, fuzzy 40..74, and up to 96
where the query itself names the kind (江滨社党群服务中心) or the community.
"""

from __future__ import annotations

from collections.abc import Iterable

from . import pinyin, text
from .hits import Hit
from .letters import InLetters
from .misspelt import Misspelt
from .registry import sources
from .view import Found, Pass, View
from .written import AroundAName, AsWritten


def search(view: View, q: str, *, limit: int, kinds: Iterable[str] | None) -> list[Hit]:
    """See :func:`guicheng.search.find`."""
    normal = text.normalise(q)
    limit = min(limit, 100)
    if not normal or limit < 1:
        return []
    if kinds is None:
        kinds = (source.kind for source in sources() if source.unasked)
    found = Found(frozenset(kinds))
    asked = text.take_apart(normal)
    bare = asked.wholes[-1]
    passes: list[type[Pass]] = [AsWritten]
    if pinyin.has_latin(bare):
        passes.append(InLetters)
    if pinyin.has_chinese(bare):
        passes += [AroundAName, Misspelt]
    for one in passes:
        for index in view.parts():
            one(view, index, asked, found).run()
    return _ranked(view, found, limit)


def _ranked(view: View, found: Found, limit: int) -> list[Hit]:
    rank = {source.kind: source.rank for source in sources()}
    rows = sorted(
        found.best.values(),
        key=lambda row: (-round(row[0], 1), rank.get(row[2].kind, 99), len(row[2].name), row[2].name),
    )
    hits = []
    for score, match, entry in rows[:limit]:
        community = view.entry(entry.parent)
        hits.append(
            Hit(
                kind=entry.kind,
                id=entry.public_id,
                name=entry.name,
                community=community.name if community else "",
                lat=entry.lat,
                lon=entry.lon,
                score=round(score, 1),
                match=match,
            )
        )
    return hits
