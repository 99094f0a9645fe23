"""How offices write a name, a number, a date: (cell, what it means), from a seed."""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import communities

_FILE = Path(communities.__file__).parent / "data" / "communities.csv"
COMMUNITIES = [row["name"] for row in csv.DictReader(_FILE.open(encoding="utf-8-sig"))]
_SURNAMES = "陈李黄梁何吴区关冼霍邓麦潘谭莫简孔邝叶冯罗欧"
_GIVEN = (
    "少珍",
    "子聪",
    "伟明",
    "玉兰",
    "国栋",
    "淑贞",
    "锦荣",
    "润生",
    "婉仪",
    "明",
    "丽",
    "健",
    "家豪",
    "倩雯",
)
_LONG = ("阿依古丽·买买提", "古丽巴哈尔·艾合买提", "欧阳少珍", "司徒伟明")
_ESTATES = (
    "御景广场", "明珠新村", "帝景豪庭", "金色花园", "南苑小区", "怡翠花园", "聚龙名居", "翠湖花园二期", "东方豪庭", "桂景苑",
    "雅居乐", "万科金域", "保利花园三期", "海悦新村", "丽日名都", "一方半岛", "城市花园", "中海万锦豪园", "十里江湾",
)  # fmt: skip
_BUILDINGS = (
    "{n}栋", "{n}座", "{n}幢", "{n}号楼", "{n}栋2单元", "{n}座2梯", "{a}座", "{a}栋", "{a}{n}栋", "{n}梯", "{n}单元", "{c}座",
    "第{n}栋", "{n}-{m}栋", "{n}栋A梯", "{n}号",
)  # fmt: skip
_LANES = ("南一巷", "上三巷", "石龙巷", "下七巷", "东二横巷", "福安里四巷")
_STREETS = ("上九街", "江表上街", "下五街", "北一街", "南新二街")
_CN = "一二三四五六七八九"


@dataclass
class Head:
    role: str
    name: str
    community: str
    estate: str
    place: str
    phone: str
    political_status: str = ""
    start: str = ""


