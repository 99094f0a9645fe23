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
from .estate import Estate
from .installation import Boundary, Installation
from .organisation import Organisation
from .organisation_photo import OrganisationPhoto
from .organisation_term import OrganisationMember, OrganisationTerm
from .place import Place
from .point import WithPoint, phone_validator
from .project import Project
from .project_progress import ProjectMeasure, ProjectNote, ProjectPhoto
from .study import SiteFigure, StudySite, StudyVisit
from .topic import Topic, TopicSecond
from .undertaking import ProgressNote, Undertaking
from .visit import Visit
from .works import ConsultationNote, Works, WorksPhoto, WorksStage

__all__ = [
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
    "Estate",
    "Installation",
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
    "SiteFigure",
    "StudySite",
    "StudyVisit",
    "Topic",
    "TopicSecond",
    "Undertaking",
    "Visit",
    "WithPoint",
    "Works",
    "WorksPhoto",
    "WorksStage",
    "phone_validator",
]
