"""Notices on a head's phone, receipts, and a text for the group that names nobody."""

from __future__ import annotations

from collections import Counter
from datetime import date

from django.utils import timezone

from communities.models import Community
from guicheng.accounts.models import User
from guicheng.accounts.scope import visible_to
from volunteers.models import Appointment, ContactLog

from .models import HeadNotice, NoticeRead, ResidentRequest
from .my_door import Head

#: So many places are named in a text for the group; more would not be read.
PLACES_NAMED = 12


def _communities(head: Head) -> set[int]:
    return {term.place.community_id for term in head.terms}


def unread(head: Head, today: date) -> list[HeadNotice]:
    """At most three, the oldest first."""
    return list(HeadNotice.objects.unread_by(head.person, _communities(head), today)[:3])


def acknowledge(head: Head, pk: int) -> bool:
    """Leave one receipt; False where the notice is not this head's to read."""
    everywhere = HeadNotice.objects.filter(pk=pk)
    notice = everywhere.first()
    if notice is None or notice.community_id not in {None, *_communities(head)}:
        return False
    NoticeRead.objects.get_or_create(notice=notice, volunteer=head.person)
    return True


def audience(notice: HeadNotice) -> list[Appointment]:
    """Whom a notice is for: serving heads and deputies of its community or of the street, a person once."""
    terms = Appointment.objects.serving().select_related("volunteer", "place__estate")
    if notice.community_id:
        terms = terms.filter(place__community=notice.community_id)
    found = {term.volunteer_id: term for term in terms.order_by("-place__name")}
    return sorted(found.values(), key=lambda term: str(term.place))


def group_text(community: Community, user: User) -> str:
    """What staff paste into the heads' group: places and numbers, no names, no telephones, no matters."""
    today = timezone.localdate()
    requests = visible_to(ResidentRequest, user).filter(
        community=community,
        appointment__isnull=False,
        assigned_to=ResidentRequest.Assignee.HEAD,
        status=ResidentRequest.Status.WORKING,
        reported_done_at__isnull=True,
    )
    new = Counter(str(row.appointment.place) for row in requests.select_related("appointment__place__estate"))
    late = (
        visible_to(ContactLog, user)
        .filter(community=community)
        .overdue(today)
        .select_related("place__estate")
    )
    overdue = Counter(str(row.place) for row in late)
    if not new and not overdue:
        return ""
    lines = [f"各位楼长、巷长、街长（{today.month}月{today.day}日）："]
    if new:
        lines.append(f"有居民诉求等着办：{_named(new)}。")
    if overdue:
        lines.append(f"有事到了跟进的日子：{_named(overdue)}。")
    lines.append("请打开手机上的“我的楼栋”查看，办好后记一笔。谢谢！")
    return "\n".join(lines)


def _named(places: Counter[str]) -> str:
    shown = "、".join(f"{place} {count} 件" for place, count in sorted(places.items())[:PLACES_NAMED])
    rest = len(places) - PLACES_NAMED
    return shown + (f"，还有 {rest} 处" if rest > 0 else "")
