"""Loading: the same every time, harmless to real records, startable again, and kept alive."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from communities.installation import is_demonstration, mark_demonstration
from communities.models import Community, Estate, Installation, Place
from communities.named import load_named_estates
from communities.reference import load_communities
from guicheng.accounts.models import SecurityEvent, User
from guicheng.demo import guard
from guicheng.demo.load import load
from guicheng.exchange.models import ImportRun, LearntColumn
from guicheng.pages.models import PageFeedback
from guicheng.search import find
from stations.defaults import load_lists
from stations.models import Activity, Audience, Notice, Offering, Service, SignUp, Station
from stations.named import load_named_stations
from tests.demo.conftest import TODAY, digest
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db


def test_two_loads_on_one_day_are_equal_even_after_one_was_broken_off():
    load(TODAY)
    first = digest()
    # As a load leaves it that was killed half-way: flagged, under way, some rows missing.
    mark_demonstration(guard.UNDER_WAY)
    SignUp.objects.all().delete()
    Activity.objects.filter(pk__gt=1000).delete()
    ImportRun.objects.create(kind="heads", user=User.objects.create(username="lai"))
    said: list[str] = []
    loaded = load(TODAY, say=said.append)
    assert loaded.new and "重新开始" in said[0]
    assert digest() == first and not ImportRun.objects.exists()
    assert Volunteer.history.count() == Volunteer.objects.count()
    assert Installation.objects.get().demonstration_scale == 1


def test_nothing_points_at_what_is_cleared_without_signals():
    for model in guard._MADE:
        pointing = {relation.related_model for relation in model._meta.related_objects}
        kept = {other for other in pointing if not hasattr(other, "instance_type")} - set(guard._MADE)
        linked = {field.remote_field.through for field in model._meta.many_to_many} - set(guard._MADE)
        assert kept == set() and linked == set(), model


@pytest.mark.parametrize("what", ["estate", "station", "notice", "feedback", "place", "person", "import"])
def test_a_database_with_records_is_refused_and_left_alone(what):
    load_communities()
    community = Community.objects.get(name="桂雅社区")
    {
        "estate": lambda: Estate.objects.create(community=community, name="真实小区"),
        "station": lambda: Station.objects.create(community=community, name="真实站点"),
        "notice": lambda: Notice.objects.create(title="真实公告", starts_at=datetime.now(ZoneInfo("UTC"))),
        "feedback": lambda: PageFeedback.objects.create(path="/", helpful=True),
        "place": lambda: Place.objects.create(community=community, name="1栋"),
        "person": lambda: Volunteer.objects.create(community=community, name="真实的人"),
        "import": lambda: ImportRun.objects.create(kind="heads", user=User.objects.create(username="x")),
    }[what]()
    with pytest.raises(CommandError, match="没有演示标记"):
        call_command("load_demo")
    assert not is_demonstration() and not Installation.objects.exists()
    assert not Activity.objects.exists() and not Service.objects.exists()


def test_a_live_database_is_refused_even_while_it_is_empty():
    call_command("start_live")
    with pytest.raises(CommandError, match="正式数据库"):
        call_command("load_demo")
    assert not is_demonstration() and not Station.objects.exists()


@pytest.mark.parametrize("scale", ["0", "-1", "10001"])
def test_a_scale_out_of_range_is_refused(scale):
    with pytest.raises(CommandError, match="--scale"):
        call_command("load_demo", "--scale", scale)


@pytest.mark.any_database
def test_a_larger_scale_multiplies_and_keeps_the_first_178():
    load(TODAY, scale=2)
    assert Station.objects.count() == 2 * 178
    assert Estate.objects.count() == 2 * 600
    copies = Activity.objects.filter(station__gt=178)
    assert copies.count() * 2 == Activity.objects.count() > 14_000
    assert not copies.filter(starts_at__date__lt=F("station__opened_on")).exists()
    offered = set(Offering.objects.filter(station=178 + 46).values_list("service", "note"))
    assert offered == set(Offering.objects.filter(station=46).values_list("service", "note"))
    more = Station.objects.filter(pk__gt=178).select_related("estate")
    assert all(station.estate.community_id == station.community_id for station in more)
    for station in list(more)[::20]:
        station.full_clean()
    assert Installation.objects.get().demonstration_scale == 2
    first = Station.objects.filter(pk__lte=178)
    assert first.get(name="碧湖花园党群服务站").pk == 47


@pytest.mark.any_database
def test_only_stations_leaves_estates_and_activities_as_they_are():
    load(TODAY, scale=3, only_stations=True)
    assert Station.objects.count() == 3 * 178
    assert Estate.objects.count() == 600
    assert Activity.objects.count() < 8000
    copied = Offering.objects.filter(station=2 * 178 + 46)
    assert copied.count() == Offering.objects.filter(station=46).count()
    assert find("碧湖花园党群服务站")[0].name == "碧湖花园党群服务站"


def test_communities_lists_and_accounts_may_be_there_before_and_queries_are_few():
    load_communities()
    load_lists()
    User.objects.create_superuser("yunwei", password="kept-as-it-was")
    SecurityEvent.objects.create(kind=SecurityEvent.Kind.values[0])
    LearntColumn.objects.create(kind="heads", label="负责人", column="name")
    with CaptureQueriesContext(connection) as queries:
        load(TODAY)
    inserts = [q for q in queries if q["sql"].startswith("INSERT")]
    assert is_demonstration() and User.objects.get().username == "yunwei"
    others = len(queries) - len(inserts)
    # Each batch of many rows is a transaction of its own, and here a savepoint.
    assert others < 1000
    # SQLite takes 999 values in one statement, so some 60 activities.
    assert len(inserts) < 800


def test_named_records_load_without_a_demonstration_and_only_once():
    load_communities()
    assert (load_named_estates(), load_named_stations()) == (6, 1)
    assert (load_named_estates(), load_named_stations()) == (0, 0)
    station = Station.objects.get()
    assert station.opened_on == date(2022, 12, 1) and station.address == "" and station.lat is None


def test_lists_load_once_and_stay_as_staff_left_them():
    audiences, services = load_lists()
    assert audiences["elders"] in services["elder-canteen"].audiences.all()
    Service.objects.filter(slug="reading").update(name="读书角", active=False)
    Audience.objects.filter(slug="elders").update(slug="laoren")
    count = Service.objects.count()
    audiences, services = load_lists()
    assert Service.objects.count() == count
    assert services["reading"].name == "读书角" and audiences["elders"].slug == "laoren"
