"""Filters of the station list; their state is the address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import django_filters as filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from communities.models import Community
from guicheng.web.http import ticked

from .lists import choices
from .models import Station
from .nearest import UnknownFilter, matching
from .opening import open_at


class Tick(forms.CheckboxInput):
    """Ticked as on the finder's page: ``open=0`` in an address is not ticked."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return ticked(data, name)


_UNKNOWN = {"invalid_choice": "没有这一项，请从列表里选择。"}


class StationFilter(filters.FilterSet):
    community = filters.ModelChoiceFilter(
        label="社区",
        queryset=lambda request: Community.objects.public(),
        to_field_name="code",
        empty_label="全部社区",
        error_messages=_UNKNOWN,
    )
    service = filters.ChoiceFilter(
        label="服务事项",
        method="by_service",
        choices=lambda: choices().services,
        empty_label="全部服务",
        error_messages=_UNKNOWN,
    )
    audience = filters.ChoiceFilter(
        label="服务人群",
        method="by_audience",
        choices=lambda: choices().audiences,
        empty_label="所有人群",
        error_messages=_UNKNOWN,
    )
    level = filters.ChoiceFilter(
        label="级别", choices=Station.Level.choices, empty_label="全部级别", error_messages=_UNKNOWN
    )
    open = filters.BooleanFilter(label="现在开门", method="by_open", widget=Tick(attrs={"value": "1"}))

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
