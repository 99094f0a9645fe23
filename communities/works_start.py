"""What works, projects, visits and companies put in place at start."""

from __future__ import annotations

from guicheng.exchange.kinds import register
from guicheng.pictures.sizes import files_go_with

from . import chronicle
from .due_works import register_works_dues
from .exchange_projects import ProjectsKind
from .exchange_works import WorksKind
from .models import ProjectPhoto, WorksPhoto
from .projects import project_moments
from .works import works_moments


def register_works() -> None:
    """Called once at start."""
    register_works_dues()
    register(WorksKind())
    register(ProjectsKind())
    chronicle.register("works", works_moments)
    chronicle.register("projects", project_moments)
    files_go_with(WorksPhoto, ProjectPhoto)
