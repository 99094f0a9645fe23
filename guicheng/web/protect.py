"""Forms that anyone may fill in, without an account or a foreign captcha.

Three quiet guards: a field that people do not see (robots fill it), a signed time stamp (nobody writes a
sentence in two seconds, and no form lives a day), and a limit per address through the shared cache.
Pressing the button twice sends once.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.crypto import get_random_string
from django_ratelimit.core import is_ratelimited

from .errors import too_many

_SALT = "guicheng.public-form"
_SENTENCES = {
    "required": "请选一项，或者填一填。",
    "invalid_choice": "请从列表里选一项。",
    "max_length": "最多写 %(limit_value)d 个字，现在有 %(show_value)d 个。",
}
#: Letters of any script, with the dots that stand in names; no digits, no marks.
_NAME = re.compile(r"[^\W\d_]+(?:[·.\- ][^\W\d_]+)*")
MIN_SECONDS = 2
MAX_SECONDS = 24 * 3600


class PublicForm(forms.Form):
    """A form with the honeypot ``website`` and the time trap ``opened``."""

    website = forms.CharField(required=False, label="请留空", max_length=200)
    opened = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)

    guards = ("website", "opened")
    #: Seconds in which nobody fills it in, where it is not ``MIN_SECONDS``: a form of one button takes less.
    min_seconds: int | None = None

    def __init__(self, data: QueryDict | None = None, **kwargs: Any) -> None:
        super().__init__(None if data is None else _readable(data), **kwargs)
        for field in self.fields.values():
            field.error_messages.update(_SENTENCES)
        # Also after an error the stamp of the first opening is kept, so mending a typo is never "too fast".
        self.fields["opened"].initial = _stamp()
        self.fields["website"].widget.attrs.update({"tabindex": "-1", "autocomplete": "off"})

    def shown_fields(self) -> list[forms.BoundField]:
        return [field for field in self if field.name not in self.guards]

    @contextmanager
    def once(self) -> Iterator[bool]:
        """``with form.once() as first:`` – whether these words come from this opened page for the first time.

        Where keeping them fails they count as not sent, so that pressing again is not in vain.
        """
        said = repr(sorted((name, str(value)) for name, value in self.cleaned_data.items()))
        key = f"public-form:{hashlib.sha256(said.encode()).hexdigest()}"
        first = cache.add(key, 1, MAX_SECONDS)
        try:
            yield first
        except Exception:
            cache.delete(key)
            raise

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("website"):
            raise forms.ValidationError("请把“请留空”一栏清空后再提交。")
        signer = signing.TimestampSigner(salt=_SALT)
        stamp = data.get("opened") or ""
        try:
            signer.unsign(stamp, max_age=MAX_SECONDS)
        except signing.BadSignature as exc:
            self.data = self.data.copy()
            self.data["opened"] = _stamp()
            raise forms.ValidationError("页面放得太久了，请再按一次提交。您填写的内容还在。") from exc
        try:
            signer.unsign(stamp, max_age=MIN_SECONDS if self.min_seconds is None else self.min_seconds)
        except signing.SignatureExpired:
            return data
        raise forms.ValidationError("提交得太快了，请检查一遍再按提交。")


def clean_surname(text: str) -> str:
    """Raises ``ValidationError`` for what is no name."""
    text = " ".join(text.split())
    if not _NAME.fullmatch(text):
        raise forms.ValidationError("这里只写姓氏，例如：陈。")
    return text


def _stamp() -> str:
    """A signed time, different for each page opened."""
    return signing.TimestampSigner(salt=_SALT).sign(get_random_string(12))


def _readable(data: QueryDict) -> QueryDict:
    """What was sent without control characters, line breaks kept: PostgreSQL refuses NUL."""
    clean = data.copy()
    for key, values in data.lists():
        clean.setlist(
            key,
            ["".join(ch for ch in value if ch in "\n\t" or ch >= " " and ch != "\x7f") for value in values],
        )
    return clean


def flooded(request: HttpRequest, group: str, rate: str = "10/h") -> bool:
    """Count this attempt; True where the address has sent more than ``rate`` in ``group``."""
    return is_ratelimited(request, group=group, key="ip", rate=rate, increment=True)


def receive(
    request: HttpRequest,
    form_class: Callable[[QueryDict | None], PublicForm],
    *,
    group: str,
    keep: Callable[[dict[str, Any]], object],
    page: dict[str, Any],
    rate: str = "10/h",
    query: dict[str, str] | None = None,
    template: str = "components/form_page.html",
) -> HttpResponse:
    """The whole life of a public form: shown, refused with a sentence, kept once, thanked for.

    ``keep`` gets the cleaned data of an accepted form. ``page`` holds ``title``, ``lead``, ``back`` (an
    address of this site) and ``thanks``. ``query``
    stays in the address of the thanks. More than ``rate`` attempts an address in ``group`` answer 429.
    """
    sent = request.method == "POST"
    form = form_class(request.POST if sent else None)
    if sent and flooded(request, group, rate):
        return too_many(request)
    if sent and form.is_valid():
        with form.once() as first:
            if first:
                keep(form.cleaned_data)
        thanks = urlencode({**(query or {}), "done": 1})
        return redirect(f"{request.path}?{thanks}")
    context = {"form": form, "done": "done" in request.GET, **page}
    return render(request, template, context, status=400 if form.errors else 200)
