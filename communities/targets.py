"""Lists of records that a text can lead to: each room registers its own, the text shows how many."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from guicheng.accounts.models import User


@dataclass(frozen=True)
class Target:
    """One kind of records. ``page``: its list inside; ``public_page``: outside, "" where there is none."""

    key: str
    label: str
    page: str
    #: How many a user sees inside, and how many everybody may know of.
    count_for: Callable[[User], int]
    count_public: Callable[[], int]
    public_page: str = ""


@dataclass(frozen=True)
class Leads:
    """Where a text leads: what is there, how many, and the address ("" where there is no page)."""

    label: str
    count: int
    url: str


_targets: dict[str, Target] = {}


def register(*targets: Target) -> None:
    """Called from ``AppConfig.ready()``."""
    for target in targets:
        _targets[target.key] = target


def target_choices() -> list[tuple[str, str]]:
    return [(target.key, target.label) for target in _targets.values()]


def leads_to(key: str, user: User | None = None) -> Leads | None:
    """Where ``key`` leads for a user inside, or everybody (None); None for one that nobody registered."""
    target = _targets.get(key)
    if target is None:
        return None
    if user is not None:
        return Leads(target.label, target.count_for(user), reverse(target.page))
    url = reverse(target.public_page) if target.public_page else ""
    return Leads(target.label, target.count_public(), url)
