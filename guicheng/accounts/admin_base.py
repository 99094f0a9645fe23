"""The admin's one door: what a user sees, changes and may choose follows from role and community.

:class:`ScopedModelAdmin` and :class:`ScopedInline` take the place of Django's classes for every model that
has a :class:`~guicheng.accounts.scope.ScopedQuerySet`. Django's groups and permissions play no part.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone

from .admin_deleting import DeletingMixin
from .admin_forms import NOT_YOURS, ScopedModelForm
from .admin_history import HistoryMixin
from .admin_input import ROW_KEY, ForgivingAutocomplete, ScopedRelatedFilter, is_key, query_is_sound
from .admin_kept import KeptMixin
from .admin_list_rows import ListRowForm
from .admin_meanwhile import MeanwhileMixin
from .admin_once import OnceMixin
from .admin_pinyin import PinyinMixin
from .admin_recorded import RecordedMixin
from .admin_remember import RememberMixin
from .admin_restoring import RestoreMixin
from .admin_rows import may_edit_row, may_see_row
from .admin_scope import choices_for, is_shared, may_add, works_inside
from .scope import editable_by, visible_to


class ScopedMixin(BaseModelAdmin):
    """What lists and inlines have in common: rows seen, choices offered."""

    form = ScopedModelForm
    #: Foreign keys beside which a new row may be made at once. Changing or deleting what a field points at
    #: is never offered there: it would change it for every other record too.
    related_add: tuple[str, ...] = ()

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_change_related = field.widget.can_delete_related = False
            field.widget.can_view_related = False
            field.widget.can_add_related &= db_field.name in self.related_add
        return field

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        rows = visible_to(self.model, request.user)
        ordering = self.get_ordering(request)
        return rows.order_by(*ordering) if ordering else rows

    def choices_for(self, model: type[models.Model], request: HttpRequest) -> models.QuerySet[Any]:
        """Rows of ``model`` that a field may point at."""
        return choices_for(model, request.user)

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField | None:
        kwargs.setdefault("queryset", self.choices_for(db_field.remote_field.model, request))
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", ForgivingAutocomplete(db_field, self.admin_site))
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field is not None:
            field.error_messages["invalid_choice"] = NOT_YOURS
        return field

    def formfield_for_manytomany(
        self, db_field: models.ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelMultipleChoiceField | None:
        kwargs.setdefault("queryset", self.choices_for(db_field.remote_field.model, request))
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class ScopedModelAdmin(
    ScopedMixin,
    PinyinMixin,
    RememberMixin,
    KeptMixin,
    OnceMixin,
    RecordedMixin,
    MeanwhileMixin,
    DeletingMixin,
    RestoreMixin,
    HistoryMixin,
    admin.ModelAdmin,
):
    """An admin of records with a scope. Subclasses declare; they never fetch around ``get_queryset``."""

    list_per_page = 50
    show_full_result_count = False
    #: True: only the street's own staff see this list at all.
    street_only = False
    #: Names of actions that change nothing and so take all visible rows.
    reading_actions: tuple[str, ...] = ()

    def view_on_site(self, obj: models.Model) -> str | None:
        """The object's own page; Django's redirect would look past the scope."""
        return obj.get_absolute_url() if hasattr(obj, "get_absolute_url") else None

    # --- who may what ---------------------------------------------------------------------------
    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        if not works_inside(request.user):
            return False
        if self.street_only and not request.user.sees_every_community:
            return False
        return obj is None or obj.pk is None or may_see_row(request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request) and may_add(self.model, request.user)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        # Shared lists are changed by those who may add to them; everything else row by row.
        if not self.has_view_permission(request) or not may_add(self.model, request.user):
            return False
        return obj is None or obj.pk is None or may_edit_row(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    # --- forms ----------------------------------------------------------------------------------
    def get_form(
        self, request: HttpRequest, obj: models.Model | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        form = super().get_form(request, obj, change=change, **kwargs)
        form.user = request.user
        return form

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """What an address may fill in beforehand: values that the record's fields can hold."""
        columns = {field.name: field for field in self.opts.fields}
        filled: dict[str, Any] = {}
        for name, text in super().get_changeform_initial_data(request).items():
            if name in columns and "\x00" not in text:
                with suppress(ValidationError):
                    filled[name] = columns[name].to_python(text)
        return filled

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> type[forms.ModelForm]:
        form = super().get_changelist_form(request, **{"form": ListRowForm, **kwargs})
        form.user = request.user
        return form

    def save_model(
        self, request: HttpRequest, obj: models.Model, form: forms.ModelForm, change: bool
    ) -> None:
        if change and not may_edit_row(request, obj):
            raise PermissionDenied
        super().save_model(request, obj, form, change)

    # --- lists ----------------------------------------------------------------------------------
    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[Any], search_term: str
    ) -> tuple[models.QuerySet[Any], bool]:
        # PostgreSQL refuses a NUL inside text, SQLite finds nothing: neither is worth an error page.
        return super().get_search_results(request, queryset, search_term.replace("\x00", "")[:200])

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        # An address must not bring a pattern: a broken one fails, a cunning one takes hours.
        return not lookup.endswith("regex") and super().lookup_allowed(lookup, value, request)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not query_is_sound(request.GET):
            return HttpResponseRedirect(request.path)
        if request.method == "POST" and not self._selection_is_sound(request):
            messages.error(request, "选择的记录有误，没有作任何改动。请重新勾选。")
            return HttpResponseRedirect(request.get_full_path())
        title = {"title": self.opts.verbose_name_plural}
        return super().changelist_view(request, {**title, **(extra_context or {})})

    def _selection_is_sound(self, request: HttpRequest) -> bool:
        keys = request.POST.getlist(helpers.ACTION_CHECKBOX_NAME)
        keys += [text for name, text in request.POST.items() if ROW_KEY.fullmatch(name)]
        return all(is_key(key) for key in keys)

    def response_action(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> HttpResponse | None:
        if set(request.POST.getlist("action")) - {""} <= set(self.reading_actions):
            return super().response_action(request, queryset)
        own = queryset.filter(pk__in=editable_by(self.model, request.user).values("pk"))
        chosen = request.POST.getlist(helpers.ACTION_CHECKBOX_NAME)
        others = queryset.exclude(pk__in=own.values("pk"))
        if request.POST.get("select_across") != "1":
            others = others.filter(pk__in=chosen)
        if skipped := others.count():
            messages.warning(request, f"其中 {skipped} 条不归您管理，没有改动。")
        return super().response_action(request, own)

    # --- pages of one's own ---------------------------------------------------------------------
    def own_page(
        self, request: HttpRequest, template: str, title: str, context: dict[str, Any], status: int = 200
    ) -> TemplateResponse:
        """A page of this admin beside Django's own."""
        request.current_app = self.admin_site.name
        shown = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "media": self.media,
            **context,
        }
        return TemplateResponse(request, template, shown, status=status)

    # --- actions --------------------------------------------------------------------------------
    def ask_first(
        self,
        request: HttpRequest,
        rows: models.QuerySet[Any],
        *,
        title: str,
        text: str,
        button: str,
        form: forms.Form | None = None,
    ) -> TemplateResponse | None:
        """The page that asks before an action is done, or None once the user has said yes.

        ``form`` is asked along with it; it was bound to ``request.POST`` where that says "confirmed".
        """
        if request.POST.get("confirmed") == "yes" and (form is None or form.is_valid()):
            return None
        across = request.POST.get("select_across") == "1"
        action = next((name for name in request.POST.getlist("action") if name), "")
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "text": text,
            "button": button,
            "form": form,
            "rows": rows[:100],
            "count": rows.count(),
            "keys": [] if across else request.POST.getlist(helpers.ACTION_CHECKBOX_NAME),
            "across": across,
            "action": action,
            "checkbox_name": helpers.ACTION_CHECKBOX_NAME,
            "opts": self.opts,
            "now": timezone.localtime(),
            "media": self.media,
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/ask_first.html", context)


class ScopedInline(ScopedMixin, admin.TabularInline):
    """Rows inside their parent's form: whoever may change the parent may change them."""

    extra = 0

    def _may_edit_parent(self, request: HttpRequest, parent: models.Model | None) -> bool:
        if not works_inside(request.user) or not request.user.may_write:
            return False
        if parent is None or parent.pk is None:
            return may_add(self.parent_model, request.user)
        return may_edit_row(request, parent)

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        if not works_inside(request.user):
            return False
        return obj is None or obj.pk is None or may_see_row(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self._may_edit_parent(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self._may_edit_parent(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self._may_edit_parent(request, obj)

    def get_formset(
        self, request: HttpRequest, obj: models.Model | None = None, **kwargs: Any
    ) -> type[forms.BaseInlineFormSet]:
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.user = request.user
        return formset


__all__ = [
    "ScopedInline",
    "ScopedModelAdmin",
    "ScopedModelForm",
    "ScopedRelatedFilter",
    "is_shared",
    "may_edit_row",
    "may_see_row",
]
