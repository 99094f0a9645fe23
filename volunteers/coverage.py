"""How the places are looked after: by community and estate today, over the quarters by the terms' dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, Q, QuerySet

from communities.models import Place
from guicheng.accounts.scope import AnyUser, visible_to

from .gaps import has_head, term_ending, term_over
from .models import Appointment, Volunteer

_MEMBER = Q(volunteer__political_status__in=Volunteer.PARTY)


@dataclass
class Coverage:
    """One community or estate. All are numbers of rows that a list of the admin shows under a filter."""

    key: int | None
    name: str
    #: Places in use, those where a head serves, and the sum of their households where known.
    places: int = 0
    covered: int = 0
    #: Heads whose term ends soon, or is over without a word about what became of it.
    ending: int = 0
    over: int = 0
    #: Serving heads that are no deputies, and the party members among them; who looks after two places
    #: counts twice.
    heads: int = 0
    members: int = 0

    @property
    def empty(self) -> int:
        return self.places - self.covered

    @property
    def covered_share(self) -> float | None:
        """Percent of places with a head; None where there is no place."""
        return percent(self.covered, self.places)

    @property
    def member_share(self) -> float | None:
        """Percent of party members among the heads; None where there is no head."""
        return percent(self.members, self.heads)


@dataclass(frozen=True)
class Quarter:
    """The heads on the last day of a quarter, or today in the current one."""

    label: str
    day: date
    heads: int
    members: int

    @property
    def share(self) -> float | None:
        return percent(self.members, self.heads)


def percent(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 1) if whole else None


def by_community(user: AnyUser, today: date) -> list[Coverage]:
    """A row for each community that the user sees something of, in the order of their codes."""
    places = visible_to(Place, user)
    heads = visible_to(Appointment, user).heads()
    parted = [("community_id", "community__name", "community__code"), "place__"]
    return _rows(places, heads, today, parted[0], parted[1])


def by_estate(user: AnyUser, community: int, today: date) -> list[Coverage]:
    """The same within one community: a row an estate, and one for lanes and streets outside of any."""
    places = visible_to(Place, user).filter(community=community)
    heads = visible_to(Appointment, user).heads().filter(place__community=community)
    return _rows(places, heads, today, ("estate_id", "estate__name", "estate__name"), "place__")


def total(rows: list[Coverage], name: str = "合计") -> Coverage:
    result = Coverage(None, name)
    for row in rows:
        for column in ("places", "covered", "ending", "over", "heads", "members"):
            setattr(result, column, getattr(result, column) + getattr(row, column))
    return result


def _rows(
    places: QuerySet, heads: QuerySet, today: date, columns: tuple[str, str, str], path: str
) -> list[Coverage]:
    """Two queries, whatever the number of communities."""
    key, name, order = columns
    rows: dict[int | None, Coverage] = {}
    counted = (
        places.in_use()
        .order_by()
        .values(key, name, order)
        .annotate(places=Count("pk"), covered=Count("pk", filter=Q(has_head())))
        .order_by(F(order).asc(nulls_first=True), key)
    )
    for row in counted:
        rows[row[key]] = Coverage(row[key], row[name] or "", places=row["places"], covered=row["covered"])
    served = (
        heads.order_by()
        .values(f"{path}{key}", f"{path}{name}")
        .annotate(
            heads=Count("pk"),
            members=Count("pk", filter=_MEMBER),
            ending=Count("pk", filter=term_ending(today)),
            over=Count("pk", filter=term_over(today)),
        )
    )
    for row in served:
        own = rows.setdefault(row[f"{path}{key}"], Coverage(row[f"{path}{key}"], row[f"{path}{name}"] or ""))
        own.heads, own.members = row["heads"], row["members"]
        own.ending, own.over = row["ending"], row["over"]
    return list(rows.values())


def quarters(today: date, count: int) -> list[tuple[str, date]]:
    """The last ``count`` quarters, the current one last: label and last day, today for the current one."""
    year, quarter = today.year, (today.month - 1) // 3 + 1
    found: list[tuple[str, date]] = []
    for back in range(count):
        y, q = divmod(year * 4 + quarter - 1 - back, 4)
        following = date(y + (q == 3), (q + 1) % 4 * 3 + 1, 1)
        found.append((f"{y} 年 {q + 1} 季度", min(following - timedelta(days=1), today)))
    return found[::-1]


def over_time(user: AnyUser, today: date, *, community: int | None = None, count: int = 8) -> list[Quarter]:
    """Heads and party members among them on the last day of each quarter, by the dates of their terms.

    A party member counts from the day of joining where it is known, else all the time. One query.
    """
    rows = visible_to(Appointment, user).filter(deputy=False)
    if community is not None:
        rows = rows.filter(place__community=community)
    asked = quarters(today, count)
    columns = {}
    for number, (_, day) in enumerate(asked):
        served = Q(started_on__isnull=True) | Q(started_on__lte=day)
        served &= Q(ended_on__isnull=True) | Q(ended_on__gt=day)
        joined = Q(volunteer__party_since__isnull=True) | Q(volunteer__party_since__lte=day)
        columns[f"heads{number}"] = Count("pk", filter=served)
        columns[f"members{number}"] = Count("pk", filter=served & _MEMBER & joined)
    got = rows.order_by().aggregate(**columns)
    return [
        Quarter(label, day, got[f"heads{number}"], got[f"members{number}"])
        for number, (label, day) in enumerate(asked)
    ]
