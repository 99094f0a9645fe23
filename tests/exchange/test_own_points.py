"""Buildings with a point of their own and the elders of estates: in from Excel, out again, unchanged."""

from __future__ import annotations

import io
from typing import Any

import pytest
from openpyxl import load_workbook

from communities.models import Community, Estate, Place
from guicheng.accounts.models import User
from guicheng.exchange.models import ImportRow
from tests.exchange.files import checked, imported, workbook
from tests.exchange.test_round_trip import exported

PLACES = ["社区", "小区", "类别", "名称", "户数", "纬度", "经度"]
ESTATES = ["社区", "小区名称", "户数", "60岁以上老人"]


@pytest.fixture
def estate(street: User) -> Estate:
    community = Community.objects.get(name="桂雅社区")
    return Estate.objects.create(community=community, name="俊雅花园", households=321)


def places(*rows: list[Any]) -> bytes:
    return workbook([PLACES, *(["桂雅社区", "俊雅花园", "楼", *row] for row in rows)])


def refusal(content: bytes, user: User, kind: str = "places") -> ImportRow:
    run = checked(content, user, kind=kind)
    row = ImportRow.objects.get(run=run)
    assert row.status == "refused", (row.status, row.reason)
    return row


def said(row: ImportRow) -> str:
    return str(row.data)


def test_buildings_come_in_with_a_point_and_go_out_with_it(street: User, estate: Estate) -> None:
    run = imported(
        places(["1栋", 40, 23.0371234, 113.1506789], ["2栋", 30, None, None]), street, kind="places"
    )
    assert run.counts["new"] == 2
    one, two = Place.objects.order_by("name")
    assert (one.lat, one.lon) == (23.0371234, 113.1506789) and not two.has_point
    content = exported("places")
    heads, *rows = load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
    by_name = {row[heads.index("名称")]: dict(zip(heads, row, strict=True)) for row in rows}
    assert (by_name["1栋"]["纬度"], by_name["1栋"]["经度"]) == (23.037123, 113.150679)
    assert (by_name["2栋"]["纬度"], by_name["2栋"]["经度"]) == (None, None)
    assert set(checked(content, street, kind="places").counts) == {"unchanged"}


def test_a_file_without_points_leaves_them_as_they_are(street: User, estate: Estate) -> None:
    imported(places(["1栋", 40, 23.0371, 113.1506]), street, kind="places")
    heads = [head for head in PLACES if head not in {"纬度", "经度"}]
    run = imported(workbook([heads, ["桂雅社区", "俊雅花园", "楼", "1栋", 41]]), street, kind="places")
    assert run.counts["changed"] == 1
    place = Place.objects.get()
    assert (place.households, place.lat, place.lon) == (41, 23.0371, 113.1506)


def test_a_moved_point_is_a_change(street: User, estate: Estate) -> None:
    imported(places(["1栋", 40, 23.0371, 113.1506]), street, kind="places")
    run = imported(places(["1栋", 40, 23.0381, 113.1506]), street, kind="places")
    assert run.counts["changed"] == 1 and Place.objects.get().lat == 23.0381


@pytest.mark.parametrize(
    ("lat", "lon", "sentence"),
    [
        (113.1506, 23.0371, "反"),
        (23.0371, None, "纬度和经度要么都填，要么都不填"),
        (None, 113.1506, "纬度和经度要么都填，要么都不填"),
        (0, 0, "公里，请核对"),
        (95, 113.15, "-90 到 90"),
        ("北纬", 113.15, "数"),
    ],
)
def test_a_point_that_is_none_is_refused_with_a_sentence(
    street: User, estate: Estate, lat: Any, lon: Any, sentence: str
) -> None:
    assert sentence in said(refusal(places(["1栋", 40, lat, lon]), street))
    assert not Place.objects.exists()


def test_elders_come_in_go_out_and_stay(street: User, estate: Estate) -> None:
    rows = [["桂雅社区", "俊雅花园", 321, 80], ["桂雅社区", "新花园", 100, None]]
    run = imported(workbook([ESTATES, *rows]), street, kind="estates")
    assert (run.counts["changed"], run.counts["new"]) == (1, 1)
    estate.refresh_from_db()
    assert estate.elders == 80 and Estate.objects.get(name="新花园").elders is None
    content = exported("estates")
    heads, *lines = load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
    assert {line[heads.index("60岁以上老人")] for line in lines} == {80, None}
    assert set(checked(content, street, kind="estates").counts) == {"unchanged"}


@pytest.mark.parametrize("elders", ["很多", -3, 1.5, 10**7])
def test_elders_that_are_no_number_are_refused(street: User, estate: Estate, elders: Any) -> None:
    row = refusal(workbook([ESTATES, ["桂雅社区", "俊雅花园", 321, elders]]), street, "estates")
    assert "60岁以上老人" in said(row)
