from __future__ import annotations

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import include, path

from guicheng.accounts.admin_log import change_log
from guicheng.accounts.me import me
from guicheng.accounts.own_password import change_own_password
from guicheng.accounts.second_factor_views import own_second_factor, verify


def gone(request: HttpRequest, rest: str) -> HttpResponse:
    raise Http404


def favicon(request: HttpRequest) -> HttpResponse:
    """For browsers that ask for an icon without being told where it is."""
    return redirect(static("icon.png"))


urlpatterns = [
    path("", include("guicheng.pages.urls")),
    path("", include("guicheng.dashboard.urls")),
    path("", include("communities.urls")),
    path("", include("stations.urls")),
    path("", include("volunteers.urls")),
    path("", include("casework.urls")),
    path("api/v1/", include("guicheng.api.urls")),
    path("favicon.ico", favicon),
    # Django's own redirect to an object's page looks past the scope: who works here could learn which
    # records exist. Pages link to what they show themselves (see ScopedModelAdmin.view_on_site).
    path("admin/r/<path:rest>", gone),
    path("admin/password_change/", change_own_password),
    path("admin/me/", me, name="me"),
    path("admin/me/second-factor/", own_second_factor, name="own_second_factor"),
    path("admin/second-factor/", verify, name="verify"),
    path("admin/log/", change_log, name="change_log"),
    path("admin/", admin.site.urls),
]

handler400 = "guicheng.web.errors.bad_request"
handler403 = "guicheng.web.errors.permission_denied"
handler404 = "guicheng.web.errors.not_found"
handler500 = "guicheng.web.errors.server_error"
