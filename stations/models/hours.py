from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models

from guicheng.accounts.history import records_history
from guicheng.accounts.scope import ScopedQuerySet

from .. import timetable as tt
from .station import Station


class SharedQuerySet(ScopedQuerySet):
    community_path = None

    def public(self) -> Self:
        return self.all()


class Timetable(models.Model):
    """A week of opening hours. A value: never changed, shared by all stations that keep the same week.

    Stations of a street keep few different weeks, so "who is open now" is decided for each week once,
    however many stations there are.
    """

    week = models.CharField("每周时段", max_length=400)
    open_on_holidays = models.BooleanField("法定节假日开放", default=False)

    objects = SharedQuerySet.as_manager()

    class Meta:
        verbose_name = "开放时间表"
        verbose_name_plural = "开放时间表"
        constraints = [
            models.UniqueConstraint(fields=["week", "open_on_holidays"], name="timetable_is_a_value")
        ]

    def __str__(self) -> str:
        return "；".join(f"{days} {spans}" for days, spans in tt.summarise_week(self.spans))

    @property
    def spans(self) -> tt.Week:
        return tt.decode_week(self.week)

    def spans_on(self, day: date) -> tt.Day:
        return tt.spans_on(self.spans, day, open_on_holidays=self.open_on_holidays)

    @classmethod
    def for_week(cls, week: tt.Week, *, open_on_holidays: bool = False) -> Timetable:
        """The row for a week, made if new. Raises :class:`stations.timetable.BadHours`."""
        row, _ = cls.objects.get_or_create(
            week=tt.encode_week(tt.check_week(week)), open_on_holidays=open_on_holidays
        )
        return row


class OpeningExceptionQuerySet(ScopedQuerySet):
    community_path = "station__community"

    def public(self) -> Self:
        return self.filter(station__status__in=Station.PUBLIC_STATUSES)


class OpeningException(models.Model):
    """What a station does on one date instead of its week: other hours, or closed (no spans)."""

    station = models.ForeignKey(Station, models.CASCADE, related_name="exceptions", verbose_name="站点")
    date = models.DateField("日期")
    spans = models.CharField("当天时段", max_length=120, blank=True, editable=False)
    reason = models.CharField("原因", max_length=60, blank=True)

    objects = OpeningExceptionQuerySet.as_manager()
    history = records_history()

    class Meta:
        verbose_name = "特殊日期"
        verbose_name_plural = "特殊日期"
        ordering = ["date"]
        constraints = [
            models.UniqueConstraint(
                fields=["station", "date"],
                name="one_exception_a_date",
                violation_error_message="这一天已经有一条特殊安排，请直接修改它。",
            )
        ]
        indexes = [models.Index(fields=["date", "station"])]

    def __str__(self) -> str:
        return f"{self.date} {tt.format_day(self.day)}"

    @property
    def day(self) -> tt.Day:
        return tt.decode_day(self.spans)
