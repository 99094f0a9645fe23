"""Residents' pictures: made anew in three sizes on the way in, and given out by scoped pages alone."""

from __future__ import annotations

from collections.abc import Sequence

from guicheng.pictures.sizes import Sizes, add_all, files_go_with

from .models import RequestPhoto, ResidentRequest

MOST = 3
_CAPTION = "居民上传的照片"


def keep(row: ResidentRequest, made: Sequence[Sizes]) -> None:
    add_all(made, row.photos, caption=_CAPTION, request=row)


files_go_with(RequestPhoto)
