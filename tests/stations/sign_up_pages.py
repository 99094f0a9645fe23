"""Signing up as a resident's browser does it."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from stations.models import Activity, SignUp
from tests.factories import make_activity, make_station


def coming(**values: object) -> Activity:
    """In three days, for three people, open for signing up."""
    station = values.pop("station", None) or make_station("甲站", phone="0757-86000001")
    defaults = {"title": "演示讲座", "capacity": 3, "sign_up_open": True, **values}
    return make_activity(station, timezone.now() + timedelta(days=3), **defaults)


def path_of(activity: Activity) -> str:
    return f"/activities/{activity.pk}/sign-up/"


def stamp(client: Client, path: str) -> str:
    html = client.get(path).content.decode()
    return unescape(re.search(r'name="opened" value="([^"]+)"', html)[1])


def send(client: Client, activity: Activity, n: int = 1, **fields: object) -> HttpResponse:
    path = path_of(activity)
    fields = {"surname": "陈", "phone": f"138000010{n:02d}", "people": 1, **fields}
    if "opened" not in fields:
        fields["opened"] = stamp(client, path)
    return client.post(path, fields)


def link_of(response: HttpResponse) -> str:
    assert response.status_code == 302, response.content.decode()
    return urlsplit(response["Location"]).path


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def states() -> list[str]:
    return list(SignUp.objects.order_by("pk").values_list("state", flat=True))
