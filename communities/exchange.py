"""The KINDs ``estates`` and ``places``."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from typing import Any

from django.db import models
from rapidfuzz import fuzz, process

from guicheng.exchange import cells as read
from guicheng.exchange.cells import BadCell, name_key
from guicheng.exchange.columns import Column
from guicheng.exchange.kinds import Outcome, Parsed
from guicheng.exchange.simple import Refused, Settled, SimpleBatch, SimpleKind

from .coords import check_position
from .models import Community, Estate, Place
from .named_in_files import CommunityFinder
from .points import check_near

COMMUNITY = Column(
    "community",
    "社区",
    ("所属社区", "社区名称", "所在社区", "村居", "所属村居", "村社区", "居委会", "所属居委会"),
    help="社区的名称，例如：桂雅社区。",
)
LAT = Column(
    "lat", "纬度", ("纬度WGS84", "lat"), help="WGS-84 坐标，桂城约 23；和经度要么都填，要么都不填。", width=11
)
LON = Column("lon", "经度", ("经度WGS84", "lon", "lng"), help="WGS-84 坐标，桂城约 113。", width=11)

_ESTATE_KINDS = {label: value for value, label in Estate.Kind.choices} | {
    "村": "village", "自然村": "village", "住宅小区": "estate", "工业园": "park", "产业园": "park",
}  # fmt: skip
_PLACE_KINDS = {label: value for value, label in Place.Kind.choices} | {
    "楼栋": "building", "栋": "building", "巷道": "lane", "街道": "street", "路": "street",
}  # fmt: skip


def community_of(finder: CommunityFinder, row: Parsed) -> Community:
    """The row's community, by name or by what stands around it. Raises :class:`Refused`."""
    written = row.values.get("community", "")
    try:
        found = finder.find(written) if written else finder.find_around(row.values.get("around", ()))
    except BadCell as bad:
        raise Refused(COMMUNITY.label, written, bad) from bad
    row.values["community"] = found.name
    row.values.pop("around", None)
    return found


def point_of(row: Parsed) -> dict[str, float]:
    """``lat`` and ``lon`` where both were written. Raises :class:`Refused`."""
    lat, lon = row.values.get("lat"), row.values.get("lon")
    if lat is None and lon is None:
        return {}
    if lat is None or lon is None:
        raise Refused("纬度", lat or lon, BadCell("bad_position", "纬度和经度要么都填，要么都不填。"))
    try:
        check_position(lat, lon)
        check_near(lat, lon)
    except ValueError as exc:
        raise Refused("纬度", lat, BadCell("bad_position", str(exc))) from exc
    return {"lat": lat, "lon": lon}


class EstatesBatch(SimpleBatch):
    model = Estate
    searched_as = "estate"
    labels = {
        "kind": "类型", "aliases": "别名", "households": "户数", "elders": "60岁以上老人",
        "lat": "纬度", "lon": "经度", "note": "说明",
    }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.communities = CommunityFinder(self.user)

    def settle(self, row: Parsed) -> Settled:
        community = community_of(self.communities, row)
        said = ("name", "kind", "aliases", "households", "elders", "note")
        wanted = {key: row.values[key] for key in said if key in row.values} | point_of(row)
        return Settled(row, (community.pk, wanted["name"]), {"community": community, **wanted})

    def existing(self, rows: Sequence[Settled]) -> dict[Hashable, models.Model]:
        names = {item.wanted["name"] for item in rows}
        found = Estate.objects.filter(name__in=names).select_related("community")
        return {(estate.community_id, estate.name): estate for estate in found}

    def differs(self, record: models.Model, name: str, value: Any) -> bool:  # noqa: ANN401
        return differs_in(record, name, value)


def differs_in(record: models.Model, name: str, value: Any) -> bool:  # noqa: ANN401
    """Degrees are equal to the sixth digit (about 0.1 m), as an export writes them."""
    now = getattr(record, name)
    if isinstance(now, float) and isinstance(value, float):
        return abs(now - value) > 1e-6
    return now != value


class EstatesKind(SimpleKind):
    key = "estates"
    label = "小区（村、园区）"
    model = Estate
    batch = EstatesBatch
    touches = (Estate,)
    telling = ("name",)
    inherited = ("community",)
    columns = (
        COMMUNITY,
        Column(
            "name",
            "小区名称",
            ("小区", "名称", "楼盘", "楼盘名称", "自然村", "园区", "小区村园区"),
            required=True,
            width=18,
        ),
        Column("kind", "类型", ("类别", "性质"), choices=tuple(Estate.Kind.labels), width=10),
        Column("aliases", "别名", ("曾用名", "俗称"), help="居民常用的其他叫法，用顿号隔开。", width=20),
        Column("households", "户数", ("总户数", "住户数", "居民户数"), width=8),
        Column("elders", "60岁以上老人", ("老人数", "老年人口", "60岁以上人数", "长者人数"), width=12),
        LAT,
        LON,
        Column("note", "说明", ("备注",), width=30),
    )
    readers = {
        "community": lambda cell: read.text(read.squeezed(cell), 60, "社区"),
        "name": lambda cell: read.text(read.squeezed(cell), 40, "小区名称"),
        "kind": lambda cell: read.one_of(cell, _ESTATE_KINDS, "类型"),
        "aliases": lambda cell: read.text(cell, 200, "别名"),
        "households": lambda cell: read.whole_number(cell, 100_000),
        "elders": lambda cell: read.whole_number(cell, 100_000),
        "lat": read.decimal,
        "lon": read.decimal,
        "note": lambda cell: read.text(cell, 2000, "说明", lines=True),
    }

    def export(self, rows: models.QuerySet[Estate], *, masked: bool) -> Iterator[list[Any]]:
        for row in rows.select_related("community").order_by("community__code", "name").iterator(1000):
            yield [
                row.community.name, row.name, row.get_kind_display(), row.aliases, row.households,
                row.elders, rounded(row.lat), rounded(row.lon), row.note,
            ]  # fmt: skip


