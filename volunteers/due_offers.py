"""What residents sent and what waits for an answer, for the admin's home and for a hand-over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from guicheng.accounts.due import Due, Shortcut, Tally, register, register_shortcut
from guicheng.accounts.models import User
from guicheng.accounts.scope import visible_to

from .models import Appointment, HeadMessage, Offer

_MESSAGES = "admin:volunteers_headmessage_changelist"


def _messages(user: User, now: datetime) -> Tally:
    return Tally(visible_to(HeadMessage, user).waiting(), "place__community")


def _offers(user: User, now: datetime) -> Tally:
    return Tally(visible_to(Offer, user).waiting(), "community")


def messages_left(appointment: Appointment) -> Iterator[tuple[str, int, str]]:
    """For the hand-over: messages to the place's head that nobody dealt with."""
    count = HeadMessage.objects.waiting().filter(place=appointment.place_id).count()
    yield (
        "居民的留言",
        count,
        f"{reverse(_MESSAGES)}?handled__exact=0&place__id__exact={appointment.place_id}",
    )


def register_offer_dues() -> None:
    """Called once at start."""
    register(
        Due(
            "head-messages",
            "居民给楼长的留言",
            "转告楼长（巷长、街长），再标为已处理。",
            _MESSAGES,
            "handled__exact=0",
            _messages,
            path="place__community",
        ),
        Due(
            "offers",
            "有人想出一份力",
            "打电话商量，接受或者婉拒。",
            "admin:volunteers_offer_changelist",
            "status__exact=waiting",
            _offers,
        ),
    )
    register_shortcut(
        Shortcut(
            "成批登记楼栋",
            "写一行“1-24栋，每栋2单元”，一次登记好。",
            "admin:communities_place_batch",
            "communities.Place",
            adds=True,
            order=32,
        ),
        Shortcut(
            "覆盖情况",
            "哪里有人在任，哪里空着，党员占多少。",
            "admin:communities_place_coverage",
            "communities.Place",
            order=36,
        ),
        Shortcut(
            "登记服务时长",
            "志愿者哪天做了什么，几个小时。",
            "admin:volunteers_servicehours_add",
            "volunteers.ServiceHours",
            adds=True,
            order=60,
        ),
    )
