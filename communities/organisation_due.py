"""What organisations wait for: elections, and numbers that nobody filled in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from guicheng.accounts.due import Due, Shortcut, Tally, register, register_shortcut
from guicheng.accounts.models import User
from guicheng.accounts.scope import visible_to

from .models import Organisation
from .models.organisation_term import TERM_NOTICE_DAYS
from .organisation_gaps import term_ending, term_over, uncounted

_LIST = "admin:communities_organisation_changelist"


def _tally(condition: Callable[[date], Q]) -> Callable[[User, datetime], Tally]:
    def tally(user: User, now: datetime) -> Tally:
        rows = visible_to(Organisation, user).filter(condition(timezone.localdate(now)))
        return Tally(rows, "community")

    return tally


def register_organisation_dues() -> None:
    """Called once at start."""
    register(
        Due(
            "organisation-terms-over",
            "组织的任期已届满",
            "换届以后登记新的一届；不再运作的填终止日期。",
            _LIST,
            "term=over",
            _tally(term_over),
        ),
        Due(
            "organisation-terms-ending",
            f"组织的任期 {TERM_NOTICE_DAYS} 天内届满",
            "准备换届。",
            _LIST,
            "term=ending",
            _tally(term_ending),
        ),
        Due(
            "organisations-uncounted",
            "组织没有填成员人数",
            "街坊会、自治小组和红色业委会请填人数。",
            _LIST,
            "gap=members",
            _tally(lambda today: uncounted()),
        ),
    )
    register_shortcut(
        Shortcut(
            "三级党建网络",
            "社区党委、小区党支部、党小组，和各小区的共建力量。",
            "admin:communities_organisation_network",
            "communities.Organisation",
            order=46,
        )
    )
