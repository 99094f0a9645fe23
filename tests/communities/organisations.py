"""Organisations for tests."""

from __future__ import annotations

from datetime import date
from typing import Any

from communities.models import Community, Organisation, OrganisationTerm
from tests.factories import make_community

Kind = Organisation.Kind


def make_organisation(
    name: str = "俊雅街坊会", community: Community | None = None, **values: Any
) -> Organisation:
    values.setdefault("kind", Kind.NEIGHBOURS)
    return Organisation.objects.create(community=community or make_community(), name=name, **values)


def make_term(organisation: Organisation, number: int, starts: str, ends: str | None) -> OrganisationTerm:
    return OrganisationTerm.objects.create(
        organisation=organisation,
        number=number,
        starts_on=date.fromisoformat(starts),
        ends_on=date.fromisoformat(ends) if ends else None,
    )
