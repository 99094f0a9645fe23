"""An operator's boundary file: the good is kept as it is, the bad is refused with a reason."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError

from communities import boundary
from communities.models import Boundary

pytestmark = pytest.mark.django_db
REAL = settings.BASE_DIR.parent / "shared" / "data" / "guicheng_boundary.geojson"
SQUARE = [[113.1, 23.0], [113.2, 23.0], [113.2, 23.1], [113.1, 23.1], [113.1, 23.0]]
HOLE = [[113.14, 23.04], [113.16, 23.04], [113.16, 23.06], [113.14, 23.04]]


def polygon(*rings: Any) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": list(rings)}


def load(tmp_path: Path, data: Any, *options: str) -> Boundary:
    path = tmp_path / "boundary.geojson"
    path.write_bytes(data if isinstance(data, bytes) else json.dumps(data).encode())
    call_command("load_boundary", str(path), *options)
    return Boundary.objects.get()


@pytest.mark.parametrize(
    "data",
    [
        polygon(SQUARE, HOLE),
        {"type": "MultiPolygon", "coordinates": [[SQUARE, HOLE]]},
        {"type": "Feature", "geometry": polygon(SQUARE, HOLE), "properties": None},
        {"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": polygon(SQUARE, HOLE)}]},
        {"type": "GeometryCollection", "geometries": [polygon(SQUARE, HOLE)]},
    ],
)
def test_any_kind_of_geojson_gives_the_same_outline(data: dict[str, Any], tmp_path: Path):
    row = load(tmp_path, data)
    assert row.name == settings.STREET_NAME
    assert row.geometry == {"type": "MultiPolygon", "coordinates": [[SQUARE, HOLE]]}


def test_loading_again_takes_the_place_of_the_earlier_one(tmp_path: Path):
    load(tmp_path, polygon(SQUARE))
    assert load(tmp_path, polygon(HOLE)).geometry["coordinates"] == [[HOLE]]


def test_a_height_a_byte_order_mark_and_an_open_ring_are_taken(tmp_path: Path):
    raised = [[*point, 12.5] for point in SQUARE[:-1]]
    row = load(tmp_path, b"\xef\xbb\xbf" + json.dumps(polygon(raised)).encode())
    assert row.geometry["coordinates"] == [[SQUARE]]


def test_a_hole_never_takes_the_place_of_an_outline_that_is_none(tmp_path: Path):
    line = [[113.1, 23.0], [113.2, 23.0], [113.1, 23.0]]
    row = load(tmp_path, {"type": "MultiPolygon", "coordinates": [[line, HOLE], [SQUARE]]})
    assert row.geometry["coordinates"] == [[SQUARE]]


def test_who_made_it_is_kept(tmp_path: Path):
    properties = {"attribution": "© OpenStreetMap contributors"}
    row = load(tmp_path, {"type": "Feature", "geometry": polygon(SQUARE), "properties": properties})
    assert row.attribution == "© OpenStreetMap contributors"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "不是 GeoJSON"),
        (b"PK\x03\x04\xff\xfe", "不是 GeoJSON"),
        ("经纬度".encode("gb18030"), "不是 GeoJSON"),
        (b"[" * 200_000, "不是 GeoJSON"),
        (b"[" + b"9" * 5000 + b"]", "不是 GeoJSON"),
        ([], "没有面"),
        ("text", "没有面"),
        ({}, "没有面"),
        ({"type": "Point", "coordinates": [113.1, 23.0]}, "没有面"),
        ({"type": "Feature", "geometry": None}, "没有面"),
        ({"type": "Feature", "geometry": [1], "properties": [2]}, "没有面"),
        ({"type": "FeatureCollection", "features": 3}, "没有面"),
        ({"type": "FeatureCollection", "features": [None, 1, "x"]}, "没有面"),
        ({"type": "MultiPolygon", "coordinates": 5}, "没有面"),
        (polygon(SQUARE[:2]), "没有面"),
        ({"type": "Polygon", "coordinates": None}, "读不懂"),
        (polygon([1, 2, 3, 4]), "读不懂"),
        (polygon([["a", "b"]] * 4), "读不懂"),
        (polygon([[113.1]] * 4), "读不懂"),
        (polygon([[lat, lon] for lon, lat in SQUARE]), "填反了"),
        (polygon([[12_600_000.0, 2_630_000.0]] * 4), "坐标不对"),
        (b'{"type": "Polygon", "coordinates": [[[NaN, 23], [1, 1], [2, 2], [3, 3]]]}', "坐标不对"),
    ],
)
def test_a_file_that_holds_no_boundary_is_refused_and_the_earlier_one_stays(
    data: Any, sentence: str, tmp_path: Path
):
    load(tmp_path, polygon(SQUARE))
    with pytest.raises(CommandError, match=sentence):
        load(tmp_path, data)
    assert Boundary.objects.get().geometry["coordinates"] == [[SQUARE]]


def test_a_boundary_too_heavy_for_a_phone_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(boundary, "MAX_POINTS", 4)
    with pytest.raises(CommandError, match="点太多"):
        load(tmp_path, polygon(SQUARE))
    monkeypatch.setattr(boundary, "MAX_BYTES", 10)
    with pytest.raises(CommandError, match="超过 20 MB"):
        load(tmp_path, polygon(SQUARE))
    assert not Boundary.objects.exists()


def test_a_name_that_does_not_fit_and_a_file_that_is_not_there_are_refused(tmp_path: Path):
    with pytest.raises(CommandError, match="名称"):
        load(tmp_path, polygon(SQUARE), "--name", "长" * 61)
    with pytest.raises(CommandError, match="打不开"):
        call_command("load_boundary", str(tmp_path / "nowhere.geojson"))


def test_the_real_boundary_is_taken_whole():
    if not REAL.exists():
        pytest.skip(f"没有 {REAL}，这一项没有测试。")
    call_command("load_boundary", str(REAL))
    row = Boundary.objects.get()
    points = [point for part in row.geometry["coordinates"] for ring in part for point in ring]
    assert len(points) > 100
    assert 113.0 < min(lon for lon, _ in points) < 113.15 < max(lon for lon, _ in points) < 113.3
    assert 22.9 < min(lat for _, lat in points) < 23.04 < max(lat for _, lat in points) < 23.2
