"""What the address of a page of figures asks for: which community, as of which day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone

from communities.models import Community
from guicheng.accounts.models import User
from guicheng.accounts.scope import visible_to

from .days import BadDay, parse_day
from .quality.counting import Quality, quality
from .snapshot import Snapshot, snapshot


@dataclass(frozen=True)
class Asked:
    """``problem``: why the day in the address was not taken; today's figures are shown then."""

    day: date
    problem: str = ""

    @property
    def is_past(self) -> bool:
        return self.day != timezone.localdate()

    @property
    def query(self) -> str:
        """What keeps the day in the links of a page: "" or ``?as_of=…``."""
        return f"?{urlencode({'as_of': self.day.isoformat()})}" if self.is_past else ""

    def snapshot(self) -> Snapshot:
        return snapshot(self.day)

    def quality(self) -> Quality | None:
        """What is known of the records now; of an earlier day's figures nothing is said."""
        return None if self.is_past else quality()


def asked(request: HttpRequest) -> Asked:
    text = request.GET.get("as_of", "")
    if not text:
        return Asked(timezone.localdate())
    try:
        return Asked(parse_day(text))
    except BadDay as exc:
        return Asked(timezone.localdate(), str(exc))


def communities_for(user: User) -> QuerySet[Community]:
    """Those whose figures the user may open one by one."""
    return visible_to(Community, user).order_by("code")


def community_for(user: User, code: str) -> Community:
    """Raises 404 for what is not there and for what is not theirs alike."""
    found = communities_for(user).filter(code=code).first() if code.isdecimal() else None
    if found is None:
        raise Http404
    return found


def community_asked(request: HttpRequest) -> Community | None:
    """The community of the address; None: the whole street. Staff of communities see nothing but theirs.

    Raises 404 for one that is not theirs, and for staff who have none.
    """
    if code := request.GET.get("community", ""):
        return community_for(request.user, code)
    if request.user.sees_every_community:
        return None
    own = communities_for(request.user).first()
    if own is None:
        raise Http404
    return own
