"""Rows of organisations' terms, members and photos."""

from __future__ import annotations

from datetime import date

from communities.models import Organisation, OrganisationMember, OrganisationPhoto, OrganisationTerm

from .rows import Side, makes, with_files


@makes(OrganisationTerm)
def _term(side: Side) -> OrganisationTerm:
    organisation = side.of(Organisation)
    number = organisation.terms.count() + 1
    return OrganisationTerm.objects.create(
        organisation=organisation,
        number=number,
        starts_on=date(2000 + number, 1, 1),
        ends_on=date(2001 + number, 1, 1),
    )


@makes(OrganisationMember)
def _member(side: Side) -> OrganisationMember:
    return OrganisationMember.objects.create(
        organisation=side.of(Organisation), term=side.of(OrganisationTerm), name=side.text()
    )


@makes(OrganisationPhoto)
def _photo(side: Side) -> OrganisationPhoto:
    """For the staff alone."""
    return with_files(OrganisationPhoto(organisation=side.of(Organisation), caption=side.text()))
