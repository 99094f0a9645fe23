"""The lists of this room that a document's part may lead to."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import QuerySet
from django.utils import timezone

from guicheng.accounts.models import User
from guicheng.accounts.scope import ScopedQuerySet, visible_to

from .familiar import certified_count
from .models import (
    Deliberation,
    Estate,
    Honour,
    Lesson,
    Organisation,
    Place,
    Project,
    ThreeSync,
    Undertaking,
    Visit,
)
from .targets import Target, register


def _target(
    key: str,
    label: str,
    model: type,
    *,
    public_page: str = "",
    only: Callable[[QuerySet], QuerySet] | None = None,
) -> Target:
    def chosen(rows: ScopedQuerySet) -> int:
        return (only(rows) if only else rows).count()

    return Target(
        key,
        label,
        f"admin:communities_{model._meta.model_name}_changelist",
        lambda user: chosen(visible_to(model, user)),
        lambda: chosen(model.objects.public()),
        public_page,
    )


def register_targets() -> None:
    """Called once at start."""

    def certified_for(user: User) -> int:
        return certified_count(timezone.localdate())

    register(
        _target("organisations", "组织", Organisation, only=lambda rows: rows.active()),
        _target("deliberations", "议事协商", Deliberation, public_page="deliberations"),
        _target(
            "undertakings",
            "议定事项",
            Undertaking,
            only=lambda rows: rows.resolutions(),
            public_page="follow-up",
        ),
        _target("projects", "书记项目", Project, public_page="projects"),
        _target("visits", "走访调研", Visit),
        _target("estates", "小区（村、园区）", Estate),
        _target("places", "楼巷街", Place, only=lambda rows: rows.in_use()),
        _target("three-sync", "新小区三同步", ThreeSync),
        _target("honours", "荣誉", Honour, public_page="honours"),
        _target("lessons", "经验做法", Lesson, only=lambda rows: rows.published(), public_page="lessons"),
        Target(
            "familiar",
            "达标的熟人社区",
            "admin:communities_familiarstatus_table",
            certified_for,
            lambda: certified_count(timezone.localdate()),
            "familiar",
        ),
    )
