"""What organisations give to a chronicle: founded, became red, elections, dissolved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .chronicle import Moment, Subject
from .models import Organisation, OrganisationTerm

LABEL = "组织"


def moments(subject: Subject) -> Iterator[Moment]:
    """Of all organisations of a community or an estate; two queries."""
    rows = Organisation.objects.filter(community=subject.community)
    if subject.estate is not None:
        rows = rows.filter(estate=subject.estate)
    if subject.public:
        rows = rows.public()
    organisations = list(rows)
    terms = OrganisationTerm.objects.filter(organisation__in=rows.order_by()).select_related("organisation")
    yield from moments_of(organisations, terms)


def moments_of(organisations: Iterable[Organisation], terms: Iterable[OrganisationTerm]) -> Iterator[Moment]:
    """``terms`` with their organisations at hand."""
    for row in organisations:
        url = row.get_absolute_url() if row.public else ""
        if row.founded_on and row.status != Organisation.Status.PLANNED:
            title = f"{row.name}成立"
            yield Moment(row.founded_on, title, url=url, label=LABEL, precision=row.founded_precision)
        if row.red_since:
            title = f"{row.name}成为红色业委会"
            yield Moment(row.red_since, title, url=url, label=LABEL, precision=row.red_precision)
        if row.dissolved_on:
            yield Moment(row.dissolved_on, f"{row.name}终止", url=url, label=LABEL)
    for term in terms:
        row = term.organisation
        how = term.get_how_display()
        text = how + (f"，任期至 {term.ends_on:%Y-%m-%d}" if term.ends_on else "")
        yield Moment(
            term.elected_on or term.starts_on,
            f"{row.name}{term}产生",
            text,
            row.get_absolute_url() if row.public else "",
            LABEL,
        )
