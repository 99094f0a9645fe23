"""What everybody may know of a place: its address on this site, whom to call, who looks after it."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from communities.models import Community, Place
from guicheng.privacy.opaque import conceal, uncover
from stations.models import Station

_USE = "place"


def place_key(place: Place) -> str:
    """The place in an address: 32 letters from which nobody guesses another one's."""
    return conceal(place.pk, _USE)


def place_of(key: str) -> Place | None:
    """The place in use behind a key of :func:`place_key`, with community and estate, or None."""
    number = uncover(key, _USE)
    if number is None:
        return None
    return Place.objects.public().select_related("community", "estate").filter(pk=number).first()


def address_of(place: Place) -> str:
    return reverse("head", args=[place_key(place)])


def whole_address(place: Place, site_url: str) -> str:
    """For a QR code: under the site's own name where it is set."""
    return f"{settings.SITE_URL or site_url}{address_of(place)}"


def phones_of(community: Community, estate_id: int | None = None) -> list[tuple[str, str]]:
    """Whom to call: the nearest office first, as (name, number). At most a station's and the community's."""
    found: list[tuple[str, str]] = []
    stations = Station.objects.public().filter(community=community).exclude(phone="")
    order = ["level", "name", "pk"]
    station = stations.filter(estate=estate_id).order_by(*order).first() if estate_id else None
    station = station or stations.order_by(*order).first()
    if station is not None:
        found.append((station.name, station.phone))
    if community.phone and community.phone not in {phone for _, phone in found}:
        found.append((community.name, community.phone))
    if not found and settings.STREET_PHONE:
        found.append((settings.STREET_NAME, settings.STREET_PHONE))
    return found
