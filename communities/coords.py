"""Where things are: datums, distances and boxes. Everything inside is WGS-84 degrees and metres.

In mainland China three datums are in use that differ by up to 700 m: ``wgs84`` (GPS), ``gcj02`` (高德,
腾讯) and ``bd09`` (百度). They are converted here, at the border, and nowhere else.
"""

from __future__ import annotations

import math
from enum import StrEnum

import eviltransform

#: Mean Earth radius in metres (IUGG R1).
EARTH_RADIUS = 6_371_008.8
#: Range of mainland China in whole degrees, to notice swapped values.
CHINA_LAT = (3.0, 54.0)
CHINA_LON = (73.0, 136.0)


class Datum(StrEnum):
    WGS84 = "wgs84"
    GCJ02 = "gcj02"
    BD09 = "bd09"


DATUM_LABELS = {
    Datum.WGS84: "GPS／天地图（WGS-84）",
    Datum.GCJ02: "高德／腾讯／微信（GCJ-02）",
    Datum.BD09: "百度（BD-09）",
}


class BadPosition(ValueError):
    """A position that cannot be used; ``str()`` is a Chinese sentence that says what to do.

    ``swapped`` is True where latitude and longitude seem to have changed places.
    """

    def __init__(self, message: str, *, swapped: bool = False) -> None:
        super().__init__(message)
        self.swapped = swapped


def check_position(lat: float, lon: float) -> tuple[float, float]:
    """Finite degrees within range, else :class:`BadPosition`."""
    if not (math.isfinite(lat) and math.isfinite(lon)):
        raise BadPosition("纬度和经度必须是普通的数字。")
    if CHINA_LAT[0] <= lon <= CHINA_LAT[1] and CHINA_LON[0] <= lat <= CHINA_LON[1]:
        raise BadPosition("纬度和经度好像填反了：桂城的纬度约 23，经度约 113。", swapped=True)
    if not -90 <= lat <= 90:
        raise BadPosition("纬度必须在 -90 到 90 之间，桂城约为 23。")
    if not -180 <= lon <= 180:
        raise BadPosition("经度必须在 -180 到 180 之间，桂城约为 113。")
    return lat, lon


def parse_datum(text: str) -> Datum:
    """A datum by its name; empty is WGS-84. Raises :class:`BadPosition` with the names known."""
    try:
        return Datum(text.strip().lower() or Datum.WGS84)
    except ValueError as exc:
        raise BadPosition("坐标系只能是 wgs84、gcj02 或 bd09。") from exc


def to_wgs84(lat: float, lon: float, datum: Datum | str) -> tuple[float, float]:
    """Degrees in ``datum`` → degrees WGS-84. The inverse of GCJ-02 is iterated to well below a metre."""
    if datum == Datum.GCJ02:
        return eviltransform.gcj2wgs_exact(lat, lon)
    if datum == Datum.BD09:
        return eviltransform.gcj2wgs_exact(*eviltransform.bd2gcj(lat, lon))
    return lat, lon


def from_wgs84(lat: float, lon: float, datum: Datum | str) -> tuple[float, float]:
    """Degrees WGS-84 → degrees in ``datum``."""
    if datum == Datum.GCJ02:
        return eviltransform.wgs2gcj(lat, lon)
    if datum == Datum.BD09:
        return eviltransform.gcj2bd(*eviltransform.wgs2gcj(lat, lon))
    return lat, lon


def great_circle(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance in metres between two points in degrees (haversine, spherical Earth)."""
    phi1, phi2 = math.radians(lat1), math.radians(lat2)
    sin_lat = math.sin((phi2 - phi1) / 2)
    sin_lon = math.sin(math.radians(lon2 - lon1) / 2)
    h = sin_lat * sin_lat + math.cos(phi1) * math.cos(phi2) * sin_lon * sin_lon
    return 2 * EARTH_RADIUS * math.asin(min(1.0, math.sqrt(h)))


def bounding_box(lat: float, lon: float, metres: float) -> tuple[float, float, list[tuple[float, float]]]:
    """The box around a circle: (south, north, [(west, east), …]) in degrees.

    Two spans of longitude where the circle crosses ±180°, all of it where it holds a pole.
    Half-width after J. P. Matuschek, "Finding points within a distance": asin(sin r / cos φ).
    """
    r = metres / EARTH_RADIUS
    # A hair wider than the circle, so that rounding never cuts off a point on its rim.
    dlat = math.degrees(r) * (1 + 1e-9) + 1e-9
    south, north = lat - dlat, lat + dlat
    if r >= math.pi / 2 or south <= -90 or north >= 90:
        return max(south, -90.0), min(north, 90.0), [(-180.0, 180.0)]
    dlon = math.degrees(math.asin(min(1.0, math.sin(r) / math.cos(math.radians(lat))))) * (1 + 1e-9) + 1e-9
    west, east = lon - dlon, lon + dlon
    if east - west >= 360:
        return south, north, [(-180.0, 180.0)]
    if west < -180:
        return south, north, [(west + 360, 180.0), (-180.0, east)]
    if east > 180:
        return south, north, [(west, 180.0), (-180.0, east - 360)]
    return south, north, [(west, east)]
