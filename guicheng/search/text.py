"""Names and queries in a normal form: pure functions on text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import zhconv
from django.conf import settings

from .registry import ending_words

MAX_QUERY = 200  # characters of a query that are looked at; the longest real address is about 60
MAX_NORMAL = 80

# Old and regional characters that conversion to simplified ones leaves alone.
_VARIANTS = str.maketrans("邨壹贰叁肆伍陆柒捌玖〇零", "村一二三四五六七八九00")
_NUMERALS = {char: str(value) for value, char in enumerate("一二三四五六七八九", start=1)}
_NUMERAL_RUN = re.compile(r"[一二三四五六七八九十]+")

# Building, stair and room after a name: 3座, a栋2单元, 12号楼502房, 502.
_UNITS = "座|栋|幢|号楼|号院|号|单元|楼|层|室|房|梯|门|户"
_BUILDING = re.compile(rf"(?:(?:第?\d{{1,4}}|(?<![a-z])[a-z]\d{{0,2}})(?:{_UNITS}))+\d{{0,4}}[a-z]?$")

_ASK_FRONT = re.compile(
    r"^(?:你好|您好|请问一下|请问|问一下|想问|我想问|我想知道|我想|麻烦|查一下|查询|查找|搜索|搜一下|找一下|帮我找|想去|要去|"
    r"我要去|我要找|寻找|找|我家住在|我家住|我家在|我家是|我住在|我住|家住在|家住|住在|我在|我是|我们小区是|我们在|"
    r"在|怎么去|怎样去|如何去|怎么到|如何到|去|到|离|距离)+"
)
_ASK_BACK = re.compile(
    r"(?:(?:的)?(?:附近|旁边|周边|周围|隔壁|对面|最近).*|(?:在|是在)?(?:哪里|哪儿|哪个位置|什么地方|什么位置|哪|何处)"
    r"|(?:要|该|应该)?(?:怎么|怎样|如何|咋)(?:走|去|到|过去)|(?:的)?(?:位置|地址|电话|联系电话|地图|导航)(?:是多少|是什么)?"
    r"|几点(?:开门|关门|上班|下班)|开门(?:了吗|了没有|时间)|开放时间|(?:里面|那边|这边|那里|这里|这儿|那儿|里|内)"
    r"|有没有.*|有什么.*|属于.*|归.*管|的|吗|呢|啊|呀|吧|了|哦)+$"
)
# Words that many names share: agreeing in them says little.
_GENERIC = re.compile(
    "花园|花苑|花城|家园|小区|社区|新村|新城|新区|广场|大厦|公寓|豪庭|名苑|名居|名都|雅苑|雅居|雅园|山庄|公馆|华府|华庭|"
    "华园|御府|御园|豪园|豪苑|翠苑|绿苑|嘉园|嘉苑|佳园|佳苑|名庭|半岛|中心|大楼|园区|工业园|科技园|产业园|党群|服务站|服务点|服务|"
    "居委会|村委会|街道|国际|城市"
)
_OTHER_ENDINGS = (("街道办事处", ""), ("街道", ""), ("站", ""))
_GENERIC_LAST = frozenset("苑园村城阁轩居庭府里坊街巷")
_NOT_A_PLACE_REST = re.compile(r"^(?:路|大道|街道|中学|小学|医院|地铁|公园|广场|中心|站|北路|南路|东路|西路)")


def normalise(text: str) -> str:
    """Full-width, case, traditional, numerals, spaces and punctuation levelled.

    Numbers come out in Arabic digits (夏南二 → 夏南2, 十二座 → 12座), ü as v, emoji and control characters
    not at all.
    """
    text = unicodedata.normalize("NFKC", text[:MAX_QUERY]).lower()
    text = zhconv.convert(_without_tones(text), "zh-hans").translate(_VARIANTS)
    kept = "".join(char for char in text if unicodedata.category(char)[0] in "LN")
    return _NUMERAL_RUN.sub(_arabic, kept)[:MAX_NORMAL]


def _without_tones(text: str) -> str:
    """huā yuàn → hua yuan, lǜ → lv; only Latin letters carry marks that are dropped."""
    if text.isascii():
        return text
    parts = unicodedata.normalize("NFD", text.replace("ü", "v"))
    parts = re.sub(r"u([\u0300-\u036f]*)\u0308[\u0300-\u036f]*", "v", parts)
    return unicodedata.normalize("NFC", re.sub(r"(?<=[a-z])[\u0300-\u036f]+", "", parts))


def _arabic(found: re.Match[str]) -> str:
    run = found.group()
    if run.count("十") == 1 and len(run) <= 3:
        tens, _, ones = run.partition("十")
        if len(tens) <= 1 and len(ones) <= 1:
            return (_NUMERALS[tens] if tens else "1") + (_NUMERALS[ones] if ones else "0")
    return "".join(_NUMERALS.get(char, "10") for char in run)


@lru_cache(maxsize=1)
def _divisions() -> tuple[list[tuple[str, str]], str, str]:
    """Province, city, district as (full, short), then the street's full and short name, normalised."""
    names = re.findall(r".+?[省市区县]", normalise(settings.CITY_PREFIX))
    street = normalise(settings.STREET_NAME)
    return [(name, name[:-1]) for name in names], street, street.removesuffix("街道")


