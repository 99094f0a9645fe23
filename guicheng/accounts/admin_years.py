"""A list by year, from the first to the last: asks for two rows where a date hierarchy reads them all."""

from __future__ import annotations

from datetime import date, datetime

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils import timezone

from .scope import visible_to


def _year(day: date) -> int:
    return timezone.localtime(day).year if isinstance(day, datetime) else day.year


def years_of(field: str, title: str = "年份") -> type[admin.SimpleListFilter]:
    """A filter for ``list_filter`` by the year of the date in ``field``, the latest first."""

    class YearFilter(admin.SimpleListFilter):
        parameter_name = f"{field}_year"

        def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
            days = visible_to(model_admin.model, request.user).values_list(field, flat=True)
            first, last = days.order_by(field).first(), days.order_by(f"-{field}").first()
            if first is None or last is None:
                return []
            years = range(_year(last), _year(first) - 1, -1)
            return [(str(year), f"{year} 年") for year in years]

        def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
            chosen = self.value()
            if chosen not in dict(self.lookup_choices):
                return queryset
            return queryset.filter(**{f"{field}__year": int(chosen)})

    YearFilter.title = title
    return YearFilter
