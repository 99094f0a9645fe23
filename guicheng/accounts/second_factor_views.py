"""Pages of the second factor: the code after the password, and one's own setting of it."""

from __future__ import annotations

from typing import Any

import segno
from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django_otp import login as verified_by

from . import second_factor
from .events import Kind, record
from .lockout import confirm_password
from .models import RecoveryCode, User

ISSUER = "桂城党群服务中心"
_WRONG = "验证码不对，或者已经用过。请等手机上换一个新的 6 位数字再试，并检查手机的时间是否准确。"


class CodeForm(forms.Form):
    code = forms.CharField(
        label="验证码",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": True, "size": 12}),
    )


class PasswordForm(forms.Form):
    password = forms.CharField(
        label="您的登录密码",
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


def verify(request: HttpRequest) -> HttpResponse:
    """After the password: the code of the app, or a recovery code."""
    return admin.site.admin_view(_verify)(request)


def _verify(request: HttpRequest) -> HttpResponse:
    user = request.user
    if user.is_verified() or not request.has_second_factor:
        return redirect(_where_to(request))
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if said := _must_wait(user):
            form.add_error("code", said)
        elif device := second_factor.verify(user, form.cleaned_data["code"]):
            request.session.cycle_key()
            verified_by(request, device)
            left = RecoveryCode.objects.filter(user=user).count()
            by_code = len(second_factor.plain(form.cleaned_data["code"])) > 6
            record(Kind.SECOND_FACTOR, request=request, what="用备用码通过" if by_code else "通过")
            if by_code:
                messages.warning(request, f"用掉了一个备用码，还剩 {left} 个。请尽快在“我的账号”里换新的。")
            return redirect(_where_to(request))
        else:
            record(Kind.SECOND_FACTOR, request=request, what="验证码不对")
            form.add_error("code", _WRONG)
    return _page(
        request, "accounts/verify.html", "输入动态验证码", form=form, next=request.GET.get("next", "")
    )


def _where_to(request: HttpRequest) -> str:
    asked = request.GET.get("next", "")
    inside = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if inside else reverse("admin:index")


def _must_wait(user: User) -> str:
    until = second_factor.wait_until(user)
    if until is None:
        return ""
    seconds = int((until - timezone.now()).total_seconds()) + 1
    return f"刚才输错了，请等 {seconds} 秒再试。" if seconds < 100 else f"请等 {seconds // 60 + 1} 分钟再试。"


def own_second_factor(request: HttpRequest) -> HttpResponse:
    """Set up, renew the recovery codes, remove."""
    return admin.site.admin_view(_own_second_factor)(request)


def _own_second_factor(request: HttpRequest) -> HttpResponse:
    if request.has_second_factor:
        return _change(request)
    return _set_up(request)


def _set_up(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if said := _must_wait(request.user):
            form.add_error("code", said)
        elif device := second_factor.confirm(request.user, form.cleaned_data["code"]):
            verified_by(request, device)
            record(Kind.SECOND_FACTOR, request=request, what="开启")
            return _codes(request, "动态验证码已开启")
        else:
            form.add_error("code", _WRONG)
    row = second_factor.unfinished(request.user)
    square = segno.make(row.address(ISSUER), error="m", micro=False)
    return _page(
        request,
        "accounts/second_factor_set_up.html",
        "设置动态验证码",
        form=form,
        # One thing to do here, and for some roles nothing else opens.
        is_nav_sidebar_enabled=False,
        square=square.svg_data_uri(scale=5, border=4, light="white"),
        secret=" ".join(row.secret[start : start + 4] for start in range(0, len(row.secret), 4)),
    )


def _change(request: HttpRequest) -> HttpResponse:
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not confirm_password(request, form.cleaned_data["password"]):
            form.add_error("password", "密码不对，没有作任何改动。")
        elif request.POST.get("do") == "renew":
            record(Kind.SECOND_FACTOR, request=request, what="换备用码")
            return _codes(request, "新的备用码")
        elif request.POST.get("do") == "remove":
            second_factor.remove(request.user)
            record(Kind.SECOND_FACTOR, request=request, what="关闭")
            messages.success(request, "动态验证码已关闭。")
            return redirect("me")
    return _page(
        request,
        "accounts/second_factor_change.html",
        "动态验证码",
        form=form,
        left=RecoveryCode.objects.filter(user=request.user).count(),
        required=second_factor.is_required(request.user),
    )


def _codes(request: HttpRequest, title: str) -> HttpResponse:
    codes = second_factor.new_recovery_codes(request.user)
    return _page(request, "accounts/recovery_codes.html", title, codes=codes)


def _page(request: HttpRequest, template: str, title: str, **context: Any) -> HttpResponse:
    request.current_app = admin.site.name
    context = {**admin.site.each_context(request), "title": title, "subtitle": None, **context}
    return TemplateResponse(request, template, context)
