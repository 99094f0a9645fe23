"""An import from the file to the records: staged in committed batches, written in one transaction, undone.

Check and write may be broken off and begun again at any point: the check throws its earlier rows away, the
write is all or nothing, and judging a row that is there already finds nothing to do.
"""

from __future__ import annotations

import hashlib
import logging
import re
import traceback
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import IntegrityError, OperationalError, transaction
from django.utils import timezone

from guicheng.accounts import events
from guicheng.accounts.history import one_change
from guicheng.accounts.models import User
from guicheng.privacy.cipher import seal_bytes, unseal_bytes

from .cells import plain
from .columns import Table, find_table, label_key
from .kinds import REFUSED, UNCHANGED, Kind, Outcome, Parsed, Problem, in_batches, kind_of
from .models import ImportRow, ImportRun, LearntColumn
from .reading import Book, Unreadable, open_book
from .rows import records

logger = logging.getLogger(__name__)

BATCH = 500
#: A mobile in what lies unsealed beside the file: its name, its headers, the title above them.
_MOBILE = re.compile(r"(?<!\d)(1[3-9]\d)[ -]?\d{4}[ -]?(\d{4})(?!\d)")
UNFORESEEN = "处理时出了意外，什么也没有写入。请重新检查；如果还是这样，请把文件交给管理员。"
STALE = Problem(
    "", "", "stale", "预览以后有人改过这条记录，这一行没有写入。", "请把这一行重新导入，核对后再确认。"
)


# --- the file -----------------------------------------------------------------------------------
def begin(content: bytes, file_name: str, kind: Kind, user: User) -> ImportRun:
    """Keep the file sealed, look for its headers, and make the run. Raises :class:`Unreadable`."""
    book = open_book(content, file_name)
    layout = plan_layout(book, kind, user)
    if not any(sheet["mapping"] for sheet in layout):
        raise Unreadable(_no_header(kind))
    stored = f"{uuid.uuid4().hex}.sealed"
    settings.IMPORT_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = settings.IMPORT_DIR / stored
    path.touch(mode=0o600)
    path.write_bytes(seal_bytes(content))
    return ImportRun.objects.create(
        kind=kind.key,
        user=user,
        file_name=_short(Path(file_name).name),
        stored_as=stored,
        digest=hashlib.sha256(content).hexdigest(),
        layout=layout,
    )


def _short(name: str) -> str:
    name = "".join(char for char in name if char.isprintable())
    name = _without_numbers(name)
    return name if len(name) <= 120 else f"{name[:100]}…{name[-16:]}"


def _without_numbers(text: str) -> str:
    """What stood where a header was looked for may be a person's row."""
    return _MOBILE.sub(r"\1****\2", text)


def _no_header(kind: Kind) -> str:
    labels = "、".join(column.label for column in kind.columns if column.required)
    return f"没有找到表头。表里要有一行写着各列的名称，至少有：{labels}。可以下载空白模板，把内容贴进去。"


def plan_layout(book: Book, kind: Kind, user: User) -> list[dict[str, Any]]:
    """How each sheet will be read, for the user to correct."""
    learnt = learnt_columns(kind, user)
    required = {column.key for column in kind.columns if column.required}
    layout = []
    for sheet in book.sheets:
        table = find_table(sheet.rows(), kind.columns, learnt)
        found = table.mapping if table else {}
        layout.append(
            {
                "name": sheet.name,
                "hidden": sheet.hidden,
                "height": sheet.height,
                "use": bool(found) and not sheet.hidden and required <= set(found.values()),
                "last_header": table.last_header if table else 0,
                "headers": {
                    str(i): _without_numbers(label) for i, label in (table.headers if table else {}).items()
                },
                "mapping": {str(i): key for i, key in found.items()},
                "above": [_without_numbers(text) for text in (table.above if table else [])[:10]],
            }
        )
    return layout


def office_of(user: User) -> str:
    """Whose corrections a user shares: their only community's, else the street's."""
    if user.sees_every_community:
        return ""
    own = list(user.memberships.values_list("community_id", flat=True)[:2])
    return str(own[0]) if len(own) == 1 else f"user-{user.pk}"


def learnt_columns(kind: Kind, user: User) -> dict[str, str]:
    rows = LearntColumn.objects.filter(kind=kind.key, office=office_of(user))
    return dict(rows.values_list("label", "column"))


def learn(run: ImportRun, corrected: dict[str, str]) -> None:
    """Remember ``corrected``: header as written → column key or ""."""
    kind = kind_of(run.kind)
    for label, column in corrected.items():
        LearntColumn.objects.update_or_create(
            kind=kind.key,
            office=office_of(run.user),
            label=label_key(label)[:80],
            defaults={"column": column},
        )


def read_file(run: ImportRun) -> Book:
    """Raises :class:`Unreadable` where the file was cleared away."""
    try:
        content = unseal_bytes((settings.IMPORT_DIR / run.stored_as).read_bytes())
    except OSError as exc:
        raise Unreadable("上传的文件已经清除，请重新上传。") from exc
    return open_book(content, run.file_name)


