"""Requests for tests, and a resident's browser."""

from __future__ import annotations

import io
import re
import time
from datetime import timedelta
from typing import Any

from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from PIL import Image

from casework import requests
from casework.models import ResidentRequest
from communities.models import Community
from tests.factories import make_community

NEW = reverse("request-new")
RESIDENT = requests.By(label="居民")


def make_request(community: Community | None = None, **values: Any) -> ResidentRequest:
    return made_with_token(community, **values)[0]


def made_with_token(community: Community | None = None, **values: Any) -> tuple[ResidentRequest, str]:
    """Received as the form receives it."""
    values = {"text": "楼下路灯不亮", **values}
    row = ResidentRequest(community=community or make_community(), **values)
    row, token, _ = requests.receive(row, by=RESIDENT)
    return row, token


def picture(
    name: str = "door.jpg", *, size: tuple[int, int] = (600, 400), exif: bool = False
) -> SimpleUploadedFile:
    out = io.BytesIO()
    image = Image.new("RGB", size, "navy")
    if exif:
        tags = Image.Exif()
        tags[0x010E] = "拍摄者的名字"
        image.save(out, "JPEG", exif=tags)
    else:
        image.save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


class _Earlier(signing.TimestampSigner):
    def timestamp(self) -> str:
        return signing.b62_encode(int(time.time()) - 30)


def stamp() -> str:
    """The time stamp of a form that was opened half a minute ago."""
    return _Earlier(salt="guicheng.public-form").sign(get_random_string(12))


def filled(community: Community, **values: Any) -> dict[str, Any]:
    return {"community": community.code, "text": "楼下路灯不亮三天了", "opened": stamp(), **values}


def send(client: Client, community: Community, **values: Any) -> Any:  # noqa: ANN401
    return client.post(NEW, filled(community, **values))


def token_in(client: Client) -> str:
    """The secret of the link on the page of thanks."""
    html = client.get(reverse("request-sent")).content.decode()
    return re.search(r'href="[^"]*/requests/([^/"]{22})/"', html).group(1)


def page_of(row: ResidentRequest, name: str = "handle") -> str:
    return reverse(f"admin:casework_residentrequest_{name}", args=[row.pk])


def do(client: Client, row: ResidentRequest, what: str, **values: object):
    row.refresh_from_db()
    return client.post(page_of(row), {"do": what, "version": row.version, **values})


def in_days(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def say(client: Client, name: str, token: str, *more: object, **values: object):
    return client.post(reverse(name, args=[token, *more]), {"opened": stamp(), **values})
