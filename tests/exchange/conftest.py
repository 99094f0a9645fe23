from __future__ import annotations

import pytest

from communities.models import Community
from communities.reference import load_communities
from guicheng.accounts.models import Role, User
from tests.people import make_user


@pytest.fixture
def street(db: None) -> User:
    """A street administrator, with all 45 communities there."""
    load_communities()
    return make_user(Role.STREET_ADMIN)


@pytest.fixture
def worker(street: User) -> User:
    return make_user(Role.COMMUNITY_WORKER, Community.objects.get(name="桂雅社区"))
