"""A community's organisations for residents: the list with its network, one of them, a photo."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from guicheng.pictures.serving import give_public
from guicheng.web.http import clean_text, public_page, query_with
from guicheng.web.paging import page_of

from ..models import Estate, Organisation, OrganisationPhoto
from ..network import network
from ..organisation_chronicle import moments_of
from ..organisations import PUBLIC_ORDER, RED, RED_LABEL, Counts, KindCount, counts, in_order, of_kind
from ..organisations import with_what_cards_show as with_cards
from ..public import public_community

PAGE = 30
#: Organisations shown in the network of a public page.
IN_NETWORK = 150


@public_page()
def organisation_list(request: HttpRequest, code: str) -> HttpResponse:
    community = public_community(code)
    kind = clean_text(request.GET.get("kind", ""), 20)
    place = clean_text(request.GET.get("estate", ""), 18)
    rows = Organisation.objects.public().filter(community=community)
    there = counts(rows.exclude(status=Organisation.Status.DISSOLVED))
    estates = list(Estate.objects.filter(pk__in=rows.order_by().values("estate")).order_by("name"))
    estate = next((row for row in estates if str(row.pk) == place), None)
    error = ""
    if kind and kind not in {RED, *Organisation.Kind.values}:
        error = "没有这一类组织，请从列表里选择。"
    elif place and estate is None:
        error = "没有这个小区，请从列表里选择。"
    chosen = rows.exclude(status=Organisation.Status.DISSOLVED)
    if kind and not error:
        chosen = of_kind(chosen, kind)
    if estate:
        chosen = chosen.filter(estate=estate)
    ordered = with_cards(chosen.order_by(in_order(PUBLIC_ORDER), "name", "pk"))
    page = page_of(request, ordered, PAGE, None if kind or place else there.total)
    plain = not (kind or place) and page.number == 1
    context = {
        "community": community,
        "page": page,
        "groups": _by_kind(page.object_list, there),
        "there": there,
        "kinds": _choices(there),
        "kind": kind,
        "estates": estates,
        "estate": estate,
        "error": error,
        "network": network(rows, IN_NETWORK) if plain else None,
        "query": query_with(request, page=None),
    }
    return render(request, "communities/organisations.html", context, status=400 if error else 200)


def _by_kind(rows: Iterable[Organisation], there: Counts) -> list[tuple[KindCount, list[Organisation]]]:
    """Rows in their order under their kind."""
    return [(there.of(kind), list(group)) for kind, group in groupby(rows, key=lambda row: row.kind)]


def _choices(there: Counts) -> list[tuple[str, str, int]]:
    """Key, label and number of each kind that the community has; 红色业委会 behind 业委会."""
    choices = []
    for kind in there.listed():
        choices.append((kind.key, kind.label, kind.organisations))
        if kind.red:
            choices.append((RED, RED_LABEL, kind.red))
    return choices


@public_page()
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    rows = with_cards(Organisation.objects.public()).select_related("parent")
    organisation = get_object_or_404(rows, pk=pk)
    terms = list(organisation.terms.select_related("organisation"))
    moments = sorted(moments_of([organisation], terms), key=lambda moment: moment.on, reverse=True)
    below = organisation.children.public().exclude(status=Organisation.Status.DISSOLVED)
    context = {
        "organisation": organisation,
        "community": organisation.community,
        "parent": organisation.parent if organisation.parent and organisation.parent.public else None,
        "children": below.order_by(in_order(), "name")[:60],
        "term": next((term for term in terms if term.starts_on <= timezone.localdate()), None),
        "moments": moments,
        "phone": organisation.public_phone or organisation.community.phone,
        "beside": _in_the_same_estate(organisation),
    }
    return render(request, "communities/organisation.html", context)


def _in_the_same_estate(organisation: Organisation) -> list[Organisation]:
    if organisation.estate_id is None:
        return []
    others = Organisation.objects.public().filter(estate=organisation.estate_id).exclude(pk=organisation.pk)
    return list(
        others.exclude(status=Organisation.Status.DISSOLVED).order_by(in_order(PUBLIC_ORDER), "name")[:12]
    )


@public_page(max_age=86400)
def photo(request: HttpRequest, pk: int, size: str) -> HttpResponseBase:
    return give_public(request, OrganisationPhoto.objects.public(), pk, size)