def new_heads(rng: random.Random, towns: list[str], count: int, *, only_buildings: bool) -> list[Head]:
    """Heads of different places, each with a number of their own or none."""
    heads: list[Head] = []
    used: set[tuple[str, str, str]] = set()
    while len(heads) < count:
        town = towns[len(heads) * len(towns) // count]
        role = "楼长" if only_buildings or rng.random() < 0.8 else rng.choice(["巷长", "街长"])
        estate = rng.choice(_ESTATES) if role == "楼长" else ""
        if role == "楼长":
            n = rng.randrange(1, 40)
            place = rng.choice(_BUILDINGS).format(n=n, m=n + 2, a=rng.choice("ABCD"), c=rng.choice(_CN))
        else:
            place = rng.choice(_LANES if role == "巷长" else _STREETS)
            place = rng.choice(["", *"东西南北"]) + place
        if (town, estate, place.removeprefix("第")) in used:
            continue
        used.add((town, estate, place.removeprefix("第")))
        name = rng.choice(_LONG) if rng.random() < 0.05 else rng.choice(_SURNAMES) + rng.choice(_GIVEN)
        phone = f"199{rng.randrange(10**8):08d}"
        draw = rng.random()
        if draw < 0.06:
            phone = ""
        elif draw < 0.1:
            phone = f"0757-8{rng.randrange(10**7):07d}"
        heads.append(Head(role, name, town, estate, place, phone))
        if phone.startswith("199") and rng.random() < 0.04 and len(heads) < count and role == "楼长":
            # The same person at a second place, in the same community.
            heads.append(Head(role, name, town, estate, f"{40 + len(heads)}栋", phone))
    return heads[:count]


def name_cell(rng: random.Random, name: str) -> str:
    forms = [name] * 12 + [f" {name}", f"　{name}", f"{name} ", f"{name}（党员）", f"{name}(兼)", f"{name}\n"]
    if len(name) == 2:
        forms += [f"{name[0]}  {name[1]}", f"{name[0]}　{name[1]}"] * 6
    if "·" in name:
        forms += [name.replace("·", "•"), name.replace("·", "．")] * 4
    return rng.choice(forms)


def role_cell(rng: random.Random, role: str) -> str:
    return rng.choice(
        [role] * 10 + [f"{role[0]} {role[1]}", f"{role}（兼）", f" {role}", f"{role}、党员"[:2]]
    )


def town_cell(rng: random.Random, town: str) -> str:
    short = town.removesuffix("社区")
    return rng.choice(
        [town] * 8
        + [
            short, f"{town}居委会", f"{short}居委", f"桂城街道{town}", f"{town} ", f"{short}  社区", f"南海区桂城街道{town}居民委员会",
            f"桂城{town}", f"{town}党委", f"{short}社区居委", f"{town}（城市社区）",
        ]
    )  # fmt: skip


def status_cell(rng: random.Random, *, text: bool) -> tuple[Any, str]:
    member, masses = "中共党员", "群众"
    forms: list[tuple[Any, str]] = [
        ("党员", member), ("中共党员", member), ("√", member), ("是", member), ("Y", member), ("群众", masses), ("否", masses),
        ("无", masses), ("N", masses), ("/", ""), ("-", ""), ("", ""), ("共青团员", "共青团员"), ("团员", "共青团员"),
        ("预备党员", "中共预备党员"), ("中共党员（预备）", "中共预备党员"), ("民盟", "民主党派"), ("九三学社", "民主党派"),
        ("党 员", member), ("普通群众", masses), ("——", ""), ("党员（退休）", member), ("中共党员、退役军人", member),
    ]  # fmt: skip
    cell, value = rng.choice(forms)
    return cell, value


def phone_cell(rng: random.Random, phone: str, *, text: bool) -> tuple[Any, str]:
    if not phone:
        return rng.choice(["", "/", "无", "-", "暂无"]), ""
    if not phone.startswith("199"):
        bare = phone.removeprefix("0757-")
        return rng.choice(
            [phone, bare, f"0757{bare}", f"（0757）{bare}", f"0757－{bare}", f"0757 {bare}"]
        ), phone
    p = phone
    wide = p.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    forms: list[Any] = [p] * 8 + [
        f"{p}.0", f"+86{p}", f"+86 {p}", f"0086{p}", f"86-{p}", f"{p[:3]} {p[3:7]} {p[7:]}", f"{p[:3]}-{p[3:7]}-{p[7:]}", wide,
        f"{p}/86123456", f"{p}、0757-86123456", f"86123456 {p}", f"{p}'", f"'{p}", f"电话：{p}", f"{p}（陈明）", f"{p}(微信同号)",
        f"手机{p}", f"{p}\n86123456", f"{p[:3]}.{p[3:7]}.{p[7:]}", f"{p[:3]}—{p[3:7]}—{p[7:]}", f"{p}；19900001111", f"Tel:{p}",
        f"{p},", f"{p}。", f"(+86){p}", f"{p}\t", f"陈明{p}", f"{p[0]}.{p[1:]}E+10",
    ]  # fmt: skip
    if not text:
        forms += [float(p), int(p)] * 4
    return rng.choice(forms), phone


def date_cell(rng: random.Random, *, text: bool) -> tuple[Any, str]:
    day = date(rng.randrange(2015, 2025), rng.randrange(1, 13), rng.randrange(13, 29))
    y, m, d = day.year, day.month, day.day
    month = date(y, m, 1)
    serial = (day - date(1899, 12, 30)).days
    chinese = "".join("〇一二三四五六七八九"[int(c)] for c in str(y)) + "年" + _chinese(m) + "月"
    forms: list[tuple[Any, date | None]] = [
        (f"{y}-{m:02}-{d:02}", day), (f"{y}.{m}.{d}", day), (f"{y}/{m}/{d}", day), (f"{y}年{m}月{d}日", day),
        (f"{y}{m:02}{d:02}", day), (f"{y % 100}/{m}/{d}", day), (f"{y}-{m:02}-{d:02} 00:00:00", day), (str(serial), day),
        (f"{y}．{m}．{d}", day), (f"{y}. {m}. {d}", day), (f"{y}年{m}月{d}号", day), (f"{y}—{m}—{d}", day), (f"{y}、{m}、{d}", day),
        (f"{y}.{m:02}", month), (f"{y}年{m}月", month), (f"{y}{m:02}", month), (f"{y}/{m:02}", month), (f"{y}-{m}", month),
        (chinese, month), (chinese.replace("〇", "零"), month), (f"{chinese}{_chinese(d)}日", day), (f"{y}年{m}月起", month),
        (f"{y}.{m}-{y + 3}.{m}", month), (f"{y}年{m}月至今", month), (f"{y}.{m}至今", month), (f"{y}.{m:02}.{d:02}-至今", day),
        (f"{y}年{m}月-{y + 3}年{m}月", month), (f"{y}.{m}.{d}-{y + 3}.{m}.{d}", day), (f"{y}年{m}月上任", month),
        (f"{y}-{m:02}-{d:02}至{y + 3}-{m:02}-{d:02}", day), (f"{y}年{m}月（换届）", month), (f"{y}年 {m}月", month), ("", None),
        ("/", None), (f"{y}年{m:02}月{d:02}日至今", day), (f"{y}/{m}/{d} 0:00", day), (f"{y}年{m}月{d}", day), (f"自{y}年{m}月起", month),
        (f"{y}.{m}.", month), (f"{y}年{m}月—{y + 5}年{m}月", month), (f"{y}.{m}～{y + 3}.{m}", month), (f"{y}.{m}.{d}至今", day),
        (f"{y % 100}.{m}.{d}", day), (f"{y}年{m}月份", month),
    ]  # fmt: skip
    if not text:
        forms += [
            (day, day),
            (serial, day),
            (float(serial), day),
            (int(f"{y}{m:02}{d:02}"), day),
            (int(f"{y}{m:02}"), month),
        ]
        if 2 <= m <= 9:
            forms += [(float(f"{y}.{m}"), month)]
    cell, meant = rng.choice(forms)
    return cell, meant.isoformat() if meant else ""


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if not tens else "十" if tens == 1 else f"{_CN[tens - 1]}十") + (_CN[ones - 1] if ones else "")


def place_and_estate(rng: random.Random, head: Head, in_place: bool) -> tuple[Any, str]:
    """(cell of the place, cell of the estate)."""
    if in_place:
        gap = rng.choice(["", "", " "])
        return f"{head.estate}{gap}{head.place}", ""
    spaced = head.place.replace("栋", " 栋") if rng.random() < 0.1 else head.place
    if head.estate and rng.random() < 0.1:
        spaced = f"{head.estate}{head.place}"
    return spaced, rng.choice([head.estate] * 8 + [f" {head.estate}", f"{head.estate}\n"])
