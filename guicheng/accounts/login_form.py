"""The form of the log-in page, in words that tell what to do next."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib.admin.forms import AdminAuthenticationForm

from .models import User


class LoginForm(AdminAuthenticationForm):
    error_messages = {
        **AdminAuthenticationForm.error_messages,
        "invalid_login": "用户名或密码不对，请再试一次。注意大小写和输入法；忘记了密码，请联系街道管理员。",
    }

    #: For the page that says why the session ended.
    idle_minutes = settings.IDLE_MINUTES

    def confirm_login_allowed(self, user: User) -> None:
        super(AdminAuthenticationForm, self).confirm_login_allowed(user)
        if not user.is_staff:
            raise forms.ValidationError(
                "这个账号不用工作台登录。楼长、巷长、街长请用社区发给您的链接。", code="not_inside"
            )
