"""Fill an empty database with the demonstration, in short transactions; one broken off starts over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice

from django.core.management.color import no_style
from django.db import connection, models

from communities.installation import mark_demonstration
from communities.models import Community, Estate, Place
from communities.reference import load_communities
from guicheng.dashboard.briefs.templates import load_templates
from guicheng.dashboard.published import load_published
from guicheng.search import reindex, sync
from stations.defaults import load_lists
from stations.models import (
    Activity,
    ActivitySeries,
    CandidateSite,
    Notice,
    Offering,
    OpeningException,
    Scene,
    Station,
)
from volunteers.models import Appointment, PhoneClash, Volunteer
from volunteers.scheme_defaults import load_default_scheme

from . import guard
from .activity_plan import STREAM_FIRST, WEEKS_AHEAD, ActivityPlanner, Venue
from .around_today import exceptions, keep_alive, monday_of, notices, serving_for_notices
from .copies import copy_changed, copy_rows
from .deliberation_plan import save_deliberations
from .estate_plan import base_estates, mark_urban_villages, more_estates
from .geography import Ground
from .hours import timetables
from .months_plan import save_months
from .organisation_plan import MADE as ORGANISATIONS_MADE
from .organisation_plan import save_organisations
from .place_plan import plan_places
from .roles_plan import MADE as ROLES
from .roles_plan import save_roles
from .rooms_plan import save_rooms
from .scene_plan import save_scenes
from .sign_ups import sign_ups
from .site_plan import locate_buildings, save_sites
from .station_plan import CHANGED, StationPlanner
from .tasks_plan import save_tasks
from .term_plan import TermPlanner
from .versions import first_versions, moment_of_entry
from .work import MADE, save_work
from .works_plan import save_works

#: Rows in one transaction: on SQLite each holds the write lock while it runs.
BATCH = 2000

Say = Callable[[str], object]


@dataclass
class Loaded:
    """What a call did: ``new`` is False where the demonstration was there already."""

    new: bool
    counts: dict[str, int] = field(default_factory=dict)


def load(today: date, *, scale: int = 1, only_stations: bool = False, say: Say = lambda line: None) -> Loaded:
    """Load the demonstration, or keep alive the one that is there.

    ``today`` (Asia/Shanghai) places what is "around today"; all else depends on nothing. ``scale``
    multiplies stations, and unless ``only_stations`` estates and activities; people stay as many as were
    published. Raises :class:`guard.Refused` and changes nothing where the database may hold real records.
    """
    with guard.only_one():
        found = guard.state()
        if found is guard.State.COMPLETE:
            added = keep_alive(today)
            return Loaded(new=False, counts={"活动": added})
        mark_demonstration(guard.UNDER_WAY)
        if found is guard.State.HALF_MADE:
            say("上次载入没有完成，清除后重新开始。")
            guard.clear()
        counts = _fill(today, scale, only_stations, say)
        mark_demonstration(scale)
        return Loaded(new=True, counts=counts)


def _fill(today: date, scale: int, only_stations: bool, say: Say) -> dict[str, int]:
    load_communities()
    audiences, services = load_lists()
    load_default_scheme()
    load_published()
    load_templates()
    ground = Ground(_communities())
    estates = base_estates(ground)
    counts = {"小区、村和园区": _save(estates) + _save(more_estates(ground, 1 if only_stations else scale))}
    say(f"小区、村和园区 {counts['小区、村和园区']} 个。")

    planner = StationPlanner(ground, services, timetables(), today)
    base = planner.base(estates)
    offerings = [offering for planned in base for offering in planned.offerings]
    #: Of each kind the last id of scale 1: what is copied for benchmarks has no history.
    last = {Estate: len(estates), Station: len(base), Offering: len(offerings)}
    spots = None if only_stations else islice(more_estates(ground, scale), 0, None, 3)
    counts["站点"] = _save(planned.station for planned in base)
    counts["站点"] += copy_changed(Station, CHANGED, planner.more(len(base), scale, spots))
    copy_rows(Offering, _save(offerings), scale - 1, len(base))
    say(f"站点 {counts['站点']} 个。")

    venues = [venue for planned in base if (venue := Venue.of(planned.station, planned.kind))]
    counts["活动"] = last[Activity] = _save_activities(ActivityPlanner(venues, audiences, today), today)
    _save(sign_ups(today))
    if not only_stations:
        counts["活动"] += copy_rows(Activity, counts["活动"], scale - 1, len(base))
    say(f"活动 {counts['活动']} 场。")
    stations = serving_for_notices()
    last[Notice] = _save(_numbered(notices(today, stations)))
    last[OpeningException] = _save(_numbered(exceptions(today, stations)))
    last |= _save_people(ground, estates, today)
    counts["人员"] = last[Volunteer]
    say(f"楼巷街 {last[Place]} 处，人员 {last[Volunteer]} 名，任职 {last[Appointment]} 条。")
    mark_urban_villages()
    for model, pk in last.items():
        first_versions(model, pk, moment_of_entry(today))
    counts |= (work := save_work(today) | save_deliberations(today) | save_organisations(today))
    say("，".join(f"{what} {count} 条" for what, count in work.items()) + "。")
    counts |= (common := save_works(today))
    say("，".join(f"{what} {count} 条" for what, count in common.items()) + "。")
    counts |= (rooms := save_rooms(today))
    say("，".join(f"{what} {count} 条" for what, count in rooms.items()) + "。")
    counts |= (roles := save_roles(today) | save_scenes(today) | save_sites(today))
    say("，".join(f"{what} {count}" for what, count in roles.items()) + "。")
    counts |= (asked := save_tasks(today) | save_months(today))
    say("，".join(f"{what} {count}" for what, count in asked.items()) + "。")
    _settle()
    _make_findable(len(base) if only_stations else None)
    return counts


def _communities() -> list[Community]:
    """All with a centre; those without a telephone get one that is assigned to nobody."""
    communities = list(Community.objects.filter(lat__isnull=False).order_by("code"))
    silent = [community for community in communities if not community.phone]
    for community in silent:
        community.phone = f"0757-0000{9000 + communities.index(community)}"
    Community.objects.bulk_update(silent, ["phone"])
    return communities


def _numbered(rows: Iterable[models.Model]) -> Iterator[models.Model]:
    """With ids from 1, so that they are the same whatever the database gave out before."""
    for pk, row in enumerate(rows, start=1):
        row.pk = pk
        yield row


def _save(rows: Iterable[models.Model]) -> int:
    """Save in batches, each a transaction of its own; how many."""
    waiting, count = iter(rows), 0
    while batch := list(islice(waiting, BATCH)):
        type(batch[0])._default_manager.bulk_create(batch)
        count += len(batch)
    return count


def _save_activities(planner: ActivityPlanner, today: date) -> int:
    this_monday = monday_of(today)
    series = planner.series()
    _save(_numbered(row for row, *_ in series))

    def everything() -> Iterable[Activity]:
        yield from planner.past()
        yield from planner.stream(STREAM_FIRST, this_monday)
        for week in range(WEEKS_AHEAD + 1):
            yield from planner.lively_week(this_monday + timedelta(days=7 * week), series)

    return _save(_numbered(everything()))


def _save_people(ground: Ground, estates: list[Estate], today: date) -> dict[type[models.Model], int]:
    """Places and who looks after them; how many of each kind with a history."""
    communities = [home.community for home in ground.homes]
    places = plan_places(communities, estates)
    locate_buildings([planned.place for planned in places])
    planner = TermPlanner(communities, places, today)
    saved = {
        Place: _save(planned.place for planned in places),
        Volunteer: _save(planner.people),
        Appointment: _save(planner.terms),
    }
    _save(planner.clashes)
    return saved


def _settle() -> None:
    """Let the next id follow the given ones, and the planner of queries know how many rows there are."""
    made = [Estate, Station, Offering, ActivitySeries, Activity, Notice, OpeningException]
    made += [
        Place,
        Volunteer,
        Appointment,
        PhoneClash,
        *MADE,
        *ORGANISATIONS_MADE,
        *ROLES,
        Scene,
        CandidateSite,
    ]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), made):
            cursor.execute(statement)
        cursor.execute("ANALYZE")


def _make_findable(stations: int | None) -> None:
    """Bulk writes send no signals. Of a benchmark's stations only the first ``stations`` can be searched.

    A million invented names would fill every process's memory and tell nothing about the search.
    """
    if stations is None:
        reindex()
        return
    reindex("community")
    reindex("estate")
    reindex("lane")
    reindex("scene")
    sync("station", range(1, stations + 1))
