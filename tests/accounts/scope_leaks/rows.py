"""A row of every model for one side, its free texts filled with words that are noticed anywhere.

A new model needs one function here; :mod:`tests.accounts.test_scope_leaks` says so when it is missing.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any

import segno
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from communities.models import (
    Boundary,
    Community,
    Conference,
    Estate,
    Membership,
    Place,
    SiteFigure,
    StudySite,
    StudyVisit,
)
from guicheng.accounts.models import Role, SecurityEvent, User
from guicheng.dashboard.models import PublishedFigure
from guicheng.exchange.models import ImportRow, ImportRun, LearntColumn
from guicheng.pages.models import PageFeedback
from guicheng.pictures.models import Picture
from guicheng.pictures.sizes import attach, make_sizes
from guicheng.privacy.cipher import fingerprint
from stations.models import (
    Activity,
    ActivityPhoto,
    ActivitySeries,
    Audience,
    Notice,
    Offering,
    OpeningException,
    Photo,
    Service,
    ServiceWish,
    SignUp,
    Station,
    StationReport,
    Timetable,
)
from tests.exchange.files import HEADERS, checked, head, workbook
from tests.factories import make_timetable
from volunteers.models import (
    Appointment,
    Criterion,
    Evaluation,
    EvaluationScheme,
    MatterKind,
    MediationField,
    PhoneClash,
    Volunteer,
)

#: Lists of the whole street, which hang on no community: everyone inside reads them.
STREETS_OWN: dict[type[models.Model], str] = {
    Service: "service items are the street's list",
    Audience: "audiences are the street's list",
    Timetable: "a week of hours is a value, shared by all stations that keep it",
    Boundary: "the street's boundary",
    MatterKind: "kinds of matters are the street's list",
    MediationField: "what quarrels are about is the street's list",
    EvaluationScheme: "schemes are the street's list",
    Criterion: "what a scheme counts",
    Evaluation: "a period evaluated for the whole street; its results hang on communities",
    Conference: "a conference of the street",
    StudyVisit: "where the street went to learn",
    StudySite: "what it saw there",
    SiteFigure: "what it was told there",
    PublishedFigure: "what the street published and promised",
    PageFeedback: "what residents said of the site, shown to the street alone",
    DBTaskResult: "jobs of the machine, shown to superusers alone",
}

numbers = count(1)
_picture: dict[str, bytes] = {}


@dataclass
class Side:
    """One community with its rows. ``word`` begins each of its texts, ``phones`` each of its numbers."""

    word: str
    phones: str
    landlines: str
    codes: str
    lat: float
    lon: float
    made: dict[type[models.Model], list[Any]] = field(default_factory=dict)

    def of(self, model: type[models.Model]) -> Any:  # noqa: ANN401
        """The first row of a model, made with all that it needs."""
        if model not in self.made:
            self.make(model)
        return self.made[model][0]

    def make(self, model: type[models.Model]) -> Any:  # noqa: ANN401
        if model not in MAKERS:
            raise AssertionError(
                f"No row of {model._meta.label} is made in tests/accounts/scope_leaks/rows.py: add a function"
                " there, so that its pages are walked too."
            )
        row = MAKERS[model](self)
        self.keep(row)
        return row

    def keep(self, row: models.Model) -> None:
        """Fill the row's texts and count it as this side's."""
        if type(row) not in STREETS_OWN:
            self.fill(row)
        self.made.setdefault(type(row), []).append(row)

    def text(self) -> str:
        return f"{self.word}{next(numbers):04d}"

    def phone(self) -> str:
        return f"{self.phones}{next(numbers):04d}"

    def fill(self, row: models.Model) -> None:
        """Put the side's words into every free text of a row that is still empty, and save it."""
        for column in row._meta.concrete_fields:
            if is_free_text(column) and not getattr(row, column.attname):
                setattr(row, column.attname, self.text())
        row.save()


def is_free_text(column: models.Field) -> bool:
    """Whether somebody types any words they like into a column."""
    if not isinstance(column, models.CharField | models.TextField) or isinstance(column, models.SlugField):
        return False
    own = [check for check in column.validators if not isinstance(check, MaxLengthValidator)]
    return bool(column.editable and not column.choices and not own and (column.max_length or 99) > 8)


