"""The door of ``/my/``: links for one use are issued, opened once by a press, and bound to one phone."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from communities.models import Community
from guicheng.accounts.devices import device_words
from guicheng.accounts.models import User
from guicheng.privacy.cipher import fingerprint
from volunteers.erasure import Erased
from volunteers.models import Appointment, HeadResult, Volunteer
from volunteers.naming import surname

from .models import HeadDevice, SignInLink

COOKIE = "my_phone"
COOKIE_DAYS = 180
_PATH = "/my/"


class CannotEnter(ValueError):
    """``str()`` is a Chinese sentence that says what to do."""


ASK_AGAIN = "请告诉社区工作人员，请他们再发一个链接。"


@dataclass(frozen=True)
class Head:
    """Who holds the phone: the person, the serving terms, and the key of the device's row."""

    device: int
    person: Volunteer
    terms: list[Appointment]

    @property
    def greeting(self) -> str:
        """陈楼长: surname and title of the first term."""
        return f"{surname(self.person.name)}{self.terms[0].title}"


def _link_print(token: str) -> str:
    return fingerprint(f"my-link:{token}")


def issue(person: Volunteer, community: Community, user: User) -> str:
    """A new link's token, shown once. Links of this person that nobody used yet stop working."""
    token = secrets.token_urlsafe(24)
    with transaction.atomic():
        waiting = SignInLink.objects.filter(volunteer=person).usable(timezone.now())
        waiting.update(revoked_at=timezone.now())
        SignInLink.objects.create(
            community=community, volunteer=person, token_print=_link_print(token), issued_by=user
        )
    return token


def look(token: str) -> SignInLink:
    """The link that a page asks about before the button is pressed; changes nothing.

    Raises :class:`CannotEnter` with what to do.
    """
    link = SignInLink.objects.select_related("volunteer").filter(token_print=_link_print(token)).first()
    _check(link)
    return link


def _check(link: SignInLink | None) -> None:
    if link is None:
        raise CannotEnter(f"这个链接不对，可能没有复制完整。{ASK_AGAIN}")
    if link.used_at:
        raise CannotEnter(f"这个链接已经用过了，只能在一部手机上用一次。{ASK_AGAIN}")
    if link.revoked_at:
        raise CannotEnter(f"这个链接已经作废，社区可能发了新的链接。{ASK_AGAIN}")
    if link.expires_at <= timezone.now():
        raise CannotEnter(f"这个链接过期了。{ASK_AGAIN}")
    if not serving(link.volunteer):
        raise CannotEnter("您的任期已经结束，不能再登录。有疑问请联系社区。")


def serving(person: Volunteer) -> list[Appointment]:
    return list(_in_order(person.appointments.serving()))


def _in_order(terms: QuerySet[Appointment]) -> QuerySet[Appointment]:
    rows = terms.select_related("place__estate", "place__community")
    return rows.order_by("deputy", "place__estate__name", "place__name")


def enter(token: str, request: HttpRequest) -> str:
    """Use the link for the phone that asks; gives the key for its cookie. Raises :class:`CannotEnter`."""
    key = secrets.token_urlsafe(32)
    with transaction.atomic():
        rows = SignInLink.objects.select_for_update().filter(token_print=_link_print(token))
        link = rows.first()
        _check(link)
        link.used_at = timezone.now()
        link.save(update_fields=["used_at"])
        HeadDevice.objects.create(
            community_id=link.community_id,
            volunteer_id=link.volunteer_id,
            link=link,
            key_print=fingerprint(f"my-phone:{key}"),
            label=device_words(request.headers.get("User-Agent", ""))[:40],
        )
    return key


def remember(response: HttpResponse, key: str, request: HttpRequest) -> None:
    response.set_cookie(
        COOKIE,
        key,
        max_age=COOKIE_DAYS * 86_400,
        path=_PATH,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )


def head_of(request: HttpRequest) -> Head | None:
    """Who holds this phone, in one query; None without a phone in use or after the last term ended."""
    key = request.COOKIES.get(COOKIE, "")
    if not key or len(key) > 100:
        return None
    terms = list(
        _in_order(
            Appointment.objects.serving().filter(
                volunteer__head_devices__key_print=fingerprint(f"my-phone:{key}"),
                volunteer__head_devices__revoked_at__isnull=True,
                volunteer__erased_on__isnull=True,
            )
        )
        .annotate(device=F("volunteer__head_devices"), seen_on=F("volunteer__head_devices__seen_on"))
        .annotate(has_result=Exists(HeadResult.objects.published().of_person(OuterRef("volunteer"))))
        .select_related("volunteer")
    )
    if not terms:
        return None
    today = timezone.localdate()
    if terms[0].seen_on != today:
        HeadDevice.objects.filter(pk=terms[0].device).update(seen_on=today)
    return Head(terms[0].device, terms[0].volunteer, terms)


def forget_phones(who: Erased) -> None:
    """An erased person's phones and links stop; registered with ``volunteers.erasure``."""
    HeadDevice.objects.filter(volunteer__in=who.keys).active().update(revoked_at=timezone.now())
    SignInLink.objects.filter(volunteer__in=who.keys).usable(timezone.now()).update(revoked_at=timezone.now())
