"""An operator's boundary file: GeoJSON in WGS-84, as polygons."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from .coords import BadPosition, check_position
from .models import Boundary

MAX_BYTES = 20 * 1024 * 1024
MAX_POINTS = 200_000
#: About a metre: finer than any boundary is known, and half the weight.
_DIGITS = 5


class BadBoundary(ValueError):
    """A file that holds no usable boundary; ``str()`` is a Chinese sentence that says why."""


def load_boundary(path: Path, name: str) -> tuple[Boundary, int]:
    """Read ``path`` and keep its polygons under ``name``, in place of an earlier one: (row, points).

    Raises :class:`BadBoundary`, and ``OSError`` where there is no such file; an earlier boundary stays then.
    """
    longest = Boundary._meta.get_field("name").max_length
    if not name.strip() or len(name) > longest:
        raise BadBoundary(f"边界的名称要有，并且不超过 {longest} 个字。")
    if path.stat().st_size > MAX_BYTES:
        raise BadBoundary("边界文件超过 20 MB，请先用制图软件简化。")
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as exc:
        raise BadBoundary("这不是 GeoJSON 文件（应为 UTF-8 编码的 JSON）。") from exc
    polygons: list[list[list[list[float]]]] = []
    credit = ""
    for geometry, properties in _geometries(data):
        credit = credit or str(properties.get("attribution") or properties.get("licence") or "")[:200]
        if geometry.get("type") == "Polygon":
            polygons.append(_rings(geometry.get("coordinates")))
        elif geometry.get("type") == "MultiPolygon":
            polygons.extend(_rings(part) for part in _list(geometry.get("coordinates")))
    polygons = [polygon for polygon in polygons if polygon]
    points = sum(len(ring) for polygon in polygons for ring in polygon)
    if not points:
        raise BadBoundary("文件里没有面（Polygon 或 MultiPolygon）。")
    if points > MAX_POINTS:
        raise BadBoundary("边界的点太多，请先用制图软件简化。")
    row, _ = Boundary.objects.update_or_create(
        name=name,
        defaults={"geometry": {"type": "MultiPolygon", "coordinates": polygons}, "attribution": credit},
    )
    return row, points


def _geometries(data: Any) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """(geometry, properties) pairs of whatever kind of GeoJSON object this is."""
    if not isinstance(data, dict):
        return []
    if data.get("type") == "FeatureCollection":
        return [pair for feature in _list(data.get("features")) for pair in _geometries(feature)]
    if data.get("type") == "Feature":
        properties = data.get("properties")
        properties = properties if isinstance(properties, dict) else {}
        return [(geometry, properties) for geometry, _ in _geometries(data.get("geometry"))]
    if data.get("type") == "GeometryCollection":
        return [pair for part in _list(data.get("geometries")) for pair in _geometries(part)]
    return [(data, {})]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _rings(rings: Any) -> list[list[list[float]]]:
    """One polygon: its outline, then its holes, each closed and of four points or more."""
    try:
        out = []
        for ring in rings:
            points = []
            for lon, lat, *_ in ring:
                check_position(float(lat), float(lon))
                point = [round(float(lon), _DIGITS), round(float(lat), _DIGITS)]
                if not points or points[-1] != point:
                    points.append(point)
            if points and points[0] != points[-1]:
                points.append(points[0])
            if len(points) >= 4:
                out.append(points)
            elif not out:
                # Without its outline a polygon is nothing; its holes must not take the outline's place.
                break
        return out
    except BadPosition as exc:
        raise BadBoundary(f"边界的坐标不对：{exc} 文件应为 WGS-84 的经纬度。") from exc
    except (TypeError, ValueError) as exc:
        raise BadBoundary("边界的坐标读不懂，应为 [经度, 纬度] 的数组。") from exc
