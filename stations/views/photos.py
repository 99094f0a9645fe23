"""Pictures of public stations; uploads never leave by any other door."""

from __future__ import annotations

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from guicheng.web.http import public_page

from ..models import Photo

SIZES = ("small", "medium", "large")


@public_page(max_age=86400)
def photo(request: HttpRequest, pk: int, size: str) -> HttpResponseBase:
    if size not in SIZES:
        raise Http404
    stored = getattr(get_object_or_404(Photo.objects.public(), pk=pk), size)
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