def samples(run: ImportRun, most: int = 2) -> dict[str, dict[str, list[str]]]:
    """Sheet → index of a column → what stands in its first rows, for whoever corrects the columns.

    Read from the sealed file each time: nothing of it is kept anywhere else.
    """
    book = read_file(run)
    found: dict[str, dict[str, list[str]]] = {}
    for plan in run.layout:
        seen: dict[str, list[str]] = {index: [] for index in plan["headers"]}
        rows = book.sheet(plan["name"]).rows() if plan["headers"] else iter(())
        for row in islice((row for row in rows if row.number > plan["last_header"] and row.own > 1), 20):
            for index, texts in seen.items():
                text = _without_numbers(plain(row.cells[int(index)])) if int(index) < len(row.cells) else ""
                if text and text not in texts and len(texts) < most:
                    texts.append(text[:20])
        found[plan["name"]] = seen
    return found


def parsed_rows(book: Book, run: ImportRun) -> Iterator[Parsed]:
    kind, today = kind_of(run.kind), timezone.localdate()
    for plan in run.layout:
        if plan["use"]:
            mapping = {int(i): key for i, key in plan["mapping"].items()}
            headers = {int(i): label for i, label in plan["headers"].items()}
            table = Table(plan["last_header"], mapping, headers, plan["above"])
            yield from records(book.sheet(plan["name"]), table, kind, run.file_name, today)


# --- the check ----------------------------------------------------------------------------------
def check(run: ImportRun) -> None:
    """Stage every row with what it would do; afterwards the run is READY or FAILED."""
    kind = kind_of(run.kind)
    try:
        book = read_file(run)
        _claim(run)
        _alive(run, done_rows=0, total_rows=sum(plan["height"] for plan in run.layout if plan["use"]))
        while ImportRow.objects.filter(run=run).exists():
            first = ImportRow.objects.filter(run=run).values("pk")[:20_000]
            ImportRow.objects.filter(pk__in=list(first.values_list("pk", flat=True))).delete()
        judge = kind.batch(run.user, timezone.localdate(), keep_new=True)
        counts: Counter[str] = Counter()
        for batch in in_batches(parsed_rows(book, run), BATCH):
            outcomes = judged(judge, batch)
            with transaction.atomic():
                ImportRow.objects.bulk_create(
                    _staged(run, *pair) for pair in zip(batch, outcomes, strict=True)
                )
                counts.update(outcome.status for outcome in outcomes)
                _alive(run, done_rows=batch[-1].number)
    except TakenOver:
        return
    except Unreadable as exc:
        _checked(run, ImportRun.Status.FAILED, message=str(exc)[:300])
        return
    if not counts:
        _checked(run, ImportRun.Status.FAILED, message="表头下面没有可以导入的行。")
        return
    _tell_of_hidden(run)
    _checked(run, ImportRun.Status.READY, counts=dict(counts))


def _tell_of_hidden(run: ImportRun) -> None:
    """Whoever tries numbers of people that they may not see leaves a trace, also if they give up then."""
    hidden = ImportRow.objects.filter(run=run, reason__in=["needs_street", "name_differs"]).count()
    if hidden:
        what = f"{run.kind} #{run.pk} 号码已在别人名下"
        events.record(events.Kind.REVEAL, user=run.user, what=what, count=hidden)


def judged(batch: Any, rows: list[Parsed]) -> list[Outcome]:  # noqa: ANN401
    """An outcome for each of ``rows``: those with problems of their own are refused without being asked."""
    sound = [row for row in rows if not row.problems]
    answers = iter(batch.judge(sound))
    outcomes = []
    for row in rows:
        outcome = Outcome(REFUSED, list(row.problems)) if row.problems else next(answers)
        outcome.notes = [*row.notes, *outcome.notes]
        outcomes.append(outcome)
    return outcomes


def _staged(run: ImportRun, row: Parsed, outcome: Outcome) -> ImportRow:
    return ImportRow(
        run=run,
        sheet=row.sheet[:60],
        number=row.number,
        status=outcome.status,
        reason=outcome.problems[0].reason if outcome.problems else "",
        noted=bool(outcome.notes),
        data={
            "values": row.values,
            "notes": outcome.notes,
            "problems": [vars(problem) for problem in outcome.problems],
            "changes": outcome.changes,
            "creates": outcome.creates,
        },
    )


