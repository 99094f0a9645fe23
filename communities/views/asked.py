"""What the address of a list asks for."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from guicheng.web.http import clean_text

from ..models import Community


@dataclass(frozen=True)
class Asked:
    """``community`` is None where none was asked for or there is none of this code, which ``error`` says."""

    communities: list[Community]
    community: Community | None
    q: str
    error: str

    @property
    def status(self) -> int:
        return 400 if self.error else 200


def asked_of(request: HttpRequest) -> Asked:
    """``?community=<code>&q=<words>``, in one query."""
    communities = list(Community.objects.public())
    code = clean_text(request.GET.get("community", ""), 12)
    community = next((row for row in communities if row.code == code), None)
    error = "没有这个社区，请从列表里选择。" if code and community is None else ""
    return Asked(communities, community, clean_text(request.GET.get("q", ""), 60), error)
