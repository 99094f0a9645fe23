from __future__ import annotations
from ninja.openapi.docs import DocsBase


class DocsPage(DocsBase):
    def render_page(self, request, api, **kwargs):
        from django.http import HttpResponse

        return HttpResponse("docs")
