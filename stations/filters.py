"""Filters of the station list; their state is the address."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from communities.models import Community

from .lists import choices
from .models import Station
from .nearest import UnknownFilter, matching
from .opening import open_at


class StationFilter(filters.FilterSet):
    community = filters.ModelChoiceFilter(
        label="社区",
        queryset=lambda request: Community.objects.public(),
        to_field_name="code",
        empty_label="全部社区",
    )
    service = filters.ChoiceFilter(
        label="服务事项", method="by_service", choices=lambda: choices().services, empty_label="全部服务"
    )
    audience = filters.ChoiceFilter(
        label="服务人群", method="by_audience", choices=lambda: choices().audiences, empty_label="所有人群"
    )
    level = filters.ChoiceFilter(label="级别", choices=Station.Level.choices, empty_label="全部级别")
    open = filters.BooleanFilter(
        label="现在开门", method="by_open", widget=forms.CheckboxInput(attrs={"value": "1"})
    )

    class Meta:
        model = Station
        fields = ["community", "service", "audience", "level", "open"]

    def by_service(self, rows: QuerySet[Station], name: str, value: str) -> QuerySet[Station]:
        return self._matching(rows, services=[value])

    def by_audience(self, rows: QuerySet[Station], name: str, value: str) -> QuerySet[Station]:
        return self._matching(rows, audience=value)

    def by_open(self, rows: QuerySet[Station], name: str, value: bool) -> QuerySet[Station]:
        return open_at(rows, timezone.now()) if value else rows

    @staticmethod
    def _matching(rows: QuerySet[Station], **wanted: Any) -> QuerySet[Station]:
        try:
            return matching(rows, **wanted)
        except UnknownFilter:
            return rows.none()
