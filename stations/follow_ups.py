"""What follows from a change of an activity for those who signed up."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from .models import Activity
from .signups import move_up

#: What may make room.
_MATTERS = frozenset({"capacity", "status", "ends_at"})


@receiver(post_save, sender=Activity, dispatch_uid="sign-ups-move-up")
def _there_may_be_room(
    instance: Activity, created: bool, update_fields: frozenset[str] | None, **kwargs: Any
) -> None:
    if not created and (update_fields is None or _MATTERS & set(update_fields)):
        move_up(instance.pk)
