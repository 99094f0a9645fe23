"""What a search gives back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Match = Literal["exact", "alias", "prefix", "part", "pinyin", "fuzzy"]


@dataclass(frozen=True)
class Hit:
    """One thing found. ``lat``, ``lon`` in degrees WGS-84, or both ``None``; ``score`` 0..100."""

    kind: str
    id: str
    name: str
    community: str
    lat: float | None
    lon: float | None
    score: float
    match: Match
