"""Two people at one record: the second to save is told what happened meanwhile and loses nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.db import connection, models, transaction
from django.http import HttpRequest, HttpResponse, QueryDict

from .admin_history import newest_version, sources_of
from .admin_input import is_key
from .admin_names import Names, name_of
from .admin_versions import Entry, Source, entries, versions_before
from .form_merge import Clash, merge, put
from .history import BASELINE, has_history

#: The hidden field with the newest versions of when the form was opened.
OPENED = "_opened"
_TOKEN = re.compile(r"\d{1,18}(?:-\d{1,18})*")
TOLD = "您打开这一页以后，别人保存过这条记录，所以刚才没有保存。请看页面上方的说明，核对后再按一次保存。"


@dataclass
class Meanwhile:
    """What others did since the form was opened, and the fields that are concerned."""

    entries: list[Entry]
    clashes: list[Clash] = field(default_factory=list)
    files: bool = False

    @property
    def yours(self) -> list[Clash]:
        return [clash for clash in self.clashes if not clash.taken]

    @property
    def taken(self) -> list[Clash]:
        return [clash for clash in self.clashes if clash.taken]


class _ToldFirst(forms.ModelForm):
    """Put before a form class: the form does not count as right until its person has read the note."""

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound:
            self.add_error(None, TOLD)


class MeanwhileMixin(admin.ModelAdmin):
    """A form carries what it was opened with; saving over somebody else's change asks first."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        opened = request.POST.get(OPENED, "") if request.method == "POST" else ""
        if object_id is None or not has_history(self.model) or not _TOKEN.fullmatch(opened):
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            obj = self._locked(request, unquote(object_id))
            if obj is not None:
                request.meanwhile = self._meanwhile(request, obj, [int(part) for part in opened.split("-")])
            return super().changeform_view(request, object_id, form_url, extra_context)

    def _locked(self, request: HttpRequest, key: str) -> models.Model | None:
        """The record, held until the end of the transaction, so that two saves at once come one by one."""
        obj = self.get_object(request, key) if is_key(key) else None
        if obj is None or not self.has_change_permission(request, obj):
            return None
        if connection.features.has_select_for_update:
            list(self.model._base_manager.select_for_update().order_by().filter(pk=obj.pk).values_list("pk"))
            obj = self.get_object(request, key)
        return obj

    def get_form(
        self, request: HttpRequest, obj: models.Model | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        form = super().get_form(request, obj, change=change, **kwargs)
        if getattr(request, "meanwhile", None) is not None:
            form = type(form)(form.__name__, (_ToldFirst, form), {})
        return form

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        obj = context.get("original")
        if obj is not None and has_history(self.model):
            context["opened"] = "-".join(str(number) for number in self._newest(request, obj))
            context["meanwhile"] = getattr(request, "meanwhile", None)
        return super().render_change_form(request, context, *args, **kwargs)

    def _newest(self, request: HttpRequest, obj: models.Model) -> list[int]:
        return [newest_version(source) for source in sources_of(self, request, obj.pk, obj)]

    # --- what happened meanwhile ----------------------------------------------------------------
    def _meanwhile(self, request: HttpRequest, obj: models.Model, opened: list[int]) -> Meanwhile | None:
        """What to tell and the merged data put in place of what was sent, or None where nobody saved."""
        sources = sources_of(self, request, obj.pk, obj)
        newest = [newest_version(source) for source in sources]
        if len(opened) != len(newest) or all(was >= now for was, now in zip(opened, newest, strict=True)):
            return None
        names = Names(request.user)
        pieces = [piece for pair in zip(sources, opened, strict=True) if (piece := _since(*pair))]
        told = Meanwhile([entry for entry in entries(pieces, names) if not entry.baseline])
        data = request.POST.copy()
        self._merge_record(request, obj, sources[0], opened[0], data, told)
        inlines = [inline for inline in self.get_inline_instances(request, obj) if has_history(inline.model)]
        for inline, source, was, now in zip(inlines, sources[1:], opened[1:], newest[1:], strict=True):
            if now > was:
                _RowMerge(self, request, obj, inline, source, was, names).into(data, told)
        told.files = bool(request.FILES)
        data._mutable = False
        request.POST = data
        return told

    def _merge_record(
        self,
        request: HttpRequest,
        obj: models.Model,
        source: Source,
        opened: int,
        data: QueryDict,
        told: Meanwhile,
    ) -> None:
        fields = flatten_fieldsets(self.get_fieldsets(request, obj))
        form = self.get_form(request, obj, change=True, fields=fields)
        was = _state_at(source, [obj.pk], opened).get(obj.pk)
        base = form(instance=was.history_object) if was is not None else None
        told.clashes += merge(data, base, form(instance=obj))


def _since(source: Source, opened: int) -> tuple[Source, list[Any], dict[Any, Any]] | None:
    rows = list(source.versions.filter(history_id__gt=opened).select_related("history_user"))
    if not rows:
        return None
    return source, rows, versions_before(source, {row.id for row in rows}, history_id__lte=opened)


def _state_at(source: Source, keys: Sequence[Any], opened: int) -> dict[Any, Any]:
    """The version of each record that a form opened then was filled from."""
    found = versions_before(source, keys, history_id__lte=opened)
    missing = [key for key in keys if key not in found]
    # A record older than its history got its first version only when somebody changed it meanwhile.
    later = source.model.history.filter(id__in=missing, history_id__gt=opened, history_change_reason=BASELINE)
    return {**{row.id: row for row in later.order_by("-history_id")}, **found}


class _RowMerge:
    """The rows of one inline: kept, changed, added or gone since the form was opened."""

    def __init__(
        self,
        model_admin: admin.ModelAdmin,
        request: HttpRequest,
        parent: models.Model,
        inline: Any,  # noqa: ANN401
        source: Source,
        opened: int,
        names: Names,
    ) -> None:
        formset_class = inline.get_formset(request, parent)
        self._prefix = formset_class.get_default_prefix()
        rows = inline.get_queryset(request).filter(**{formset_class.fk.name: parent})
        self._formset = formset_class(instance=parent, prefix=self._prefix, queryset=rows)
        self._current = {form.instance.pk: form.instance for form in self._formset.initial_forms}
        self._key = inline.model._meta.pk.name
        self._parent = parent
        self._label = str(inline.model._meta.verbose_name)
        self._source, self._opened, self._names = source, opened, names

    def into(self, data: QueryDict, told: Meanwhile) -> None:
        """Rewrite this inline's part of ``data`` so that it fits the rows as they are now."""
        total, initial = (
            int(text) if (text := data.get(f"{self._prefix}-{kind}_FORMS", "")).isdecimal() else 0
            for kind in ("TOTAL", "INITIAL")
        )
        typed = [self._typed(data, number) for number in range(min(total, 1000))]
        keys = [int(row[self._key]) if is_key(row.get(self._key, "")) else None for row in typed]
        states = _state_at(self._source, [key for key in keys if key is not None], self._opened)
        kept: list[QueryDict] = []
        extra: list[QueryDict] = []
        for number, (row, key) in enumerate(zip(typed, keys, strict=True)):
            if number >= initial or key is None:
                extra.append(row)
            elif key in self._current:
                kept.append(self._merged(row, self._current.pop(key), states.get(key), told))
            elif states.get(key) is not None and self._changed(row, states[key]):
                # They removed what you changed: it stays in the form as a new row, for you to decide.
                row[self._key] = ""
                row.pop("DELETE", None)
                extra.append(row)
        kept += [self._as_row(instance) for instance in self._current.values()]
        self._write(data, kept, extra)

    def _typed(self, data: QueryDict, number: int) -> QueryDict:
        start = f"{self._prefix}-{number}-"
        row = QueryDict(mutable=True)
        for name, values in data.lists():
            if name.startswith(start):
                row.setlist(name.removeprefix(start), values)
        return row

    def _form(self, instance: models.Model) -> forms.ModelForm:
        return self._formset.form(instance=instance, **self._formset.get_form_kwargs(None))

    def _merged(self, row: QueryDict, now: models.Model, was: Any, told: Meanwhile) -> QueryDict:  # noqa: ANN401
        base = self._form(was.history_object) if was is not None else None
        told.clashes += merge(row, base, self._form(now), row=f"{self._label}“{name_of(now)}”")
        return row

    def _changed(self, row: QueryDict, was: Any) -> bool:  # noqa: ANN401
        before = self._form(was.history_object)
        return any(
            field.has_changed(
                before.get_initial_for_field(field, name), field.widget.value_from_datadict(row, {}, name)
            )
            for name, field in before.fields.items()
            if not isinstance(field, forms.FileField) and not field.widget.is_hidden
        )

    def _as_row(self, instance: models.Model) -> QueryDict:
        """A row that somebody added meanwhile, as its form would send it."""
        form = self._form(instance)
        row = QueryDict(mutable=True)
        for name, column in form.fields.items():
            if not isinstance(column, forms.FileField):
                value = column.prepare_value(form.get_initial_for_field(column, name))
                put(row, column.widget, name, value)
        row[self._key] = str(instance.pk)
        row[self._formset.fk.name] = str(self._parent.pk)
        return row

    def _write(self, data: QueryDict, kept: list[QueryDict], extra: list[QueryDict]) -> None:
        numbered = re.compile(rf"{re.escape(self._prefix)}-\d+-")
        for name in [name for name in data if numbered.match(name)]:
            data.pop(name)
        for number, row in enumerate([*kept, *extra]):
            for name, values in row.lists():
                data.setlist(f"{self._prefix}-{number}-{name}", values)
        data[f"{self._prefix}-INITIAL_FORMS"] = str(len(kept))
        data[f"{self._prefix}-TOTAL_FORMS"] = str(len(kept) + len(extra))
