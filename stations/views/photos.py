"""Pictures of public stations; uploads never leave by any other door."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase

from guicheng.pictures.serving import give_public
from guicheng.web.http import public_page

from ..models import Photo


@public_page(max_age=86400)
def photo(request: HttpRequest, pk: int, size: str) -> HttpResponseBase:
    return give_public(request, Photo.objects.public(), pk, size)
