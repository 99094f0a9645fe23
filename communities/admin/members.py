"""Accounts and the communities that they belong to."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest

from guicheng.accounts.admin import UserAdmin, manages_accounts
from guicheng.accounts.admin_base import ScopedInline, ScopedRelatedFilter
from guicheng.accounts.models import COMMUNITY_ROLES, User

from ..models import Membership


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
