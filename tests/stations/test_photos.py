"""Photos on the way in: what becomes a photo, what is refused and how, what is left of the sender."""

from __future__ import annotations

import io
import re
import tracemalloc
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from PIL import Image, ImageDraw

from guicheng.pictures.sizes import MAX_BYTES, SIZES, BadPhoto, attach, make_sizes
from stations.models import Photo, Station
from tests.factories import make_community, make_station
from tests.people import worker_of
from tests.stations.admin_pages import errors_of, filled_form

RED, BLUE = (220, 30, 40), (30, 60, 200)


@pytest.fixture(autouse=True)
def _media(settings: object, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def picture(width: int = 640, height: int = 400) -> Image.Image:
    """Red with a blue left half, so that turning it shows."""
    image = Image.new("RGB", (width, height), RED)
    ImageDraw.Draw(image).rectangle((0, 0, width // 2, height), fill=BLUE)
    return image


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def upload(content: bytes, name: str = "我家.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def near(colour: tuple[int, ...], wanted: tuple[int, ...]) -> bool:
    return all(abs(a - b) < 12 for a, b in zip(colour[:3], wanted, strict=True))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_comes_in_three_sizes(kind: str) -> None:
    sizes = make_sizes(upload(encoded(picture(3000, 2000), kind)))
    assert (sizes.width, sizes.height) == (1800, 1200)
    for name, longest in SIZES.items():
        image = Image.open(getattr(sizes, name))
        assert (image.format, image.size) == ("JPEG", (longest, round(longest * 2 / 3)))
        assert near(image.getpixel((5, 5)), BLUE) and near(image.getpixel((longest - 5, 5)), RED)


def test_a_small_photo_is_not_blown_up() -> None:
    sizes = make_sizes(upload(encoded(picture(200, 100), "PNG")))
    assert [Image.open(getattr(sizes, name)).size for name in SIZES] == [(200, 100)] * 3


def test_names_are_random_and_never_the_senders() -> None:
    names = {
        make_sizes(upload(encoded(picture(), "JPEG"), "../../张三身份证.jpg")).large.name for _ in range(3)
    }
    assert len(names) == 3
    assert all(re.fullmatch(r"[0-9a-f]{32}-large\.jpg", name) for name in names)


def test_nothing_about_the_sender_is_left() -> None:
    exif = Image.Exif()
    exif[0x010F] = "PhoneMaker"
    exif[0x9286] = "SECRET-COMMENT"
    exif.get_ifd(0x8825).update({1: "N", 2: (23.0, 2.0, 10.0), 3: "E", 4: (113.0, 9.0, 0.0)})
    content = encoded(picture(), "JPEG", exif=exif, comment=b"SECRET-COMMENT", dpi=(301, 301))
    assert b"PhoneMaker" in content
    sizes = make_sizes(upload(content))
    for name in SIZES:
        data = getattr(sizes, name).read()
        assert b"PhoneMaker" not in data and b"SECRET" not in data and b"Exif" not in data
        assert not Image.open(io.BytesIO(data)).getexif()


@pytest.mark.parametrize(
    ("orientation", "size", "blue_at"),
    [
        (1, (640, 400), (10, 200)),
        (3, (640, 400), (630, 200)),
        (6, (400, 640), (200, 10)),
        (8, (400, 640), (200, 630)),
    ],
)
def test_a_photo_stands_upright(orientation: int, size: tuple[int, int], blue_at: tuple[int, int]) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    sizes = make_sizes(upload(encoded(picture(), "JPEG", exif=exif)))
    image = Image.open(sizes.large)
    assert image.size == size
    assert near(image.getpixel(blue_at), BLUE)


def test_transparent_parts_become_white() -> None:
    image = picture().convert("RGBA")
    image.putpixel((0, 0), (0, 0, 0, 0))
    ImageDraw.Draw(image).rectangle((0, 0, 100, 100), fill=(0, 0, 0, 0))
    palette = picture().quantize(8)
    for content in (encoded(image, "PNG"), encoded(palette, "PNG", transparency=palette.getpixel((0, 0)))):
        assert near(Image.open(make_sizes(upload(content)).large).getpixel((20, 20)), (255, 255, 255))


@pytest.mark.parametrize(
    ("content", "grey"),
    [
        (encoded(Image.new("CMYK", (50, 50), (0, 0, 0, 128)), "JPEG"), 127),
        (encoded(Image.new("I;16", (50, 50), 0x8000), "PNG"), 128),
        (encoded(Image.new("L", (50, 50), 128), "PNG"), 128),
        (encoded(Image.new("LA", (50, 50), (128, 255)), "PNG"), 128),
        (encoded(Image.new("1", (50, 50), 1), "PNG"), 255),
    ],
    ids=["cmyk", "16 bit", "grey", "grey with alpha", "black and white"],
)
def test_unusual_colours_are_kept(content: bytes, grey: int) -> None:
    assert near(Image.open(make_sizes(upload(content)).large).getpixel((25, 25)), (grey,) * 3)


def test_a_phones_double_picture_counts_as_one() -> None:
    content = encoded(picture(), "MPO", save_all=True, append_images=[picture(160, 100)])
    assert make_sizes(upload(content)).width == 640


HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 100
JPEG = encoded(picture(), "JPEG")
FILM = {"save_all": True, "append_images": [Image.new("RGB", (640, 400))]}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空的"),
        (JPEG[: len(JPEG) // 2], "打不开"),
        (encoded(picture(), "PNG")[:500], "打不开"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "不是照片"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "不是照片"),
        (b"GIF89a" + b"\x00" * 50, "不是照片"),
        (encoded(picture(), "GIF"), "不是照片"),
        (encoded(picture(), "TIFF"), "不是照片"),
        (b"%PDF-1.7", "不是照片"),
        (b"\xff\xd8\xff\xe0" + b"\x00" * 2000, "打不开|不是照片"),
        (HEIC, "HEIC"),
        (encoded(picture(), "PNG", **FILM), "动图"),
        (encoded(picture(), "WEBP", **FILM), "动图"),
        (encoded(Image.new("1", (8000, 8000)), "PNG"), "4000 万"),
        (encoded(Image.new("1", (30000, 30000)), "PNG"), "4000 万"),
    ],
)
def test_what_is_no_photo_gets_a_sentence(content: bytes, words: str) -> None:
    with pytest.raises(BadPhoto, match=words) as caught:
        make_sizes(upload(content))
    assert str(caught.value).endswith("。")


def test_a_bomb_is_refused_before_it_is_decoded() -> None:
    content = encoded(Image.new("1", (13000, 13000)), "PNG")
    tracemalloc.start()
    with pytest.raises(BadPhoto):
        make_sizes(upload(content))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2 * 1024 * 1024


def test_200_megabytes_are_refused_without_reading_them(tmp_path: Path) -> None:
    huge = TemporaryUploadedFile("大.jpg", "image/jpeg", 200 * 1024 * 1024, None)
    huge.file.truncate(200 * 1024 * 1024)
    huge.seek(0)
    with pytest.raises(BadPhoto, match="200 MB"):
        make_sizes(huge)
    assert huge.tell() == 0
    huge.close()


# --- rows and files ---------------------------------------------------------------------------------


def stored() -> set[str]:
    from django.conf import settings

    folder = Path(settings.MEDIA_ROOT) / "stations"
    return {path.name for path in folder.iterdir()} if folder.exists() else set()


def make_photo(station: Station) -> Photo:
    photo = Photo(station=station, caption="正门")
    attach(photo, make_sizes(upload(encoded(picture(), "JPEG"))))
    photo.save()
    return photo


@pytest.mark.django_db(transaction=True)
def test_deleting_a_photo_deletes_its_files_once_it_is_certain() -> None:
    photo = make_photo(make_station())
    assert len(stored()) == 3
    with pytest.raises(RuntimeError), transaction.atomic():
        Photo.objects.get(pk=photo.pk).delete()
        raise RuntimeError
    assert len(stored()) == 3
    photo.delete()
    assert stored() == set()


@pytest.mark.django_db(transaction=True)
def test_the_files_go_with_their_station() -> None:
    station = make_station()
    make_photo(station)
    station.delete()
    assert stored() == set()


@pytest.mark.django_db(transaction=True)
def test_a_new_picture_takes_the_place_of_the_old_one() -> None:
    photo = make_photo(make_station())
    before = stored()
    with transaction.atomic():
        attach(photo, make_sizes(upload(encoded(picture(100, 300), "PNG"))))
        photo.save()
    assert len(stored()) == 3 and not stored() & before
    assert (photo.width, photo.height) == (100, 300)


# --- the admin's page -------------------------------------------------------------------------------


@pytest.fixture
def station() -> Station:
    return make_station("演示党群服务站", community=make_community("桂雅社区"))


@pytest.fixture
def worker(station: Station) -> Client:
    return worker_of(station.community)


def address(station: Station) -> str:
    return reverse("admin:stations_station_change", args=[station.pk])


def row(number: int, content: bytes | None, **values: str) -> dict[str, object]:
    data: dict[str, object] = {"photos-TOTAL_FORMS": str(number + 1)}
    values = {"caption": "正门", "order": "10", **values}
    data |= {f"photos-{number}-{key}": value for key, value in values.items()}
    if content is not None:
        data[f"photos-{number}-upload"] = upload(content)
    return data


@pytest.mark.django_db
def test_a_worker_adds_looks_at_and_removes_a_photo(worker: Client, station: Station) -> None:
    values = filled_form(worker, address(station))
    assert worker.post(address(station), {**values, **row(0, JPEG)}).status_code == 302
    photo = station.photos.get()
    shown = worker.get(reverse("admin:stations_photo_file", args=[photo.pk, "small"]))
    assert shown["Content-Type"] == "image/jpeg"
    assert Image.open(io.BytesIO(b"".join(shown.streaming_content))).size == (400, 250)
    assert f"/photo/{photo.pk}/small/" in worker.get(address(station)).content.decode()
    values = filled_form(worker, address(station))
    assert worker.post(address(station), {**values, "photos-0-DELETE": "on"}).status_code == 302
    assert not station.photos.exists()


@pytest.mark.django_db
def test_three_photos_at_once(worker: Client, station: Station) -> None:
    values = filled_form(worker, address(station))
    files = [upload(encoded(picture(300, 200), kind)) for kind in ("JPEG", "PNG", "WEBP")]
    assert worker.post(address(station), {**values, "new_photos": files}).status_code == 302
    assert [photo.caption for photo in station.photos.all()] == ["演示党群服务站照片"] * 3


@pytest.mark.django_db
def test_one_bad_photo_among_several_saves_none(worker: Client, station: Station) -> None:
    values = filled_form(worker, address(station))
    files = [upload(JPEG), upload(b"<html>", "坏.jpg")]
    errors = errors_of(worker.post(address(station), {**values, "new_photos": files, "name": "改名"}))
    assert "“坏.jpg”：这个文件不是照片" in errors["new_photos"][0]
    station.refresh_from_db()
    assert station.name == "演示党群服务站"
    assert not station.photos.exists() and stored() == set()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "values", "field", "words"),
    [
        (b"<svg/>", {}, "upload", "不是照片"),
        (JPEG + b"\x00" * MAX_BYTES, {}, "upload", "10 MB"),
        (None, {"caption": "没有图"}, "upload", "请选择一张照片"),
        (JPEG, {"caption": ""}, "caption", "必填"),
        (JPEG, {"order": "99999999999"}, "order", ""),
        (JPEG, {"order": "-1"}, "order", ""),
    ],
)
def test_a_bad_row_is_refused_on_its_field(
    worker: Client, station: Station, content: bytes | None, values: dict, field: str, words: str
) -> None:
    page = filled_form(worker, address(station))
    errors = errors_of(worker.post(address(station), {**page, **row(0, content, **values)}))
    assert words in errors[f"photos-0-{field}"][0]
    assert not station.photos.exists() and stored() == set()
