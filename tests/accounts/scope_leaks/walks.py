"""Walks over all addresses with the eyes of one role; each yields a sentence for whatever is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.contrib import admin
from django.db import models, transaction
from django.test import RequestFactory

from communities.memo import Memo

from . import addresses, attacks
from .addresses import MISSING, OTHER, OWN, Page
from .attacks import Attack
from .rows import STREETS_OWN
from .town import ASKED, MISSING_KEY, SECRET, Town, more_elsewhere, scoped_models
from .visits import Seen, Visitor, leaks, remember


def reads_of(
    town: Town,
    role: str,
    *,
    lists: bool = True,
    only: type[models.Model] | None = None,
    keep: dict[str, tuple[Any, ...]] | None = None,
) -> Iterator[str]:
    """What somebody who must see nothing of the other side can read of it, or guess.

    ``lists``: also put every question to every list, open one's own records, and compare with what is not
    there; without, as for roles that differ from a walked one in their communities alone, only what is the
    other side's. ``only``: one model's pages. ``keep``: gets what one's own pages showed, by address.
    """
    look = Visitor(town, role)
    for page in inside(town, only):
        paths = {about: path for about, path in page.paths.items() if lists or about in {OTHER, ""}}
        seen = {about: look.get(path) for about, path in paths.items()}
        for about, path in paths.items():
            yield from wrong(seen[about], path, role)
            if keep is not None and about in {OWN, ""}:
                keep[path] = seen[about].like()
        yield from told_apart(page, seen, role)
    for path in list_addresses(town) if lists and only is None else ():
        yield from wrong(look.get(path), path, role)


def inside(town: Town, only: type[models.Model] | None = None) -> Iterator[Page]:
    for page in addresses.pages(town):
        if page.inside and (only is None or page.model is only):
            yield page


def writes_of(town: Town, role: str, sent: Callable[[Town, Visitor], Iterable[Attack]]) -> Iterator[str]:
    """What somebody can change of the other side, or read in the answers to what they send."""
    look = Visitor(town, role)
    remember(town)
    for attack in sent(town, look):
        seen = look.post(attack.path, attack.data)
        yield from wrong(seen, str(attack), role, attack.data)
        wrote = f"{attack} (wrote {', '.join(sorted(seen.written))})"
        if seen.changed and not excused(seen):
            yield f"{role} changes what is another community's: {wrote}"
        elif seen.written and attack.about == OTHER and not on_own_page(seen):
            yield f"{role} is not refused: {wrote}"


def any_write_of(town: Town, role: str, sent: Callable[[Town, Visitor], Iterable[Attack]]) -> Iterator[str]:
    """What somebody who may only read, or not even that, can change at all."""
    look = Visitor(town, role)
    for attack in sent(town, look):
        seen = look.post(attack.path, attack.data, watch=False)
        if seen.error:
            yield f"{role} {attack}: {seen.error}"
        if seen.written and not on_own_page(seen):
            yield f"{role} writes by {attack}: {', '.join(sorted(seen.written))}"


def shut_out(town: Town, role: str, *, lists: bool) -> Iterator[str]:
    """What somebody without any work inside finds there beyond the pages of their own account."""
    look = Visitor(town, role)
    for page in inside(town):
        for path in page.paths.values():
            seen = look.get(path)
            if seen.error:
                yield f"{role} {path}: {seen.error}"
            if page.name not in ONES_OWN and seen.status not in {301, 302, 403, 404}:
                yield f"{role} is let in at {path} (answer {seen.status})"
            if found := any_side.findall(seen.all_text):
                yield f"{role} reads {', '.join(found)} at {path}"
    for path in list_addresses(town) if lists else ():
        if (status := look.get(path).status) not in {301, 302, 403, 404}:
            yield f"{role} is let in at {path} (answer {status})"


#: What may touch rows of another community, and why.
EXCUSED = {
    "volunteers_volunteer_erase": "whoever keeps a person's record erases the person everywhere, on request",
}


#: Pages of one's own account and log-in, open to whoever may log in.
ONES_OWN = {"index", "login", "logout", "password_change", "password_change_done", "jsi18n"}
ONES_OWN |= {"me", "own_second_factor", "verify", "admin/password_change/"}
any_side = re.compile(r"(?:自家资料|别处机密)\d{4}")


def on_own_page(seen: Seen) -> bool:
    match = seen.response.wsgi_request.resolver_match
    return match is not None and not ONES_OWN.isdisjoint({match.url_name, match.route})


def excused(seen: Seen) -> bool:
    match = seen.response.wsgi_request.resolver_match
    return match is not None and match.url_name in EXCUSED


def list_attacks(town: Town, look: Visitor) -> Iterator[Attack]:
    """What can be sent from lists."""
    yield from attacks.actions(town)
    yield from attacks.quick_entries(town)
    yield from attacks.merges(town)


def blind_attacks(town: Town, look: Visitor) -> Iterator[Attack]:
    """What can be sent without opening a form first."""
    yield from attacks.at_every_address(town)
    yield from list_attacks(town, look)


def every_attack(town: Town, look: Visitor) -> Iterator[Attack]:
    yield from blind_attacks(town, look)
    yield from attacks.forms_of(town, look)


def wrong(seen: Seen, path: str, role: str, *sent: object) -> Iterator[str]:
    if seen.error:
        yield f"{role} {path}: {seen.error}"
    if found := leaks(seen, path, *sent):
        yield f"{role} reads {', '.join(found)} at {path} (answer {seen.status})"


_PARTS = re.compile(r"[/?&=]")


def told_apart(page: Page, seen: dict[str, Seen], role: str) -> Iterator[str]:
    """Whether a row of the other side is answered otherwise than one that is not there."""
    if MISSING not in seen or page.model in STREETS_OWN:
        return
    known, missing = page.paths[OTHER], page.paths[MISSING]
    keys = {
        part
        for path in (known, missing)
        for part in _PARTS.split(path)
        if part not in _PARTS.split(page.paths[OWN])
    }
    if seen[OTHER].like(*keys) != seen[MISSING].like(*keys):
        answers = f"({seen[OTHER].status}) from what is not there ({seen[MISSING].status})"
        yield f"{role} can tell {known} {answers}"


def list_addresses(town: Town) -> Iterator[str]:
    """Lists, choosers, exports and forms with every question that can be put to them."""
    from guicheng.exchange.kinds import kind_for

    for model in admin.site._registry:
        start = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        for query in addresses.questions(model, town):
            yield f"{start}?{query}"
        yield f"{start}deleted/?q={addresses.ASKED}"
        for query in addresses.beginnings(model, town):
            yield f"{start}add/?{query}"
        if kind := kind_for(model):
            for query in addresses.of_others(model, town):
                yield f"/admin/exchange/importrun/export/{kind.key}/?{query}"
    yield from addresses.choosers(town)
    for query in addresses.log_questions(town):
        yield f"/admin/log/?{query}"


def public_leaks(town: Town, role: str) -> Iterator[str]:
    """What stands on pages for residents without being public."""
    look, allowed = Visitor(town, role), public_words(town)
    for path in public_addresses(town):
        seen = look.get(path)
        if seen.error:
            yield f"{role} {path}: {seen.error}"
        if found := [word for word in leaks(seen, path) if word not in allowed and not word.isdigit()]:
            yield f"{role} reads {', '.join(found)} at {path} (answer {seen.status})"
    for page in addresses.pages(town):
        yield from hidden_told_apart(town, page, look)


def public_words(town: Town) -> set[str]:
    rows = [model._default_manager.public().values() for model in scoped_models()]
    return {word for found in rows for word in SECRET.findall(str(list(found)))}


def public_addresses(town: Town) -> Iterator[str]:
    for page in addresses.pages(town):
        if not page.inside:
            yield from page.paths.values()
            if "" in page.paths:
                for query in (f"q={ASKED}", "q=bcjm", "lat=23.0987&lon=113.0987", "p=2"):
                    yield f"{page.paths['']}?{query}"


def hidden_told_apart(town: Town, page: Page, look: Visitor) -> Iterator[str]:
    """Whether what residents do not see yet is answered otherwise than what is not there."""
    target = addresses.target_of(page.route, page.model)
    if page.inside or OTHER not in page.paths or target not in town.hidden:
        return
    shown, key = town.other.of(target).pk, town.hidden[target].pk
    path = page.paths[OTHER].replace(f"/{shown}", f"/{key}")
    if look.get(path).like(key) != look.get(page.paths[MISSING]).like(MISSING_KEY):
        yield f"{path} tells that there is something that residents do not see"


def told_by_look_ups(town: Town, role: str) -> Iterator[str]:
    """Whether a list can be asked, by a look-up in its address, what the texts of the other side are."""
    look, user = Visitor(town, role), town.users[role]
    for model, model_admin in admin.site._registry.items():
        request = RequestFactory().get("/")
        request.user = user
        for path in addresses.text_paths(model, town):
            lookup = f"{path}__startswith"
            if not model_admin.lookup_allowed(lookup, "x", request):
                continue
            right, wrong_guess = (
                outcome(look.get(f"{attacks.list_of(model)}?{lookup}={guess}"))
                for guess in ("别处机密", "并无此事")
            )
            if right != wrong_guess:
                yield f"{role} can guess the other side's texts by {attacks.list_of(model)}?{lookup}="


def outcome(seen: Seen) -> tuple[int, str, Any]:
    """What a list makes of a look-up: refused, or so many rows."""
    shown = (seen.response.context or {}).get("cl")
    return seen.status, seen.location.split("?")[0], getattr(shown, "result_count", None)


def own_addresses(town: Town) -> list[str]:
    """Lists, own records and forms: whatever could count. Blank workbooks and choosers show no numbers."""
    paths = [
        path
        for page in inside(town)
        for about, path in page.paths.items()
        if about in {OWN, ""}
        and page.name not in ONES_OWN - {"index"} | {"exchange_template", "autocomplete"}
        and path not in OF_THE_STREET
    ]
    return list(dict.fromkeys(paths))


#: Numbers of the whole street that staff of a community read too: they name nobody.
OF_THE_STREET = {"/admin/volunteers/mediator/progress/": "how far the street is with its 200 mediators"}


def changed_by_more_elsewhere(
    town: Town, role: str, paths: list[str], known: dict[str, tuple[Any, ...]]
) -> Iterator[str]:
    """Whether an answer changes when the other side gets more rows: then it counted them.

    ``known``: what some of the pages showed before.
    """
    look = Visitor(town, role)
    before = {path: known[path] if path in known else look.get(path).like() for path in paths}
    changed: dict[str, tuple[Any, ...]] = {}
    with transaction.atomic():
        more_elsewhere(town)
        for path, shown in before.items():
            if (now := look.get(path).like()) != shown:
                changed[path] = now
        transaction.set_rollback(True)
    Memo.forget_all()
    for path, shown in changed.items():
        # Not the clock's doing, which has moved on since: without the rows it is another answer even now.
        if look.get(path).like() != shown:
            yield f"{role} sees at {path} that another community has more"
