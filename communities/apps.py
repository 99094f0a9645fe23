from __future__ import annotations

from django.apps import AppConfig


class CommunitiesConfig(AppConfig):
    name = "communities"
    verbose_name = "社区与小区"

    def ready(self) -> None:
        from guicheng.exchange.kinds import register
        from guicheng.pictures.sizes import files_go_with

        from . import chronicle, organisation_chronicle
        from .deliberation_start import register_deliberations
        from .due import register_undertaking_dues
        from .exchange import EstatesKind, PlacesKind
        from .exchange_organisations import OrganisationsKind
        from .models import OrganisationPhoto
        from .organisation_due import register_organisation_dues
        from .overview_parts import register_overview
        from .rooms_start import register_rooms
        from .search import register_sources
        from .works_start import register_works

        register_sources()
        register_undertaking_dues()
        register_overview()
        register_deliberations()
        register_works()
        register_rooms()
        register(EstatesKind())
        register(PlacesKind())
        register(OrganisationsKind())
        register_organisation_dues()
        chronicle.register("organisations", organisation_chronicle.moments)
        files_go_with(OrganisationPhoto)
