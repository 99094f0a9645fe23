"""Communities, estates and who works for them, in the admin."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest

from guicheng.accounts.admin import UserAdmin, manages_accounts
from guicheng.accounts.admin_base import ScopedInline, ScopedModelAdmin, ScopedRelatedFilter
from guicheng.accounts.models import COMMUNITY_ROLES, User
from guicheng.accounts.scope import visible_to

from .forms import PointForm
from .models import Boundary, Community, Estate, Membership


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


class CommunityForm(PointForm):
    class Meta:
        model = Community
        fields = ["name", "code", "kind", "rural_pilot", "certified_on", "phone", "address"]


@admin.register(Community)
class CommunityAdmin(PointAdmin):
    form = CommunityForm
    list_display = ["name", "kind", "rural_pilot", "certified_on", "phone", "located"]
    list_filter = ["kind", "rural_pilot"]
    search_fields = ["name", "code", "address"]
    ordering = ["code"]
    fieldsets = [
        (None, {"fields": ["name", "code", "kind", "rural_pilot", "certified_on"]}),
        ("联系", {"fields": ["phone", "address"]}),
        ("位置", {"fields": ["point"], "description": "社区党群服务中心所在的位置。"}),
    ]
    #: What a community is called and counted as is the street's to say.
    street_fields = ["name", "code", "kind", "rural_pilot", "certified_on"]

    def around(self, request: HttpRequest, obj: Community | None) -> dict[str, Any]:
        return areas_around(request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and request.user.sees_every_community

    def has_delete_permission(self, request: HttpRequest, obj: Community | None = None) -> bool:
        return super().has_delete_permission(request, obj) and request.user.sees_every_community

    def get_readonly_fields(self, request: HttpRequest, obj: Community | None = None) -> list[str]:
        fields = ["shown_point"]
        return fields if request.user.sees_every_community else [*fields, *self.street_fields]


class EstateForm(PointForm):
    class Meta:
        model = Estate
        fields = ["community", "name", "kind", "aliases", "households", "note", "source"]


@admin.register(Estate)
class EstateAdmin(PointAdmin):
    form = EstateForm
    list_display = ["name", "community", "kind", "households", "located"]
    list_filter = [("community", ScopedRelatedFilter), "kind"]
    list_select_related = ["community"]
    search_fields = ["name", "aliases", "community__name"]
    ordering = ["community__code", "name"]
    readonly_fields = ["shown_point"]
    fieldsets = [
        (None, {"fields": ["community", "name", "kind", "aliases", "households"]}),
        ("位置", {"fields": ["point"]}),
        ("说明", {"fields": ["note", "source"]}),
    ]


@admin.register(Boundary)
class BoundaryAdmin(ScopedModelAdmin):
    """Boundaries are loaded by a command; here one sees what is there and removes it."""

    street_only = True
    list_display = ["name", "attribution", "loaded_at"]
    fields = ["name", "attribution", "loaded_at"]
    readonly_fields = ["loaded_at"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


class MembershipInline(ScopedInline):
    model = Membership
    extra = 1
    verbose_name_plural = "所属社区（社区工作人员和创熟专干必须选，只能看到所选社区的内容）"

    def _may_edit_parent(self, request: HttpRequest, parent: User | None) -> bool:
        return manages_accounts(request.user)

    def has_view_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return manages_accounts(request.user)


admin.site.unregister(User)


@admin.register(User)
class MemberAdmin(UserAdmin):
    """Accounts with the communities that they belong to."""

    list_display = ["username", "name", "rank", "communities", "is_active", "last_login"]
    list_filter = [*UserAdmin.list_filter, ("memberships__community", ScopedRelatedFilter)]
    inlines = [MembershipInline]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[User]:
        return super().get_queryset(request).prefetch_related("memberships__community")

    def get_inlines(self, request: HttpRequest, obj: User | None) -> list[type[MembershipInline]]:
        return [] if obj is None else list(self.inlines)

    @admin.display(description="所属社区")
    def communities(self, user: User) -> str:
        return "、".join(row.community.short_name for row in user.memberships.all())

    def save_related(self, request: HttpRequest, form: forms.ModelForm, formsets: Any, change: bool) -> None:  # noqa: ANN401
        super().save_related(request, form, formsets, change)
        user = form.instance
        if (
            change
            and user.role in COMMUNITY_ROLES
            and not user.is_superuser
            and not user.memberships.exists()
        ):
            messages.warning(request, f"“{user}”还没有所属社区，登录后什么也看不到。请在页面下方选择社区。")
