"""What was published and promised, briefs, what makes figures need attention, and the wall's links."""

from __future__ import annotations

from .attention import AttentionRule
from .brief import Brief, BriefTemplate
from .published import PublishedFigure
from .release import IndicatorRelease
from .wall_link import WallLink

__all__ = ["AttentionRule", "Brief", "BriefTemplate", "IndicatorRelease", "PublishedFigure", "WallLink"]
