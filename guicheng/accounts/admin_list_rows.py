"""Rows changed in the list itself: a cell writes only what was typed, never over somebody else's change."""

from __future__ import annotations

from typing import Any

from .admin_forms import ScopedModelForm
from .form_merge import shown


class ListRowForm(ScopedModelForm):
    """Each cell carries beside it what it showed, so that a cell left alone is left alone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.show_hidden_initial = not field.widget.is_hidden

    def _post_clean(self) -> None:
        for name in list(self.cleaned_data):
            if name in self.fields and self.fields[name].show_hidden_initial:
                self._compare(name)
        super()._post_clean()

    def _compare(self, name: str) -> None:
        field, bound = self.fields[name], self[name]
        now = self.get_initial_for_field(field, name)
        if name not in self.changed_data:
            self.cleaned_data[name] = field.to_python(field.prepare_value(now))
            return
        if bound.html_initial_name not in self.data:
            return
        seen = field.hidden_widget().value_from_datadict(self.data, {}, bound.html_initial_name)
        typed = field.widget.value_from_datadict(self.data, self.files, bound.html_name)
        if field.has_changed(now, seen) and field.has_changed(now, typed):
            value = field.prepare_value(now)
            self.add_error(
                name,
                f"别人刚把这里改成了“{shown(field, value)}”。要用您填的，请再按一次保存。",
            )
            # Said once: the next save knows.
            self.data = self.data.copy()
            self.data[bound.html_initial_name] = "" if value is None else str(value)
