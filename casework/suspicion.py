"""What looks like abuse goes to a queue that staff look through; nothing is thrown away.

A resident behind the same mobile gateway as a robot must still get through: only beyond a generous number
an hour is an address told to wait, and what was typed stays in the form.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest
from django_ratelimit.core import is_ratelimited

from guicheng.privacy.cipher import fingerprint
from guicheng.web.devices import DeviceCookie

from .models import ResidentRequest

#: Sent within an hour: beyond the first number suspicious, beyond the second told to wait.
ADDRESS_MANY, ADDRESS_MOST = "6/h", "40/h"
DEVICE_MANY, DEVICE_MOST = "3/h", "10/h"
#: A browser that sent something carries this cookie, signed, for a month; who only reads gets none.
_DEVICES = DeviceCookie("request_device", salt="casework.device", path="/requests/", days=30)
#: The same words from anyone within this time.
_REPEATED = timedelta(days=3)
_LINK = re.compile(r"https?[:：]?/|www\.|[a-z0-9-]{2,}\.(?:com|cn|net|top|xyz|vip|cc|shop|info)\b", re.I)
_LURE = re.compile(r"加\s*(?:微信|[vV]信|[vV]x|QQ|扣扣)|贷款|代开发票|博彩|彩票|兼职日结|刷单", re.I)
_NOISE = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Sender:
    """How often the address and the browser behind a form have sent within the hour."""

    refused: bool
    reasons: tuple[str, ...]


device_of = _DEVICES.of
mark_device = _DEVICES.mark


def count(request: HttpRequest, group: str = "request") -> Sender:
    """Count this attempt by address and browser."""
    device = device_of(request)
    refused = _over(request, f"{group}-most", "ip", ADDRESS_MOST)
    reasons = ["同一地址一小时内发来多条"] if _over(request, f"{group}-many", "ip", ADDRESS_MANY) else []
    if device:
        if _over(request, f"{group}-device-most", device, DEVICE_MOST):
            refused = True
        if _over(request, f"{group}-device-many", device, DEVICE_MANY):
            reasons.append("同一手机一小时内发来多条")
    return Sender(refused, tuple(reasons))


def _over(request: HttpRequest, group: str, who: str, rate: str) -> bool:
    key = "ip" if who == "ip" else lambda group, request: hashlib.sha256(who.encode()).hexdigest()
    return is_ratelimited(request, group=group, key=key, rate=rate, increment=True)


def text_print(text: str) -> str:
    """A keyed hash of the words without spaces and marks, so that small changes do not hide a repetition."""
    return fingerprint(f"request-text:{_NOISE.sub('', text).lower()}")


def reasons_in(text: str, now: datetime) -> list[str]:
    """What in the words themselves looks like abuse, as staff read it."""
    found = []
    if _LINK.search(text):
        found.append("内容里有网址")
    if _LURE.search(text):
        found.append("像广告")
    same = ResidentRequest.objects.filter(text_print=text_print(text), created_at__gt=now - _REPEATED)
    if same.exists():
        found.append("内容和前几天的一条相同")
    return found
