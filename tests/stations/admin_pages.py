"""The admin's forms as a browser would send them back: what the page shows, with some fields changed."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse
from django.test import Client


class _Form(HTMLParser):
    """What a browser would send for the page's main form, buttons left out."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, Any] = {}
        self._inside = False
        self._select = ""
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = dict(attrs)
        name = at.get("name") or ""
        if tag == "form":
            self._inside = (at.get("id") or "").endswith("_form")
        if not self._inside or "__prefix__" in name:
            return
        if tag == "input" and name and at.get("type") not in {"submit", "file"}:
            if at.get("type") not in {"checkbox", "radio"} or "checked" in at:
                self.values[name] = at.get("value") or ("on" if at.get("type") == "checkbox" else "")
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in at:
            self.values.setdefault(self._select, at.get("value") or "")
        elif tag == "textarea":
            self._text, self.values[name] = name, ""

    def handle_data(self, data: str) -> None:
        if self._text:
            self.values[self._text] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        elif tag == "select":
            self._select = ""
        elif tag == "textarea" and self._text:
            # A browser drops the line break that stands right after the tag.
            self.values[self._text] = self.values[self._text].removeprefix("\n").removeprefix("\r\n")
            self._text = ""


def filled_form(client: Client, address: str) -> dict[str, Any]:
    """The values that the page's form and inlines would send unchanged."""
    response = client.get(address)
    assert response.status_code == 200, response.status_code
    return read_form(response.content.decode())


def read_form(text: str) -> dict[str, Any]:
    """The values that a page's form would send unchanged."""
    page = _Form()
    page.feed(text)
    return page.values


def send(client: Client, address: str, /, **changes: Any) -> HttpResponse:
    """Open the page, change some fields (None leaves one out) and save."""
    values = {**filled_form(client, address), **changes}
    return client.post(address, {key: value for key, value in values.items() if value is not None})


def errors_of(response: HttpResponse) -> dict[str, list[str]]:
    """What the page complains of, by field; those of inlines under their field's full name."""
    assert response.status_code == 200, "the form was taken"
    found = {name: list(errors) for name, errors in response.context["adminform"].form.errors.items()}
    for inline in response.context["inline_admin_formsets"]:
        for form in inline.formset.forms:
            found.update({form.add_prefix(name): list(errors) for name, errors in form.errors.items()})
        if inline.formset.non_form_errors():
            found[inline.formset.prefix] = list(inline.formset.non_form_errors())
    return found
