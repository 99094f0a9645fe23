"""Opening an address as somebody: what came back, what was written; everything is undone afterwards."""

from __future__ import annotations

import io
import logging
import re
import traceback
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db import connection, models, transaction
from django.http import HttpResponse
from django.test import Client
from openpyxl import load_workbook

from communities.models import Community
from guicheng.accounts.scope import ScopedQuerySet

from .rows import STREETS_OWN
from .town import SECRET, Town

#: Tables that note what happened; a look at a page may write them.
NOTES = {"django_session", "accounts_securityevent", "accounts_signin", "django_admin_log"}
_WRITE = re.compile(r'^\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM)\s+"(\w+)"', re.IGNORECASE)
#: What differs from one look at a page to the next: tokens, where a change of the town stands in them, and
#: the minute at which figures were counted.
_TOKENS = re.compile(
    r'(name="(?:csrfmiddlewaretoken|_once|_seen|_version)" value=")[^"]*|(data-(?:csrf|token)=")[^"]*'
    r"|\d{2}:\d{2}(?= 统计)"
)


@dataclass
class Seen:
    """An answer: all that can be read in it, where it leads, what was written on the way."""

    status: int
    text: str
    location: str = ""
    said: list[str] = field(default_factory=list)
    written: set[str] = field(default_factory=set)
    changed: bool = False
    error: str = ""
    response: HttpResponse | None = None

    @property
    def all_text(self) -> str:
        return "\n".join([self.text, unquote(self.location), *self.said])

    def like(self, *keys: Any) -> tuple[Any, ...]:
        """The answer without the key that was asked for: equal for what others have and what never was."""
        text = _TOKENS.sub(r"\1\2", self.all_text)
        for key in keys:
            text = re.sub(rf"(?<!\d){key}(?!\d)", "KEY", text)
        return self.status, text


def leaks(seen: Seen, *sent: Any) -> list[str]:
    """The other side's secrets in an answer that were not in what was sent."""
    known = unquote(" ".join(str(part) for part in sent))
    return sorted({secret for secret in SECRET.findall(seen.all_text) if secret not in known})


class Visitor:
    """Looks at a town with the eyes of one role."""

    def __init__(self, town: Town, role: str) -> None:
        self.town, self.role = town, role
        session = town.clients[role].cookies.get(settings.SESSION_COOKIE_NAME)
        self._session = session.value if session else None
        self._client = Client(raise_request_exception=False)

    def get(self, path: str, **headers: str) -> Seen:
        return self._visit(lambda client: client.get(path, **headers))

    def post(self, path: str, data: dict[str, Any] | None = None, *, watch: bool = True) -> Seen:
        """``watch``: compare the other side's rows before and after, where anything was written."""
        return self._visit(lambda client: client.post(path, data or {}), watch=watch)

    def _visit(self, ask: Callable[[Client], HttpResponse], *, watch: bool = False) -> Seen:
        # Messages and the like that an answer set are forgotten: each visit is the first one.
        self._client.cookies.clear()
        if self._session is not None:
            self._client.cookies[settings.SESSION_COOKIE_NAME] = self._session
        with transaction.atomic(), _writes() as written, _quiet():
            response = ask(self._client)
            seen = _read(response)
            seen.written = written - NOTES
            if seen.written and watch and not seen.error:
                seen.changed = any(
                    rows != self.town.before[table][0] or not pointing <= self.town.before[table][1]
                    for table, (rows, pointing) in digest(self.town, seen.written).items()
                )
            transaction.set_rollback(True)
        cache.clear()
        return seen


def remember(town: Town) -> None:
    """Keep what the other side's rows are before anything is sent."""
    town.before = digest(town)


@contextmanager
def _quiet() -> Iterator[None]:
    """Thousands of refusals are meant: each would be a page of warnings."""
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)


@contextmanager
def _writes() -> Iterator[set[str]]:
    found: set[str] = set()

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: ANN401
        if match := _WRITE.match(sql):
            found.add(match[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield found


def _read(response: HttpResponse) -> Seen:
    error = ""
    if response.status_code >= 500:
        error = traceback.format_exception(*response.exc_info)[-1].strip() if response.exc_info else "500"
    body = b"".join(response.streaming_content) if response.streaming else response.content
    kind = response.get("Content-Type", "")
    text = _cells(body) if "spreadsheetml" in kind else body.decode(errors="replace")
    if "json" in kind or "html" in kind:
        text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text)
    request = getattr(response, "wsgi_request", None)
    waiting = getattr(getattr(request, "_messages", None), "_queued_messages", [])
    return Seen(
        response.status_code,
        text,
        response.get("Location", ""),
        [str(message) for message in waiting],
        error=error,
        response=response,
    )


def _cells(body: bytes) -> str:
    book = load_workbook(io.BytesIO(body))
    rows = [row for sheet in book for row in sheet.iter_rows(values_only=True)]
    return "\n".join([*book.sheetnames, *(str(cell) for row in rows for cell in row if cell is not None)])


# --- what the other side has -------------------------------------------------------------------------
def digest(town: Town, tables: Collection[str] | None = None) -> dict[str, tuple[list[Any], set[Any]]]:
    """By table: the other side's rows, or versions of them, and which rows of anybody point at them."""
    found: dict[str, tuple[list[Any], set[Any]]] = {}
    keys = {model: [row.pk for row in rows] for model, rows in town.other.made.items()}
    keys = {model: mine for model, mine in keys.items() if model not in STREETS_OWN}
    for model in apps.get_models(include_auto_created=True):
        table = model._meta.db_table
        if table in NOTES or (tables is not None and table not in tables):
            continue
        rows = _other_rows(town, model, keys)
        pointing = set()
        for column in model._meta.concrete_fields:
            if isinstance(column, models.ForeignKey) and column.related_model in keys:
                aimed = model._base_manager.filter(**{f"{column.attname}__in": keys[column.related_model]})
                pointing |= {(column.name, *pair) for pair in aimed.values_list("pk", column.attname)}
        found[table] = (sorted(rows.values_list(), key=repr), pointing)
    return found


def _other_rows(town: Town, model: type[models.Model], keys: dict[Any, list[Any]]) -> models.QuerySet[Any]:
    rows = model._base_manager.all()
    record = getattr(model, "instance_type", None)
    if record in keys:
        return rows.filter(id__in=keys[record])
    if model not in keys:
        return rows.none()
    door = model._default_manager.get_queryset()
    path = door.community_path if isinstance(door, ScopedQuerySet) else None
    return rows.filter(**{path: town.other.of(Community)}) if path else rows.filter(pk__in=keys[model])
