"""Residents' pictures: made anew in three sizes on the way in, and given out by scoped pages alone."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import FileResponse, Http404, HttpResponseBase

from stations.models import Picture
from stations.photos import SIZES, Sizes, add_all, files_go_with

from .models import RequestPhoto, ResidentRequest

MOST = 3
_CAPTION = "居民上传的照片"


def keep(row: ResidentRequest, made: Sequence[Sizes]) -> None:
    add_all(made, row.photos, caption=_CAPTION, request=row)


def give(photo: Picture | None, size: str) -> HttpResponseBase:
    """The file of a picture that the caller's door let through. Raises 404."""
    if photo is None or size not in SIZES:
        raise Http404
    try:
        response = FileResponse(getattr(photo, size).open("rb"), content_type="image/jpeg")
    except FileNotFoundError as exc:
        raise Http404 from exc
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response


files_go_with(RequestPhoto)
