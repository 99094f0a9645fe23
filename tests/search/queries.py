"""Queries that nobody wrote down beforehand: made from the names of a world by a seeded generator."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from random import Random

from pypinyin import Style, lazy_pinyin, pinyin
from pypinyin.pinyin_dict import pinyin_dict
from rapidfuzz.distance import OSA
from zhconv import convert

# Frequent characters for random mistakes, not chosen with any name in mind.
COMMON = (
    "的是了我不人在他有这个上们来到时大地为子中你说生国年着就那和要她出也得里后自以会家可下而过天去能对小多然于心学"
    "么之都好看起发当没成只如事把还用第样道想作种开美总从无情己面最女但现前些所同日手又行意动方期它头经长儿回位分爱"
    "老因很给名法间斯知世什两次使身者被高已亲其进此话常与活正感见明问力理尔点文几定本公特做外孩相西果走将月十实向声"
    "车全信重三机工物气每并别真打太新比才便夫再书部水像眼等体却加电主界门利海受听表德少克代员许陵先口由死安写性马光"
)


@dataclass(frozen=True)
class Query:
    category: str
    text: str
    kind: str
    name: str


def _homophones() -> dict[str, list[str]]:
    """Reading without tone → characters of the common range that are read so (first reading)."""
    groups: dict[str, list[str]] = {}
    for number in pinyin_dict:
        char = chr(number)
        if "\u4e00" <= char <= "\u9fa5":
            try:
                char.encode("gb2312")
            except UnicodeEncodeError:
                continue
            groups.setdefault(lazy_pinyin(char)[0], []).append(char)
    return groups


_BY_READING = _homophones()


def _random_typo(rng: Random, name: str) -> str:
    at = rng.randrange(len(name))
    kind = rng.choice(["replace", "replace", "replace", "insert", "delete", "swap"])
    if kind == "insert":
        return name[:at] + rng.choice(COMMON) + name[at:]
    if kind == "delete" and len(name) > 3:
        return name[:at] + name[at + 1 :]
    if kind == "swap" and at + 1 < len(name):
        return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    return name[:at] + rng.choice(COMMON) + name[at + 1 :]


def _homophone(rng: Random, name: str, times: int = 1) -> str:
    chars = list(name)
    for at in rng.sample(range(len(chars)), times):
        same = [char for char in _BY_READING.get(lazy_pinyin(chars[at])[0], []) if char != chars[at]]
        if same:
            chars[at] = rng.choice(same)
    return "".join(chars)


@cache
def _full(name: str) -> str:
    return "".join(lazy_pinyin(name))


@cache
def _initials(name: str) -> str:
    return "".join(syllable[0][0] for syllable in pinyin(name, style=Style.NORMAL))


def _mixed(rng: Random, name: str) -> str:
    at = rng.randrange(1, len(name))
    if rng.random() < 0.5:
        return name[:at] + _full(name[at:])
    return _full(name[:at]) + name[at:]


def _typed(rng: Random, name: str) -> str:
    """Pinyin as people type it: spaces, apostrophes, capitals, u or v for ü."""
    said = lazy_pinyin(name)
    word = rng.choice(["", " ", "'"]).join(said)
    word = rng.choice([word, word.upper(), word.title()])
    return rng.choice([word, word.replace("v", "ü"), word.replace("v", "u")])


def _core(name: str) -> str:
    return name.removesuffix("社区")


def _partial_pinyin(rng: Random, name: str) -> str:
    said = _full(name)
    return said[: max(len(said) - rng.randrange(1, 4), 5)]


def _digit(name: str) -> str:
    return name.translate(str.maketrans("一二三四五六七八九", "123456789"))


ROADS = ["海八路", "南桂东路12号", "佛平三路", "桂澜北路8号", "永安中路36号", "夏平西路"]
FRONT = [
    "佛山市南海区桂城街道",
    "广东省佛山市南海区桂城街道",
    "桂城街道",
    "佛山南海桂城",
    "南海区桂城",
    "桂城",
]
BUILDING = ["3座", "12栋", "5号楼", "2座1单元", "3座502", "6栋2梯701房", "Ａ座"]
ASK = [
    "我家在{}",
    "我住在{}",
    "{}在哪里",
    "{}怎么走",
    "请问{}在哪？",
    "{}附近的党群服务站",
    "去{}怎么走",
    "我家住{}附近",
    "{}旁边",
]
COMMUNITY_ENDS = ["居委会", "社区居委会", "村委会", "社区", " 社区", "社区居民委员会"]

Make = Callable[[Random, str], str]
# For communities and estates alike; a community's official name ends in 社区.
CATEGORIES: dict[str, Make] = {
    "bare": lambda rng, name: _core(name),
    "address": lambda rng, name: rng.choice(FRONT) + name,
    "full address": lambda rng, name: rng.choice(FRONT) + rng.choice(ROADS) + name + rng.choice(BUILDING),
    "building": lambda rng, name: name + rng.choice(BUILDING),
    "question": lambda rng, name: rng.choice(ASK).format(rng.choice([name, _core(name)])),
    "traditional": lambda rng, name: convert(name, rng.choice(["zh-hant", "zh-hk", "zh-tw"])),
    "spacing": lambda rng, name: rng.choice(" 　·-,，.").join(_core(name)),
    "digit": lambda rng, name: _digit(name) + rng.choice(["", "居委会", "小区"]),
    "typo": _random_typo,
    "homophone": lambda rng, name: _homophone(rng, name),
    "two homophones": lambda rng, name: _homophone(rng, name, 2),
    "pinyin": lambda rng, name: _typed(rng, rng.choice([name, _core(name)])),
    "pinyin partly": _partial_pinyin,
    "pinyin typo": lambda rng, name: _letter_typo(rng, _full(name)),
    "initials": lambda rng, name: _initials(rng.choice([name, _core(name)])),
    "mixed": lambda rng, name: _mixed(rng, name),
    "prefix": lambda rng, name: name[: max(2, len(name) - rng.randrange(1, 3))],
}


def _letter_typo(rng: Random, word: str) -> str:
    at = rng.randrange(1, len(word) - 1)
    kind = rng.choice(["replace", "insert", "delete", "swap"])
    letter = rng.choice("abcdefghijklmnopqrstuwxyz")
    return {
        "replace": word[:at] + letter + word[at + 1 :],
        "insert": word[:at] + letter + word[at:],
        "delete": word[:at] + word[at + 1 :],
        "swap": word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    }[kind]


def queries(seed: int, names: list[tuple[str, str]], each: int) -> Iterator[Query]:
    """``each`` queries a category: half about the communities, the rest about estates.

    ``names``: (kind, official name) of all that there is. A third as many again ask for stations.
    """
    communities = [name for kind, name in names if kind == "community"]
    estates = [name for kind, name in names if kind == "estate"]
    stations = [name for kind, name in names if kind == "station"]
    rng = Random(seed)
    for category, make in CATEGORIES.items():
        for number in range(each):
            kind = "community" if number % 2 == 0 else "estate"
            name = rng.choice(communities if kind == "community" else estates)
            yield Query(category, make(rng, name), kind, name)
    for _ in range(each):
        name = rng.choice(communities)
        yield Query("suffix", _core(name) + rng.choice(COMMUNITY_ENDS), "community", name)
        station = rng.choice(stations)
        yield Query("station", station, "station", station)
        yield Query("station typo", _random_typo(rng, station), "station", station)
        yield Query("station address", rng.choice(FRONT) + station, "station", station)
        yield Query("station pinyin", _typed(rng, station), "station", station)


def answerable(query: Query, names: list[tuple[str, str]]) -> bool:
    """Can the query be answered at all, or does it fit another name as well as the meant one?"""
    others = {
        name for kind, name in names if name != query.name and (kind != "station" or query.kind == "station")
    }
    text = query.text.lower()
    if query.category.endswith("typo") and any(text in name for name in others):
        return False
    if query.category in ("typo", "station typo"):
        meant = OSA.distance(text, query.name)
        return all(OSA.distance(text, name) > meant for name in others)
    if query.category == "pinyin typo":
        meant = OSA.distance(text, _full(query.name))
        return all(
            min(OSA.distance(text, _full(n)), OSA.distance(text, _full(_core(n)))) > meant for n in others
        )
    if query.category == "initials":
        return all(text not in (_initials(name), _initials(_core(name))) for name in others)
    if query.category == "prefix":
        return not any(name.startswith(text) or _core(name) == text for name in others)
    if query.category == "pinyin partly":
        return not any(_full(name).startswith(text) for name in others)
    if query.category in ("homophone", "two homophones", "pinyin", "mixed"):
        return _full(_core(query.name)) not in {_full(_core(name)) for name in others}
    return True
