"""Documents of the street: written in parts, read with what stands behind each of them."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path

from guicheng.accounts.admin_base import ScopedInline, ScopedModelAdmin

from ..models import DocumentPart, StreetDocument
from ..targets import leads_to
from .pages import OwnPages


class PartRows(forms.models.BaseInlineFormSet):
    def get_unique_error_message(self, unique_check: Sequence[str]) -> str:
        """Django's own names the field in English."""
        return "两个部分用了同一个序号，请改成不同的。"


class PartInline(ScopedInline):
    model = DocumentPart
    formset = PartRows
    fields = ["number", "heading", "text", "link_to"]
    verbose_name_plural = "各部分"


@admin.register(StreetDocument)
class StreetDocumentAdmin(OwnPages, ScopedModelAdmin):
    list_display = ["title", "version_on", "public", "slug"]
    list_filter = ["public"]
    search_fields = ["title", "intro", "parts__heading", "parts__text"]
    search_help_text = "按标题和内容查找"
    inlines = [PartInline]
    fields = ["title", "slug", "version_on", "intro", "public", "source"]

    class Media:
        css = {"all": ["admin-tools/governance.css"]}

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.read_view)
        return [path("<int:pk>/read/", view, name="communities_streetdocument_read"), *super().get_urls()]

    def read_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        document = self.get_queryset(request).filter(pk=pk).first()
        if document is None:
            raise Http404
        parts = [(part, leads_to(part.link_to, request.user)) for part in document.parts.all()]
        context = {"document": document, "parts": parts, "original": document}
        return self.own_page(request, "communities/admin/document.html", document.title, context)
