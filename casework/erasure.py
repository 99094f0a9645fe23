"""Personal data of a request goes when it is not needed any more; what is counted stays."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from guicheng.accounts.events import Kind, record
from guicheng.accounts.models import User

from .models import HandOver, RequestStep, ResidentRequest

_PART = 200


def erase(row: ResidentRequest, *, user: User | None = None, request: HttpRequest | None = None) -> None:
    """Blank who asked, where exactly, in which words, with which pictures; end the link."""
    with transaction.atomic():
        now = ResidentRequest.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if now.erased_on:
            return
        for name, value in ResidentRequest.ERASED_AS.items():
            setattr(now, name, value)
        now.erased_on = timezone.localdate()
        now.version += 1
        now._history_user, now._change_reason = user, "抹去个人信息"
        now.save()
        RequestStep.objects.filter(request=now).update(public_text="", note="")
        HandOver.objects.filter(request=now).update(text="", consent_how="")
        for photo in now.photos.all():
            photo.delete()
        if request is not None:
            record(Kind.ERASE, request=request, what=f"request {now.pk}")


def forget_old() -> int:
    """Erase what has been settled for ``KEEP_REQUESTS_DAYS``; how many."""
    count = 0
    while rows := list(ResidentRequest.objects.past_their_time(timezone.now()).order_by("pk")[:_PART]):
        for row in rows:
            erase(row)
            count += 1
    return count
