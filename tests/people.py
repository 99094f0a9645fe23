"""Accounts for tests: one line a role, logged in where a client is given."""

from __future__ import annotations

from itertools import count

from django.test import Client

from communities.models import Community, Membership
from guicheng.accounts.models import Role, User

_numbers = count(1)


def make_user(role: Role | str, *communities: Community, superuser: bool = False) -> User:
    user = User.objects.create(
        username=f"user{next(_numbers)}", role=role, is_staff=True, is_superuser=superuser
    )
    for community in communities:
        Membership.objects.create(user=user, community=community)
    return user


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def worker_of(community: Community) -> Client:
    return logged_in(make_user(Role.COMMUNITY_WORKER, community))


def street_admin() -> Client:
    return logged_in(make_user(Role.STREET_ADMIN))
