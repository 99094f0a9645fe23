"""What is said and asked about figures: published, promised, told in briefs, watched, asked for, checked."""

from __future__ import annotations

from .attention import AttentionRule
from .brief import Brief, BriefTemplate
from .month import FigureExplanation, FrozenFigure, FrozenMonth
from .published import PublishedFigure
from .quality import AcceptedRecord, QualityLimits
from .release import IndicatorRelease
from .task import Task, TaskAnswer, TaskField, TaskValue
from .wall_link import WallLink

__all__ = [
    "AcceptedRecord",
    "AttentionRule",
    "Brief",
    "BriefTemplate",
    "FigureExplanation",
    "FrozenFigure",
    "FrozenMonth",
    "IndicatorRelease",
    "PublishedFigure",
    "QualityLimits",
    "Task",
    "TaskAnswer",
    "TaskField",
    "TaskValue",
    "WallLink",
]
