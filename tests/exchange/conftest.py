from __future__ import annotations

import csv

import pytest

from communities.models import Community
from communities.reference import DEFAULT_FILE
from guicheng.accounts.models import Role, User
from tests.people import make_user


@pytest.fixture
def street(db: None) -> User:
    """A street administrator, with all 45 communities there."""
    # The real ones, in one statement: the loader checks and records each, which these tests need not wait for.
    with DEFAULT_FILE.open(encoding="utf-8-sig", newline="") as handle:
        Community.objects.bulk_create(
            Community(code=row["code"], name=row["name"], kind=row["kind"]) for row in csv.DictReader(handle)
        )
    return make_user(Role.STREET_ADMIN)


@pytest.fixture
def worker(street: User) -> User:
    return make_user(Role.COMMUNITY_WORKER, Community.objects.get(name="桂雅社区"))
