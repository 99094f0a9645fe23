"""Lists of the admin are searched by 拼音 too: csz, chensz or chenshao find 陈少珍."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from django.contrib import admin
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.http import HttpRequest

from guicheng.search.pinyin import other_readings, spells, syllables
from guicheng.search.text import normalise

#: The newest rows that are looked at, and the most that are found by sound.
LOOKED_AT, FOUND = 20_000, 1_000
_LETTERS = re.compile(r"[a-z]{2,40}")
#: Characters that are read otherwise as a family's name.
_SURNAMES = {
    "区": "ou",
    "曾": "zeng",
    "单": "shan",
    "解": "xie",
    "仇": "qiu",
    "查": "zha",
    "盖": "ge",
    "朴": "piao",
    "翟": "zhai",
    "尉": "yu",
}


@lru_cache(maxsize=60_000)
def readings(text: str) -> tuple[tuple[str, ...], ...]:
    """How ``text`` is read, a syllable a character, with the other readings that people use."""
    normal = normalise(text)
    spoken = syllables(normal)
    found = [spoken, *other_readings(normal, spoken)]
    if spoken and (surname := _SURNAMES.get(normal[0])):
        found.append([surname, *spoken[1:]])
    return tuple(tuple(reading) for reading in found)


def typed_words(term: str) -> list[str]:
    """The words of a search in letters; none where there is anything else in it."""
    words = term.lower().replace("'", "").replace("v", "u").replace("ü", "u").split()
    return words if words and all(_LETTERS.fullmatch(word) for word in words) else []


def sounds_like(text: str, words: list[str]) -> bool:
    """All words together, or else each by itself, spell beginnings of successive syllables of ``text``."""
    return any(_spelt("".join(words), reading) for reading in readings(text)) or (
        len(words) > 1 and all(any(_spelt(word, reading) for reading in readings(text)) for word in words)
    )


def _spelt(word: str, reading: tuple[str, ...]) -> bool:
    return any(
        syllable.startswith(word[0]) and spells(word, list(reading[start:]))[0]
        for start, syllable in enumerate(reading)
    )


class PinyinMixin(admin.ModelAdmin):
    #: The column that is searched by sound, or a path to it (``volunteer__name``). Unless given, the first
    #: column of the model's own among ``search_fields``; "" for none.
    pinyin_field: str | None = None

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[Any], search_term: str
    ) -> tuple[models.QuerySet[Any], bool]:
        found, duplicates = super().get_search_results(request, queryset, search_term)
        words = typed_words(search_term)
        path = self._spoken_column(request) if words else ""
        if not path:
            return found, duplicates
        rows = queryset.order_by("-pk").values_list("pk", path)[:LOOKED_AT]
        alike: dict[str, bool] = {}
        keys = []
        for key, text in rows:
            if text and text not in alike:
                alike[text] = sounds_like(text, words)
            if text and alike[text]:
                keys.append(key)
                if len(keys) == FOUND:
                    break
        if not keys:
            return found, duplicates
        either = models.Q(pk__in=found.order_by().values("pk")) | models.Q(pk__in=keys)
        return queryset.filter(either), False

    def _spoken_column(self, request: HttpRequest) -> str:
        if self.pinyin_field is not None:
            return self.pinyin_field
        for name in self.get_search_fields(request):
            plain = str(name).lstrip("^=@")
            try:
                field = self.opts.get_field(plain)
            except FieldDoesNotExist:
                continue
            if isinstance(field, models.CharField | models.TextField):
                return plain
        return ""
