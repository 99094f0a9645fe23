"""Two people typed into one form: what each changed, and one set of data that loses neither.

Compared are three states: how the record was when the form was opened (``base``), how it is now (``theirs``)
and what was typed (``yours``). Fields that only the others changed take their value; fields that both changed
keep what was typed and are listed, so that the person decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django import forms
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.db import models
from django.http import QueryDict

from .admin_versions import EMPTY, plain


@dataclass(frozen=True)
class Clash:
    """A field that both changed, or that took the others' value (``taken``)."""

    where: str
    theirs: str
    yours: str
    taken: bool


def put(data: QueryDict, widget: forms.Widget, name: str, value: Any) -> None:  # noqa: ANN401
    """Write ``value`` into ``data`` as the widget would send it back unchanged."""
    if isinstance(widget, RelatedFieldWidgetWrapper):
        widget = widget.widget
    if isinstance(widget, forms.MultiWidget):
        parts = value if isinstance(value, list | tuple) and len(value) == len(widget.widgets) else None
        parts = widget.decompress(value) if parts is None or isinstance(value, tuple) else parts
        for suffix, inner, part in zip(widget.widgets_names, widget.widgets, parts, strict=True):
            put(data, inner, f"{name}{suffix}", part)
    elif isinstance(widget, forms.CheckboxInput):
        data.pop(name, None)
        if value:
            data[name] = "on"
    elif getattr(widget, "allow_multiple_selected", False):
        data.setlist(name, [str(getattr(one, "pk", one)) for one in value or []])
    else:
        text = widget.format_value(value)
        data[name] = (text[0] if text else "") if isinstance(text, list) else ("" if text is None else text)


def as_sent(form: forms.BaseForm, name: str) -> QueryDict:
    """What an unchanged ``form`` would send for one field."""
    field = form.fields[name]
    data = QueryDict(mutable=True)
    value = field.prepare_value(form.get_initial_for_field(field, name))
    put(data, field.widget, form.add_prefix(name), value)
    return data


def merge(
    data: QueryDict, base: forms.ModelForm | None, theirs: forms.ModelForm, *, row: str = ""
) -> list[Clash]:
    """Change ``data`` (what was typed) where only the others changed a field; what to tell about it.

    The forms are unbound, of the record then and now, with the prefix that ``data`` uses. Without ``base``
    every difference counts as typed.
    """
    found = []
    for name, field in theirs.fields.items():
        if isinstance(field, forms.FileField | forms.models.InlineForeignKeyField) or field.disabled:
            continue
        if isinstance(field, forms.ModelChoiceField) and field.widget.is_hidden:
            continue  # the row's own key
        key = theirs.add_prefix(name)
        typed = field.widget.value_from_datadict(data, {}, key)
        now = as_sent(theirs, name)
        now_value = field.widget.value_from_datadict(now, {}, key)
        if not _differs(field, theirs.get_initial_for_field(field, name), typed):
            continue
        label = f"{row} · {field.label}" if row else str(field.label)
        said = (label, shown(field, now_value), shown(field, typed))
        if base is not None and name in base.fields:
            began = base.get_initial_for_field(base.fields[name], name)
            if not _differs(field, began, now_value):
                continue
            if not _differs(field, began, typed):
                _replace(data, key, now)
                found.append(Clash(*said, taken=True))
                continue
        found.append(Clash(*said, taken=False))
    return found


def _differs(field: forms.Field, initial: Any, typed: Any) -> bool:  # noqa: ANN401
    return field.has_changed(initial() if callable(initial) else initial, typed)


def _replace(data: QueryDict, key: str, now: QueryDict) -> None:
    for name in [name for name in data if name == key or name.startswith(f"{key}_")]:
        if name == key or name in now:
            data.pop(name)
    for name, values in now.lists():
        data.setlist(name, values)


def shown(field: forms.Field, typed: Any) -> str:  # noqa: ANN401
    """What was typed, as people read it."""
    if isinstance(field, forms.BooleanField) and not isinstance(field, forms.NullBooleanField):
        return "是" if typed else "否"
    try:
        value = field.clean(typed)
    except ValidationError:
        value = typed
    if isinstance(field, forms.TypedChoiceField | forms.ChoiceField) and not isinstance(
        field, forms.ModelChoiceField
    ):
        flat: dict[str, Any] = {}
        for choice, label in field.choices:
            flat.update(
                {str(k): v for k, v in label} if isinstance(label, list | tuple) else {str(choice): label}
            )
        return str(flat.get(str(value), value)) if value not in (None, "") else EMPTY
    if isinstance(value, models.QuerySet):
        return "、".join(str(one) for one in value) or EMPTY
    if isinstance(value, models.Model | str | bool | date | time | int | float) or value is None:
        return plain(value)
    # What a field makes of the text is for the program: people read what was typed.
    return " ".join(str(part) for part in typed if part) if isinstance(typed, list) else plain(typed)
