"""What a text for everybody should not hold: telephone and identity numbers, full names of persons.

Numbers are told surely and refused; names are only guessed, so whoever publishes is shown them and decides.
"""

from __future__ import annotations

import re
import unicodedata

from django.core.exceptions import ValidationError

#: Common surnames, without those that are rather words (高, 方, 成 …).
_SURNAMES = (
    "王李张刘陈杨黄赵周吴徐孙朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾萧肖田董潘袁蔡蒋余杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖"
    "石韦贾夏付傅邹熊孟秦邱侯江尹薛阎雷龙陶贺顾毛郝龚邵万钱严赖洪武莫孔汤霍关麦庞邝简区伍梅岑冼招霍游甘戴欧"
)
_DOUBLE = "欧阳|司徒|上官|司马|诸葛|皇甫|慕容|令狐"
_ROLES = (
    "主任|书记|委员|社长|组长|队长|会长|站长|楼长|巷长|街长|经理|主管|保安|代表|业主|居民|先生|女士|小姐|同志|师傅|老师|医生|律师|"
    "警官|阿姨|大叔|伯|叔|婆婆"
)
#: What stands between a surname and a role without being a given name, and words that begin like a name.
_NO_GIVEN = frozenset(
    ("副", "总", "老", "小", "大", "正", "前", "新", "某", "某某", "家", "氏", "社区", "居委", "物业", "业委")
    + ("党委", "支部", "网格", "片区", "安全", "治安", "项目", "工程")
)
_PLACE_ENDS = "村区园街巷路楼城站会委"
_WITH_ROLE = re.compile(rf"((?:{_DOUBLE}|[{_SURNAMES}])([\u4e00-\u9fff]{{1,2}}?))(?=(?:{_ROLES}))")
_LISTED = re.compile(
    r"(?:主持|记录|参加|参会|出席|到会|列席|发言|汇报|联系|签名|姓名|负责)(?:人员|人|者)?(?:有|是)?[：:]([^\n。；;]{2,200})"
)
_LISTED_NAME = re.compile(rf"(?:{_DOUBLE}|[{_SURNAMES}])[\u4e00-\u9fff]{{1,2}}")
_NUMBERS = (
    re.compile(r"(?<!\d)(?:\+?86)?1[3-9]\d{9}(?!\d)"),
    re.compile(r"(?<!\d)0(?:10|2\d|[3-9]\d{2})[2-9]\d{6,7}(?!\d)"),
    re.compile(r"(?:电话|致电|热线|联系|手机|tel)[^\d\n]{0,6}([2-8]\d{6,7})(?!\d)", re.IGNORECASE),
    re.compile(r"(?<!\d)\d{17}[\dXx](?![\dXx])"),
)
_GAP = re.compile(r"(?<=\d)[\s\-‐-―－.]+(?=\d)")


def numbers_in(text: str) -> list[str]:
    """Telephone and identity numbers in ``text``, however they are spaced; the same one once."""
    plain = _GAP.sub("", unicodedata.normalize("NFKC", text))
    found = (match.group(match.lastindex or 0) for pattern in _NUMBERS for match in pattern.finditer(plain))
    return list(dict.fromkeys(found))


def names_in(text: str) -> list[str]:
    """What looks like the full name of a person: 陈大文主任, or 参加人员：陈大文、李小明. 陈主任 does not."""
    found = [
        match.group(1)
        for match in _WITH_ROLE.finditer(text)
        if match.group(2) not in _NO_GIVEN and match.group(2)[-1] not in _PLACE_ENDS
    ]
    for listed in _LISTED.finditer(text):
        parts = re.split(r"[、，,/\s（(]+", listed.group(1))
        found += [part for part in parts if _LISTED_NAME.fullmatch(part) and not _ends_in_role(part)]
    return list(dict.fromkeys(found))


def _ends_in_role(part: str) -> bool:
    return re.search(rf"(?:{_ROLES}|工|总|姨|姐|哥|姓)$", part) is not None or part[1:] in _NO_GIVEN


def refuse_numbers(text: str) -> None:
    """Raises ``ValidationError`` where ``text`` holds a telephone or identity number."""
    if found := numbers_in(text):
        shown = "、".join(f"{number[:3]}…{number[-2:]}" for number in found[:3])
        raise ValidationError(f"这里会公开，不能写电话或证件号码（{shown}），请去掉。")
