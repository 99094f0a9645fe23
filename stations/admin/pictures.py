"""Pictures of stations and activities in the admin."""

from __future__ import annotations

from guicheng.pictures.admin import PictureInline

from ..forms import ActivityPhotoForm, PhotoForm
from ..models import ActivityPhoto, Photo


class PhotoInline(PictureInline):
    model = Photo
    form = PhotoForm


class ActivityPhotoInline(PictureInline):
    model = ActivityPhoto
    form = ActivityPhotoForm
    verbose_name_plural = "照片（只给工作人员看）"
