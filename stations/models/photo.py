from __future__ import annotations

from typing import Self

from django.db import models

from guicheng.accounts.history import records_history
from guicheng.accounts.scope import ScopedQuerySet

from .activity import Activity
from .station import Station


class Picture(models.Model):
    """A picture in three sizes, re-encoded on the way in (see ``stations.photos``)."""

    small = models.FileField("小图", upload_to="stations/", editable=False)
    medium = models.FileField("中图", upload_to="stations/", editable=False)
    large = models.FileField("大图", upload_to="stations/", editable=False)
    width = models.PositiveIntegerField("宽", editable=False)
    height = models.PositiveIntegerField("高", editable=False)
    caption = models.CharField(
        "说明", max_length=60, help_text="给看不见图片的人听的一句话，例如：站点正门。"
    )
    order = models.PositiveSmallIntegerField("顺序", default=10)

    class Meta:
        abstract = True
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.caption


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
