"""我的账号: one's own log-ins and security log, and the way to password and second factor."""

from __future__ import annotations

from django.contrib import admin, messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from . import second_factor, signins
from .events import Kind, record
from .models import SecurityEvent, SignIn

_EVENTS = 15


def me(request: HttpRequest) -> HttpResponse:
    return admin.site.admin_view(_me)(request)


def _me(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _end(request)
    own = SecurityEvent.objects.filter(user=request.user)
    # The log-in before this one: the last is the visit under way.
    before = own.filter(kind=Kind.LOGIN)[1:2]
    context = {
        **admin.site.each_context(request),
        "title": "我的账号",
        "subtitle": None,
        "rank": "系统管理员" if request.user.is_superuser else request.user.get_role_display(),
        "before": before[0] if before else None,
        "second_factor": request.has_second_factor,
        "second_factor_required": second_factor.is_required(request.user),
        "sign_ins": signins.living(request.user),
        "this": request.session.session_key,
        "events": own[:_EVENTS],
    }
    request.current_app = admin.site.name
    return TemplateResponse(request, "accounts/me.html", context)


def _end(request: HttpRequest) -> HttpResponse:
    own = SignIn.objects.filter(user=request.user)
    this = request.session.session_key
    chosen = request.POST.get("end", "")
    if chosen == "others":
        count = signins.end_all(request.user, but=this)
        record(Kind.SESSION_ENDED, request=request, what="其他所有登录", count=count)
        messages.success(request, f"已结束其他 {count} 个登录。")
    elif chosen.isascii() and chosen.isdigit() and len(chosen) < 18:
        row = own.filter(pk=chosen).first()
        if row is not None and row.session_key == this:
            logout(request)
            return redirect("admin:login")
        if row is not None:
            signins.end(own.filter(pk=row.pk))
            record(Kind.SESSION_ENDED, request=request, what=row.device, count=1)
            messages.success(request, "已结束这个登录。")
    return redirect("me")
