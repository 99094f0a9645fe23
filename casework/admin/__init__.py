from __future__ import annotations

from . import answer_template, request

__all__ = ["answer_template", "request"]
