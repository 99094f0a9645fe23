"""Pictures in the admin: shown small in their parent's form, opened large, read through the scope."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import FileResponse, Http404, HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from guicheng.accounts.admin_base import ScopedInline
from guicheng.accounts.scope import visible_to

from .models import Picture
from .sizes import SIZES


def file_page(model: type[Picture]) -> str:
    """Name of the admin's page that gives a picture's file."""
    return f"{model._meta.app_label}_{model._meta.model_name}_file"


class PictureInline(ScopedInline):
    fields = ["preview", "caption", "upload", "order"]
    readonly_fields = ["preview"]

    def get_fields(self, request: HttpRequest, obj: models.Model | None = None) -> list[str]:
        if self.has_change_permission(request, obj):
            return self.fields
        return [name for name in self.fields if name != "upload"]

    @admin.display(description="预览")
    def preview(self, photo: Picture) -> str | SafeString:
        if not photo.pk:
            return ""
        page = f"admin:{file_page(type(photo))}"
        address, large = (reverse(page, args=[photo.pk, size]) for size in ("small", "large"))
        return format_html(
            '<a href="{}" target="_blank"><img class="photo-preview" src="{}" alt="{}" loading="lazy"></a>',
            large,
            address,
            photo.caption,
        )


class PicturePages:
    """Mixed into the admin of what has pictures; ``picture_model`` says which."""

    picture_model: type[Picture]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.photo_file)
        page = path("photo/<int:pk>/<str:size>/", view, name=file_page(self.picture_model))
        return [page, *super().get_urls()]

    def photo_file(self, request: HttpRequest, pk: int, size: str) -> FileResponse:
        """A picture for its preview: also of what the public does not see."""
        photo = visible_to(self.picture_model, request.user).filter(pk=pk).first()
        if photo is None or size not in SIZES:
            raise Http404
        file: Any = getattr(photo, size)
        try:
            response = FileResponse(file.open("rb"), content_type="image/jpeg")
        except FileNotFoundError as exc:
            raise Http404 from exc
        response["Cache-Control"] = "private, max-age=3600"
        response["X-Content-Type-Options"] = "nosniff"
        return response
