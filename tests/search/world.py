"""A street to search in: the 45 real communities, the six named estates, and invented ones by combination."""

from __future__ import annotations

from random import Random

from communities.models import Community, Estate
from communities.reference import load_communities
from guicheng import search
from stations.models import Station


def _words(text: str) -> list[str]:
    return text.split()


NAMED = [
    ("大德社区", "碧湖花园", "estate"),
    ("大德社区", "丽景园", "estate"),
    ("桂雅社区", "俊雅花园", "estate"),
    ("大新社区", "富丰新城", "estate"),
    ("平东社区", "江表上街", "street"),
    ("怡海社区", "天安数码城", "park"),
]
HEADS = _words(
    "万科金域 保利水城 中海万锦 星晖 映月湖 千灯 海琴 雅丽 南海颐景 丽雅 金色领域 恒福 天玺 越秀 时代倾城 "
    "龙光水悦 绿地 凯德 雍景 翰林 聚龙 怡翠 信德 嘉怡 御景 学府 帝景 华南 星港 金地 中恒 汇银 鸿晖 南兴 "
    "长信 侨苑 宝翠 瑞丰 银河 锦城 尚东 花样年华 云溪 湖畔 怡丰 金源 兰桂 东怡 永胜 文华 柏悦 碧桂 雅居乐 "
    "佳兆业 奥园 招商 依云 水岸 半山 君悦"
)
TAILS = _words("花园 苑 豪庭 雅苑 名都 广场 公馆 华府 新村 家园 山庄 名苑")
ROADS = _words("南海大道北 桂澜路 海三路 南桂东路 佛平路 桂平路 海八路 灯湖东路 永胜西路 石龙南路")
ALIASES = {"碧湖花园": "碧湖小区、老碧湖", "天安数码城": "天安城", "富丰新城": "富丰"}


def build(estates: int = 400, stations: int = 170, seed: int = 20230217) -> None:
    """Fill the database, always the same: communities, estates, stations; then the index."""
    load_communities()
    rng = Random(seed)
    communities = list(Community.objects.order_by("code"))
    by_name = {community.name: community for community in communities}
    rows = [
        Estate(community=by_name[where], name=name, kind=kind, aliases=ALIASES.get(name, ""))
        for where, name, kind in NAMED
    ]
    for number, name in enumerate(rng.sample([head + tail for head in HEADS for tail in TAILS], estates)):
        rows.append(Estate(community=communities[number % len(communities)], name=name))
    for row in rows:
        row.lat, row.lon = row.community.lat, row.community.lon
    Estate.objects.bulk_create(rows)
    centres = [
        Station(community=community, name=f"{community.name}党群服务中心", level="centre")
        for community in communities
    ]
    centres.append(Station(community=communities[0], name="桂城街道党群服务中心", level="centre"))
    saved = list(Estate.objects.select_related("community").order_by("pk"))
    inside = [
        Station(community=estate.community, estate=estate, name=f"{estate.name}党群服务站")
        for estate in [*saved[:1], *rng.sample(saved[6:], stations - len(centres) - 1)]
    ]
    for number, station in enumerate([*centres, *inside]):
        station.address = f"桂城街道{ROADS[number % len(ROADS)]}{1 + rng.randrange(120)}号"
        station.lat, station.lon = station.community.lat, station.community.lon
    Station.objects.bulk_create([*centres, *inside])
    search.reindex()
