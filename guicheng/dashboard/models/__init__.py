"""What was published and promised, beside which the live figures stand."""

from __future__ import annotations

from .published import PublishedFigure

__all__ = ["PublishedFigure"]
