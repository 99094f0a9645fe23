"""The table behind the search: one row a findable thing, in the forms that queries are compared with."""

from __future__ import annotations

from django.db import models


class SearchEntry(models.Model):
    """One findable thing.

    A writer sets ``seq`` to null in its own transaction. Only after the commit does a short transaction
    of its own hand out the next number (see ``writer.publish``), so numbers follow the order in which
    changes became visible, and a long transaction never holds the counter. ``stamp`` is a random number
    set anew with each change: the sum of the stamps tells whether the unnumbered rows are the same as
    before. ``removed`` rows stay, so that every process learns of the removal.
    """

    kind = models.CharField(max_length=16)
    object_key = models.CharField(max_length=40)
    public_id = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    parent = models.CharField(max_length=60)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    forms = models.TextField()
    removed = models.BooleanField(default=False)
    seq = models.BigIntegerField(null=True, db_index=True)
    stamp = models.IntegerField()

    class Meta:
        verbose_name = "搜索条目"
        verbose_name_plural = "搜索条目"
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_key"], name="search_entry_once_an_object"),
        ]

    def __str__(self) -> str:
        return self.name


class SearchLine(models.Model):
    """One row: the last number given out. A new ``epoch`` makes every process read everything anew."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    epoch = models.CharField(max_length=32)
    value = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = "搜索版本"
        verbose_name_plural = "搜索版本"
        constraints = [models.CheckConstraint(name="search_line_is_one_row", condition=models.Q(id=1))]

    def __str__(self) -> str:
        return f"{self.epoch}:{self.value}"