def rounded(degrees: float | None) -> float | None:
    return None if degrees is None else round(degrees, 6)


class EstateFinder:
    """The estates of communities by name or alias, each community's read once."""

    def __init__(self) -> None:
        self._known: dict[int, dict[str, Estate]] = {}

    def find(self, community: Community, written: str) -> Estate | None:
        """None for nothing written. Raises :class:`Refused`."""
        if not written:
            return None
        if community.pk not in self._known:
            known = self._known[community.pk] = {}
            rows = list(Estate.objects.filter(community=community))
            for estate in rows:
                known.update({name_key(alias): estate for alias in estate.alias_list})
            known.update({name_key(estate.name): estate for estate in rows})
        known = self._known[community.pk]
        if (key := name_key(written)) in known:
            return known[key]
        near = process.extract(key, list(known), scorer=fuzz.ratio, limit=2, score_cutoff=60)
        names = list(dict.fromkeys(known[name].name for name, _, _ in near))
        hint = f"是不是“{'”或“'.join(names)}”？" if names else "请先登记或导入小区。"
        raise Refused("小区", written, BadCell("unknown_estate", f"{community}没有登记过这个小区。", hint))


class PlacesBatch(SimpleBatch):
    model = Place
    searched_as = "lane"
    labels = {"households": "户数", "lat": "纬度", "lon": "经度", "note": "说明"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.communities = CommunityFinder(self.user)
        self.estates = EstateFinder()

    def settle(self, row: Parsed) -> Settled:
        community = community_of(self.communities, row)
        estate = self.estates.find(community, row.values.get("estate", ""))
        wanted = {key: row.values[key] for key in ("kind", "name", "households", "note") if key in row.values}
        wanted |= {"kind": wanted.get("kind", Place.Kind.BUILDING), "community": community, "estate": estate}
        wanted |= point_of(row)
        key = (community.pk, estate.pk if estate else None, str(wanted["kind"]), wanted["name"])
        return Settled(row, key, wanted)

    def existing(self, rows: Sequence[Settled]) -> dict[Hashable, models.Model]:
        names = {item.wanted["name"] for item in rows}
        found = Place.objects.filter(name__in=names)
        return {(place.community_id, place.estate_id, place.kind, place.name): place for place in found}

    def differs(self, record: models.Model, name: str, value: Any) -> bool:  # noqa: ANN401
        return differs_in(record, name, value)

    def new_problem(self, item: Settled) -> Outcome | None:
        if item.wanted["kind"] == Place.Kind.BUILDING and item.wanted["estate"] is None:
            return Outcome.refused("小区", "", "missing_estate", "楼要写明在哪个小区。")
        return None


class PlacesKind(SimpleKind):
    key = "places"
    label = "楼巷街"
    model = Place
    batch = PlacesBatch
    touches = (Place,)
    telling = ("name",)
    inherited = ("community",)
    columns = (
        COMMUNITY,
        Column(
            "estate", "小区", ("小区名称", "所属小区", "自然村", "园区"), help="巷和街可以不写。", width=18
        ),
        Column(
            "kind",
            "类别",
            ("类型",),
            choices=tuple(Place.Kind.labels),
            help="楼、巷、街；不写就是楼。",
            width=8,
        ),
        Column(
            "name",
            "名称",
            ("楼栋", "楼号", "栋号", "楼栋号", "巷名", "街名", "楼巷街"),
            required=True,
            width=14,
        ),
        Column("households", "户数", ("住户数", "总户数"), width=8),
        LAT,
        LON,
        Column("note", "说明", ("备注",), width=30),
    )
    readers = {
        "community": lambda cell: read.text(read.squeezed(cell), 60, "社区"),
        "estate": lambda cell: read.text(read.squeezed(cell), 40, "小区"),
        "kind": lambda cell: read.one_of(cell, _PLACE_KINDS, "类别"),
        "name": lambda cell: read.text(read.squeezed(cell), 40, "名称"),
        "households": lambda cell: read.whole_number(cell, 20_000),
        "lat": read.decimal,
        "lon": read.decimal,
        "note": lambda cell: read.text(cell, 200, "说明"),
    }

    def export(self, rows: models.QuerySet[Place], *, masked: bool) -> Iterator[list[Any]]:
        ordered = rows.select_related("community", "estate").order_by(
            "community__code", "estate__name", "name"
        )
        for row in ordered.iterator(1000):
            estate = row.estate.name if row.estate else ""
            yield [
                row.community.name, estate, row.get_kind_display(), row.name, row.households,
                rounded(row.lat), rounded(row.lon), row.note,
            ]  # fmt: skip
