"""What every picture has, whomever it belongs to."""

from __future__ import annotations

from django.db import models


class Picture(models.Model):
    """A picture in three sizes, re-encoded on the way in (see ``guicheng.pictures.sizes``)."""

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
