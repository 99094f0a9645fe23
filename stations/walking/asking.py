"""Which engine answers: the street network where there is one and it is quick, else the estimate."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.core.cache import cache

from communities.coords import great_circle

from .engines import EngineDown, Point, Route, walk_of
from .paces import Pace, Walk, estimate, way_of
from .valhalla import Valhalla

#: How long a page waits for the street network in all, in seconds.
PAGE_SECONDS = 0.5
#: After a failure pages do without it for so long, in seconds, instead of waiting each time.
REST_SECONDS = 30
_RESTING = "walking:resting"

_log = logging.getLogger(__name__)


def network_engine(seconds: float | None = None, connections: int = 4) -> Valhalla | None:
    """The street network that the operator set up, or None. Raises :class:`EngineDown` for a bad address.

    ``connections``: so many are kept open, for who asks that many questions at a time.
    """
    if not settings.VALHALLA_URL:
        return None
    return Valhalla(settings.VALHALLA_URL, seconds=seconds, connections=connections)


@dataclass
class PageWalker:
    """The walks of one page. Never raises: what the network does not answer in time is estimated."""

    pace: Pace = Pace.ADULT
    _engine: Valhalla | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        if not settings.VALHALLA_URL or cache.get(_RESTING):
            return
        try:
            self._engine = network_engine(PAGE_SECONDS)
        except EngineDown as exc:
            self._give_up(exc)

    @property
    def knows_streets(self) -> bool:
        """Whether the street network is asked; so long as it answers."""
        return self._engine is not None

    def walks(self, here: Point, targets: Sequence[Point]) -> list[Walk | None]:
        """From ``here`` to each of ``targets``; None where the network knows both but no way leads."""
        straight = [estimate(great_circle(*here, *target), self.pace) for target in targets]
        if self._engine is None or not targets:
            return list(straight)
        try:
            way = way_of(self.pace)
            snaps = self._engine.snaps([here, *targets], way)
            legs = self._engine.matrix_between([here], targets, way, snaps[:1], snaps[1:])[0]
        except EngineDown as exc:
            self._give_up(exc)
            return list(straight)
        if snaps[0] is None:
            return list(straight)
        return [
            guess if snap is None else (walk_of(leg, self.pace) if leg else None)
            for guess, snap, leg in zip(straight, snaps[1:], legs, strict=True)
        ]

    def route(self, here: Point, target: Point) -> Route | None:
        """The line to walk, or None where the network does not give one."""
        if self._engine is None:
            return None
        try:
            return self._engine.route(here, target, self.pace)
        except EngineDown as exc:
            self._give_up(exc)
            return None

    def _give_up(self, reason: EngineDown) -> None:
        _log.warning("步行改用估算：%s", reason)
        cache.set(_RESTING, True, REST_SECONDS)
        self._engine = None
