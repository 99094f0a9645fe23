"""What was published and promised, beside which the live figures stand, and the briefs made of them."""

from __future__ import annotations

from .brief import Brief, BriefTemplate
from .published import PublishedFigure
from .release import IndicatorRelease

__all__ = ["Brief", "BriefTemplate", "IndicatorRelease", "PublishedFigure"]
