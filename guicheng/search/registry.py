"""Who can be found: each app registers its sources in ``AppConfig.ready()``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db.models import Model, QuerySet
from django.db.models.signals import post_delete, post_save


@dataclass(frozen=True)
class Source:
    """One kind of thing that can be found.

    ``queryset``: the rows that anyone may see (``Model.objects.public()``); only these are ever found.
    ``public_id``: what addresses call the row. ``names``: the official name, then other official forms.
    ``aliases``: what people call it. ``community``: reference of the community (see :func:`reference`).
    ``point``: degrees WGS-84 or ``(None, None)``. ``is_public``: a cheap answer on the row alone, asked
    before the database is. ``rank``: among equal scores the lower comes first. ``words``: endings by
    which people say that they mean this kind ("俊雅花园小区"). ``unasked``: False where it is found only
    by a search that names the kind.
    """

    kind: str
    model: type[Model]
    queryset: Callable[[], QuerySet[Any]]
    names: Callable[[Any], Sequence[str]]
    community: Callable[[Any], str]
    point: Callable[[Any], tuple[float | None, float | None]]
    public_id: Callable[[Any], str] = field(default=lambda row: str(row.pk))
    aliases: Callable[[Any], Sequence[str]] = field(default=lambda row: ())
    address: Callable[[Any], str] = field(default=lambda row: "")
    is_public: Callable[[Any], bool] = field(default=lambda row: True)
    rank: int = 0
    words: tuple[str, ...] = ()
    unasked: bool = True


_sources: dict[str, Source] = {}


def reference(kind: str, key: object) -> str:
    """How one entry names another: its kind and the primary key of its row."""
    return f"{kind}:{key}"


def register(source: Source) -> None:
    """Make a kind findable, and keep its entries up to date whenever a row of it is saved or deleted."""
    from .writer import row_deleted, row_saved

    _sources[source.kind] = source
    ending_words.cache_clear()
    post_save.connect(row_saved, sender=source.model, dispatch_uid=f"search-save-{source.kind}")
    post_delete.connect(row_deleted, sender=source.model, dispatch_uid=f"search-delete-{source.kind}")


def sources() -> list[Source]:
    """All registered kinds, in the order of their rank."""
    return sorted(_sources.values(), key=lambda source: source.rank)


def source_of(kind: str) -> Source:
    """Raises ``ValueError`` for a kind that nobody registered."""
    try:
        return _sources[kind]
    except KeyError:
        raise ValueError(f"没有“{kind}”这种可以搜索的内容。") from None


def sources_for(model: type[Model]) -> list[Source]:
    return [source for source in _sources.values() if source.model is model]


@cache
def ending_words() -> tuple[tuple[str, str], ...]:
    """Endings and the kind that each points to, longest first."""
    pairs = [(word, source.kind) for source in _sources.values() for word in source.words]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))
