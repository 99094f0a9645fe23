"""Every field of every form of the admin with values that no field wants: a sentence or a record, no crash.

Found by enumeration, so a new model's form is tried without anyone remembering.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.urls import reverse

from communities.models import Community
from guicheng.accounts.models import Role, User
from stations.defaults import load_lists
from stations.models import Station
from tests.factories import make_community, make_estate, make_place, make_station, make_volunteer
from tests.people import logged_in, make_user
from tests.stations.admin_pages import filled_form

pytestmark = pytest.mark.django_db
BAD: dict[str, str] = {
    "empty": "",
    "spaces": "   ",
    "long": "字" * 10_000,
    "emoji": "😀🏠",
    "control": "甲\x00乙\x07丙",
    "markup": "<script>alert(1)</script>",
    "year 1900": "1900-01-01",
    "far future": "2999-12-31",
    "ten digits": "1380000111",
    "a number beyond all": "99999999999999999999",
    "negative": "-1",
    "no such key": "987654321",
}
#: What a database may refuse that Python takes; SQLite takes nearly all, so it alone gets every value, and
#: what only PostgreSQL refuses is sent to it field by field.
REFUSED_BY_DATABASES = ("long", "control", "a number beyond all")
#: What a form needs to be read at all.
_FRAME = ("csrfmiddlewaretoken", "-TOTAL_FORMS", "-INITIAL_FORMS", "-MIN_NUM_FORMS", "-MAX_NUM_FORMS")


def models() -> list[Any]:
    return sorted(admin.site._registry, key=lambda model: model._meta.label)


@pytest.fixture
def client() -> Client:
    load_lists()
    community = make_community()
    make_station(community=community)
    make_place("1栋", community=community)
    make_estate(community=community)
    make_volunteer("陈演示")
    superuser = make_user(Role.STREET_ADMIN, superuser=True)
    return logged_in(superuser)


def _values(form: dict[str, Any], value: str, only: str | None = None) -> dict[str, Any]:
    return {
        name: old if name.endswith(_FRAME) or (only is not None and name != only) else value
        for name, old in form.items()
    }


def _is_first(name: str) -> bool:
    """Not a field of the second row of a form's table, which is the first one's again."""
    return re.search(r"-([1-9]\d*|__prefix__)-", name) is None


def _counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Community, Station, User))


@pytest.mark.parametrize("model", models(), ids=lambda model: model._meta.label)
def test_the_add_form(client: Client, model: Any) -> None:
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")
    if (status := client.get(address).status_code) != 200:
        assert status == 403  # nothing is added by hand here, not even by a superuser
        return
    form = filled_form(client, address)
    strict = connection.vendor == "postgresql"
    for value in REFUSED_BY_DATABASES if strict else BAD:
        assert client.post(address, _values(form, BAD[value])).status_code in {200, 302, 400}
    for name in filter(_is_first, form) if strict else ():
        # Alone, so that nothing else keeps the database from being asked.
        response = client.post(address, _values(form, BAD["control"], only=name))
        if response.status_code == 403:
            # Of what there is one at most the first that was taken is the last.
            assert model.objects.count() == 1
            return
        assert response.status_code in {200, 302, 400}, name


@pytest.mark.parametrize("model", [Station, Community], ids=lambda model: model._meta.label)
def test_the_change_form_writes_nothing_half(client: Client, model: Any) -> None:
    row = model.objects.first()
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[row.pk])
    form = filled_form(client, address)
    before = _counts()
    for value in BAD.values():
        response = client.post(address, _values(form, value))
        assert response.status_code in {200, 302, 400}
    assert _counts() == before
    row.refresh_from_db()
    assert row.name.strip()


@pytest.mark.parametrize("model", models(), ids=lambda model: model._meta.label)
def test_the_list_under_any_address(client: Client, model: Any) -> None:
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    for query in (
        "q=%00",
        "q=" + "x" * 5_000,
        "p=-1",
        "p=99999999999999999999",
        "o=9.-9",
        "e=1",
        "id__exact=x",
        "all=1",
    ):
        assert client.get(f"{address}?{query}").status_code in {200, 302, 400}
    for key in ("x", "99999999999999999999", "%00"):
        for page in ("change", "history", "delete"):
            assert client.get(f"{address}{key}/{page}/").status_code in {200, 302, 400, 403, 404}
