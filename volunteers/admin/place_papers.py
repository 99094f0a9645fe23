"""Papers about a place: the card for its door, and the sheet by which one head hands over to the next."""

from __future__ import annotations

from dataclasses import dataclass

import segno
from django.contrib import admin, messages
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from communities.models import Community, Place
from guicheng.accounts.scope import visible_to

from ..handover import open_matters
from ..models import Appointment
from ..naming import public_name
from ..places_public import phones_of, whole_address

#: Cards printed at once.
MOST_CARDS = 100
#: What is given from hand to hand; a box to tick beside each.
HANDED_OVER = (
    "联系群众工作台账",
    "楼栋（巷、街）钥匙和门禁",
    "居民微信群群主",
    "公告栏钥匙",
    "其他资料和物品",
)


@dataclass(frozen=True)
class Card:
    place: Place
    who: str
    #: The QR code as a picture in the page itself.
    qr: str
    phones: list[tuple[str, str]]


class PlacePapers:
    """Mixed into the admin of places."""

    def card_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._cards(request, visible_to(Place, request.user).in_use().filter(pk=pk))

    @admin.action(description="打印楼长牌（带二维码）", permissions=["view"])
    def cards(self, request: HttpRequest, queryset: models.QuerySet[Place]) -> HttpResponse | None:
        rows = visible_to(Place, request.user).in_use().filter(pk__in=queryset.order_by().values("pk"))
        if rows.count() > MOST_CARDS:
            messages.warning(request, f"一次最多打印 {MOST_CARDS} 张，请先筛选或者少勾几条。")
            return None
        if not rows.exists():
            messages.warning(request, "所选的地方都已经停用。")
            return None
        return self._cards(request, rows)

    def _cards(self, request: HttpRequest, rows: models.QuerySet[Place]) -> HttpResponse:
        heads = visible_to(Appointment, request.user).heads().select_related("volunteer", "place")
        serving = models.Prefetch("appointments", heads.order_by("pk"), to_attr="serving_heads")
        places = list(
            rows.select_related("community", "estate").prefetch_related(serving)
            .order_by("community__code", "estate__name", "name", "pk")[:MOST_CARDS]
        )  # fmt: skip
        if not places:
            raise Http404
        called = _phones(places)
        site = request.build_absolute_uri("/")[:-1]
        made = [
            Card(
                place,
                public_name(place.serving_heads[0]) if place.serving_heads else "",
                segno.make(whole_address(place, site), error="m").svg_data_uri(scale=4, border=2),
                called[(place.community_id, place.estate_id)],
            )
            for place in places
        ]
        return render(request, "volunteers/papers/cards.html", {"cards": made})

    def handover_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The sheet for the successor; blank where one is not known yet."""
        place = visible_to(Place, request.user).select_related("community", "estate").filter(pk=pk).first()
        if place is None:
            raise Http404
        terms = visible_to(Appointment, request.user).filter(place=place, deputy=False)
        terms = terms.select_related("volunteer", "place", "predecessor__volunteer", "predecessor__place")
        now = terms.serving().order_by("-pk").first()
        before = _predecessor(now, terms)
        context = {
            "place": place,
            "leaves": before or now,
            "follows": now if before else None,
            "matters": open_matters(before or now) if before or now else [],
            "handed_over": HANDED_OVER,
            "today": timezone.localdate(),
        }
        return render(request, "volunteers/papers/handover.html", context)


def _predecessor(now: Appointment | None, terms: models.QuerySet[Appointment]) -> Appointment | None:
    """Who served before whoever serves now, where that was in the same community."""
    if now is not None:
        return terms.filter(pk=now.predecessor_id).first() if now.predecessor_id else None
    return terms.filter(ended_on__isnull=False).order_by("-ended_on", "-pk").first()


def _phones(places: list[Place]) -> dict[tuple[int, int | None], list[tuple[str, str]]]:
    """Whom to call, asked once for each estate."""
    asked: dict[tuple[int, int | None], Community] = {
        (place.community_id, place.estate_id): place.community for place in places
    }
    return {key: phones_of(community, key[1]) for key, community in asked.items()}
