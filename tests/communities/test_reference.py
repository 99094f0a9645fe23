"""The 45 communities: brought in once, left alone afterwards, and never half."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from communities.models import Community, Estate
from communities.named import load_named_estates
from communities.reference import load_communities
from stations.models import Station
from stations.named import load_named_stations

pytestmark = pytest.mark.django_db
HEADER = "code,name,kind,rural_pilot,certified,lat,lon"
GOOD = "440605011901,甲社区,urban,0,2022-10,23.04,113.14"


def write(tmp_path: Path, *lines: str, encoding: str = "utf-8") -> str:
    path = tmp_path / "communities.csv"
    path.write_text("\n".join(lines), encoding=encoding)
    return str(path)


def test_the_45_real_communities_come_in(capsys: pytest.CaptureFixture[str]):
    call_command("load_communities")
    assert "新增 45 个" in capsys.readouterr().out
    assert Community.objects.count() == 45
    assert Community.objects.filter(kind=Community.Kind.URBAN).exists()
    assert Community.objects.filter(kind=Community.Kind.RURAL, rural_pilot=True).exists()
    for row in Community.objects.all():
        assert len(row.code) == 12
        assert 22.9 < row.lat < 23.2
        assert 113.0 < row.lon < 113.3


def test_a_second_time_changes_nothing_that_staff_corrected(capsys: pytest.CaptureFixture[str]):
    load_communities()
    Community.objects.filter(name="桂雅社区").update(phone="0757-86000001", lat=23.01, name="桂雅新社区")
    call_command("load_communities")
    assert "新增 0 个，已有 45 个" in capsys.readouterr().out
    row = Community.objects.get(name="桂雅新社区")
    assert (row.phone, row.lat) == ("0757-86000001", 23.01)
    assert Community.objects.count() == 45


def test_one_that_is_missing_comes_back(tmp_path: Path):
    load_communities()
    Community.objects.filter(name="叠二社区").delete()
    assert load_communities().created == 1


def test_the_named_estates_and_the_named_station_are_there_once():
    load_communities()
    assert (load_named_estates(), load_named_stations()) == (6, 1)
    assert (load_named_estates(), load_named_stations()) == (0, 0)
    station = Station.objects.get()
    assert (station.name, station.estate.name) == ("碧湖花园党群服务站", "碧湖花园")
    assert "珠江时报" in station.source
    assert set(Estate.objects.values_list("name", "community__name")) >= {("天安数码城", "怡海社区")}


def test_a_file_of_ones_own_may_carry_a_byte_order_mark_and_more_columns(tmp_path: Path):
    path = write(tmp_path, HEADER + ",note", GOOD + ",x", encoding="utf-8-sig")
    call_command("load_communities", path)
    assert Community.objects.get().name == "甲社区"


@pytest.mark.parametrize(
    "lines",
    [
        (),
        ("code,name", "440605011901,甲社区"),
        (HEADER, GOOD, "440605011902,乙社区,urban,0,2022-13,23.04,113.14"),
        (HEADER, GOOD, "440605011902,乙社区,urban,0,,north,113.14"),
        (HEADER, GOOD, "440605011902,乙社区,urban,0,,NaN,113.14"),
        (HEADER, GOOD, "440605011902,乙社区,urban,0,,91,113.14"),
        (HEADER, GOOD, "440605011902,乙社区"),
        (HEADER, GOOD, "12345,乙社区,urban,0,,23.04,113.14"),
        (HEADER, GOOD, "440605011902,乙社区,island,0,,23.04,113.14"),
        (HEADER, GOOD, "440605011902,,urban,0,,23.04,113.14"),
        (HEADER, GOOD, "440605011902," + "乙" * 31 + ",urban,0,,23.04,113.14"),
        (HEADER, GOOD, "440605011902,乙\x00社区,urban,0,,23.04,113.14"),
        (HEADER, GOOD, GOOD),
        (HEADER, GOOD, "440605011902,甲社区,urban,0,,23.04,113.14"),
        (HEADER, GOOD, '"440605011902,乙社区'),
        (HEADER, GOOD, "x" * 200_000),
    ],
)
def test_a_bad_file_is_refused_in_chinese_and_nothing_of_it_is_kept(lines: tuple[str, ...], tmp_path: Path):
    with pytest.raises(CommandError, match="[\u4e00-\u9fff]{2}"):
        call_command("load_communities", write(tmp_path, *lines))
    assert not Community.objects.exists()


def test_a_file_in_another_encoding_or_none_at_all_is_refused(tmp_path: Path):
    with pytest.raises(CommandError, match="UTF-8"):
        call_command("load_communities", write(tmp_path, HEADER, GOOD, encoding="gb18030"))
    with pytest.raises(CommandError):
        call_command("load_communities", str(tmp_path / "nowhere.csv"))
