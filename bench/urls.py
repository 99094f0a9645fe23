"""The site's own addresses and an empty page, which passes the same middleware."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

from guicheng import urls as site
from guicheng.web.http import public_page

handler400, handler403 = site.handler400, site.handler403
handler404, handler500 = site.handler404, site.handler500


@public_page(personal=True)
def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


urlpatterns = [path("bench/empty/", empty), *site.urlpatterns]
