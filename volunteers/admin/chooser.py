"""Choosing a person: whoever shares a name with others is told apart by mask and place."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.views.autocomplete import AutocompleteJsonView

from guicheng.accounts.admin_input import ForgivingAutocomplete

from ..models import Volunteer


def described(person: Volunteer) -> str:
    """``陈少珍（尾号 5678，俊雅花园3栋楼长）``; the terms are those that the list fetched along."""
    parts = [f"尾号 {person.phone_tail}" if person.phone_tail else "没有电话"]
    parts += [str(term) for term in person.serving_here[:2]]
    return f"{person}（{'，'.join(parts)}）"


class PersonChoices(AutocompleteJsonView):
    def serialize_result(self, obj: Volunteer, to_field_name: str) -> dict[str, Any]:
        return {"id": str(obj.pk), "text": described(obj)}


class PersonSelect(ForgivingAutocomplete):
    url_name = "%s:volunteers_volunteer_choose"
