from __future__ import annotations

from typing import Self

from django.db import models

from guicheng.accounts.history import records_history
from guicheng.accounts.scope import ScopedQuerySet
from guicheng.pictures.models import Picture

from .organisation import Organisation


class OrganisationPhotoQuerySet(ScopedQuerySet):
    community_path = "organisation__community"

    def public(self) -> Self:
        return self.filter(public=True, organisation__in=Organisation.objects.public())


class OrganisationPhoto(Picture):
    """A picture of an organisation at work."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="photos", verbose_name="组织")
    public = models.BooleanField(
        "公开", default=False, help_text="照片里的人同意以后才公开；不公开的只给工作人员看。"
    )

    objects = OrganisationPhotoQuerySet.as_manager()
    history = records_history()

    class Meta(Picture.Meta):
        verbose_name = "组织照片"
        verbose_name_plural = "照片"
