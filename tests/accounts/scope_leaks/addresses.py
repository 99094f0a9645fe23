"""Every address of the URLconf with something put in for its arguments; every question to a list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import quote, urlencode

from django.contrib import admin
from django.contrib.admin.utils import get_fields_from_path
from django.db import models
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

from casework.models import HeadNotice, ResidentRequest
from communities.models import (
    Community,
    Conference,
    Deliberation,
    DeliberationPhoto,
    DeliberationSignUp,
    Estate,
    HonourPicture,
    Lesson,
    Organisation,
    OrganisationPhoto,
    Place,
    Project,
    ProjectPhoto,
    StreetDocument,
    Topic,
    Works,
    WorksPhoto,
)
from guicheng.accounts.history import has_history
from guicheng.accounts.models import User
from guicheng.dashboard.models import Brief, FrozenMonth, Task, TaskAnswer
from guicheng.exchange.kinds import kinds
from stations.models import Activity, Audience, Photo, Scene, SignUp, SitingRun, Station
from volunteers.models import ContactLog, ContactPhoto
from volunteers.places_public import place_key

from .rows import STREETS_OWN
from .town import ASKED, FIRST_KEY, MISSING_KEY, Town

OWN, OTHER, MISSING = "own", "other", "missing"
#: Regular expressions among the addresses, and what stands for them.
_PATTERNS = {
    "^(?P<app_label>": lambda: sorted({model._meta.app_label for model in admin.site._registry}),
    "(?P<url>.*)$": lambda: ["nothing-here"],
    "^(?P<path>[\\s\\S]*)$": lambda: ["nothing-here"],
}
#: Models behind the addresses outside the admin, by their first word.
_PUBLIC = {"stations": Station, "activities": Activity, "photos": Photo, "communities": Community}
_PUBLIC |= {"deliberations": Deliberation, "topics": Topic}
_PUBLIC |= {"organisations": Organisation, "organisation-photos": OrganisationPhoto}
_PUBLIC |= {"works": Works, "projects": Project, "conferences": Conference}
_PUBLIC |= {"works-photos": WorksPhoto, "project-photos": ProjectPhoto}
_PUBLIC |= {"estates": Estate, "lessons": Lesson, "honours": HonourPicture}
_PUBLIC |= {"briefs": Brief, "tasks": Task, "answers": TaskAnswer}
_PUBLIC |= {"quality": Community, "siting": SitingRun}
_PUBLIC |= {"audiences": Audience, "scenes": Scene}


@dataclass(frozen=True)
class Page:
    """One address; ``keys`` says what each of its paths is about: one's own row, another's, or none."""

    name: str
    route: str
    model: type[models.Model] | None
    paths: dict[str, str]

    @property
    def inside(self) -> bool:
        return self.route.startswith(("admin/", "dashboard/"))


class UnknownArgument(Exception):
    """An address has an argument that nothing here fills in."""


def pages(town: Town) -> Iterator[Page]:
    """Every address, read from the URLconf."""
    for route, converters, pattern in _walk(get_resolver().url_patterns, "", {}):
        name = pattern.name or route
        model = model_of(route)
        # Django's own address of the list of admins of an app, and its page for whatever else is asked for.
        known = next((values for part, values in _PATTERNS.items() if part in route), None)
        if known is not None:
            start = route[: min(place for place in (route.find("^"), route.find("(?P")) if place >= 0)]
            for value in known():
                yield Page(name, route, None, {"": f"/{start}{value}/"})
        elif not converters:
            yield Page(name, route, model, {"": f"/{route}"})
        else:
            for choice in _filled(route, list(converters), model, town):
                yield Page(name, route, model, choice)


def _walk(
    patterns: list[Any], prefix: str, converters: dict[str, Any]
) -> Iterator[tuple[str, dict, URLPattern]]:
    for entry in patterns:
        found = {**converters, **entry.pattern.converters} if isinstance(entry.pattern, RoutePattern) else {}
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _walk(entry.url_patterns, route, found)
        else:
            yield route, found, entry


def model_of(route: str) -> type[models.Model] | None:
    """The model whose admin an address belongs to."""
    parts = route.split("/")
    for model in admin.site._registry:
        if parts[:3] == ["admin", model._meta.app_label, model._meta.model_name]:
            return model
    return None


def _filled(
    route: str, names: list[str], model: type[models.Model] | None, town: Town
) -> Iterator[dict[str, str]]:
    """Paths of one route: about an own row, another's, and one that is not there."""
    if route.startswith("dashboard/figures/"):
        codes = {OWN: town.own.of(Community).code, OTHER: town.other.of(Community).code}
        codes[MISSING] = _missing("code>", Community)
        for key in ("head_party_share", "resolutions_late"):
            path = _put(route, {"key": key})
            yield {about: f"{path}?community={code}" for about, code in codes.items()}
            yield {"": path}
        return
    if names == ["month"]:
        codes = {OWN: town.own.of(Community).code, OTHER: town.other.of(Community).code}
        codes[MISSING] = _missing("code>", Community)
        path = _put(route, {"month": f"{town.own.of(FrozenMonth).month:%Y-%m}"})
        yield {about: f"{path}?community={code}" for about, code in codes.items()}
        yield {"": path}
        return
    if names == ["kind"]:
        for kind in kinds():
            yield {"": _put(route, {"kind": kind.key})}
        return
    if names == ["version"]:
        if model in town.gone:
            mine, theirs = (version.history_id for version in town.gone[model])
            yield {
                about: _put(route, {"version": key})
                for about, key in ((OWN, mine), (OTHER, theirs), (MISSING, MISSING_KEY))
            }
        return
    if names[0] == "token":
        # Without the secret nobody has the address.
        yield {"": _put(route, {"token": "0" * 32, "pk": MISSING_KEY, "size": "small"})}
        return
    if route.startswith("my/"):
        # A head's phone: whoever has none is turned away before any row is looked for.
        kinds_of = {"requests": ResidentRequest, "notices": HeadNotice, "photos": ContactPhoto}
        target = kinds_of.get(route.split("/")[1], ContactLog)
        rows = ((OWN, town.own.of(target).pk), (OTHER, town.other.of(target).pk), (MISSING, MISSING_KEY))
        yield {about: _put(route, {"pk": key, "size": "small"}) for about, key in rows}
        return
    if names == ["slug"]:
        keys = {OWN: town.own.of(StreetDocument).slug, MISSING: "nothing-here"}
        yield {about: _put(route, {"slug": key}) for about, key in keys.items()}
        return
    if names == ["rest"]:
        yield {"": "/admin/r/1/1/"}
        return
    if names == ["content_type_id", "object_id"]:
        yield {"": _put(route, {"content_type_id": 1, "object_id": 1})}
        return
    if names == ["key"]:
        rows = ((about, side.of(Place)) for about, side in ((OWN, town.own), (OTHER, town.other)))
        keys = {about: place_key(place) for about, place in rows}
        yield {about: _put(route, {"key": key}) for about, key in {**keys, MISSING: "0" * 32}.items()}
        return
    target = target_of(route, model)
    if target is None:
        raise UnknownArgument(
            f"The address {route} takes {', '.join(names)}: say in tests/accounts/scope_leaks/addresses.py"
            " what to put in for it, so that it is walked too."
        )
    mine, theirs = town.own.of(target), town.other.of(target)
    keys = {OWN: _key(mine, route), OTHER: _key(theirs, route), MISSING: _missing(route, target)}
    for more in _besides(names, target, town):
        yield {about: _put(route, {names[0]: key, **more[about]}) for about, key in keys.items()}
    if "version" in names and target in town.moved:
        versions = {
            OWN: town.moved[target].history_id,
            OTHER: theirs.history.first().history_id,
            MISSING: MISSING_KEY,
        }
        yield {
            about: _put(route, {names[0]: keys[OWN], "version": number}) for about, number in versions.items()
        }


