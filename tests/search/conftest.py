from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.db import transaction

from tests.factories import make_community, make_estate, make_station

from . import world


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """The invented street, built once for all tests of a module and gone after the last."""
    with django_db_blocker.unblock(), transaction.atomic():
        world.build()
        with django_db_blocker.block():
            yield
        transaction.set_rollback(True)


@pytest.fixture
def street(built: None, db: None) -> None:
    """The invented street, searchable."""


@pytest.fixture
def place() -> SimpleNamespace:
    """A community, an estate and a station, saved one by one as staff do. Wants a database."""
    community = make_community("桂雅社区")
    return SimpleNamespace(
        community=community,
        estate=make_estate("俊雅花园", community),
        station=make_station("桂雅社区党群服务中心", community=community, level="centre"),
    )
