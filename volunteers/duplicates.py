"""Who may be in the records twice: people of one name whom nothing tells apart.

Within a community a group is *likely* where one of the name has no number, or two share a landline: a form
or an import could not know better. People of one name with different mobiles are two people until somebody
says otherwise; they are shown, not counted as due. Across communities only the street may look.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Count, Prefetch, Q

from guicheng.accounts.models import User
from guicheng.accounts.scope import visible_to

from .models import Appointment, Volunteer
from .models.volunteer import VolunteerQuerySet


@dataclass
class Group:
    """People of one name, whoever has a number first; ``likely``: nothing tells them apart."""

    name: str
    people: list[Volunteer] = field(default_factory=list)
    likely: bool = True

    @property
    def first(self) -> Volunteer:
        return self.people[0]

    @property
    def others(self) -> list[Volunteer]:
        return self.people[1:]


#: Key of a community and a name.
Key = tuple[int, str]


def likely_keys(user: User) -> set[Key]:
    """Community and name of each group that should be looked at, as far as ``user`` sees, in two queries."""
    return keys_among(visible_to(Volunteer, user))


def keys_among(rows: VolunteerQuerySet) -> set[Key]:
    """The same among ``rows``."""
    people = rows.present().order_by()
    unnumbered = (
        people.values("community_id", "name")
        .annotate(n=Count("pk"), bare=Count("pk", filter=Q(phone_tail="")))
        .filter(n__gt=1, bare__gt=0)
        .values_list("community_id", "name")
    )
    same_landline = (
        people.filter(phone_print="")
        .exclude(phone_tail="")
        .values("community_id", "name", "phone_tail")
        .annotate(n=Count("pk"))
        .filter(n__gt=1)
        .values_list("community_id", "name")
    )
    return {*unnumbered, *same_landline}


def groups(user: User, *, community: int | None = None, limit: int = 200) -> tuple[list[Group], list[Group]]:
    """All likely groups, and at most ``limit`` of those that share a name but no number."""
    people = visible_to(Volunteer, user).present().order_by()
    if community is not None:
        people = people.filter(community_id=community)
    shared = people.values("community_id", "name").annotate(n=Count("pk")).filter(n__gt=1)
    keys = sorted(shared.values_list("community_id", "name"))
    counted = likely_keys(user)
    likely = {key: Group(key[1]) for key in keys if key in counted}
    unlikely = {key: Group(key[1], likely=False) for key in keys if key not in counted}
    unlikely = dict(list(unlikely.items())[:limit])
    _fill(user, likely | unlikely)
    return list(likely.values()), list(unlikely.values())


def across_communities(user: User, limit: int = 200) -> list[Group]:
    """For the street: one name in several communities, with somebody among them who has no number."""
    if not user.sees_every_community:
        return []
    names = list(
        visible_to(Volunteer, user)
        .present()
        .order_by("name")
        .values("name")
        .annotate(places=Count("community_id", distinct=True), bare=Count("pk", filter=Q(phone_tail="")))
        .filter(places__gt=1, bare__gt=0)
        .values_list("name", flat=True)[:limit]
    )
    found = {name: Group(name, likely=False) for name in names}
    for person in _people(user, names):
        found[person.name].people.append(person)
    return list(found.values())


def _fill(user: User, wanted: dict[Key, Group]) -> None:
    for person in _people(user, {name for _, name in wanted}):
        if group := wanted.get((person.community_id, person.name)):
            group.people.append(person)


def _people(user: User, names: set[str] | list[str]) -> list[Volunteer]:
    """Those with a number first, then those registered first, with all terms that the user sees."""
    terms = visible_to(Appointment, user).select_related("place__estate").order_by("pk")
    rows = (
        visible_to(Volunteer, user)
        .present()
        .filter(name__in=names)
        .select_related("community")
        .prefetch_related(Prefetch("appointments", terms, to_attr="terms_here"))
        .order_by("pk")
    )
    return sorted(rows, key=lambda person: (person.phone_tail == "", person.pk))
