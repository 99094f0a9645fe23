"""The officials' pages at 100 times the demonstration's records, and beside values held in memory.

``python bench/dashboard.py [--times 100] [--pairs 25]``: two databases are filled with ``load_demo``, and in
one all that figures and checks count is copied until there is so many times more. The same page is asked of
both in turn, once each a pair, in two processes; printed is the ratio of the medians (aim 1.5): as pages are
asked in practice, where what was counted is kept, and once for whoever comes when it has to be counted anew.
At both sizes the first screen is asked in turn with the same page over values held in memory (aim 2).
SQLite files under ``--folder``; PostgreSQL instead where ``TEST_DATABASE_URL`` is set.
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

AIM_HELD = 2.0
#: What is copied, parents first, with the columns that must differ from copy to copy.
COPIED: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("communities.Estate", ("name",)),
    ("communities.Place", ("name",)),
    ("stations.Station", ("name",)),
    ("stations.Activity", ()),
    ("volunteers.Volunteer", ("name", "phone_print")),
    ("volunteers.Appointment", ()),
    ("volunteers.ContactLog", ()),
    ("volunteers.FollowUp", ()),
    ("volunteers.HeadResult", ()),
    ("volunteers.Mediator", ()),
    ("casework.ResidentRequest", ("text_print",)),
    ("communities.Organisation", ("name",)),
    ("communities.OrganisationTerm", ()),
    ("communities.Deliberation", ("topic",)),
    ("communities.Project", ("title",)),
    ("communities.Undertaking", ()),
    ("communities.ThreeSync", ()),
)
#: Keys that lead from a copy to a copy; other keys lead where those of the original lead.
HANGING = {
    "estate", "place", "station", "volunteer", "head", "appointment", "predecessor", "contact",
    "organisation", "parent", "deliberation", "project",
}  # fmt: skip
#: What else must differ: a copy has its own code and no draft.
SPECIAL = {
    "casework.ResidentRequest.code": f"CAST(id + {{n}} * {STRIDE} AS VARCHAR(8))",
    "casework.ResidentRequest.token_print": "NULL",
    "volunteers.ContactLog.draft_id": "NULL",
    "volunteers.FollowUp.draft_id": "NULL",
    "communities.ThreeSync.branch": "NULL",
    "communities.ThreeSync.team": "NULL",
}
RECORDS = "/dashboard/figures/building_heads/records/"
#: Asked as they are in practice: what was counted is kept for a minute or longer.
KEPT = {
    "the street": "/dashboard/",
    "a community": "/dashboard/communities/{community}/",
    "communities side by side": "/dashboard/compare/",
    "an indicator": "/dashboard/figures/building_heads/",
    "quality": "/dashboard/quality/",
    "quality of a community": "/dashboard/quality/{community}/",
    "an estate": "/dashboard/communities/{community}/estates/{estate}/",
    "a station": "/dashboard/communities/{community}/stations/{station}/",
    "records of a figure, an estate": f"{RECORDS}?community={{community}}&estate={{estate}}",
    "records of a figure, a community": f"{RECORDS}?community={{community}}",
    "records of a figure, the street": RECORDS,
    "list of a check, a community": "/dashboard/quality/records/?community={community}&check=head_term",
    "list of a check, the street": "/dashboard/quality/records/?check=head_term",
}
#: Asked by whoever comes first after that: all is counted anew.
ANEW = {"the street": "/dashboard/", "quality": "/dashboard/quality/"}


def copy(times: int) -> None:
    """Copy the rows with all that hangs on them, each copy under keys of its own."""
    if not copied("communities.Estate"):
        only = {"communities.Undertaking": "deliberation_id IS NOT NULL OR project_id IS NOT NULL"}
        copy_rows(COPIED, HANGING, times, only=only, special=SPECIAL)


def start() -> tuple[Any, dict[str, Any]]:
    """A client of the street's administrator, and what stands in the addresses."""
    import django

    django.setup()
    from django.conf import settings
    from django.test import Client

    from guicheng.accounts.models import Role, User
    from stations.models import Station

    settings.ALLOWED_HOSTS = ["*"]
    settings.CACHES["default"]["LOCATION"] = str(settings.VAR_DIR / "bench-cache")
    station = Station.objects.filter(estate__isnull=False).order_by("pk").select_related("community")[0]
    user, _ = User.objects.get_or_create(
        username="bench-street", defaults={"role": Role.STREET_ADMIN, "is_staff": True}
    )
    client = Client()
    client.force_login(user)
    parts = {"community": station.community.code, "estate": station.estate_id, "station": station.pk}
    return client, parts


def asked(client: Any, path: str, *, anew: bool = False) -> float:
    """Seconds of one answer; ``anew``: nothing that was counted before is used."""
    from django.core.cache import cache

    if anew:
        cache.clear()
    begun = time.perf_counter()
    response = client.get(path)
    seconds = time.perf_counter() - begun
    assert response.status_code == 200, (response.status_code, path)
    return seconds


def answer() -> None:
    """Ask the page of each line of standard input; print seconds."""
    client, parts = start()
    print("ready", flush=True)
    for line in sys.stdin:
        how, path = line.split()
        print(asked(client, path.format(**parts), anew=how == "anew"), flush=True)


def held(pairs: int) -> None:
    """The first screen beside the same page over values held in memory."""
    client, _ = start()
    from django.urls import path as route

    from guicheng import urls
    from guicheng.accounts.inside import for_who_works_inside
    from guicheng.dashboard.views import street

    kept: dict[str, Any] = {}
    render: Callable[..., Any] = street.render

    def keeping(request: Any, template: str, context: dict[str, Any]) -> Any:
        kept["page"] = (template, context)
        return render(request, template, context)

    @for_who_works_inside
    def from_memory(request: Any) -> Any:
        return render(request, *kept["page"])

    urls.urlpatterns.insert(0, route("bench/held/", from_memory))
    street.render = keeping
    client.get("/dashboard/")
    street.render = render
    taken: dict[str, list[float]] = {"page": [], "held": []}
    for number in range(pairs + 3):
        page, memory = asked(client, "/dashboard/"), asked(client, "/bench/held/")
        if number >= 3:
            taken["page"].append(page)
            taken["held"].append(memory)
    small, large = (statistics.median(taken[key]) for key in ("held", "page"))
    show("the street / values held in memory", small, large, AIM_HELD)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--pairs", type=int, default=25)
    parser.add_argument("--folder", type=Path, default=ROOT / "var" / "bench" / "dashboard")
    parser.add_argument("--copy", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--answer", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--held", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.copy:
        import django

        django.setup()
        copy(given.copy)
    elif given.answer:
        answer()
    elif given.held:
        held(given.pairs)
    else:
        folder = given.folder.resolve()
        pages = {what: ("kept", path) for what, path in KEPT.items()}
        compare(folder, given.times, given.pairs, pages, name="dashboard", script=__file__)
        pages = {f"{what}, counted anew": ("anew", path) for what, path in ANEW.items()}
        compare(folder, given.times, 1, pages, name="dashboard", script=__file__)
        for size in (1, given.times):
            print(f"the first screen at {size} ×", flush=True)
            command = [sys.executable, __file__, "--held", "--pairs", str(given.pairs)]
            environ = environment(folder / str(size), size, "dashboard")
            subprocess.run(command, cwd=ROOT, env=environ, check=True)


if __name__ == "__main__":
    main()
