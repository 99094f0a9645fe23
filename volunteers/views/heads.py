"""找楼长: who looks after a building, a lane or a street, and how to reach them. Nobody's whole name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from communities.models import Community, Place
from guicheng.web.errors import too_many
from guicheng.web.http import clean_text, public_page
from guicheng.web.protect import flooded

from ..finding import find_place
from ..models import Appointment
from ..naming import public_name
from ..places_public import phones_of, place_key, place_of

MAX_QUERY = 80
#: Questions from one address: more than a family or an office asks, less than a list of all would need.
RATE = "60/h"


@dataclass(frozen=True)
class Answer:
    """All that a page may tell of a place. It holds words, never the records behind them."""

    where: str
    community: str
    code: str
    kind: str
    title: str
    key: str
    #: 陈楼长, or "" where nobody serves.
    who: str
    #: The head's own number, only with their consent in writing.
    phone: str
    phones: list[tuple[str, str]]


def answer_for(place: Place) -> Answer:
    term = (
        Appointment.objects.heads()
        .filter(place=place, volunteer__erased_on__isnull=True)
        .select_related("volunteer")
        .first()
    )
    if term is not None:
        term.place = place
    return Answer(
        where=str(place),
        community=place.community.name,
        code=place.community.code,
        kind=place.get_kind_display(),
        title=place.head_title,
        key=place_key(place),
        who=public_name(term) if term else "",
        phone=term.volunteer.shared_phone if term else "",
        phones=phones_of(place.community, place.estate_id),
    )


@public_page(personal=True)
def find(request: HttpRequest) -> HttpResponse:
    q = clean_text(request.GET.get("q", ""), MAX_QUERY)
    if q and flooded(request, "heads", RATE):
        return too_many(request)
    context: dict[str, Any] = {"q": q, "nav": "heads"}
    if q:
        found = find_place(
            q,
            building=clean_text(request.GET.get("b", ""), 20),
            community=clean_text(request.GET.get("community", ""), 30),
        )
        context["found"] = found
        if found.place is not None:
            context["answer"] = answer_for(found.place)
        elif found.near is not None:
            context["near"] = found.near
            context["phones"] = phones_of(found.near)
        else:
            context["communities"] = Community.objects.public() if not found.choices else []
    return render(request, "volunteers/heads.html", context)


@public_page(personal=True)
def one(request: HttpRequest, key: str) -> HttpResponse:
    """Where the code on a building's door leads."""
    if flooded(request, "heads", RATE):
        return too_many(request)
    place = place_of(key)
    if place is None:
        raise Http404
    return render(request, "volunteers/head.html", {"answer": answer_for(place), "nav": "heads"})