def _besides(names: list[str], target: type[models.Model], town: Town) -> Iterator[dict[str, dict[str, Any]]]:
    """What stands in an address after the key."""
    if names[1:] == ["version"]:
        if hasattr(target, "history"):
            first = [side.of(target).history.first() for side in (town.own, town.other)]
            mine, theirs = (version.history_id if version else MISSING_KEY for version in first)
            yield {OWN: {"version": mine}, OTHER: {"version": theirs}, MISSING: {"version": MISSING_KEY}}
    elif names[1:] == ["signup"]:
        mine, theirs = (side.of(SignUp).pk for side in (town.own, town.other))
        yield {OWN: {"signup": mine}, OTHER: {"signup": theirs}, MISSING: {"signup": MISSING_KEY}}
    elif names[1:] == ["deliberation_signup"]:
        mine, theirs = (side.of(DeliberationSignUp).pk for side in (town.own, town.other))
        yield {
            about: {"deliberation_signup": key}
            for about, key in ((OWN, mine), (OTHER, theirs), (MISSING, MISSING_KEY))
        }
    elif names[1:] == ["source"]:
        yield dict.fromkeys((OWN, OTHER, MISSING), {"source": "contacts"})
    elif names[1:] == ["size"]:
        for size in ("small", "medium", "large"):
            yield dict.fromkeys((OWN, OTHER, MISSING), {"size": size})
    elif names[1:] in (["estate"], ["station"]):
        kind = {"estate": Estate, "station": Station}[names[1]]
        mine, theirs = (side.of(kind).pk for side in (town.own, town.other))
        yield {OWN: {names[1]: mine}, OTHER: {names[1]: theirs}, MISSING: {names[1]: MISSING_KEY}}
    elif not names[1:]:
        yield {OWN: {}, OTHER: {}, MISSING: {}}
    else:
        raise UnknownArgument(f"Say in addresses.py what to put in for {', '.join(names[1:])}.")


def target_of(route: str, model: type[models.Model] | None) -> type[models.Model] | None:
    """Whose key an address takes."""
    if model is not None:
        if "/photo/<" in route:
            return admin.site._registry[model].picture_model
        return model
    if route.startswith("deliberations/photos/"):
        return DeliberationPhoto
    start = route.removeprefix("api/v1/").removeprefix("dashboard/")
    return _PUBLIC.get(start.split("/")[0])


