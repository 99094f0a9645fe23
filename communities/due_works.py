"""What works, projects and visits wait for, for the admin's home."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from guicheng.accounts.due import ByCommunity, Due, Shortcut, Tally, register, register_shortcut
from guicheng.accounts.models import User
from guicheng.accounts.scope import visible_to

from .models import Community, Project, Works
from .models.project import QUIET_DAYS as PROJECT_DAYS
from .models.works import QUIET_DAYS as WORKS_DAYS
from .visits import not_visited

_WORKS = "admin:communities_works_changelist"
_PROJECTS = "admin:communities_project_changelist"


def _quiet_works(user: User, now: datetime) -> Tally:
    since = timezone.localdate(now) - timedelta(days=WORKS_DAYS)
    return Tally(visible_to(Works, user).quiet(since), "community")


def _quiet_projects(user: User, now: datetime) -> Tally:
    since = timezone.localdate(now) - timedelta(days=PROJECT_DAYS)
    return Tally(visible_to(Project, user).quiet(since), "community")


def _unreviewed(user: User, now: datetime) -> Tally:
    return Tally(visible_to(Project, user).unreviewed(timezone.localdate(now)), "community")


def _not_visited(user: User, now: datetime) -> ByCommunity:
    rows = not_visited(visible_to(Community, user), timezone.localdate(now))
    return dict.fromkeys(rows.order_by().values_list("pk", "name"), 1)


def register_works_dues() -> None:
    """Called once at start."""
    register(
        Due(
            "works-quiet",
            f"改造与物业事项 {WORKS_DAYS} 天没有进展",
            "问一问卡在哪里，记下新的阶段或征求意见的情况。",
            _WORKS,
            "news=quiet",
            _quiet_works,
        ),
        Due(
            "projects-quiet",
            f"书记项目 {PROJECT_DAYS} 天没有进展",
            "补写进展；已经做完的标为已结项。",
            _PROJECTS,
            "attention=quiet",
            _quiet_projects,
        ),
        Due(
            "projects-unreviewed",
            "书记项目年度已过，没有评审",
            "对照说好的目标写结果，再记评审日期和意见。",
            _PROJECTS,
            "attention=unreviewed",
            _unreviewed,
        ),
        Due(
            "communities-not-visited",
            "一年没有走访的社区",
            "安排走访，把当场答应的事登记下来。",
            "admin:communities_community_changelist",
            "visited=no",
            _not_visited,
            path="",
            street_only=True,
        ),
    )
    register_shortcut(
        Shortcut(
            "改造与物业事项",
            "加装电梯、旧改、选聘物业走到哪一步。",
            _WORKS,
            "communities.Works",
            order=46,
        ),
        Shortcut(
            "书记项目比较",
            "各社区的节点、目标和最近进展放在一起看。",
            "admin:communities_project_compare",
            "communities.Project",
            order=47,
        ),
        Shortcut(
            "走访情况",
            "今年还没有走访哪些社区。",
            "admin:communities_visit_overview",
            "communities.Visit",
            order=48,
        ),
    )
