"""Numbers as people read them."""

from __future__ import annotations

import re
from decimal import Decimal
from urllib.parse import urlencode

from django import template

from communities.models import Community

from ..asked import Asked
from ..indicators import Indicator
from ..parts import Part
from ..quality.counting import Quality

register = template.Library()
_WHOLE = re.compile(r"\d{4,}")


@register.filter
def grouped(value: Decimal | int | float | None) -> str:
    """``1234`` → ``1,234``; without a value a dash, which is not 0."""
    return "—" if value is None else f"{value:,}"


@register.filter
def plainly(value: Decimal) -> str:
    """``200.00`` → ``200``, ``1500`` → ``1,500``."""
    return f"{value.normalize():,f}"


@register.filter
def thousands(text: str) -> str:
    """Whole numbers inside a text grouped."""
    return _WHOLE.sub(lambda found: f"{int(found.group()):,}", text)


@register.filter
def unsigned(value: Decimal) -> str:
    return f"{abs(value):,}"


@register.simple_tag
def weak_records(found: Quality | None, indicator: Indicator, community: Community | None = None) -> int:
    """How many weak records a figure rests on; 0 also where that is not looked at."""
    return found.weak_in(indicator.key, community.pk if community else None) if found else 0


@register.simple_tag
def records_query(
    asked: Asked,
    community: Community | None = None,
    whole: bool = False,
    part: Part | None = None,
    narrow: bool = False,
) -> str:
    """What leads to the records of the same day and community, or of a part of it; or to a chart of them."""
    query: dict[str, str] = {}
    if asked and asked.is_past:
        query["as_of"] = asked.day.isoformat()
    if community:
        query["community"] = community.code
    if part:
        query |= {"community": part.community.code, part.level.value: part.asked}
    if whole:
        query["whole"] = "1"
    if narrow:
        query["narrow"] = "1"
    return f"?{urlencode(query)}" if query else ""