def strip_prefix(text: str) -> str:
    """Without 广东省佛山市南海区桂城街道 or parts of it; a name is never stripped to nothing."""
    divisions, street, short_street = _divisions()
    shorts = [short for _, short in divisions] + [short_street]
    rest = text.removeprefix("中国")
    for place, (full, short) in enumerate(divisions):
        if rest.startswith(full):
            rest = rest[len(full) :]
        elif rest.startswith(short) and rest[len(short) :].startswith(tuple(shorts[place + 1 :])):
            rest = rest[len(short) :]
    if not _is_something(rest):
        return text
    for full in (f"{street}办事处", f"{street}办", street):
        if rest.startswith(full) and _is_something(rest[len(full) :]):
            return rest[len(full) :]
    bare = rest.removeprefix(short_street)
    known = len(bare) > 1 and _is_something(bare) and not _GENERIC.fullmatch(bare)
    return bare if known and not _NOT_A_PLACE_REST.match(bare) else rest


def strip_divisions(text: str) -> str:
    """Without province, city, district and street in front, full or short, even if nothing is left."""
    divisions, street, short_street = _divisions()
    for full, short in [*divisions, (street, short_street)]:
        text = text.removeprefix(full) if text.startswith(full) else text.removeprefix(short)
    return text


def _is_something(rest: str) -> bool:
    """Does this still name a place, or is it empty or only a kind of place (党群服务中心)?"""
    for word, _ in ending_words():
        rest = rest.removesuffix(word)
    return bool(rest)


def strip_ending(text: str) -> tuple[str, str | None]:
    """Without 社区居委会, 党群服务站, 小区 and the like, and the kind that the outermost word points to."""
    hint: str | None = None
    plain = True
    while plain:
        plain = False
        for word, kind in (*ending_words(), *_OTHER_ENDINGS):
            if text.endswith(word) and len(text) - len(word) >= 2:
                text = text[: -len(word)]
                hint = hint if hint is not None else kind
                plain = True
                break
    return text, hint or None


def strip_building(text: str) -> str:
    """Without 3座2单元501房 at the end; what is left has at least two characters."""
    rest = _BUILDING.sub("", text)
    return rest if len(rest) >= 2 else text


def strip_question(text: str) -> str:
    """Without the words around a place in a question: 我家在…, …在哪里, …怎么走, …附近的党群服务站."""
    rest = _ASK_FRONT.sub("", text)
    rest = rest if len(rest) >= 2 else text
    shorter = _ASK_BACK.sub("", rest)
    return shorter if len(shorter) >= 2 else rest


@dataclass(frozen=True)
class Asked:
    """A query taken apart: ``wholes`` from untouched to without address and building, ``core`` without
    its ending, and the kind that the ending points to."""

    wholes: tuple[str, ...]
    core: str
    hint: str | None


def take_apart(normal: str) -> Asked:
    asked = strip_question(normal)
    local = strip_prefix(asked)
    bare = strip_building(local)
    core, hint = strip_ending(bare)
    return Asked(tuple(dict.fromkeys((normal, asked, local, bare))), core, hint)


def core_of(normal: str) -> str:
    """The shortest form of a name that still names it: 桂雅社区党群服务中心 → 桂雅."""
    return strip_ending(strip_prefix(normal))[0]


@lru_cache(maxsize=20_000)
def weights(name: str) -> tuple[float, ...]:
    """How much each character of a name says: 1, or little in words that many names share."""
    marks = [1.0] * len(name)
    words = [found.span() for found in _GENERIC.finditer(name)]
    if sum(end - start for start, end in words) == len(name):
        words = words[1:]  # 花苑社区: then the first word is the name
    for start, end in words:
        marks[start:end] = [0.3] * (end - start)
    if len(name) > 2 and name[-1] in _GENERIC_LAST and marks[-1] == 1.0:
        marks[-1] = 0.4
    return tuple(marks)
