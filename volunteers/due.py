"""What waits in the records of people and places, for the admin's home."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils import timezone

from communities.models import Community, Place
from guicheng.accounts.due import ByCommunity, Due, Shortcut, Tally, register, register_shortcut
from guicheng.accounts.models import User
from guicheng.accounts.scope import visible_to

from .duplicates import likely_keys
from .gaps import PERSON_GAPS, TERM_NOTICE_DAYS, kept_long_enough, term_ending, term_over, without_head
from .models import Appointment, PhoneClash, Volunteer


def _ending(user: User, now: datetime) -> Tally:
    condition = term_ending(timezone.localdate(now))
    return Tally(visible_to(Appointment, user).filter(condition), "place__community")


def _over(user: User, now: datetime) -> Tally:
    condition = term_over(timezone.localdate(now))
    return Tally(visible_to(Appointment, user).filter(condition), "place__community")


def _empty_places(user: User, now: datetime) -> Tally:
    return Tally(visible_to(Place, user).filter(without_head()), "community")


def _without_phone(user: User, now: datetime) -> Tally:
    gap = next(gap for gap in PERSON_GAPS if gap.key == "phone")
    return Tally(visible_to(Volunteer, user).filter(gap.condition), "community")


def _kept(user: User, now: datetime) -> Tally:
    condition = kept_long_enough(timezone.localdate(now))
    return Tally(visible_to(Volunteer, user).filter(condition), "community")


def _duplicates(user: User, now: datetime) -> ByCommunity:
    """Groups, not people: one look settles one group."""
    counts: dict[int, int] = {}
    for community, _ in likely_keys(user):
        counts[community] = counts.get(community, 0) + 1
    names = dict(Community.objects.filter(pk__in=counts).values_list("pk", "name")) if counts else {}
    return {(key, names[key]): n for key, n in counts.items()}


def _clashes(user: User, now: datetime) -> Tally:
    return Tally(visible_to(PhoneClash, user).filter(settled=False), "community")


def register_dues() -> None:
    """Called once at start."""
    terms, places = "admin:volunteers_appointment_changelist", "admin:communities_place_changelist"
    people = "admin:volunteers_volunteer_changelist"
    register(
        Due(
            "clashes",
            "跨社区的号码",
            "两个社区登记了同一个手机号，请问清楚再处理。",
            "admin:volunteers_phoneclash_changelist",
            "settled__exact=0",
            _clashes,
            street_only=True,
        ),
        Due(
            "term-over",
            "任期已过，还没处理",
            "续任、换届或者离任，请选一样。",
            terms,
            "term=over",
            _over,
            path="place__community",
        ),
        Due(
            "term-ending",
            f"任期 {TERM_NOTICE_DAYS} 天内到期",
            "提前安排换届或续任。",
            terms,
            "term=ending",
            _ending,
            path="place__community",
        ),
        Due(
            "empty-places",
            "没有楼长（巷长、街长）的地方",
            "物色人选，在楼巷街的页面点“接任”。",
            places,
            "head=none",
            _empty_places,
        ),
        Due(
            "no-phone",
            "人员缺电话",
            "补上手机号才联系得到，也才分得清同名的人。",
            people,
            "gap=phone",
            _without_phone,
        ),
        Due(
            "kept-long-enough",
            "离任人员过了保存期限",
            f"离任已满 {settings.KEEP_FORMER_YEARS} 年，请打开资料，抹去个人信息。",
            people,
            "gap=kept",
            _kept,
        ),
        Due(
            "duplicates",
            "可能重复的人员",
            "同名又分不清的，核对后合并，或者各补手机号。",
            "admin:volunteers_volunteer_duplicates",
            "",
            _duplicates,
        ),
    )
    register_shortcut(
        Shortcut(
            "导入名册",
            "把手头的 Excel 名册整批登记进来。",
            "admin:exchange_upload",
            "volunteers.Appointment",
            adds=True,
            args=("heads",),
            order=15,
        ),
        Shortcut("查找人员", "按姓名或电话后四位。", people, "volunteers.Volunteer", order=20),
        Shortcut(
            "登记人员",
            "姓名、电话，和他任职的楼、巷、街。",
            "admin:volunteers_volunteer_add",
            "volunteers.Volunteer",
            adds=True,
            order=30,
        ),
        Shortcut("查看楼巷街", "谁在任，哪里空着，办换届。", places, "communities.Place", order=35),
    )
