"""The weekly letter: to each who keeps records, what waits for them. Numbers and links, nothing personal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.utils import timezone

from .admin_scope import works_inside
from .due import counted, dues_for
from .models import User

_WEEK_AND_A_DAY = 8 * 24 * 3600


@dataclass(frozen=True)
class Digest:
    """What waits for one user: label, number and address of each list."""

    user: User
    items: list[tuple[str, int, str]]

    @property
    def subject(self) -> str:
        return f"本周待办：{sum(count for _, count, _ in self.items)} 件"

    @property
    def text(self) -> str:
        lines = [f"{self.user.get_short_name()}，您好。现在等着办的有：", ""]
        for label, count, address in self.items:
            lines.append(f"· {label}：{count}")
            if settings.SITE_URL:
                lines.append(f"  {settings.SITE_URL}{address}")
        return "\n".join([*lines, "", "登录后台可以看到清单。这封信由系统自动发送，请不要回复。"])


def mail_is_set_up() -> bool:
    return not settings.EMAIL_BACKEND.endswith("dummy.EmailBackend")


def digests(now: datetime) -> Iterator[Digest]:
    """For each active account with an e-mail address for whom something waits."""
    for user in User.objects.filter(is_active=True).exclude(email="").order_by("pk"):
        if not works_inside(user):
            continue
        waiting = counted(dues_for(user), user, now)
        items = [(due.label, sum(parts.values()), due.address()) for due, parts in waiting if parts]
        if items:
            yield Digest(user, items)


def send(digest: Digest) -> bool:
    """Send it unless it went out this week already; whether it did now. Raises what the mail server says."""
    year, week, _ = timezone.localdate().isocalendar()
    mark = f"digest:{digest.user.pk}:{year}-{week}"
    if not cache.add(mark, 1, _WEEK_AND_A_DAY):
        return False
    try:
        EmailMessage(digest.subject, digest.text, to=[digest.user.email]).send()
    except Exception:
        cache.delete(mark)
        raise
    return True
