"""The KIND ``heads``: 楼长, 巷长 and 街长 with the places that they look after."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import models

from communities.models import Community, Estate, Place
from guicheng.exchange.keeping import forget_rows
from guicheng.exchange.kinds import Context, Kind, Parsed
from guicheng.privacy.phones import mask

from . import heads_columns
from .erasure import Erased
from .heads_batch import HeadsBatch
from .models import Appointment, Volunteer


def forget_person(who: Erased) -> None:
    """Blank what imports still hold of an erased person."""
    communities = set(Community.objects.filter(pk__in=who.communities).values_list("name", flat=True))

    def concerns(values: dict[str, Any]) -> bool:
        if values.get("phone") in who.phones:
            return True
        return values.get("name") in who.names and values.get("community") in communities

    forget_rows(HeadsKind.key, concerns)


class HeadsKind(Kind):
    key = "heads"
    label = "楼长、巷长、街长"
    model = Appointment
    offered_on = (Volunteer,)
    columns = heads_columns.COLUMNS
    batch = HeadsBatch
    touches = (Estate, Place, Volunteer, Appointment)
    telling = ("name", "place", "phone", "start")
    inherited = ("community", "estate")

    def inherits(self, key: str, cells: dict[str, Any]) -> bool:
        return key != "estate" or heads_columns.lacks_estate(cells)

    def parse(self, cells: dict[str, Any], row: Parsed, context: Context) -> None:
        heads_columns.parse(cells, row, self, context)

    def json_row(self, row: Parsed) -> dict[str, Any]:
        values = row.values
        status = values.get("political_status", "")
        return {
            "role": ("副" if values.get("deputy") else "") + Place.HEAD_TITLES[values["kind"]],
            "name": values["name"],
            "community": values["community"],
            "estate": values.get("estate", ""),
            "place": values["place"],
            "political_status": Volunteer.PoliticalStatus(status).label if status else "",
            "phone": values.get("phone", ""),
            "start": values.get("start", ""),
        }

    def title_of(self, values: dict[str, Any]) -> str:
        where = "".join(str(values.get(key, "")) for key in ("community", "estate", "place"))
        return f"{values.get('name', '')}　{where}".strip()

    def export(self, rows: models.QuerySet[Appointment], *, masked: bool) -> Iterator[list[Any]]:
        related = rows.select_related("volunteer", "place__estate", "place__community")
        for term in related.order_by("place__community__code", "pk").iterator(1000):
            person, place = term.volunteer, term.place
            yield [
                term.title,
                person.name,
                place.community.name,
                place.estate.name if place.estate else "",
                place.name,
                person.get_political_status_display(),
                mask(person.phone) if masked else person.phone,
                term.started_on,
                term.ends_on,
                term.ended_on,
                term.get_chosen_display(),
                person.get_gender_display(),
                person.birth_year,
                place.households,
                term.note,
            ]
