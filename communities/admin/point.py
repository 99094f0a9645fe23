"""An admin of what has a point: a map to pick it on."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from guicheng.accounts.admin_base import ScopedModelAdmin
from guicheng.accounts.scope import visible_to

from ..models import Community


def areas_around(request: HttpRequest, focus: Any = None) -> dict[str, Any]:  # noqa: ANN401
    """For a map to pick a point on: the centre to show first and the user's communities, in WGS-84."""
    rows = visible_to(Community, request.user).filter(lat__isnull=False)
    areas = [[row.short_name, row.lat, row.lon] for row in rows]
    if focus is not None and focus.has_point:
        centre = [focus.lat, focus.lon]
    elif len(areas) == 1:
        centre = areas[0][1:]
    else:
        centre = list(settings.STREET_CENTRE)
    return {"centre": centre, "areas": areas, "marks": []}


class PointAdmin(ScopedModelAdmin):
    """An admin whose form has a point: gives the map its surroundings, shows the point where read only."""

    def around(self, request: HttpRequest, obj: Any | None) -> dict[str, Any]:  # noqa: ANN401
        community = getattr(obj, "community", None)
        return areas_around(request, obj if obj is not None and obj.has_point else community)

    def get_form(
        self, request: HttpRequest, obj: models.Model | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        form = super().get_form(request, obj, change=change, **kwargs)
        if "point" in form.base_fields:
            # Declared fields are shared by all requests; what one user's map shows is not.
            field = form.base_fields["point"] = deepcopy(form.base_fields["point"])
            field.widget.orientation = self.around(request, obj)
        return form

    def get_fieldsets(self, request: HttpRequest, obj: models.Model | None = None) -> list[Any]:
        """Whoever may only look gets the point as text: it is a field of the form, not of the record."""
        fieldsets = super().get_fieldsets(request, obj)
        if self.has_change_permission(request, obj) or (obj is None and self.has_add_permission(request)):
            return fieldsets
        return [(title, {**parts, "fields": self.for_reading(parts["fields"])}) for title, parts in fieldsets]

    #: Fields of the form only → what stands for them where the record is read only.
    reading_fields: dict[str, str | None] = {"point": "shown_point"}

    def for_reading(self, names: list[str]) -> list[str]:
        return [shown for name in names if (shown := self.reading_fields.get(name, name))]

    @admin.display(description="坐标（WGS-84）")
    def shown_point(self, obj: Any) -> str:  # noqa: ANN401
        return f"{obj.lat:.6f}, {obj.lon:.6f}" if obj.has_point else ""

    @admin.display(description="有坐标", boolean=True)
    def located(self, obj: Any) -> bool:  # noqa: ANN401
        return obj.has_point
