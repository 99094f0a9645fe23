"""Fields of forms that take pictures in, several at once or one in a row."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from guicheng.accounts.admin_forms import ScopedModelForm, plain_text

from .models import Picture
from .sizes import BadPhoto, Sizes, attach, make_sizes

MAX_PHOTOS_AT_ONCE = 10


class SeveralFilesInput(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[UploadedFile]:  # noqa: ANN401
        return files.getlist(name) if files else []


class PhotosField(forms.FileField):
    """Several photos at once; cleans to a list of :class:`~guicheng.pictures.sizes.Sizes`."""

    def __init__(self, **kwargs: Any) -> None:
        widget = SeveralFilesInput(attrs={"accept": "image/jpeg,image/png,image/webp", "multiple": True})
        super().__init__(required=False, widget=widget, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Sizes]:  # noqa: ANN401
        uploads: list[UploadedFile] = list(data or [])
        if len(uploads) > MAX_PHOTOS_AT_ONCE:
            raise ValidationError(f"一次最多上传 {MAX_PHOTOS_AT_ONCE} 张，请分几次上传。")
        made, errors = [], []
        for upload in uploads:
            try:
                made.append(make_sizes(upload))
            except BadPhoto as exc:
                errors.append(f"“{plain_text(upload.name or '')[:40]}”：{exc}")
        if errors:
            raise ValidationError(errors)
        return made

    def has_changed(self, initial: Any, data: Any) -> bool:  # noqa: ANN401
        return bool(data)


class PictureForm(ScopedModelForm):
    """One picture in its parent's form; subclasses name the model."""

    upload = forms.FileField(
        label="照片",
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )

    class Meta:
        fields = ["caption", "order"]

    def clean_upload(self) -> Sizes | None:
        upload = self.cleaned_data.get("upload")
        if upload is None:
            if self.instance.pk is None:
                raise ValidationError("请选择一张照片。")
            return None
        try:
            return make_sizes(upload)
        except BadPhoto as exc:
            raise ValidationError(str(exc)) from exc

    def save(self, commit: bool = True) -> Picture:
        if sizes := self.cleaned_data.get("upload"):
            attach(self.instance, sizes)
        return super().save(commit)
