"""Accounts in the admin, and the admin's own name."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth import admin as auth_admin
from django.contrib.auth import forms as auth_forms
from django.contrib.auth.models import Group
from django.db import models
from django.http import HttpRequest, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.safestring import SafeString

from . import lockout, second_factor, signins
from .account_filters import DoorFilter, SecondFactorFilter, words_of_door
from .admin_base import ScopedModelAdmin
from .events import Kind, record
from .login_form import LoginForm
from .models import Role, SecurityEvent, User

admin.site.site_header = "桂城党群服务中心 · 工作台"
admin.site.site_title = "桂城党群服务中心"
admin.site.index_title = "工作台"
admin.site.site_url = "/"
admin.site.empty_value_display = "—"
admin.site.login_form = LoginForm
# Who may do what follows from role and community; groups would be a second, contradicting rule.
admin.site.unregister(Group)

#: Roles that work in the admin. The others have pages of their own.
INSIDE_ROLES = frozenset(
    {Role.STREET_ADMIN, Role.COMMUNITY_WORKER, Role.SPECIALIST, Role.DEPARTMENT, Role.STREET_LEADER}
)


def manages_accounts(user: User) -> bool:
    return user.is_active and (user.is_superuser or user.role == Role.STREET_ADMIN)


def manageable_by(user: User) -> models.QuerySet[User]:
    """Accounts up to the user's own rank: a superuser manages all, the street all but superusers."""
    if not user.is_authenticated or not manages_accounts(user):
        return User.objects.none()
    return User.objects.all() if user.is_superuser else User.objects.filter(is_superuser=False)


class NewUserForm(auth_forms.BaseUserCreationForm):
    class Meta:
        model = User
        fields = ["username", "name", "role"]

    def clean_username(self) -> str:
        """One account a name whatever the case, else two people share a log-in by look."""
        username = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=username).exists():
            raise forms.ValidationError("已经有同名的账号，请换一个用户名。")
        return username


