"""Where and who: the communities, what lies in them, and who works for them."""

from __future__ import annotations

from .community import Community, CommunityQuerySet, Membership
from .company import Company
from .conference import Conference
from .consent import ConsentRule, ConsentVote
from .deliberation import Deliberation
from .deliberation_parts import (
    DeliberationParty,
    DeliberationPhoto,
    DeliberationPresence,
    DeliberationSignUp,
)
from .document import DocumentPart, StreetDocument
from .estate import Estate
from .event import EstateEvent
from .familiar import AssessmentLine, FamiliarCriterion, FamiliarStatus, SelfAssessment
from .honour import Honour, HonourPicture
from .installation import Boundary, Installation
from .lesson import Lesson, LessonFollow
from .organisation import Organisation
from .organisation_photo import OrganisationPhoto
from .organisation_term import OrganisationMember, OrganisationTerm
from .place import Place
from .point import WithPoint, phone_validator
from .project import Project
from .project_progress import ProjectMeasure, ProjectNote, ProjectPhoto
from .study import SiteFigure, StudySite, StudyVisit
from .three_sync import ThreeSync
from .topic import Topic, TopicSecond
from .undertaking import ProgressNote, Undertaking
from .visit import Visit
from .works import ConsultationNote, Works, WorksPhoto, WorksStage

__all__ = [
    "AssessmentLine",
    "Boundary",
    "Community",
    "CommunityQuerySet",
    "Company",
    "Conference",
    "ConsentRule",
    "ConsentVote",
    "ConsultationNote",
    "Deliberation",
    "DeliberationParty",
    "DeliberationPhoto",
    "DeliberationPresence",
    "DeliberationSignUp",
    "DocumentPart",
    "Estate",
    "EstateEvent",
    "FamiliarCriterion",
    "FamiliarStatus",
    "Honour",
    "HonourPicture",
    "Installation",
    "Lesson",
    "LessonFollow",
    "Membership",
    "Organisation",
    "OrganisationMember",
    "OrganisationPhoto",
    "OrganisationTerm",
    "Place",
    "ProgressNote",
    "Project",
    "ProjectMeasure",
    "ProjectNote",
    "ProjectPhoto",
    "SelfAssessment",
    "SiteFigure",
    "StreetDocument",
    "StudySite",
    "StudyVisit",
    "Topic",
    "TopicSecond",
    "ThreeSync",
    "Undertaking",
    "Visit",
    "WithPoint",
    "Works",
    "WorksPhoto",
    "WorksStage",
    "phone_validator",
]
