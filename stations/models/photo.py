from __future__ import annotations

from typing import Self

from django.db import models

from guicheng.accounts.history import records_history
from guicheng.accounts.scope import ScopedQuerySet
from guicheng.pictures.models import Picture

from .activity import Activity
from .station import Station


class PhotoQuerySet(ScopedQuerySet):
    community_path = "station__community"

    def public(self) -> Self:
        return self.filter(station__status__in=Station.PUBLIC_STATUSES)


class Photo(Picture):
    """A picture of a station."""

    station = models.ForeignKey(Station, models.CASCADE, related_name="photos", verbose_name="站点")

    objects = PhotoQuerySet.as_manager()
    history = records_history()

    class Meta(Picture.Meta):
        verbose_name = "照片"
        verbose_name_plural = "照片"


class ActivityPhotoQuerySet(ScopedQuerySet):
    """For the staff alone: who came to an activity did not come to be shown to everyone."""

    community_path = "activity__station__community"


class ActivityPhoto(Picture):
    """A picture of an activity."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="photos", verbose_name="活动")

    objects = ActivityPhotoQuerySet.as_manager()
    history = records_history()

    class Meta(Picture.Meta):
        verbose_name = "活动照片"
        verbose_name_plural = "活动照片"
