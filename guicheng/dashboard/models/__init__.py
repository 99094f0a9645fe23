"""What was published and promised, the briefs made of figures, and what makes figures need attention."""

from __future__ import annotations

from .attention import AttentionRule
from .brief import Brief, BriefTemplate
from .published import PublishedFigure
from .release import IndicatorRelease

__all__ = ["AttentionRule", "Brief", "BriefTemplate", "IndicatorRelease", "PublishedFigure"]
