"""导入 and 导出 above a list whose records are a KIND."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from guicheng.accounts.admin_scope import may_add

from ..kinds import kind_offered_on

register = template.Library()


@register.simple_tag(takes_context=True)
def exchange_links(context: dict[str, Any]) -> str | SafeString:
    """List items for the list's tools; nothing where the model is no KIND."""
    changelist = context.get("cl")
    kind = kind_offered_on(changelist.model) if changelist is not None else None
    if kind is None:
        return ""
    request = context["request"]
    links = SafeString("")
    if may_add(kind.model, request.user):
        address = reverse("admin:exchange_upload", args=[kind.key])
        links = format_html('<li><a href="{}">导入</a></li>', address)
    if kind.model is changelist.model:
        address = reverse("admin:exchange_export", args=[kind.key])
        links = format_html('{}<li><a href="{}?{}">导出</a></li>', links, address, request.GET.urlencode())
    return links
