"""What may be filled with invented records: an empty database, or a demonstration that was not finished.

The one row of ``Installation`` tells: none is a database that nobody decided about, a row without the
flag is the real thing (``start_live`` writes it), scale 0 under the flag is a load under way.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum

from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction

from casework.models import (
    AnswerTemplate,
    HandOver,
    HeadDevice,
    HeadNotice,
    NoticeRead,
    RequestPhoto,
    RequestStep,
    ResidentRequest,
    SignInLink,
)
from communities.models import (
    AssessmentLine,
    Community,
    Company,
    Conference,
    ConsentRule,
    ConsentVote,
    ConsultationNote,
    Deliberation,
    DeliberationParty,
    DeliberationPhoto,
    DeliberationPresence,
    DeliberationSignUp,
    DocumentPart,
    Estate,
    EstateEvent,
    FamiliarCriterion,
    FamiliarStatus,
    Honour,
    HonourPicture,
    Installation,
    Lesson,
    LessonFollow,
    Membership,
    Organisation,
    OrganisationMember,
    OrganisationPhoto,
    OrganisationTerm,
    Place,
    ProgressNote,
    Project,
    ProjectMeasure,
    ProjectNote,
    ProjectPhoto,
    SelfAssessment,
    SiteFigure,
    StreetDocument,
    StudySite,
    StudyVisit,
    ThreeSync,
    Topic,
    TopicSecond,
    Undertaking,
    Visit,
    Works,
    WorksPhoto,
    WorksStage,
)
from guicheng.accounts.history import has_history
from guicheng.dashboard.models import (
    AttentionRule,
    Brief,
    BriefTemplate,
    FigureExplanation,
    FrozenFigure,
    FrozenMonth,
    PublishedFigure,
    Task,
    TaskAnswer,
    TaskField,
    TaskValue,
)
from guicheng.exchange.keeping import clear_run
from guicheng.exchange.models import ImportRow, ImportRun, LearntColumn
from guicheng.pictures.models import Picture
from stations.models import (
    Activity,
    ActivityPhoto,
    ActivitySeries,
    Audience,
    CandidateSite,
    KeptIsochrones,
    KeptWalks,
    Notice,
    Offering,
    OpeningException,
    Photo,
    Scene,
    Service,
    ServiceWish,
    SignUp,
    SitingRun,
    Station,
    StationReport,
    Timetable,
)
from volunteers.models import (
    Appointment,
    Consultation,
    ContactLog,
    ContactPhoto,
    Criterion,
    Evaluation,
    EvaluationScheme,
    Expert,
    FollowUp,
    HeadMessage,
    HeadResult,
    MatterKind,
    MediationCase,
    MediationField,
    Mediator,
    MediatorTraining,
    Offer,
    PhoneClash,
    ServiceHours,
    Volunteer,
    Worthy,
    WorthyDeed,
)

UNDER_WAY = 0
_OURS = {"guicheng", "communities", "stations", "volunteers", "casework"}
#: Accounts with their sign-ins and logs, and the index of the search, which is made from other records.
_PASSED_OVER = {"accounts", "search"}
#: What an empty database may hold besides accounts: reference lists, and values that mean nothing alone.
_REFERENCE: set[type[models.Model]] = {
    Community,
    Membership,
    Installation,
    Audience,
    Service,
    Service.audiences.through,
    Timetable,
    LearntColumn,
    MatterKind,
    MediationField,
    EvaluationScheme,
    Criterion,
    ConsentRule,
    # Which communities are certified comes with the communities.
    FamiliarStatus,
    PublishedFigure,
    BriefTemplate,
    AttentionRule,
}
#: What a load makes and what hangs on that, dependants first: cleared after one that was broken off. An
#: import's rows point at records by id, and would be undone on the new ones.
_MADE: tuple[type[models.Model], ...] = (
    Brief,
    TaskValue,
    TaskAnswer,
    TaskField,
    Task,
    FigureExplanation,
    FrozenFigure,
    FrozenMonth,
    ImportRow,
    ImportRun,
    RequestPhoto,
    RequestStep,
    HandOver,
    ResidentRequest,
    AnswerTemplate,
    HeadResult,
    Evaluation,
    HeadMessage,
    Offer,
    ServiceHours,
    ActivityPhoto,
    SignUp,
    Activity,
    ActivitySeries,
    Scene.services.through,
    Scene,
    Offering,
    OpeningException,
    Notice,
    Photo,
    StationReport,
    ServiceWish,
    SitingRun,
    CandidateSite,
    KeptWalks,
    KeptIsochrones,
    Station,
    PhoneClash,
    NoticeRead,
    HeadNotice,
    HeadDevice,
    SignInLink,
    ContactPhoto,
    FollowUp,
    ContactLog,
    Appointment,
    MediationCase,
    MediatorTraining,
    Mediator.fields.through,
    Mediator,
    WorthyDeed,
    Worthy,
    Volunteer,
    ConsentVote,
    ConsultationNote,
    WorksPhoto,
    WorksStage,
    Works,
    LessonFollow,
    Lesson,
    AssessmentLine,
    SelfAssessment,
    FamiliarCriterion,
    FamiliarStatus,
    HonourPicture,
    Honour,
    EstateEvent,
    DocumentPart,
    StreetDocument,
    ThreeSync,
    Consultation,
    Expert,
    ProgressNote,
    Undertaking,
    TopicSecond,
    Topic,
    DeliberationParty,
    DeliberationPhoto,
    DeliberationPresence,
    DeliberationSignUp,
    Deliberation,
    Project.estates.through,
    ProjectMeasure,
    ProjectNote,
    ProjectPhoto,
    Project,
    Visit,
    SiteFigure,
    StudySite,
    StudyVisit,
    Conference,
    OrganisationMember,
    OrganisationTerm,
    OrganisationPhoto,
    Organisation,
    Company,
    Place,
    Estate,
)


class State(Enum):
    EMPTY = "empty"
    HALF_MADE = "half-made"
    COMPLETE = "complete"


class Refused(Exception):
    """The database must not be filled; ``str()`` is a Chinese sentence that says why and what to do."""


def state() -> State:
    """What this database is to a demonstration. Raises :class:`Refused` for anything that may be real."""
    row = Installation.objects.filter(pk=1).first()
    if row and row.is_demonstration:
        # The flag alone, without a station, is a load that was broken off before its first row.
        finished = row.demonstration_scale != UNDER_WAY and Station.objects.exists()
        return State.COMPLETE if finished else State.HALF_MADE
    if row:
        raise Refused(
            "这是正式数据库，不能载入演示数据，什么也没有改动。"
            "要看演示，请把 DATABASE_URL 指向另一个空数据库，或去掉它来使用本机文件。"
        )
    held = records_held()
    if held:
        raise Refused(
            f"这个数据库里已经有记录（{'、'.join(held)}），又没有演示标记，可能是正式数据。"
            "不能载入演示数据，什么也没有改动。请换一个空数据库。"
        )
    return State.EMPTY


def records_held() -> list[str]:
    """Chinese names of the kinds of records, beyond reference lists and accounts, that are there."""
    return [
        str(model._meta.verbose_name_plural)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_config.name.split(".")[0] in _OURS
        and model._meta.app_label not in _PASSED_OVER
        and model._meta.managed
        and not hasattr(model, "instance_type")  # versions of the other records
        and model not in _REFERENCE
        and model._base_manager.exists()
    ]


def clear() -> None:
    """Take away what a broken-off load left, one kind at a time; the files of imports too."""
    for run in ImportRun.objects.all():
        clear_run(run)
    for model in _MADE:
        with transaction.atomic():
            if issubclass(model, Picture):
                model._base_manager.all().delete()  # its files go with a row's signal
            else:
                _empty(model)
            if has_history(model):
                _empty(model.history.model)


def _empty(model: type[models.Model]) -> None:
    """Without signals, which would write a version of each row; nothing outside ``_MADE`` points at these."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608


@contextmanager
def only_one() -> Iterator[None]:
    """Hold off a second load from this machine. Raises :class:`Refused`."""
    with (settings.VAR_DIR / "load_demo.lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as exc:
            raise Refused("另一个 load_demo 正在运行，请等它结束。") from exc
        yield
