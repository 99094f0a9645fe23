"""What of communities, estates, lanes and streets can be found."""

from __future__ import annotations

from guicheng.search import Source, reference, register

from .models import Community, Deliberation, Estate, Organisation, Place
from .organisations import kind_words


def register_sources() -> None:
    register(
        Source(
            kind="community",
            model=Community,
            queryset=Community.objects.public,
            public_id=lambda community: community.code,
            names=lambda community: [community.name],
            community=lambda community: reference("community", community.pk),
            point=lambda community: (community.lat, community.lon),
            address=lambda community: community.address,
            rank=0,
            words=(
                "社区居民委员会",
                "社区居委会",
                "居民委员会",
                "居委会",
                "居委",
                "村民委员会",
                "村委会",
                "村委",
                "社区",
                "村",
            ),  # fmt: skip
        )
    )
    register(
        Source(
            kind="estate",
            model=Estate,
            queryset=Estate.objects.public,
            names=lambda estate: [estate.name],
            aliases=lambda estate: estate.alias_list,
            community=lambda estate: reference("community", estate.community_id),
            point=lambda estate: (estate.lat, estate.lon),
            rank=1,
            words=("住宅小区", "小区"),
        )
    )
    register(
        # For “who looks after my street”; elsewhere hundreds of 一巷 would only stand in the way.
        Source(
            kind="lane",
            model=Place,
            queryset=lambda: Place.objects.public().filter(estate__isnull=True),
            names=lambda place: [place.name],
            community=lambda place: reference("community", place.community_id),
            point=lambda place: (None, None),
            is_public=lambda place: place.closed_on is None and place.estate_id is None,
            rank=3,
            unasked=False,
        )
    )
    register(
        Source(
            kind="deliberation",
            model=Deliberation,
            queryset=Deliberation.objects.public,
            names=lambda row: [row.topic],
            community=lambda row: reference("community", row.community_id) if row.community_id else "",
            point=lambda row: (None, None),
            is_public=lambda row: row.is_public,
            rank=4,
            # For the residents' search: whoever looks for the nearest station does not look for a talk.
            unasked=False,
        )
    )
    register(
        # Only on the page for finding anything: no place to walk to, and nobody's nearest station.
        Source(
            kind="organisation",
            model=Organisation,
            queryset=lambda: Organisation.objects.public().active().select_related("estate", "community"),
            names=lambda organisation: [organisation.name],
            aliases=organisation_aliases,
            community=lambda organisation: reference("community", organisation.community_id),
            point=lambda organisation: (None, None),
            is_public=lambda organisation: organisation.public and organisation.status == "active",
            rank=4,
            unasked=False,
        )
    )


def organisation_aliases(organisation: Organisation) -> list[str]:
    """丽景园业委会, 丽景园红色业委会: where it is, with each word for what it is."""
    where = organisation.estate.name if organisation.estate else organisation.community.short_name
    keys = {organisation.kind, "red"} if organisation.is_red else {organisation.kind}
    return [f"{where}{word}" for word, key in kind_words().items() if key in keys]
