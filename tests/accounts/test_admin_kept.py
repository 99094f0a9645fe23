"""A form left open loses nothing: the server leads back to it, and names what it saved."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from guicheng.accounts.models import User
from tests.factories import make_community, make_estate
from tests.people import worker_of
from tests.stations.admin_pages import filled_form, send

pytestmark = pytest.mark.django_db
ADD = "admin:communities_estate_add"


def test_a_saved_form_is_named_to_the_browser() -> None:
    community = make_community()
    worker = worker_of(community)
    response = send(worker, reverse(ADD), name="新花园", _keep="abcdef123456")
    cookie = response.cookies["saved_form"]
    assert cookie.value == "abcdef123456" and cookie["path"] == "/admin/" and cookie["samesite"] == "Lax"
    estate = make_estate("俊雅花园", community=community)
    address = reverse("admin:communities_estate_change", args=[estate.pk])
    assert send(worker, address, _keep="zzzzzz99999").cookies["saved_form"].value == "zzzzzz99999"


@pytest.mark.parametrize("name", ["", "x", "A" * 12, "a" * 41, "abc;def=12345", "\r\nabcdefghij"])
def test_a_made_up_name_is_not_echoed(name: str) -> None:
    response = send(worker_of(make_community()), reverse(ADD), name="新花园", _keep=name)
    assert "saved_form" not in response.cookies


def test_a_refused_form_is_not_named() -> None:
    response = send(worker_of(make_community()), reverse(ADD), name="", _keep="abcdef123456")
    assert "saved_form" not in response.cookies


def test_a_stale_page_comes_back_to_its_form() -> None:
    worker = worker_of(make_community())
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = worker.cookies
    address = f"{reverse(ADD)}?_changelist_filters=q%3Dx"
    response = strict.post(address, {"name": "新花园", "csrfmiddlewaretoken": "x" * 32}, follow=True)
    assert response.redirect_chain == [(address, 302)]
    assert "刚才没有保存" in response.content.decode()
    assert strict.post("/admin/logout/").status_code == 403


def test_public_forms_keep_their_own_page() -> None:
    assert Client(enforce_csrf_checks=True).post("/feedback/", {"text": "x"}).status_code in (403, 404)


def test_who_was_logged_out_comes_back_to_the_form() -> None:
    worker = worker_of(make_community())
    values = filled_form(worker, reverse(ADD))
    user = User.objects.get()
    user.set_password("a-very-good-password")
    user.must_change_password = False
    user.save()
    worker.logout()
    response = worker.post(reverse(ADD), values)
    assert response["Location"] == f"{reverse('admin:login')}?next={reverse(ADD)}"
    assert f'value="{reverse(ADD)}"' in worker.get(response["Location"]).content.decode()
