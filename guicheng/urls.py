from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("guicheng.pages.urls")),
    path("", include("stations.urls")),
    path("api/v1/", include("guicheng.api.urls")),
    path("admin/", admin.site.urls),
]

handler400 = "guicheng.web.errors.bad_request"
handler403 = "guicheng.web.errors.permission_denied"
handler404 = "guicheng.web.errors.not_found"
handler500 = "guicheng.web.errors.server_error"
