"""Files of pictures on their way out: to everybody, or to one browser alone."""

from __future__ import annotations

from django.conf import settings
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from .models import Picture
from .sizes import SIZES


def give_public(request: HttpRequest, rows: QuerySet[Picture], pk: int, size: str) -> HttpResponseBase:
    """The file of a picture among ``rows``, which everybody may see, for any cache. Raises 404."""
    if size not in SIZES:
        raise Http404
    stored = getattr(get_object_or_404(rows, pk=pk), size)
    # A picture never changes under its name, and a body that streams gets no ETag of its own.
    etag = quote_etag(stored.name)
    not_modified = get_conditional_response(request, etag=etag)
    if not_modified is not None:
        not_modified["ETag"] = etag
        return not_modified
    kind = "image/webp" if stored.name.endswith(".webp") else "image/jpeg"
    if settings.ACCEL_REDIRECT_PREFIX:
        response = HttpResponse(content_type=kind, headers={"ETag": etag})
        response["X-Accel-Redirect"] = f"{settings.ACCEL_REDIRECT_PREFIX}{stored.name}"
        return response
    try:
        return FileResponse(stored.open("rb"), content_type=kind, headers={"ETag": etag})
    except FileNotFoundError as exc:
        raise Http404 from exc


def give_private(photo: Picture | None, size: str) -> HttpResponseBase:
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
