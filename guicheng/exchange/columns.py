"""Which column is which: headers recognised by what offices call them, in one row or two."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from .cells import coded, plain, squeezed
from .reading import Row

#: Columns about somebody or something else, whatever word they share with a column of ours.
_ELSE = re.compile(
    r"身份证|证件|紧急|家属|配偶|子女|网格员|专干|物业|书记|主任|填报|填表|经办|审核|单位|微信|qq|邮箱|银行|账号|入党|党龄|支部"
    r"|副楼长|副巷长|副街长|政治生日|社区联系|对接|挂点|民警|家庭住址|家庭地址|现住址|居住地址|户籍|学历|文化程度|签名"
    r"|小区类|楼栋类|楼宇类|房屋|住房"
)
#: Whose phone, name or date it is: 楼长手机 is 手机.
_WHOSE = re.compile(r"^(?:楼栋长|楼长|巷长|街长|三长|本人|个人)(?:的|本人)?(?=.{2})")

#: A header stands among the first so many rows.
HEADER_WITHIN = 40


@dataclass(frozen=True)
class Column:
    """A column that a KIND knows. ``synonyms``: other headers, the longer the surer. ``required``: without
    such a column the file cannot be read. ``pattern``: what a header says that no synonym foresaw. ``choices``: what the template offers. ``personal``: masked in
    exports unless asked for."""

    key: str
    label: str
    synonyms: tuple[str, ...] = ()
    required: bool = False
    pattern: str = ""
    help: str = ""
    choices: tuple[str, ...] = ()
    personal: bool = False
    width: int = 14

    @property
    def names(self) -> tuple[str, ...]:
        return (self.label, *self.synonyms)


@dataclass
class Table:
    """Where a sheet's rows begin and which column holds what. ``mapping``: index → key; ``headers``: index →
    header as written; ``above``: the texts over the header, such as a title."""

    last_header: int
    mapping: dict[int, str]
    headers: dict[int, str]
    above: list[str] = field(default_factory=list)


def label_key(label: Any) -> str:  # noqa: ANN401
    """A header as it is compared: no spaces, marks, or remarks in brackets."""
    return _bare(re.sub(r"[(（\[【<《].*?[)）\]】>》]", "", coded(label)))


@cache
def _known_key(name: str) -> str:
    """The same of a column's own name, of which there are some hundreds: each header is compared with all."""
    return label_key(name)


def _bare(label: str) -> str:
    key = re.sub(r"[\s*＊※#★:：、,，。.;；/\\|_()（）\[\]【】-]", "", label).lower()
    return re.sub(r"(?<=[\u3400-\u9fff])[a-z]+$", "", key)  # 姓名 Name


def recognise(
    labels: Mapping[int, str], columns: Sequence[Column], learnt: Mapping[str, str] | None = None
) -> dict[int, str]:
    """Index → key for ``labels`` (index → header as written); each key at most once, the surest first.

    ``learnt``: header key → column key ("" for "not needed") as the office corrected it before.
    """
    learnt = learnt or {}
    scored: list[tuple[int, int, str]] = []
    for index, label in labels.items():
        key = label_key(label)
        if not key:
            continue
        if key in learnt:
            if learnt[key]:
                scored.append((1_000, index, learnt[key]))
            continue
        if _ELSE.search(key) and not any(
            key == _known_key(name) for column in columns for name in column.names
        ):
            continue
        whole = _bare(coded(label))  # 村（社区）: the bracket may hold the word that tells
        scored.extend(
            (score, index, column.key)
            for column in columns
            if (score := _likeness(key, column) or (_likeness(whole, column) >= 400 and 300))
        )
    mapping: dict[int, str] = {}
    for _, index, key in sorted(scored, key=lambda found: (-found[0], found[1])):
        if index not in mapping and key not in mapping.values():
            mapping[index] = key
    return mapping


def _likeness(key: str, column: Column) -> int:
    """0, or how surely a header means a column: its very name, or a name at the header's beginning or end."""
    best = 0
    bare = _WHOSE.sub("", key)
    for name in column.names:
        known = _known_key(name)
        if key == known:
            return 500
        if bare == known:
            best = 400
        if len(known) >= 2 and len(key) <= len(known) + 6 and (key.endswith(known) or key.startswith(known)):
            best = max(best, 10 * len(known) + (1 if key.endswith(known) else 0))
    if not best and column.pattern and re.search(column.pattern, key):
        return 5
    return best


def find_table(
    rows: Iterable[Row], columns: Sequence[Column], learnt: Mapping[str, str] | None = None
) -> Table | None:
    """The header among the first rows of a sheet, or None where there is nothing like one."""
    first = [row for _, row in zip(range(HEADER_WITHIN), rows, strict=False)]
    best: tuple[int, Table] | None = None
    for place, row in enumerate(first):
        labels = _labels(row)
        if len(labels) < 2:
            continue
        for table in _candidates(first, place, labels, columns, learnt):
            score = len(table.mapping)
            if score >= 2 and (best is None or score > best[0]):
                best = (score, table)
    return best[1] if best else None


def _candidates(
    rows: list[Row],
    place: int,
    labels: dict[int, str],
    columns: Sequence[Column],
    learnt: Mapping[str, str] | None,
) -> list[Table]:
    above = [plain(cell) for row in rows[:place] for cell in dict.fromkeys(map(plain, row.cells)) if cell]
    tables = [Table(rows[place].number, recognise(labels, columns, learnt), labels, above)]
    below = rows[place + 1] if place + 1 < len(rows) else None
    if below is not None and _may_be_header(below):
        joined = _joined(labels, _labels(below))
        mapping = recognise(joined, columns, learnt)
        under = _labels(below)
        lower = recognise(under, columns, learnt)
        more = len(mapping) - len(tables[0].mapping)
        # The lower row is part of the header only where it says something that the upper one does not.
        if len(under) >= 2 and (more > 0 or (more == 0 and 2 * len(lower) >= len(under))):
            tables.append(Table(below.number, mapping, joined, above))
            if len(mapping) == len(tables[0].mapping):
                tables.reverse()
    return tables


def _labels(row: Row) -> dict[int, str]:
    return {index: text for index, cell in enumerate(row.cells) if (text := plain(cell))}


def _may_be_header(row: Row) -> bool:
    texts = [squeezed(cell) for cell in row.cells if squeezed(cell)]
    return bool(texts) and not any(
        re.search(r"\d{4,}", text) or text.isdigit() or len(text) > 20 for text in texts
    )


def _joined(upper: dict[int, str], lower: dict[int, str]) -> dict[int, str]:
    """Both rows as one: 联系方式 over 手机 is 手机, 姓名 merged over two rows is 姓名."""
    joined = {}
    for index in upper.keys() | lower.keys():
        over, under = upper.get(index, ""), lower.get(index, "")
        joined[index] = under if under else over
    return joined