Maker = Callable[[Side], models.Model]
MAKERS: dict[type[models.Model], Maker] = {}


def makes(model: type[models.Model]) -> Callable[[Maker], Maker]:
    def keep(maker: Maker) -> Maker:
        MAKERS[model] = maker
        return maker

    return keep


@makes(Community)
def _community(side: Side) -> Community:
    return Community.objects.create(
        code=f"{side.codes}{next(numbers):05d}",
        name=side.text(),
        kind="urban",
        lat=side.lat,
        lon=side.lon,
        phone=f"{side.landlines}{next(numbers):04d}",
    )


@makes(User)
def _user(side: Side) -> User:
    """A worker of the side's community."""
    number = next(numbers)
    user = User.objects.create(
        username=f"{side.word}{number:04d}", role=Role.COMMUNITY_WORKER, is_staff=True, password="!"
    )
    Membership.objects.create(user=user, community=side.of(Community))
    return user


@makes(Membership)
def _membership(side: Side) -> Membership:
    user = User.objects.create(username=side.text(), role=Role.SPECIALIST, is_staff=True, password="!")
    return Membership.objects.create(user=user, community=side.of(Community))


@makes(Estate)
def _estate(side: Side) -> Estate:
    return Estate.objects.create(
        community=side.of(Community), name=side.text(), lat=side.lat, lon=side.lon, households=77
    )


@makes(Place)
def _place(side: Side) -> Place:
    return Place.objects.create(
        community=side.of(Community), estate=side.of(Estate), name=side.text(), households=7
    )


@makes(Boundary)
def _boundary(side: Side) -> Boundary:
    return Boundary.objects.create(
        name=f"边界{next(numbers)}", geometry={"type": "Polygon", "coordinates": []}
    )


@makes(Station)
def _station(side: Side) -> Station:
    """Open, so that residents see it, and incomplete, so that it is due."""
    return Station.objects.create(
        community=side.of(Community),
        estate=side.of(Estate),
        name=side.text(),
        lat=side.lat,
        lon=side.lon,
        phone=f"{side.landlines}{next(numbers):04d}",
        timetable=make_timetable(),
    )


@makes(Timetable)
def _timetable(side: Side) -> Timetable:
    return make_timetable(f"8:30-1{next(numbers) % 8 + 1}:00")


@makes(Audience)
def _audience(side: Side) -> Audience:
    number = next(numbers)
    return Audience.objects.create(name=f"人群{number}", slug=f"audience-{number}")


@makes(Service)
def _service(side: Side) -> Service:
    number = next(numbers)
    return Service.objects.create(name=f"服务{number}", slug=f"service-{number}")


@makes(Offering)
def _offering(side: Side) -> Offering:
    """Of a service that is on the street's list already: one more here is nothing new there."""
    station = side.of(Station)
    free = Service.objects.exclude(offerings__station=station).first()
    return Offering.objects.create(station=station, service=free or _service(side))


@makes(OpeningException)
def _exception(side: Side) -> OpeningException:
    day = timezone.localdate() + timedelta(days=1 + next(numbers))
    return OpeningException.objects.create(station=side.of(Station), date=day)


@makes(ActivitySeries)
def _series(side: Side) -> ActivitySeries:
    return ActivitySeries.objects.create(station=side.of(Station), title=side.text())


@makes(Activity)
def _activity(side: Side) -> Activity:
    """Over, and nobody counted who came."""
    now = timezone.now()
    return Activity.objects.create(
        station=side.of(Station),
        series=side.of(ActivitySeries),
        title=side.text(),
        audience=side.of(Audience),
        starts_at=now - timedelta(days=3),
        ends_at=now - timedelta(days=2),
    )


@makes(SignUp)
def _sign_up(side: Side) -> SignUp:
    activity, phone = side.of(Activity), side.phone()
    return SignUp.objects.create(
        activity=activity,
        state=SignUp.State.BOOKED,
        surname=side.text(),
        phone=phone,
        phone_print=fingerprint(phone),
        phone_tail=phone[-4:],
        knows_state=SignUp.State.BOOKED,
        knows_starts_at=activity.starts_at,
        knows_where=activity.where,
    )


