"""A town for the wall, links that open it, and what it shows."""

from __future__ import annotations

import re
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from communities.installation import mark_demonstration
from communities.memo import Memo
from communities.models import Community, Deliberation, Undertaking
from guicheng.accounts.models import Role
from guicheng.dashboard.models import WallLink
from guicheng.dashboard.wall.links import make_link, new_stamp
from tests.factories import (
    make_activity,
    make_appointment,
    make_community,
    make_place,
    make_station,
    make_timetable,
)
from tests.people import make_user

WALL = "/dashboard/wall/"


def build_town() -> Community:
    """Two stations, of which one is open round the clock; an activity that is on; a head."""
    mark_demonstration()
    Memo.forget_all()
    community = make_community("桂雅社区")
    always = make_timetable("全天", "全天", "全天", open_on_holidays=True)
    station = make_station("桂雅社区党群服务中心", community=community, timetable=always)
    make_station("关着的党群服务站", community=community, timetable=make_timetable("", "", ""), lat=23.04)
    make_activity(station, timezone.now() - timedelta(minutes=1), title="智能手机班")
    make_appointment(place=make_place(community=community))
    return community


def new_link(**values: object) -> tuple[WallLink, str]:
    link, token, _ = make_link(new_stamp(), "一楼大厅", None, make_user(Role.STREET_ADMIN))
    for name, value in values.items():
        setattr(link, name, value)
    link.save()
    return link, f"{WALL}{token}/"


def pass_of(client: Client) -> dict[str, str]:
    """What the page of an official sends along."""
    return {"Wall-Pass": re.search(r'data-pass="([^"]+)"', client.get(WALL).content.decode())[1]}


def resolution(community: Community, text: str, **values: object) -> Undertaking:
    meeting = Deliberation.objects.create(
        community=community,
        kind=Deliberation.Kind.FORUM,
        topic="停车",
        starts_at=timezone.now() - timedelta(days=30),
        status=Deliberation.Status.HELD,
        public=values.pop("public", True),
    )
    today = timezone.localdate()
    done = {"state": Undertaking.State.DONE, "closed_on": today, "owner": "物业公司", "due_on": today}
    return Undertaking.objects.create(deliberation=meeting, text=text, **{**done, **values})
