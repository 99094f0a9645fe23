"""The list of all lists beside every page: what Django would show, whoever looks, and kept of nobody."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib import admin
from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.template import engines
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from guicheng.accounts.models import Role, User
from stations.models import Service
from tests.people import logged_in, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
PATHS = (
    "/admin/",
    "/admin/dashboard/qualitylimits/",
    "/admin/stations/station/1/change/",
    "/admin/stations/",
)
OF_DJANGO = Path(admin.__file__).parent / "templates/admin/app_list.html"


def asked(path: str, user: User) -> HttpRequest:
    request = RequestFactory().get(path)
    request.user = user
    return request


def plain(page: str) -> str:
    """A page without the blanks between its tags."""
    return re.sub(r"\s*(<[^>]*>)\s*", r"\1", page).strip()


@pytest.mark.parametrize("role", [*Role, "superuser", "inactive"])
def test_it_is_the_list_that_django_makes(role: str) -> None:
    known = role if role in Role.values else Role.STREET_ADMIN
    user = make_user(known, superuser=role == "superuser")
    user.is_active = role != "inactive"
    template = engines["django"].from_string(OF_DJANGO.read_text())
    for path in PATHS:
        request = asked(path, user)
        for app_label in (None, "stations"):
            shown = admin.site.get_app_list(request, app_label)
            assert shown == AdminSite.get_app_list(admin.site, request, app_label)
        assert request.user is user
        for links in (True, False):
            page = {"app_list": admin.site.get_app_list(request), "show_changelinks": links}
            ours = render_to_string("admin/app_list.html", page, request)
            assert plain(ours) == plain(template.render(page, request))


def test_a_changed_role_is_seen_with_the_next_page() -> None:
    user = make_user(Role.STREET_ADMIN)
    client = logged_in(user)
    address = f"/admin/{Service._meta.app_label}/{Service._meta.model_name}/add/"
    assert address in client.get("/admin/").content.decode()
    User.objects.filter(pk=user.pk).update(role=Role.STREET_LEADER)
    page = client.get("/admin/").content.decode()
    assert address not in page and address.removesuffix("add/") in page
    User.objects.filter(pk=user.pk).update(role=Role.DEPARTMENT)
    assert address.removesuffix("add/") not in client.get("/admin/").content.decode()


def test_nobody_logged_in_has_a_list() -> None:
    response = Client().get("/admin/login/")
    assert response.context["available_apps"] == []


def test_the_open_list_is_marked() -> None:
    client = logged_in(make_user(Role.STREET_ADMIN))
    page = client.get("/admin/stations/station/").content.decode()
    marked = '<a href="/admin/stations/station/" aria-current="page">'
    assert page.count(' aria-current="page"') == page.count(marked) == 1
