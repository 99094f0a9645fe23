"""Pictures that residents may see; uploads never leave by any other door."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase

from guicheng.pictures.serving import give_public
from guicheng.web.http import public_page

from ..models import ProjectPhoto, WorksPhoto


@public_page(max_age=3600)
def works_photo(request: HttpRequest, pk: int, size: str) -> HttpResponseBase:
    return give_public(request, WorksPhoto.objects.public(), pk, size)


@public_page(max_age=3600)
def project_photo(request: HttpRequest, pk: int, size: str) -> HttpResponseBase:
    return give_public(request, ProjectPhoto.objects.public(), pk, size)
