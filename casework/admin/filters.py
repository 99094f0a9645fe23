"""How staff cut the list of requests: what waits, how old it is, how it stands against its due date."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.contrib import admin
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from ..due import in_queue
from ..models import ResidentRequest

#: Key, label, from so many days on, to so many days (None: without end).
AGES: list[tuple[str, str, int, int | None]] = [
    ("0", "今天", 0, 0),
    ("1-3", "1–3 天", 1, 3),
    ("4-7", "4–7 天", 4, 7),
    ("8-14", "8–14 天", 8, 14),
    ("15", "15 天以上", 15, None),
]
DUES: list[tuple[str, str]] = [
    ("over", "已超期"),
    ("soon", "三天内到期"),
    ("later", "三天后到期"),
    ("none", "没有定期限"),
]


def of_age(key: str, now: datetime) -> Q:
    """Received so many days ago, by the calendar."""
    _, _, least, most = next(age for age in AGES if age[0] == key)
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    condition = Q(created_at__lt=today - timedelta(days=least - 1))
    if most is not None:
        condition &= Q(created_at__gte=today - timedelta(days=most))
    return condition


def of_due(key: str, today: date) -> Q:
    soon = today + timedelta(days=3)
    return {
        "over": Q(due_on__lt=today),
        "soon": Q(due_on__gte=today, due_on__lte=soon),
        "later": Q(due_on__gt=soon),
        "none": Q(due_on__isnull=True),
    }[key]


class QueueFilter(admin.SimpleListFilter):
    title = "等着办的"
    parameter_name = "queue"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [
            ("open", "全部没办完的"),
            ("new", "待受理"),
            ("overdue", "超过期限"),
            ("reopened", "居民重新提出"),
            ("reported", "楼长说办好了"),
            ("suspicious", "可疑"),
        ]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        return in_queue(queryset, self.value() or "", timezone.now())


class AgeFilter(admin.SimpleListFilter):
    title = "收到多久（没办完的）"
    parameter_name = "age"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [(key, label) for key, label, _, _ in AGES]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        if self.value() not in {age[0] for age in AGES}:
            return queryset
        open_ones = queryset.filter(status__in=ResidentRequest.OPEN)
        return open_ones.filter(of_age(self.value(), timezone.now()))


class DueFilter(admin.SimpleListFilter):
    title = "期限（没办完的）"
    parameter_name = "due"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return DUES

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        if self.value() not in dict(DUES):
            return queryset
        open_ones = queryset.filter(status__in=ResidentRequest.OPEN)
        return open_ones.filter(of_due(self.value(), timezone.localdate()))


class CompanyFilter(admin.SimpleListFilter):
    title = "谁提出"
    parameter_name = "asker"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("company", "企业"), ("resident", "居民")]

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[ResidentRequest]
    ) -> models.QuerySet[ResidentRequest]:
        of_company = Q(company__isnull=False) | ~Q(company_name="")
        if self.value() == "company":
            return queryset.filter(of_company)
        return queryset.exclude(of_company) if self.value() == "resident" else queryset
