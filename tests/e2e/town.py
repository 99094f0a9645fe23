"""A small town for the browser: three stations, an activity, a notice."""

from __future__ import annotations

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone

from communities.installation import mark_demonstration
from communities.memo import Memo
from communities.models import Community, Estate
from stations.models import Audience, Notice, Offering, Service
from tests.factories import make_activity, make_station, make_timetable

HERE = {"latitude": 23.0361, "longitude": 113.1420, "accuracy": 20}


def build() -> None:
    """The 45 communities, three stations round the clock or never open, marked as a demonstration."""
    call_command("load_communities", verbosity=0)
    mark_demonstration()
    community = Community.objects.get(name="桂花社区")
    Community.objects.filter(pk=community.pk).update(phone="0757-00000001")
    community.refresh_from_db()
    estate = Estate.objects.create(
        community=community, name="碧湖花园", lat=23.0365, lon=113.1425, households=900
    )
    always = make_timetable("全天", "全天", "全天", open_on_holidays=True)
    never = make_timetable("", "", "")
    elders = Audience.objects.create(name="长者", slug="elders")
    canteen = Service.objects.create(name="长者饭堂", slug="canteen")
    canteen.audiences.add(elders)
    near = make_station(
        "桂花社区党群服务中心",
        community=community,
        lat=23.0363,
        lon=113.1424,
        timetable=never,
        level="centre",
    )
    open_one = make_station(
        "碧湖花园党群服务站", community=community, estate=estate, lat=23.0371, lon=113.1440, timetable=always
    )
    make_station("桂花南党群服务点", community=community, lat=23.0391, lon=113.1470, timetable=always)
    Offering.objects.create(station=open_one, service=canteen, note="每天中午")
    now = timezone.now()
    make_activity(open_one, now + timedelta(minutes=30), title="演示：智能手机班", audience=elders)
    Notice.objects.create(
        title="演示停电检修",
        closes=True,
        community=community,
        station=near,
        starts_at=now - timedelta(hours=1),
    )
    Memo.forget_all()
