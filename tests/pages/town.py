"""A town for page tests: every kind of row on the pages, as many stations as asked, and every address."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any

import segno
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from casework import photos, tokens
from casework.models import HandOver, RequestPhoto, RequestStep, ResidentRequest
from communities import deliberation_signups
from communities.consent import load_consent_rules
from communities.memo import Memo
from communities.models import (
    Boundary,
    Community,
    Conference,
    ConsentVote,
    Deliberation,
    DeliberationPhoto,
    Estate,
    HonourPicture,
    Lesson,
    Organisation,
    OrganisationPhoto,
    Place,
    Project,
    ProjectMeasure,
    ProjectPhoto,
    StreetDocument,
    Topic,
    Undertaking,
    Works,
    WorksPhoto,
    WorksStage,
)
from guicheng import search
from guicheng.pictures.models import Picture
from guicheng.pictures.sizes import attach, make_sizes
from stations import signups
from stations.models import (
    Activity,
    ActivitySeries,
    Audience,
    Notice,
    Offering,
    Photo,
    Scene,
    Service,
    Station,
)
from tests.factories import (
    make_appointment,
    make_community,
    make_estate,
    make_place,
    make_station,
    make_timetable,
)
from volunteers.models import MediationField, Mediator, Volunteer, Worthy, WorthyDeed, WorthyRole
from volunteers.places_public import place_key

from .rooms_town import make_rooms

#: Pages with a form that posts, and addresses that only set a cookie: not for caches.
FORMS = {"feedback", "station-report", "station-wish", "community-wish"}
FORMS |= {"activity-sign-up", "activity-here", "sign-up", "head-message", "offer-new"}
FORMS |= {"topic-new", "topic-second", "deliberation-sign-up", "deliberation-own", "deliberation-here"}
FORMS |= {"request-new", "request-find", "request-rate", "request-reopen", "request-contact"}
#: For machines or one browser: nothing that a cache should keep.
UNCACHED = {"healthz", "mode", "sign-up-calendar"}
UNCACHED |= {"request", "request-sent", "request-photo"}
#: Kinds of which a town has one, and the first word of their addresses.
_FIRST_WORDS = {
    Works: "works",
    WorksPhoto: "works-photos",
    Project: "projects",
    ProjectPhoto: "project-photos",
    Conference: "conferences",
}
#: The secret of the sign-up in a town.
TOKEN = "0123456789abcdefghijklmn"


@dataclass(frozen=True)
class Town:
    community: Community
    station: Station
    activity: Activity
    photo: Photo
    #: A building with a head.
    place: Place
    deliberation: Deliberation
    #: With a public photo.
    organisation: Organisation
    scene: Scene


def build(stations: int = 3) -> Town:
    """``stations`` public ones, always open, each with services, activities of a series, and a neighbour."""
    communities = [
        make_community("桂雅社区", phone="0757-86000001"),
        make_community("夏南一社区", kind=Community.Kind.RURAL, lat=23.052, lon=113.18),
    ]
    always = make_timetable("全天", "全天", "全天", open_on_holidays=True)
    elders = Audience.objects.create(name="长者", slug="elders")
    services = [Service.objects.create(name=f"服务{n}", slug=f"service-{n}") for n in range(4)]
    services[0].audiences.add(elders)
    rows = []
    for n in range(stations):
        community = communities[n % 2]
        estate = make_estate(f"小区{n}", community, lat=23.036 + n / 5000, lon=113.15, aliases=f"旧名{n}")
        rows.append(
            make_station(
                f"第{n}党群服务站",
                community=community,
                estate=estate,
                lat=23.036 + n / 5000,
                timetable=always,
                step_free="yes",
            )
        )
    Offering.objects.bulk_create(
        Offering(station=row, service=service) for row in rows for service in services
    )
    now = timezone.now()
    series = ActivitySeries.objects.create(station=rows[0], title="每周一课")
    Activity.objects.bulk_create(
        Activity(
            station=row,
            series=series if row is rows[0] else None,
            title=f"活动{n}",
            audience=elders,
            starts_at=now + timedelta(hours=n * 25, minutes=-30),
            ends_at=now + timedelta(hours=n * 25 + 1),
        )
        for row in rows
        for n in range(-2, 8)
    )
    Notice.objects.create(title="街道通知", starts_at=now - timedelta(hours=1))
    Notice.objects.create(title="社区通知", community=communities[0], starts_at=now - timedelta(hours=1))
    Boundary.objects.create(
        name="街道", geometry={"type": "MultiPolygon", "coordinates": [[[[113.1, 23.0], [113.2, 23.0]]]]}
    )
    search.reindex()
    Memo.forget_all()
    activity = Activity.objects.filter(series=series).order_by("starts_at")[2]
    activity.sign_up_open, activity.sign_up_closes_at = True, activity.ends_at
    activity.save()
    wanted = signups.Wanted("陈", "13800000001")
    signups.sign_up(activity, wanted, token=TOKEN)
    make_request(communities[0])
    make_rooms(communities[0], rows[0].estate)
    deliberation = make_deliberation(communities[0])
    place = make_place("3栋", estate=rows[0].estate)
    term = make_appointment(place=place)
    make_people(communities[0], term.volunteer)
    scenes = [
        Scene.objects.create(
            title=f"场景{n}",
            audience=elders,
            station=row,
            schedule="上学日放学后",
            weekday=2,
            starts=time(9, 30),
        )
        for n, row in enumerate(rows)
    ]
    scenes[0].services.set(services)
    photo, organisation = make_photo(rows[0]), make_organisation(communities[0])
    make_works_and_projects(rows[0].estate)
    return Town(communities[0], rows[0], activity, photo, place, deliberation, organisation, scenes[0])


def make_people(community: Community, person: Volunteer) -> None:
    """A mediator, and deeds of one of the worthies in each role."""
    today = timezone.localdate()
    mediator = Mediator.objects.create(
        volunteer=person, community=community, status="serving", certified_on=today, certificate_no="演示001"
    )
    mediator.fields.add(MediationField.objects.create(name="邻里"))
    worthy = Worthy.objects.create(
        community=community, name="陈演示", customs=True, counsel=True, welfare=True
    )
    WorthyDeed.objects.bulk_create(
        WorthyDeed(worthy=worthy, role=role, on=today, text="牵头修好村口的小桥")
        for role in WorthyRole.values
    )


def make_deliberation(community: Community) -> Deliberation:
    """Coming, with a sign-up that ``TOKEN`` opens; beside it one that was held, with all that shows."""
    now = timezone.now()
    values = {"community": community, "starts_at": now + timedelta(hours=1), "sign_up_open": True}
    coming = Deliberation.objects.create(topic="电动车充电", status="announced", **values)
    deliberation_signups.sign_up(coming, surname="陈", phone="", people=1, token=TOKEN)
    held = Deliberation.objects.create(
        community=community,
        topic="绿化修剪",
        status="held",
        starts_at=now - timedelta(days=40),
        public_minutes="陈楼长说了想法。",
        minutes_published_on=timezone.localdate(),
    )
    held.parties.create(name="3栋陈楼长", present=True)
    due = timezone.localdate() - timedelta(days=1)
    row = Undertaking.objects.create(deliberation=held, text="修剪树木", owner="物业公司", due_on=due)
    row.progress.create(on=due, text="已经看过现场")
    Topic.objects.create(
        community=community,
        status="open",
        title="原话",
        public_title="加遮雨棚",
        released_on=timezone.localdate(),
    )
    photo = DeliberationPhoto(deliberation=held, caption="会场", public=True)
    attach(photo, make_sizes(SimpleUploadedFile("hall.png", _picture(), "image/png")))
    photo.save()
    return coming


def make_organisation(community: Community) -> Organisation:
    """One of every kind, the first with a public photo."""
    made = [
        Organisation.objects.create(community=community, kind=kind, name=f"桂雅{label}", does="演示")
        for kind, label in Organisation.Kind.choices
    ]
    photo = OrganisationPhoto(organisation=made[0], caption="议事", public=True)
    attach(photo, make_sizes(SimpleUploadedFile("talk.png", _picture(), "image/png")))
    photo.save()
    return made[0]


def _picture() -> bytes:
    picture = io.BytesIO()
    segno.make("站点").save(picture, kind="png", scale=8)
    return picture.getvalue()


def make_works_and_projects(estate: Estate) -> None:
    """Works that were voted on, a project with a measure and a milestone, a conference with a promise."""
    community, today = estate.community, timezone.localdate()
    load_consent_rules()
    works = Works.objects.create(
        community=community, estate=estate, kind="lift", title="加装电梯", stage="consent", stage_on=today
    )
    WorksStage.objects.create(works=works, stage="consent", on=today, note="逐户征求意见")
    households = {"eligible_households": 14, "taking_households": 12, "agreeing_households": 10}
    area = {"eligible_area": 1400, "taking_area": 1200, "agreeing_area": 1000}
    ConsentVote.objects.create(works=works, unit="1单元", asked_on=today, **households, **area)
    project = Project.objects.create(community=community, year=2023, title="长者饭堂")
    ProjectMeasure.objects.create(project=project, text="增设助餐点", target=2, result=3, unit="个")
    conference = Conference.objects.create(on=today, name="党建大会", public=True)
    promise = {"text": "培训调解员", "owner": "街道", "due_on": today, "community": community}
    Undertaking.objects.create(project=project, **promise)
    Undertaking.objects.create(conference=conference, indicator="mediators", target=200, **promise)
    _with_files(WorksPhoto(works=works, caption="施工现场", public=True))
    _with_files(ProjectPhoto(project=project, caption="开饭", public=True))


def make_request(community: Community) -> ResidentRequest:
    """Answered, with a picture and a question whether the telephone may be passed on; opened by ``TOKEN``."""
    row = ResidentRequest.objects.create(
        community=community,
        text="楼下路灯不亮",
        phone="13800000002",
        code=tokens.new_code(),
        token_print=tokens.print_of(TOKEN),
        status=ResidentRequest.Status.ANSWERED,
        public_answer="已经修好。",
        done_at=timezone.now(),
    )
    RequestStep.objects.create(request=row, what="received", status="new")
    HandOver.objects.create(request=row, kind="property", name="演示物业", text="路灯", consent="asked")
    picture = io.BytesIO()
    segno.make("路灯").save(picture, kind="png", scale=8)
    photos.keep(row, [make_sizes(SimpleUploadedFile("lamp.png", picture.getvalue(), "image/png"))])
    return row


def make_photo(station: Station) -> Photo:
    return _with_files(Photo(station=station, caption="站点正门"))


def _with_files(photo: Picture) -> Any:  # noqa: ANN401
    attach(photo, make_sizes(SimpleUploadedFile("door.png", _picture(), "image/png")))
    photo.save()
    return photo


def routes() -> Iterator[tuple[str, str]]:
    """(name, route) of each address outside the admin and the API, read from the URLconf.

    Left out are the redirect to the icon for browsers that guess where it is, and the heads' own pages, which
    answer only to a phone that signed in (tests/casework/test_my.py), and the officials' (tests/dashboard).
    """

    def walk(patterns: list, prefix: str) -> Iterator[tuple[str, str]]:
        for entry in patterns:
            route = prefix + str(entry.pattern)
            if route.startswith(("admin/", "api/v1/", "favicon.ico", "my/", "dashboard/")):
                continue
            if isinstance(entry, URLResolver):
                yield from walk(entry.url_patterns, route)
            elif isinstance(entry, URLPattern):
                yield entry.name or route, route

    return walk(get_resolver().url_patterns, "")


NAMES = [name for name, _ in routes()]
#: What anyone may open and any cache may keep.
PUBLIC = [name for name in NAMES if name not in FORMS | UNCACHED]


def address(name: str, town: Town) -> str:
    """An address of this name that shows something; a new kind of argument must be named here."""
    route = dict(routes())[name]
    arguments: dict[str, object] = {}
    if ":code>" in route:
        arguments["code"] = town.community.code
    if ":key>" in route:
        arguments["key"] = place_key(town.place)
    if ":token>" in route:
        arguments["token"] = TOKEN
    if ":slug>" in route:
        document = route.startswith("documents/")
        arguments["slug"] = StreetDocument.objects.get().slug if document else town.scene.audience.slug
    if ":size>" in route:
        arguments["size"] = "small"
    if ":pk>" in route:
        kinds = {"stations": town.station, "activities": town.activity, "photos": town.photo}
        kinds |= {"deliberations": town.deliberation, "topics": Topic.objects.get()}
        if route.startswith("deliberations/photos/"):
            kinds["deliberations"] = DeliberationPhoto.objects.get()
        kinds["organisations"] = town.organisation
        if route.startswith("organisation-photos/"):
            kinds["organisation-photos"] = OrganisationPhoto.objects.get()
        for model, first in _FIRST_WORDS.items():
            kinds[first] = model.objects.first()
        kinds["estates"], kinds["lessons"] = town.station.estate, Lesson.objects.first()
        kinds["honours"] = HonourPicture.objects.first()
        kinds["scenes"] = town.scene
        if route.startswith("requests/"):
            kinds["requests"] = (HandOver if "contact" in route else RequestPhoto).objects.get()
        arguments["pk"] = kinds[route.split("/")[0]].pk
    path = reverse(name, kwargs=arguments)
    if name in {"nearest", "embed"}:
        return f"{path}?lat=23.0361&lon=113.15"
    if name == "heads":
        return f"{path}?q={town.place}"
    return f"{path}?q=第1党群服务站" if name == "search" else path
