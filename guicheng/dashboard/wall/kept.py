"""The wall's content, made once a minute for all screens together and kept in the shared cache.

A screen asks with the ETag of what it shows. As long as nothing changed it is answered from one small entry
of the cache, without a question to the database. The time of the figures is told beside the content and
is no part of it: figures that were counted anew and are the same are the same content.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils import timezone

from ..snapshot import SECONDS, snapshot
from .content import content

#: While one request counts anew, others are answered with what is there, if it is not older than this.
_STILL_GOOD = timedelta(seconds=3 * SECONDS)
_MARK, _WHOLE, _UNDER_WAY = "wall:mark", "wall:whole", "wall:under-way"
_KEPT_SECONDS = 24 * 3600
_PATIENCE_SECONDS = 30


@dataclass(frozen=True)
class Mark:
    """``etag`` with its quotes; ``at``: when the figures were counted."""

    etag: str
    at: datetime

    def is_younger_than(self, age: timedelta) -> bool:
        return timedelta(0) <= timezone.now() - self.at < age


@dataclass(frozen=True)
class Kept:
    mark: Mark
    html: str


def mark() -> Mark:
    """Of the content as it is now, at most ``SECONDS`` old."""
    found: tuple[str, datetime] | None = cache.get(_MARK)
    if found is not None and (known := Mark(*found)).is_younger_than(timedelta(seconds=SECONDS)):
        return known
    return whole().mark


def whole() -> Kept:
    """The content itself."""
    found: tuple[str, datetime, str] | None = cache.get(_WHOLE)
    if found is None:
        return _made_anew()
    etag, at, html = found
    known = Kept(Mark(etag, at), html)
    if known.mark.is_younger_than(timedelta(seconds=SECONDS)):
        return known
    first = cache.add(_UNDER_WAY, True, _PATIENCE_SECONDS)
    if not first and known.mark.is_younger_than(_STILL_GOOD):
        return known
    try:
        return _made_anew()
    finally:
        if first:
            cache.delete(_UNDER_WAY)


def _made_anew() -> Kept:
    now = timezone.now()
    shown = snapshot()
    html = render_to_string("dashboard/wall/content.html", content(shown, now))
    made = Kept(Mark(f'"{hashlib.sha256(html.encode()).hexdigest()[:32]}"', shown.at), html)
    cache.set(_WHOLE, (made.mark.etag, made.mark.at, html), _KEPT_SECONDS)
    cache.set(_MARK, (made.mark.etag, made.mark.at), _KEPT_SECONDS)
    return made
