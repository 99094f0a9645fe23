"""Photos on the way in: checked, turned upright, stripped of all that is not picture, in three sizes.

Whatever a file calls itself, only what decodes as JPEG, PNG or WebP gets in, and only as pixels that were
encoded anew: no EXIF (so no place where it was taken), no profile, no comment, no name of the sender.
"""

from __future__ import annotations

import io
import secrets
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Manager, Model
from django.db.models.signals import post_delete
from PIL import Image, ImageCms, ImageOps

from .models import Picture

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 40_000_000
#: Longest side of each size in pixels.
SIZES = {"small": 400, "medium": 900, "large": 1800}
_QUALITY = 82
_HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis")


class BadPhoto(ValueError):
    """A file that cannot become a photo; ``str()`` is a Chinese sentence that says what to do."""


@dataclass(frozen=True)
class Sizes:
    """Three JPEG files, and the width and height of the large one in pixels."""

    small: ContentFile
    medium: ContentFile
    large: ContentFile
    width: int
    height: int


def make_sizes(upload: UploadedFile) -> Sizes:
    """An uploaded file → its three sizes under random names. Raises :class:`BadPhoto`.

    The size is looked at before a byte is read, the header's width and height before a pixel is decoded.
    """
    if not upload.size:
        raise BadPhoto("这个文件是空的，请重新选择照片。")
    if upload.size > MAX_BYTES:
        raise BadPhoto(
            f"照片有 {upload.size / 1024 / 1024:.0f} MB，超过了 10 MB。请先缩小，或者用手机重新拍一张。"
        )
    upload.seek(0)
    with warnings.catch_warnings():
        # Between its warning and its error Pillow would decode; our own limit is lower than both.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        picture = _decode(upload)
    name = secrets.token_hex(16)
    made = {}
    for size, longest in sorted(SIZES.items(), key=lambda item: -item[1]):
        picture.thumbnail((longest, longest), Image.Resampling.LANCZOS)
        made[size] = picture.copy()
    files = {size: ContentFile(_jpeg(image), f"{name}-{size}.jpg") for size, image in made.items()}
    return Sizes(**files, width=made["large"].width, height=made["large"].height)


def _decode(upload: UploadedFile) -> Image.Image:
    """The picture upright in RGB, at most as large as the largest size needs."""
    image = _guarded(lambda: _open(upload))
    width, height = image.size
    if width * height > MAX_PIXELS:
        raise BadPhoto(f"照片有 {width}×{height} 像素，超过了 4000 万像素。请先缩小，或者用手机重新拍一张。")
    # A phone's JPEG may carry further pictures behind the first (MPO); only films are meant here.
    if image.format != "MPO" and getattr(image, "n_frames", 1) > 1:
        raise BadPhoto("不能用动图，请选择一张普通的照片。")
    return _guarded(lambda: _upright_rgb(image))


def _open(upload: UploadedFile) -> Image.Image:
    try:
        return Image.open(upload, formats=["JPEG", "PNG", "WEBP"])
    except Image.UnidentifiedImageError as exc:
        upload.seek(0)
        start = upload.read(32)
        if start[4:8] == b"ftyp" and start[8:12] in _HEIF_BRANDS:
            raise BadPhoto(
                "这是苹果手机的 HEIC 格式。请在手机“设置－相机－格式”里选“兼容性最佳”，或者另存为 JPEG。"
            ) from exc
        raise BadPhoto("这个文件不是照片。请选择 JPEG、PNG 或 WebP 格式的照片。") from exc


def _guarded(step: Callable[[], Image.Image]) -> Image.Image:
    """Decoders raise almost anything on broken bytes: all of it means the same to whoever uploads."""
    try:
        return step()
    except BadPhoto:
        raise
    except Image.DecompressionBombError as exc:
        raise BadPhoto("照片的像素太多，超过了 4000 万。请先缩小，或者用手机重新拍一张。") from exc
    except Exception as exc:
        raise BadPhoto("照片打不开，可能没有传完整或者已经损坏。请换一张，或者重新拍。") from exc


def _upright_rgb(image: Image.Image) -> Image.Image:
    largest = SIZES["large"]
    # JPEG decodes straight to a half, quarter or eighth where that is still large enough.
    image.draft("RGB", (largest, largest))
    image.load()
    if image.mode.startswith("I"):
        # 16 bits of grey: convert() would cut them off at 255 instead of scaling.
        image = image.point(lambda value: value / 256).convert("L")
    if image.mode == "P" or "transparency" in image.info:
        image = image.convert("RGBA")
    if image.mode == "CMYK" or image.info.get("icc_profile"):
        image = _in_srgb(image)
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail((largest, largest), Image.Resampling.LANCZOS)
    canvas = Image.new("RGB", upright.size, "white")
    if upright.mode in {"RGBA", "LA", "PA", "La", "RGBa"}:
        shown = upright.convert("RGBA")
        canvas.paste(shown, mask=shown.getchannel("A"))
    else:
        canvas.paste(upright.convert("RGB"))
    return canvas


def _in_srgb(image: Image.Image) -> Image.Image:
    """Colours as every screen shows them; a profile that cannot be read is passed over."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in {"RGB", "CMYK", "L"}:
        return image.convert("RGB") if image.mode == "CMYK" else image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        turned = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image.convert("RGB")
    return turned or image


def _jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    return out.getvalue()


def add_all(made: Sequence[Sizes], photos: Manager[Picture], *, caption: str, **owner: Model) -> int:
    """Save ``made`` behind ``photos``, those that ``owner`` (``station=…``) has already; how many."""
    last = photos.order_by("-order").values_list("order", flat=True).first() or 0
    for number, sizes in enumerate(made, start=1):
        # A smallint holds 32767 on PostgreSQL.
        photo = photos.model(**owner, caption=caption[:60], order=min(last + number * 10, 32000))
        attach(photo, sizes)
        photo.save()
    return len(made)


def attach(photo: Picture, sizes: Sizes) -> None:
    """Give ``photo`` (not saved here) its files, in place of those it had."""
    _delete_on_commit(photo)
    written: list[tuple[object, str]] = []
    try:
        for size in SIZES:
            file = getattr(photo, size)
            content: ContentFile = getattr(sizes, size)
            file.save(content.name, content, save=False)
            written.append((file.storage, file.name))
    except OSError:
        for storage, name in written:
            storage.delete(name)
        raise
    photo.width, photo.height = sizes.width, sizes.height


def _delete_on_commit(photo: Picture) -> None:
    """Remove the files once the change that dropped them is certain: a rollback needs them again."""
    files = [(file.storage, file.name) for size in SIZES if (file := getattr(photo, size))]

    def delete() -> None:
        for storage, name in files:
            storage.delete(name)

    if files:
        transaction.on_commit(delete)


def _row_deleted(sender: type[Picture], instance: Picture, **kwargs: object) -> None:
    _delete_on_commit(instance)


def files_go_with(*models: type[Picture]) -> None:
    """Called once at start: deleting a row deletes its files, in every process."""
    for model in models:
        post_delete.connect(_row_deleted, sender=model, dispatch_uid=f"files of {model._meta.label}")
