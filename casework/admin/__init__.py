from __future__ import annotations

from . import answer_template, notice, phones, request

__all__ = ["answer_template", "notice", "phones", "request"]