@makes(Notice)
def _notice(side: Side) -> Notice:
    return Notice.objects.create(
        community=side.of(Community), station=side.of(Station), title=side.text(), starts_at=timezone.now()
    )


def with_files(picture: Picture) -> Picture:
    if not _picture:
        image = io.BytesIO()
        segno.make("站点").save(image, kind="png", scale=4)
        _picture["png"] = image.getvalue()
    attach(picture, make_sizes(SimpleUploadedFile("door.png", _picture["png"], "image/png")))
    picture.save()
    return picture


@makes(Photo)
def _photo(side: Side) -> Photo:
    return with_files(Photo(station=side.of(Station), caption=side.text()))


@makes(ActivityPhoto)
def _activity_photo(side: Side) -> ActivityPhoto:
    return with_files(ActivityPhoto(activity=side.of(Activity), caption=side.text()))


@makes(StationReport)
def _report(side: Side) -> StationReport:
    return StationReport.objects.create(station=side.of(Station), kind="phone", text=side.text())


@makes(ServiceWish)
def _wish(side: Side) -> ServiceWish:
    return ServiceWish.objects.create(
        community=side.of(Community), station=side.of(Station), text=side.text()
    )


@makes(Volunteer)
def _volunteer(side: Side) -> Volunteer:
    return Volunteer.objects.create(
        community=side.of(Community), name=side.text(), phone=side.phone(), told_on=timezone.localdate()
    )


@makes(Appointment)
def one_appointment(side: Side) -> Appointment:
    """A head whose term ends soon, after a predecessor."""
    place, today = _place(side), timezone.localdate()
    side.keep(place)
    before = Appointment.objects.create(
        volunteer=side.of(Volunteer),
        place=place,
        started_on=today - timedelta(days=900),
        ended_on=today - timedelta(days=400),
    )
    side.keep(before)
    person = _volunteer(side)
    side.keep(person)
    return Appointment.objects.create(
        volunteer=person,
        place=place,
        predecessor=before,
        started_on=today - timedelta(days=400),
        ends_on=today + timedelta(days=20),
    )


@makes(PhoneClash)
def _clash(side: Side) -> PhoneClash:
    """The side's own community wanted a number that the side knows already."""
    return PhoneClash.objects.create(
        volunteer=kept_as_it_is(side, _volunteer(side)),
        community=side.of(Community),
        wanted_name=side.text(),
        by=side.of(User),
    )


def kept_as_it_is(side: Side, row: Any) -> Any:  # noqa: ANN401
    side.keep(row)
    return row


@makes(PageFeedback)
def _feedback(side: Side) -> PageFeedback:
    return PageFeedback.objects.create(path="/stations/", helpful=True, comment=f"页面{next(numbers)}")


@makes(ImportRun)
def _run(side: Side) -> ImportRun:
    """One roster with a row to take and one to refuse, of the side's own worker."""
    community = side.of(Community).name
    rows = [
        HEADERS,
        head(side.text(), 社区=community, 楼栋=side.text(), 电话=side.phone()),
        head(side.text(), 社区=community, 电话="123"),
    ]
    return checked(workbook(rows), side.of(User), f"{side.text()}.xlsx")


@makes(ImportRow)
def _import_row(side: Side) -> ImportRow:
    return side.of(ImportRun).rows.first()


@makes(LearntColumn)
def _learnt(side: Side) -> LearntColumn:
    return LearntColumn.objects.create(kind="heads", office=str(side.of(Community).pk), label=side.text())


@makes(SecurityEvent)
def _event(side: Side) -> SecurityEvent:
    return SecurityEvent.objects.create(kind="reveal", user=side.of(User), username=side.text())


@makes(DBTaskResult)
def _job(side: Side) -> DBTaskResult:
    now = timezone.now()
    return DBTaskResult.objects.create(
        args_kwargs={"args": [], "kwargs": {}}, task_path="guicheng.exchange.tasks.check", run_after=now
    )
