from __future__ import annotations

import pytest

from communities.models import Community
from guicheng.search import find

pytestmark = pytest.mark.usefixtures("street")


def first(q: str) -> tuple[str, str, str]:
    hit = find(q)[0]
    return hit.kind, hit.name, hit.match


@pytest.mark.parametrize("q", ["桂雅", "桂雅社区", "桂雅居委会", "guiya", "桂雅社區", "ｇｕｉｙａ"])
def test_a_community_comes_before_its_station(q):
    kinds = [hit.kind for hit in find(q)]
    assert first(q)[:2] == ("community", "桂雅社区")
    assert "station" in kinds


@pytest.mark.parametrize(
    "q", ["桂雅社区党群服务中心", "桂雅党群服务中心", "桂雅党群服务站", "guiya shequ dangqun fuwu zhongxin"]
)
def test_a_station_comes_first_when_its_own_name_was_asked_for(q):
    assert first(q)[:2] == ("station", "桂雅社区党群服务中心")


@pytest.mark.parametrize(
    ("q", "name"),
    [
        ("桂一", "桂一社区"),
        ("桂1", "桂一社区"),
        ("桂１社区", "桂一社区"),
        ("桂2", "桂二社区"),
        ("guier", "桂二社区"),
        ("夏南一", "夏南一社区"),
        ("夏南2居委会", "夏南二社区"),
        ("xianan1", "夏南一社区"),
        ("怡海", "怡海社区"),
        ("海逸", "海逸社区"),
        ("海怡", "海逸社区"),
    ],
)
def test_communities_with_nearly_the_same_name_are_kept_apart(q, name):
    assert first(q)[:2] == ("community", name)


@pytest.mark.parametrize(
    ("q", "other"), [("桂一", "桂二社区"), ("夏南1", "夏南二社区"), ("怡海", "海逸社区")]
)
def test_another_number_is_another_place(q, other):
    assert other not in [hit.name for hit in find(q, limit=100)]


def test_ways_of_matching_come_in_their_order():
    assert first("碧湖花园") == ("estate", "碧湖花园", "exact")
    assert first("老碧湖") == ("estate", "碧湖花园", "alias")
    assert first("天安数码") == ("estate", "天安数码城", "prefix")
    assert first("表上街") == ("estate", "江表上街", "part")
    assert first("俊雅hy") == ("estate", "俊雅花园", "pinyin")
    assert first("碧糊花园") == ("estate", "碧湖花园", "fuzzy")
    scores = [find(q)[0].score for q in ("碧湖花园", "老碧湖", "天安数码", "表上街", "碧糊花园")]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 100 for score in scores)


@pytest.mark.parametrize("q", ["桂城", "桂城街道", "佛山市南海区桂城街道", "guicheng"])
def test_the_name_of_the_street_itself_survives(q):
    assert first(q)[1] == "桂城街道党群服务中心"


@pytest.mark.parametrize(
    ("q", "name"),
    [
        ("广东省佛山市南海区桂城街道平东社区江表上街12号", "江表上街"),
        ("平东江表上街", "江表上街"),
        ("平东社区江表上接", "江表上街"),
        ("佛山市南海区桂城街道南海大道北65号碧湖花园3座1梯502房", "碧湖花园"),
        ("请问我想找一下俊雅花园的服务站开门没有", "俊雅花园"),
        ("我家在富丰新城附近，最近的站在哪里？", "富丰新城"),
        ("丽景园12栋2单元", "丽景园"),
        ("Lì Jǐng Yuán", "丽景园"),
        ("南海叠南社区", "叠南社区"),
    ],
)
def test_a_name_is_found_inside_an_address_or_a_question(q, name):
    assert first(q)[1] == name


def test_a_part_of_an_address_finds_the_stations_there():
    hits = find("南海大道北")
    assert hits
    assert {(hit.kind, hit.match) for hit in hits} == {("station", "part")}


def test_a_hit_says_what_where_and_under_which_address():
    hit = find("俊雅花园")[0]
    community = Community.objects.get(name="桂雅社区")
    assert (hit.kind, hit.community, hit.lat, hit.lon) == (
        "estate", "桂雅社区", community.lat, community.lon,
    )  # fmt: skip
    assert find("桂雅社区")[0].id == community.code
    assert find("桂雅社区")[0].community == "桂雅社区"


def test_kinds_and_limit_are_kept():
    assert {hit.kind for hit in find("碧湖", kinds=["station"])} == {"station"}
    assert len(find("桂", limit=3)) == 3
    assert find("桂", limit=0) == find("桂", limit=-1) == []
    assert len(find("花园", limit=10**9)) <= 100
