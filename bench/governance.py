"""The lists of co-governance at 100 times the demonstration's rows, and a community's home.

``python bench/governance.py [--times 100] [--pairs 25]``: two databases are filled with ``load_demo``, and in
one the rows are copied until there are so many times more. The same list is asked of both in turn, once each
a pair, in two processes; printed is the ratio of the medians (aim 1.5). Then a community's home is asked in
turn with the same page over values held in memory (aim 2), and its queries are counted when the process
remembers nothing (aim 10). SQLite files under ``--folder``; PostgreSQL instead where ``TEST_DATABASE_URL``
is set.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)

from bench.copies import STRIDE, copied, copy_rows  # noqa: E402
from bench.ledger import compare, environment, show  # noqa: E402

AIM_HOME, MOST_QUERIES = 2.0, 10
#: ``{steady}``: the community whose own organisations stay as many; ``{growing}``: one where they grow too.
PUBLIC = (
    "/deliberations/", "/deliberations/?when=past", "/deliberations/follow-up/", "/topics/", "/works/",
    "/projects/", "/honours/", "/communities/{steady}/organisations/",
    "/communities/{growing}/organisations/",
)  # fmt: skip
ADMIN = (
    "communities/organisation", "communities/deliberation", "communities/undertaking", "communities/project",
    "communities/works", "communities/topic", "volunteers/mediator", "volunteers/mediationcase",
)  # fmt: skip
#: What is copied, parents first, with the columns that must differ from copy to copy.
COPIED: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("communities.Organisation", ("name",)),
    ("communities.OrganisationTerm", ()),
    ("communities.Deliberation", ()),
    ("communities.DeliberationParty", ()),
    ("communities.Topic", ()),
    ("communities.TopicSecond", ()),
    ("communities.Project", ("title",)),
    ("communities.ProjectMeasure", ()),
    ("communities.ProjectNote", ()),
    ("communities.Visit", ()),
    ("communities.Undertaking", ()),
    ("communities.ProgressNote", ()),
    ("communities.Works", ("title",)),
    ("communities.WorksStage", ()),
    ("communities.ConsentVote", ()),
    ("communities.Honour", ()),
    ("volunteers.Volunteer", ("phone_print",)),
    ("volunteers.Mediator", ()),
    ("volunteers.MediatorTraining", ()),
    ("volunteers.MediationCase", ()),
)
#: Keys that lead from a copy to a copy; other keys lead where those of the original lead.
HANGING = {
    "organisation", "parent", "deliberation", "topic", "project", "visit", "undertaking", "works",
    "volunteer", "mediator",
}  # fmt: skip


def chosen() -> tuple[str, str]:
    """Codes of two communities: the organisations of the first stay as many, those of the second grow."""
    from django.db.models import Count

    from communities.models import Community

    rows = Community.objects.annotate(n=Count("organisations")).filter(n__gt=0).order_by("-n", "code")
    growing, steady = rows[:2]
    return steady.code, growing.code


def copy(times: int) -> None:
    """Copy the rows with all that hangs on them, each copy under keys of its own."""
    from django.conf import settings

    if copied("communities.Topic"):
        return
    steady, growing = chosen()
    Path(settings.VAR_DIR, "chosen").write_text(f"{steady} {growing}")
    organisations = f"IN (SELECT id - {STRIDE} FROM communities_organisation WHERE id >= {STRIDE})"
    only = {
        "communities.Organisation": "community_id <> "
        f"(SELECT id FROM communities_community WHERE code = '{steady}')",
        "communities.OrganisationTerm": f"organisation_id {organisations}",
        "communities.DeliberationParty": f"organisation_id IS NULL OR organisation_id {organisations}",
        "volunteers.Volunteer": "id IN (SELECT volunteer_id FROM volunteers_mediator)",
    }
    # An estate has one owners' committee at a time.
    estate = "CASE WHEN kind = 'owners_committee' THEN NULL ELSE estate_id END"
    copy_rows(COPIED, HANGING, times, only=only, special={"communities.Organisation.estate": estate})


def start() -> tuple[dict[str, Any], dict[str, str]]:
    """Clients of everybody, the street and a community's worker; and the communities' codes."""
    import django

    django.setup()
    from django.conf import settings
    from django.test import Client

    from communities.models import Community, Membership
    from guicheng.accounts.models import Role, User

    settings.ALLOWED_HOSTS = ["*"]
    steady, growing = Path(settings.VAR_DIR, "chosen").read_text().split()
    clients = {"everybody": Client()}
    for name, role in (("worker", Role.COMMUNITY_WORKER), ("street", Role.STREET_ADMIN)):
        user, new = User.objects.get_or_create(
            username=f"bench-{name}", defaults={"role": role, "is_staff": True}
        )
        if new and name == "worker":
            Membership.objects.create(user=user, community=Community.objects.get(code=growing))
        clients[name] = Client()
        clients[name].force_login(user)
    return clients, {"steady": steady, "growing": growing}


def asked(client: Any, path: str) -> float:
    begun = time.perf_counter()
    response = client.get(path)
    seconds = time.perf_counter() - begun
    assert response.status_code == 200, (response.status_code, path)
    return seconds


def answer() -> None:
    """Ask the page of each line of standard input; print seconds."""
    clients, codes = start()
    print("ready", flush=True)
    for line in sys.stdin:
        who, path = line.split()
        print(asked(clients[who], path.format(**codes)), flush=True)


def home(pairs: int) -> None:
    """A community's home beside the same page over values held in memory, and its queries."""
    clients, codes = start()
    from django.db import connection
    from django.db.models import QuerySet
    from django.urls import path as route

    from communities.memo import Memo
    from guicheng import urls
    from guicheng.pages import communities as pages
    from guicheng.web.http import public_page

    kept: dict[str, Any] = {}
    render: Callable[..., Any] = pages.render

    def keeping(request: Any, template: str, context: dict[str, Any]) -> Any:
        values = {
            name: list(value) if isinstance(value, QuerySet) else value for name, value in context.items()
        }
        kept[context["community"].code] = (template, values)
        return render(request, template, values)

    @public_page()
    def held(request: Any, code: str) -> Any:
        template, values = kept[code]
        return render(request, template, values)

    client = clients["everybody"]
    urls.urlpatterns.insert(0, route("bench/held/<str:code>/", held))
    for name, code in codes.items():
        pages.render = keeping
        client.get(f"/communities/{code}/")
        pages.render = render
        Memo.forget_all()
        queries: list[str] = []

        def counting(execute: Callable[..., Any], sql: str, *args: Any, seen: list[str] = queries) -> Any:
            seen.append(sql)
            return execute(sql, *args)

        with connection.execute_wrapper(counting):
            client.get(f"/communities/{code}/")
        taken: dict[str, list[float]] = {"page": [], "held": []}
        for number in range(pairs + 3):
            page, held_page = asked(client, f"/communities/{code}/"), asked(client, f"/bench/held/{code}/")
            if number >= 3:
                taken["page"].append(page)
                taken["held"].append(held_page)
        small, large = (statistics.median(taken[key]) for key in ("held", "page"))
        show(f"home of the {name} one / held values", small, large, AIM_HOME)
        verdict = "yes" if len(queries) <= MOST_QUERIES else "NO"
        print(f"    its queries with cold memos: {len(queries)} (aim {MOST_QUERIES})  {verdict}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--pairs", type=int, default=25)
    parser.add_argument("--folder", type=Path, default=ROOT / "var" / "bench" / "governance")
    parser.add_argument("--copy", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--answer", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--home", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.copy:
        import django

        django.setup()
        copy(given.copy)
    elif given.answer:
        answer()
    elif given.home:
        home(given.pairs)
    else:
        folder = given.folder.resolve()
        pages = {path: ("everybody", path) for path in PUBLIC}
        for who in ("street", "worker"):
            pages |= {f"{who}: {path}": (who, f"/admin/{path}/") for path in ADMIN}
        compare(folder, given.times, given.pairs, pages, name="governance", script=__file__)
        for size in (1, given.times):
            print(f"the home at {size} ×", flush=True)
            command = [sys.executable, __file__, "--home", "--pairs", str(given.pairs)]
            environ = environment(folder / str(size), size, "governance")
            subprocess.run(command, cwd=ROOT, env=environ, check=True)


if __name__ == "__main__":
    main()