def _key(row: Any, route: str) -> Any:  # noqa: ANN401
    if "slug>" in route:
        return row.slug
    return row.code if "code>" in route else row.pk


def _missing(route: str, target: type[models.Model]) -> Any:  # noqa: ANN401
    if "code>" in route:
        return "440699099999"
    if "slug>" in route:
        return "nothing-here"
    return MISSING_KEY if isinstance(target._meta.pk, models.IntegerField) else "0" * 32


def _put(route: str, values: dict[str, Any]) -> str:
    text = route
    while "<" in text:
        start, end = text.index("<"), text.index(">")
        text = text[:start] + quote(str(values[text[start + 1 : end].split(":")[-1]])) + text[end + 1 :]
    return f"/{text}"


def questions(model: type[models.Model], town: Town) -> list[str]:
    """Query strings for a list: search, popups, every filter, every foreign key with another's row."""
    model_admin = admin.site._registry[model]
    asked = [{}, {"q": ASKED}, {"q": "bcjm"}, {"q": "1390"}, {"_popup": "1", "_to_field": "id"}, {"all": ""}]
    asked += [{"o": "1"}, {"o": str(len(model_admin.list_display))}]
    for entry in model_admin.list_filter:
        path = entry[0] if isinstance(entry, tuple) else entry
        if isinstance(path, str):
            asked += _by_path(path, model, town)
        else:
            asked += _by_values(path, model, model_admin, town)
    for column in model._meta.concrete_fields:
        if isinstance(column, models.ForeignKey) and column.related_model in town.other.made:
            asked.append({f"{column.name}__id__exact": town.other.of(column.related_model).pk})
    return [urlencode(query) for query in asked]


def of_others(model: type[models.Model], town: Town) -> list[str]:
    """Those of the questions that ask for what the other side has."""
    asked = [
        query for query in questions(model, town) if str(FIRST_KEY)[:3] in query or query.startswith("q=")
    ]
    return ["", *asked]


def _by_path(path: str, model: type[models.Model], town: Town) -> Iterator[dict[str, Any]]:
    field = get_fields_from_path(model, path)[-1]
    target = getattr(field, "related_model", None)
    if target in town.other.made:
        yield {f"{path}__id__exact": town.other.of(target).pk}
    elif field.choices:
        yield from ({f"{path}__exact": value} for value, _ in islice(field.flatchoices, 2))


def _by_values(
    kind: Any, model: type[models.Model], model_admin: admin.ModelAdmin, town: Town
) -> Iterator[dict[str, Any]]:
    request = RequestFactory().get("/")
    request.user = town.users["community_worker"]
    chosen = kind(request, {}, model, model_admin)
    yield from ({chosen.parameter_name: value} for value, _ in chosen.lookup_choices)


def beginnings(model: type[models.Model], town: Town) -> list[str]:
    """Query strings of a form for a new row: every foreign key filled in with another's row."""
    asked = [
        urlencode({column.name: town.other.of(column.related_model).pk})
        for column in model._meta.concrete_fields
        if isinstance(column, models.ForeignKey) and column.related_model in town.other.made
    ]
    return ["", "_popup=1&_to_field=id", *asked]


def choosers(town: Town, terms: tuple[str, ...] = ("", ASKED, "bcjm")) -> Iterator[str]:
    """Every autocomplete that Django would answer: a foreign key of any model, whatever forms offer it."""
    for model in dict.fromkeys([*admin.site._registry, *town.other.made]):
        for column in model._meta.get_fields():
            if not isinstance(column, models.ForeignKey | models.ManyToManyField):
                continue
            for term in terms:
                asked = {
                    "app_label": model._meta.app_label,
                    "model_name": model._meta.model_name,
                    "field_name": column.name,
                    "term": term,
                }
                yield f"/admin/autocomplete/?{urlencode(asked)}"


def log_questions(town: Town) -> Iterator[str]:
    """The log of all changes by kind, person and words."""
    yield from (
        urlencode({"kind": model._meta.label_lower}) for model in town.other.made if has_history(model)
    )
    yield urlencode({"person": ASKED, "reason": "别的社区"})


def text_paths(model: type[models.Model], town: Town, hops: int = 3) -> Iterator[str]:
    """Look-ups from a model to free texts of models of the other side, through keys in both directions."""
    seen: set[tuple[type[models.Model], str]] = set()

    def walk(here: type[models.Model], path: str, left: int) -> Iterator[str]:
        for column in here._meta.concrete_fields:
            if isinstance(column, models.CharField) and not column.choices and here in town.other.made:
                yield f"{path}{column.name}"
        if not left:
            return
        for field in here._meta.get_fields():
            target = field.related_model
            if target in (None, User, here) or isinstance(target, str) or target in STREETS_OWN:
                continue
            step = f"{path}{field.name}__"
            if (target, step) not in seen:
                seen.add((target, step))
                yield from walk(target, step, left - 1)

    yield from walk(model, "", hops)
