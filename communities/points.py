"""A position as people paste it: read into degrees WGS-84, whatever map it was copied from.

Understood are plain pairs ("23.05, 113.14"), pairs with names (``纬度 23.05 经度 113.14``, ``lng=…&lat=…``),
sides and degrees, minutes, seconds (``北纬23°2′10″ 东经113°9′0″``), and links of 高德, 百度 and 腾讯 maps,
which say themselves in which order and datum they speak.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from django.conf import settings

from .coords import BadPosition, Datum, check_position, great_circle, to_wgs84

_NUMBER = r"[-+]?\d{1,3}(?:\.\d+)?"
_PAIR = re.compile(rf"^\(?\s*({_NUMBER})\s*(?:[,;、/|]|\s)\s*({_NUMBER})\s*\)?$")
_NAMED = re.compile(rf"(纬度|经度|lat(?:itude)?|lng|lon(?:gitude)?)\W{{0,4}}({_NUMBER})", re.IGNORECASE)
_ANGLE = re.compile(
    r"(北纬|东经|[NE])?\s*(\d{1,3}(?:\.\d+)?)\s*[°度]?\s*"
    r"(?:(\d{1,2}(?:\.\d+)?)\s*['′’分]\s*)?(?:(\d{1,2}(?:\.\d+)?)\s*(?:[\"″”秒]|''|′′)\s*)?"
    # A side before the number leaves the next one to the next number.
    r"(?(1)|([NE])?)",
    re.IGNORECASE,
)
_AXIS = {"N": "lat", "北纬": "lat", "E": "lon", "东经": "lon"}
_LINK = re.compile(r"https?://\S+", re.IGNORECASE)
_EXAMPLE = "请写成“23.0361, 113.1500”的样子：先纬度，后经度，中间用逗号隔开。"


@dataclass(frozen=True)
class _MapSite:
    """How one map site writes positions into its links."""

    host: str
    datum: Datum
    lat_first: tuple[str, ...] = ()
    lon_first: tuple[str, ...] = ()


_SITES = (
    _MapSite("amap.com", Datum.GCJ02, lat_first=("q",), lon_first=("position", "to")),
    _MapSite("baidu.com", Datum.BD09, lat_first=("location", "latlng")),
    _MapSite("map.qq.com", Datum.GCJ02, lat_first=("marker", "coord", "tocoord")),
)
#: What a link's own parameter for the datum may say.
_DATUM_WORDS = {
    "wgs84": Datum.WGS84,
    "gps": Datum.WGS84,
    "gaode": Datum.GCJ02,
    "gcj02": Datum.GCJ02,
    "bd09ll": Datum.BD09,
}


@dataclass(frozen=True)
class _Pasted:
    lat: float
    lon: float
    datum: Datum | None = None


def read_position(text: str, datum: Datum | str = Datum.WGS84) -> tuple[float, float]:
    """Pasted text in ``datum`` → (lat, lon) in degrees WGS-84. A link's own datum goes before ``datum``.

    Raises :class:`BadPosition`; where the two numbers changed places its sentence holds them put right.
    """
    pasted = _read(" ".join(unicodedata.normalize("NFKC", text[:2000]).split()))
    try:
        check_position(pasted.lat, pasted.lon)
    except BadPosition as exc:
        if not exc.swapped:
            raise
        right = f"{_short(pasted.lon)}, {_short(pasted.lat)}"
        raise BadPosition(
            f"纬度和经度好像填反了。要填的是不是“{right}”？先纬度（约 23），后经度（约 113）。", swapped=True
        ) from exc
    return to_wgs84(pasted.lat, pasted.lon, pasted.datum or datum)


def _short(number: float) -> str:
    return f"{number:.8f}".rstrip("0").rstrip(".")


def _read(text: str) -> _Pasted:
    if link := _LINK.search(text):
        return _from_link(link.group())
    if pair := _PAIR.match(text):
        return _Pasted(float(pair[1]), float(pair[2]))
    pasted = _named(text) or _angles(text)
    if pasted is None:
        raise BadPosition(f"“{text[:40]}”读不懂。{_EXAMPLE}")
    return pasted


def _named(text: str) -> _Pasted | None:
    found: dict[str, float] = {}
    for name, number in _NAMED.findall(text):
        found.setdefault("lat" if name == "纬度" or name.lower().startswith("lat") else "lon", float(number))
    return _Pasted(found["lat"], found["lon"]) if len(found) == 2 else None


def _angles(text: str) -> _Pasted | None:
    """Two angles with their sides (N/E, 北纬/东经) or degree signs; without sides latitude comes first."""
    if not re.search(r"[°度NE]|北纬|东经", text, re.IGNORECASE):
        return None
    angles = _ANGLE.findall(text)
    # Anything beyond the two angles is not a position but, say, an address with numbers in it.
    if len(angles) != 2 or re.search(r"\w", _ANGLE.sub("", text)):
        return None
    found: dict[str, float] = {}
    for (before, degrees, minutes, seconds, after), place in zip(angles, ("lat", "lon"), strict=True):
        axis = _AXIS.get((before or after).upper(), place)
        found[axis] = float(degrees) + float(minutes or 0) / 60 + float(seconds or 0) / 3600
    return _Pasted(found["lat"], found["lon"]) if len(found) == 2 else None


def _from_link(link: str) -> _Pasted:
    try:
        parts = urlsplit(link)
        host = parts.hostname or ""
    except ValueError:
        host = ""
    site = next((site for site in _SITES if host == site.host or host.endswith(f".{site.host}")), None)
    if site is None:
        raise BadPosition(f"只认得高德、百度和腾讯地图的链接。{_EXAMPLE}")
    query = {key: values[0] for key, values in parse_qs(parts.query).items()}
    word = query.get("coordinate") or query.get("coord_type") or ""
    datum = _DATUM_WORDS.get(word.lower(), site.datum)
    if named := _named(f"lat={query.get('lat', '')} lng={query.get('lng') or query.get('lon', '')}"):
        return _Pasted(named.lat, named.lon, datum)
    for key, value in query.items():
        pair = re.match(rf"(?:coord:)?({_NUMBER}),({_NUMBER})(?:[,;]|$)", value)
        if pair and key in site.lat_first:
            return _Pasted(float(pair[1]), float(pair[2]), datum)
        if pair and key in site.lon_first:
            return _Pasted(float(pair[2]), float(pair[1]), datum)
    raise BadPosition(f"这个链接里没有坐标（短链接要先打开）。{_EXAMPLE}")


def check_near(lat: float, lon: float) -> None:
    """Raises :class:`BadPosition` for degrees WGS-84 that are too far off to be anything of the street's."""
    metres = great_circle(lat, lon, *settings.STREET_CENTRE)
    if metres > settings.FAR_AWAY_METRES:
        raise BadPosition(
            f"这个位置离{settings.STREET_NAME}有 {metres / 1000:.0f} 公里，请核对数字和坐标系。"
        )
