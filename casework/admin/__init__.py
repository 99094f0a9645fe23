from __future__ import annotations

from . import answer_template, phones, request

__all__ = ["answer_template", "phones", "request"]