@admin.register(User)
class UserAdmin(auth_admin.UserAdmin, ScopedModelAdmin):
    form = auth_forms.UserChangeForm
    add_form = NewUserForm
    list_display = ["username", "name", "rank", "is_active", "last_login"]
    list_filter = ["role", "is_active", DoorFilter, SecondFactorFilter]
    search_fields = ["username", "name"]
    ordering = ["username"]
    filter_horizontal = []
    readonly_fields = ["last_login", "date_joined"]
    list_per_page = 50
    actions = ["deactivate", "activate", "unlock", "remove_second_factor"]
    fieldsets = [
        (None, {"fields": ["username", "name", "password"]}),
        (
            "角色",
            {
                "fields": ["role", "is_active", "must_change_password"],
                "description": "人员离岗时取消“有效”，不要删除账号：他经手的记录要保留。",
            },
        ),
        ("联系与记录", {"fields": ["email", "last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (
            None,
            {
                "fields": ["username", "name", "role", "password1", "password2"],
                "description": "新账号第一次登录时会被要求改密码。保存后请在下一页选择所属社区。",
            },
        )
    ]

    class Media:
        css = {"all": ["admin-tools/account.css"]}

    # --- who may what ---------------------------------------------------------------------------
    def get_queryset(self, request: HttpRequest) -> models.QuerySet[User]:
        rows = manageable_by(request.user).order_by(*self.ordering)
        return second_factor.with_second_factor(lockout.with_failures(rows))

    def get_list_display(self, request: HttpRequest) -> list[str]:
        return [*super().get_list_display(request), "door"]

    def has_view_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        if not manages_accounts(request.user):
            return False
        return obj is None or request.user.is_superuser or not obj.is_superuser

    def has_add_permission(self, request: HttpRequest) -> bool:
        return manages_accounts(request.user)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return self.has_view_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Only an account that nobody ever used: deleting another would take its log with it."""
        return self.has_view_permission(request, obj) and (obj is None or obj.last_login is None)

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:  # noqa: ANN401
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or not request.user.is_superuser:
            return fieldsets
        return [*fieldsets, ("系统管理员", {"fields": ["is_superuser"]})]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        fields = list(super().get_readonly_fields(request, obj))
        if obj is not None and obj.pk == request.user.pk:
            # Nobody locks themselves out or changes their own rank by a slip.
            fields += ["role", "is_active", "is_superuser"]
        return fields

    def save_model(self, request: HttpRequest, obj: User, form: forms.ModelForm, change: bool) -> None:
        obj.is_staff = obj.is_superuser or obj.role in INSIDE_ROLES
        if not change:
            obj.must_change_password = True
        admin.ModelAdmin.save_model(self, request, obj, form, change)
        if not change:
            self._note(request, obj, "新建账号")
        elif {"is_active", "role", "is_superuser"} & set(form.changed_data):
            self._note(request, obj, "改角色或启停")

    def user_change_password(
        self, request: HttpRequest, id: str, form_url: str = ""
    ) -> TemplateResponse | HttpResponseRedirect:
        response = super().user_change_password(request, id, form_url)
        if (
            request.method == "POST"
            and isinstance(response, HttpResponseRedirect)
            and id != str(request.user.pk)
        ):
            # Whoever sets a password for another knows it, so its owner must choose a new one.
            user = manageable_by(request.user).filter(pk=id).first()
            if user is not None:
                manageable_by(request.user).filter(pk=user.pk).update(must_change_password=True)
                signins.end_all(user)
                self._note(request, user, "重置密码", Kind.PASSWORD)
        return response

    def _note(
        self,
        request: HttpRequest,
        user: User,
        what: str,
        kind: SecurityEvent.Kind = Kind.ACCOUNT,
    ) -> None:
        """A line in the log of whoever did it, and one that the account's owner finds in theirs."""
        record(kind, request=request, what=f"{what}：账号 {user.pk}")
        if user.pk != request.user.pk:
            record(kind, user=user, what=f"管理员{what}")

    # --- actions --------------------------------------------------------------------------------
    def response_action(self, request: HttpRequest, queryset: models.QuerySet[User]) -> Any:  # noqa: ANN401
        return admin.ModelAdmin.response_action(self, request, queryset)

    @admin.action(description="停用所选账号", permissions=["change"])
    def deactivate(self, request: HttpRequest, queryset: models.QuerySet[User]) -> TemplateResponse | None:
        others = queryset.exclude(pk=request.user.pk).filter(is_active=True)
        page = self.ask_first(
            request,
            others,
            title="停用账号",
            text="停用后这些账号不能再登录，他们经手的记录都会保留。以后可以重新启用。",
            button="停用",
        )
        if page is None:
            chosen = list(others)
            count = self.change_rows(request, others, "停用账号", is_active=False)
            for user in chosen:
                self._note(request, user, "停用")
            messages.success(request, f"已停用 {count} 个账号。")
        return page

    @admin.action(description="启用所选账号", permissions=["change"])
    def activate(self, request: HttpRequest, queryset: models.QuerySet[User]) -> None:
        chosen = list(queryset.filter(is_active=False))
        count = self.change_rows(request, chosen, "启用账号", is_active=True)
        for user in chosen:
            self._note(request, user, "启用")
        messages.success(request, f"已启用 {count} 个账号。")

    @admin.action(description="解除登录锁定", permissions=["change"])
    def unlock(self, request: HttpRequest, queryset: models.QuerySet[User]) -> None:
        chosen = list(queryset.filter(lockout.is_locked_somewhere()))
        lockout.unlock(chosen)
        for user in chosen:
            self._note(request, user, "解除锁定")
        if chosen:
            messages.success(request, f"已解除 {len(chosen)} 个账号的锁定，现在就可以登录。")
        else:
            messages.info(request, "所选的账号都没有被锁定。")

    @admin.action(description="取消动态验证码（手机丢了）", permissions=["change"])
    def remove_second_factor(
        self, request: HttpRequest, queryset: models.QuerySet[User]
    ) -> TemplateResponse | None:
        # One's own is removed with the password, on the page of one's account.
        others = queryset.exclude(pk=request.user.pk).filter(has_second_factor=True)
        page = self.ask_first(
            request,
            others,
            title="取消动态验证码",
            text="请先当面或打电话核实是本人。取消后只凭密码就能登录，备用码作废，已登录的地方全部退出；"
            "请本人尽快重新设置。",
            button="取消动态验证码",
        )
        if page is None:
            chosen = list(others)
            for user in chosen:
                second_factor.remove(user)
                signins.end_all(user)
                self._note(request, user, "取消动态验证码", Kind.SECOND_FACTOR)
            messages.success(request, f"已取消 {len(chosen)} 个账号的动态验证码。")
        return page

    @admin.display(description="登录")
    def door(self, user: User) -> str:
        return "、".join(words_of_door(user)) or "—"

    @admin.display(description="角色")
    def rank(self, user: User) -> str | SafeString:
        return "系统管理员" if user.is_superuser else user.get_role_display()


# Registers itself; here because Django looks for admins in this module.
from . import security_log  # noqa: E402, F401
