"""The services and audiences that residents can choose from."""

from __future__ import annotations

from dataclasses import dataclass

from communities.memo import Memo

from .models import Service


@dataclass(frozen=True)
class Choices:
    """(slug, name) pairs in the lists' own order."""

    services: tuple[tuple[str, str], ...]
    audiences: tuple[tuple[str, str], ...]

    def service_name(self, slug: str) -> str:
        return dict(self.services).get(slug, "")

    def services_like(self, text: str) -> list[tuple[str, str]]:
        """Services whose name is in ``text``, or holds it (two characters at least): somebody typed one."""
        if len(text) < 2:
            return []
        return [(slug, name) for slug, name in self.services if name in text or text in name]

    def audiences_like(self, text: str) -> list[tuple[str, str]]:
        """Groups of people whose name is in ``text``, or holds it (two characters at least)."""
        if len(text) < 2:
            return []
        return [(slug, name) for slug, name in self.audiences if name in text or text in name]

    def audience_name(self, slug: str) -> str:
        return dict(self.audiences).get(slug, "")


def _read() -> Choices:
    services: dict[str, str] = {}
    audiences: dict[str, tuple[int, str]] = {}
    rows = Service.objects.public().values_list(
        "slug", "name", "audiences__slug", "audiences__name", "audiences__order", "audiences__active"
    )
    for slug, name, audience, audience_name, order, active in rows.order_by("order", "name"):
        services[slug] = name
        if audience and active:
            audiences[audience] = (order, audience_name)
    ordered = sorted(audiences.items(), key=lambda item: item[1])
    return Choices(tuple(services.items()), tuple((slug, name) for slug, (_, name) in ordered))


#: Asked on every page with filters; a change in the lists shows within seconds.
choices = Memo(_read, seconds=5)
