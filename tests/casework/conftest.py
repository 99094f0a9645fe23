"""A community with its worker; what is uploaded goes away with the test."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from communities.models import Community
from tests.factories import make_community
from tests.people import worker_of


@pytest.fixture(autouse=True)
def _media(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def own() -> Community:
    return make_community("桂雅社区", phone="0757-86000001")


@pytest.fixture
def staff(own: Community) -> Client:
    return worker_of(own)
