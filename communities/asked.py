"""What an address asks a list for: one of the things offered, or a sentence that says it is none of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.http import HttpRequest

from guicheng.web.http import clean_text

from .models import Community


@dataclass
class Asked:
    """The filters of one list; ``error`` is a Chinese sentence, "" where all are sound."""

    request: HttpRequest
    communities: list[Community] = field(default_factory=lambda: list(Community.objects.public()))
    error: str = ""

    def community(self) -> Community | None:
        code = clean_text(self.request.GET.get("community", ""), 12)
        found = next((row for row in self.communities if row.code == code), None)
        if code and found is None:
            self.error = self.error or "没有这个社区，请从列表里选择。"
        return found

    def one_of(self, name: str, offered: Iterable[str], what: str) -> str:
        """ "" where nothing is asked for."""
        asked = clean_text(self.request.GET.get(name, ""), 40)
        if asked and asked not in set(offered):
            self.error = self.error or f"没有这个{what}，请从列表里选择。"
            return ""
        return asked

    def words(self) -> str:
        return clean_text(self.request.GET.get("q", ""), 40)
