"""A station as its card shows it: name, state, walk, address, services, and where to press."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .maps import navigation_links
from .models import Notice, Station
from .nearest import Found
from .opening import Opening, OpeningBook
from .walking import Walk


@dataclass(frozen=True)
class Card:
    station: Station
    opening: Opening
    walk: Walk | None
    notices: list[Notice]
    navigation: list[tuple[str, str]]

    @property
    def phone(self) -> str:
        """The station's own phone, else its community's."""
        return self.station.phone or self.station.community.phone

    @property
    def metres(self) -> str:
        """Walked distance in words: 310 米 to the next ten, 1.2 公里."""
        if self.walk is None:
            return ""
        metres = self.walk.metres
        if metres < 950:
            return f"{max(10, round(metres / 10) * 10)} 米"
        return f"{metres / 1000:.1f} 公里"


def _card(station: Station, book: OpeningBook, walk: Walk | None, opening: Opening) -> Card:
    links = navigation_links(station.name, station.lat, station.lon) if station.has_point else []
    return Card(station, opening, walk, book.notices_of(station), links)


def cards(found: Found, *, walks: bool = True) -> list[Card]:
    """Cards of what was found; without ``walks`` where nobody said from where they come."""
    return [
        _card(near.station, found.book, near.walk if walks else None, near.opening) for near in found.items
    ]


def plain_cards(stations: Iterable[Station], book: OpeningBook) -> list[Card]:
    """Cards of stations in the order given, where nobody said from where they come."""
    return [_card(station, book, None, book.of(station)) for station in stations]
