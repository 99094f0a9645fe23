"""Whoever enters many records of one place chooses it once."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

from django.contrib import admin
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

#: Where in the session the community that was chosen last is kept.
_LAST = "last_community"
#: What stays chosen after "save and add another".
_STAYS = ("community", "estate", "station")


class RememberMixin(admin.ModelAdmin):
    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        filled = super().get_changeform_initial_data(request)
        column = self._column("community")
        # Where a record may do without a community, none is a choice of its own.
        if column is not None and not column.blank and _LAST in request.session:
            filled.setdefault("community", request.session[_LAST])
        return filled

    def response_add(
        self, request: HttpRequest, obj: models.Model, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        self._remember(request, obj)
        response = super().response_add(request, obj, *args, **kwargs)
        if "_addanother" in request.POST and isinstance(response, HttpResponseRedirect):
            parts = urlsplit(response.url)
            query = "&".join(text for text in (parts.query, urlencode(self._chosen(obj))) if text)
            response["Location"] = urlunsplit(parts._replace(query=query))
        return response

    def response_change(self, request: HttpRequest, obj: models.Model) -> HttpResponse:
        self._remember(request, obj)
        return super().response_change(request, obj)

    def _column(self, name: str) -> models.ForeignKey | None:
        try:
            column = self.opts.get_field(name)
        except FieldDoesNotExist:
            return None
        return column if isinstance(column, models.ForeignKey) else None

    def _chosen(self, obj: models.Model) -> dict[str, Any]:
        columns = [column for name in _STAYS if (column := self._column(name)) is not None]
        keys = {column.name: getattr(obj, column.attname) for column in columns}
        return {name: key for name, key in keys.items() if key is not None}

    def _remember(self, request: HttpRequest, obj: models.Model) -> None:
        community = self._chosen(obj).get("community")
        # As text, like what an address fills in beforehand.
        if community is not None and request.session.get(_LAST) != str(community):
            request.session[_LAST] = str(community)
