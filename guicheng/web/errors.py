"""Pages for when something went wrong: what happened and whom to call."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string


def error_page(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    response = render(request, "pages/error.html", {"title": title, "text": text}, status=status)
    response["Cache-Control"] = "no-store"
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 400, "这个请求读不懂", "网址或填写的内容不完整，请从首页重新开始。")


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 403, "没有权限", "您的账号不能打开这一页。需要时请联系街道管理员。")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 404, "没有找到这一页", "它可能已经移走，或者网址少了几个字。")


def server_error(request: HttpRequest) -> HttpResponse:
    """Needs neither database nor static files, since either may be what is broken."""
    text = render_to_string("pages/500.html", {"street_phone": settings.STREET_PHONE})
    return HttpResponse(text, status=500, headers={"Cache-Control": "no-store"})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    if request.path.startswith("/admin/") and not request.path.startswith("/admin/logout/"):
        # Back to the same form, whose script offers what was typed; nothing has been written yet.
        messages.warning(
            request,
            "页面放得太久了，刚才没有保存，请再试一次。如果一直不行，请检查浏览器是否允许 Cookie。",
        )
        return redirect(request.get_full_path())
    return error_page(
        request,
        403,
        "页面放得太久了",
        "请返回上一页刷新后再提交。如果一直不行，请检查浏览器是否允许 Cookie。",
    )


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 429, "提交得太频繁了", "请过几分钟再试。急事请直接打电话给社区。")
