"""Topics of residents: taken in, released, declined, taken into a deliberation, seconded, erased."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from guicheng.accounts.history import bulk_update
from guicheng.accounts.models import User
from guicheng.privacy.cipher import fingerprint

from .models import Community, Deliberation, Topic, TopicSecond

#: Days after which the resident's own words of a settled topic are erased; what staff released stays.
KEEP_DAYS = 180
#: Days after which one that nobody ever dealt with goes the same way.
KEEP_WAITING_DAYS = 730


def propose(community: Community, title: str, text: str) -> Topic:
    return Topic.objects.create(community=community, title=title, text=text)


def second(topic: Topic, device: str) -> bool:
    """Count this browser once for a topic; False where it was counted already or nothing is asked any more.

    The row is unique in the database: however many press at once, each browser is one.
    """
    mark = fingerprint(f"topic-{topic.pk}:{device}")
    try:
        with transaction.atomic():
            if not Topic.objects.public().filter(pk=topic.pk, status=Topic.Status.OPEN).exists():
                return False
            TopicSecond.objects.create(topic=topic, device_print=mark)
    except IntegrityError:
        return False
    return True


def release(rows: Sequence[Topic], user: User | None) -> int:
    """Show topics that have words for the public, and let others second them."""
    today = timezone.localdate()
    for row in rows:
        row.status, row.released_on, row.decided_on = Topic.Status.OPEN, row.released_on or today, today
        row.deliberation = None
    return _save(rows, user, "公开议题")


def decline(rows: Sequence[Topic], answer: str, user: User | None) -> int:
    for row in rows:
        row.status, row.answer, row.decided_on = Topic.Status.DECLINED, answer, timezone.localdate()
        row.deliberation = None
    return _save(rows, user, "不采纳议题")


def take(rows: Sequence[Topic], deliberation: Deliberation, user: User | None) -> int:
    for row in rows:
        row.status, row.deliberation, row.decided_on = Topic.Status.TAKEN, deliberation, timezone.localdate()
    return _save(rows, user, "议题列入议事")


def _save(rows: Sequence[Topic], user: User | None, reason: str) -> int:
    fields = ["status", "answer", "released_on", "decided_on", "deliberation"]
    return bulk_update(list(rows), fields, user=user, reason=reason)


def erase_old() -> int:
    """Erase what residents wrote of topics settled long ago, and of ones that waited for years; how many."""
    today = timezone.localdate()
    kept = Topic.objects.filter(erased_on__isnull=True)
    settled = kept.exclude(status__in=(Topic.Status.WAITING, Topic.Status.OPEN)).filter(
        decided_on__lt=today - timedelta(days=KEEP_DAYS)
    )
    waiting = kept.filter(created_at__lt=timezone.now() - timedelta(days=KEEP_WAITING_DAYS))
    return (settled | waiting).update(title="", text="", erased_on=today)