# --- the writing --------------------------------------------------------------------------------
def write(run: ImportRun) -> None:
    """Write all staged rows in one transaction; rows whose record was changed since the check stay out."""
    kind = kind_of(run.kind)
    taken = ImportRow.objects.filter(run=run, status__in=[ImportRow.Status.NEW, ImportRow.Status.CHANGED])
    stale: list[int] = []
    with transaction.atomic(), one_change(run.reason):
        locked = ImportRun.objects.select_for_update().get(pk=run.pk)
        if locked.status != ImportRun.Status.WRITING:
            return
        batch = kind.batch(run.user, timezone.localdate(), keep_new=False)
        for rows in in_batches(taken.order_by("pk").iterator(BATCH), BATCH):
            parsed = [Parsed(row.sheet, row.number, row.data["values"]) for row in rows]
            outcomes = batch.judge(parsed)
            good = []
            for row, outcome in zip(rows, outcomes, strict=True):
                if outcome.status == UNCHANGED:
                    continue
                if outcome.status == REFUSED or _differs(row, outcome):
                    stale.append(row.pk)
                else:
                    good.append(outcome)
            batch.write(good, run.reason)
        _mark_stale(stale)
        counts = Counter(ImportRow.objects.filter(run=run).values_list("status", flat=True))
        _end(run, ImportRun.Status.DONE, counts={**counts, "stale": len(stale)})


def _differs(row: ImportRow, outcome: Outcome) -> bool:
    """Whether the row would now overwrite what nobody saw in the preview."""
    before = {label: pair[0] for label, pair in outcome.changes.items()}
    seen = {label: pair[0] for label, pair in row.data["changes"].items()}
    return outcome.status != row.status or any(
        seen.get(label, "") != value for label, value in before.items()
    )


def _mark_stale(keys: list[int]) -> None:
    rows = list(ImportRow.objects.filter(pk__in=keys))
    for row in rows:
        row.status, row.reason = ImportRow.Status.REFUSED, STALE.reason
        row.data = {**row.data, "problems": [vars(STALE)]}
    ImportRow.objects.bulk_update(rows, ["status", "reason", "data"], batch_size=BATCH)


# --- progress -----------------------------------------------------------------------------------
class TakenOver(Exception):
    """Somebody else works on this run: this worker was silent for too long."""


def _claim(run: ImportRun) -> None:
    """From now on only this worker stages rows of the run."""
    run.claim = uuid.uuid4().hex
    ImportRun.objects.filter(pk=run.pk).update(claim=run.claim, alive_at=timezone.now())


def _alive(run: ImportRun, **values: Any) -> None:
    """A sign of life, for whoever watches and for whoever would take the work up again.

    Raises :class:`TakenOver`, which rolls back what was staged with it.
    """
    run.alive_at = timezone.now()
    for name, value in values.items():
        setattr(run, name, value)
    mine = ImportRun.objects.filter(pk=run.pk, claim=run.claim, status=ImportRun.Status.CHECKING)
    if not mine.update(alive_at=run.alive_at, **values):
        raise TakenOver


def _checked(run: ImportRun, status: str, **values: Any) -> None:
    """The check is over, unless somebody gave the import up meanwhile."""
    finished = None if status == ImportRun.Status.READY else timezone.now()
    mine = ImportRun.objects.filter(pk=run.pk, status=ImportRun.Status.CHECKING)
    mine.update(status=status, finished_at=finished, **values)
    run.refresh_from_db()


def _end(run: ImportRun, status: str, **values: Any) -> None:
    run.status = status
    run.finished_at = timezone.now()
    for name, value in values.items():
        setattr(run, name, value)
    run.save(update_fields=["status", "finished_at", *values])


def advance(run: ImportRun, old: Iterable[str], new: str) -> bool:
    """Move the run on, once: False where somebody else did so already (a double click)."""
    moved = ImportRun.objects.filter(pk=run.pk, status__in=list(old)).update(
        status=new, alive_at=timezone.now(), done_rows=0, message=""
    )
    run.refresh_from_db()
    return bool(moved)


def write_safely(run: ImportRun) -> None:
    """:func:`write`; a conflict with somebody's simultaneous work ends in a sentence and changes nothing."""
    try:
        write(run)
    except (IntegrityError, OperationalError):
        message = "写入时和别人同时做的改动冲突，什么也没有写入。请重新检查后再确认。"
        _end(run, ImportRun.Status.FAILED, message=message)
    run.refresh_from_db()


def broke_off(run: ImportRun, exc: Exception) -> None:
    """What nobody foresaw ends the run with a sentence: taken up again it would only fail again.

    Only the kind and the place of the error are noted, for a database quotes the row in its words.
    """
    places = [
        f"{Path(frame.filename).name}:{frame.lineno}" for frame in traceback.extract_tb(exc.__traceback__)
    ]
    logger.error("import %s broke off: %s at %s", run.pk, type(exc).__name__, " ".join(places[-6:]))
    stuck = ImportRun.objects.filter(pk=run.pk, status__in=ImportRun.BUSY)
    stuck.update(status=ImportRun.Status.FAILED, message=UNFORESEEN, finished_at=timezone.now())


def forget(run: ImportRun) -> None:
    """Clear away the file; the rows go with the run."""
    if run.stored_as:
        (settings.IMPORT_DIR / run.stored_as).unlink(missing_ok=True)
        run.stored_as = ""
        ImportRun.objects.filter(pk=run.pk).update(stored_as="")
