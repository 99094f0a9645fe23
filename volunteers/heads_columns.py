"""The columns of a roster of heads, and how each cell is read."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from communities.models import Place
from guicheng.exchange import cells as read
from guicheng.exchange.cells import BadCell, coded, name_key, plain, squeezed
from guicheng.exchange.columns import Column
from guicheng.exchange.kinds import Context, Parsed
from guicheng.privacy.phones import first_phone, mask

from .models import Appointment, Volunteer

Status = Volunteer.PoliticalStatus

COLUMNS = (
    Column(
        "role",
        "职务",
        ("类别", "身份", "三长类别", "岗位", "职位", "类型", "角色", "担任职务", "职别", "人员类别"),
        help="楼长、巷长、街长；副职写“副楼长”。",
        choices=("楼长", "巷长", "街长", "副楼长", "副巷长", "副街长"),
        width=10,
    ),
    Column(
        "name",
        "姓名",
        ("楼长姓名", "巷长姓名", "街长姓名", "三长姓名", "负责人姓名", "负责人", "人员姓名", "名字", "楼长", "巷长", "街长", "三长"),
        required=True,
        help="写全名。",
        width=12,
    ),
    Column(
        "community",
        "社区",
        (
            "所属社区", "社区名称", "所在社区", "村居", "所属村居", "村社区", "所属村社区", "社区居委会", "居委会", "居委",
            "所属居委会", "村居名称", "社区村", "所在村居", "社居",
        ),  # fmt: skip
        pattern=r"^(?!.*(?:数|职务|任职)).*(?:社区|村居|居委)",
        help="社区的名称，例如：桂雅社区。",
        width=14,
    ),
    Column(
        "estate",
        "小区",
        ("小区名称", "所属小区", "所在小区", "小区村", "小区自然村", "自然村", "楼盘", "楼盘名称", "物业小区", "小区园区", "园区", "花园"),
        help="小区、自然村或园区；巷和街可以不写。还没有登记过的会新建。",
        width=16,
    ),
    Column(
        "place",
        "楼巷街",
        (
            "负责楼栋", "楼栋", "楼栋号", "责任区", "责任楼栋", "楼号", "栋号", "负责区域", "负责范围", "责任范围", "管辖范围", "责任区域",
            "楼宇", "楼幢", "幢号", "座号", "座", "栋", "幢", "楼栋巷街", "负责楼巷街", "巷街", "巷名", "街名", "街巷", "所管楼栋", "地址",
            "负责地段", "包干区域", "片区",
        ),  # fmt: skip
        required=True,
        pattern=r"^(?!.*(?:户|人|层|数|情况|信息)).*(?:楼|栋|幢|座|巷|街)(?!长|道)",
        help="照门牌写，例如：3栋、A座、12幢2单元、上九街。",
        width=14,
    ),
    Column(
        "political_status",
        "政治面貌",
        ("是否党员", "是否中共党员", "是否为党员", "党员", "面貌", "党员情况", "党员否"),
        pattern=r"政治|党员|面貌",
        help="中共党员、中共预备党员、共青团员、民主党派、群众。",
        choices=tuple(Status.labels),
        width=13,
    ),
    Column(
        "phone",
        "联系电话",
        ("手机", "电话", "联系方式", "手机号", "手机号码", "电话号码", "移动电话", "联系手机", "固话", "本人电话", "联系号码", "手机电话"),
        pattern=r"电话|手机|联系方式",
        help="手机 11 位；没有手机的写座机。",
        personal=True,
        width=16,
    ),
    Column(
        "start",
        "任职日期",
        (
            "上任日期", "任职时间", "上任时间", "聘任时间", "聘任日期", "任职起始", "到任时间", "任期开始", "任职起始日期", "开始任职时间",
            "担任时间", "就任时间", "何时任职", "入职时间", "任期", "任期起止", "任职期限", "任职起止时间",
        ),  # fmt: skip
        pattern=r"^(?!.*(?:结束|届满|截止|终止|离|卸|到期|止$|出生|生日|填|登记|更新|入|参加)).*(?:时间|日期|年月|何时)",
        help="写成 2021-03-01；只知道年月的写 2021-03。",
        width=13,
    ),
    Column("ends", "任期到", ("任期届满", "届满时间", "任期结束", "任期至", "届满日期", "聘期至"), help="任期届满的日期。", width=13),
    Column("ended", "离任日期", ("离任时间", "卸任时间", "卸任日期", "离职时间", "退任时间"), help="在任的不填。", width=13),
    Column("chosen", "产生方式", ("产生办法", "如何产生"), choices=tuple(Appointment.Chosen.labels), width=12),
    Column("gender", "性别", (), choices=tuple(Volunteer.Gender.labels), width=8),
    Column("birth_year", "出生年份", ("出生年月", "出生日期", "出生年", "出生"), help="只登记年份。", width=10),
    Column("households", "户数", ("住户数", "负责户数", "总户数", "管辖户数", "户数户"), width=8),
    Column("note", "备注", ("说明", "其他", "附注"), width=20),
)  # fmt: skip

#: Words for a role → kind of place. What is not here is unknown, whatever it looks like.
ROLES = {
    "楼长": Place.Kind.BUILDING,
    "楼栋长": Place.Kind.BUILDING,
    "栋长": Place.Kind.BUILDING,
    "幢长": Place.Kind.BUILDING,
    "楼宇长": Place.Kind.BUILDING,
    "巷长": Place.Kind.LANE,
    "街长": Place.Kind.STREET,
}
STATUSES = {
    **dict.fromkeys(
        ("中共党员", "党员", "中国共产党党员", "中国共产党员", "共产党员", "正式党员", "是", "√", "✓", "✔", "☑", "y", "yes", "1", "中共正式党员", "是党员", "是中共党员"),
        Status.MEMBER,
    ),
    **dict.fromkeys(("中共预备党员", "预备党员", "预备"), Status.PROBATIONARY),
    **dict.fromkeys(("共青团员", "团员", "中国共青团员"), Status.LEAGUE),
    **dict.fromkeys(
        (
            "民主党派", "民革", "民盟", "民建", "民进", "农工党", "致公党", "九三学社", "台盟", "民革党员", "民盟盟员", "民建会员",
            "民进会员", "农工党党员", "致公党党员", "九三学社社员", "台盟盟员", "农工民主党", "中国民主同盟", "中国民主促进会", "中国民主建国会", "民盟成员", "民进成员", "致公党员",
        ),
        Status.DEMOCRATIC,
    ),
    **dict.fromkeys(
        ("群众", "普通群众", "一般群众", "否", "无", "不是", "非党员", "非中共党员", "不是党员", "n", "no", "×", "x", "✗", "0", "无党派", "无党派人士", "普通居民"),
        Status.MASSES,
    ),
}  # fmt: skip
GENDERS = {"女": "female", "男": "male", "女性": "female", "男性": "male"}
CHOSEN = {
    **{label: value for value, label in Appointment.Chosen.choices},
    "推选": "elected", "选举": "elected", "居民选举": "elected", "聘任": "named", "委任": "named", "指派": "named", "自愿": "offered",
}  # fmt: skip

_UNIT = r"(?:栋|幢|座|号楼|号院|梯|单元|楼|楼栋|(?<=\d)号)"
_NUMBER = (
    r"(?:第?[0-9A-Za-z一二三四五六七八九十]{1,5}(?:[-~至、,，/和及][0-9A-Za-z一二三四五六七八九十]{1,5})*)"
)
_BUILDING_PART = re.compile(
    rf"^(?P<estate>[\u3400-\u9fff·]{{2}}[\u3400-\u9fff·()（）]{{0,28}}?)(?P<place>{_NUMBER}{_UNIT}.*)$"
)
_BARE_BUILDING = re.compile(rf"{_NUMBER}{_UNIT}")
_NUMERALS = str.maketrans("一二三四五六七八九", "123456789")


def parse(given: dict[str, Any], row: Parsed, kind: Any, context: Context) -> None:  # noqa: ANN401
    """Fill ``row.values`` from the raw cells of a roster's row."""

    def take(key: str, reader: Any) -> Any:  # noqa: ANN401
        return kind.take(row, key, lambda: reader(given.get(key)), plain(given.get(key)))

    name = take("name", read.person_name)
    if name == "":
        row.problems.append(kind.problem("name", "", "missing_name", "没有写姓名。"))
    _take_role(given, row, kind, context)
    take_place(given, row, kind)
    community = squeezed(given.get("community"))
    if community and community not in read.NOTHING:
        row.values["community"] = community[:60]
    else:
        row.values["around"] = [*context.above[:1], context.sheet, *context.above, context.file_name]
    take("political_status", lambda cell: _status(cell, row))
    take("phone", lambda cell: _phone(cell, row))
    for key, future in (("start", False), ("ends", True), ("ended", False)):
        take(key, lambda cell, future=future: _day(cell, row, context, future))
    take("chosen", lambda cell: read.one_of(cell, CHOSEN, "产生方式"))
    take("gender", lambda cell: read.one_of(cell, GENDERS, "性别"))
    take("birth_year", lambda cell: _birth_year(cell, context))
    take("households", lambda cell: read.whole_number(cell, 20_000))
    take("note", lambda cell: _note(cell, row))
    _check_order(row, kind)


def _take_role(given: dict[str, Any], row: Parsed, kind: Any, context: Context) -> None:  # noqa: ANN401
    written = re.sub(r"\(.*?\)", "", coded(given.get("role")))
    deputy = written.startswith("副") or written.endswith("副")
    word = written.strip("副")
    if word in ROLES:
        row.values["kind"] = str(ROLES[word])
    elif written in read.NOTHING:
        found = _role_around(context) or role_of_place(squeezed(given.get("place")), given)
        if found is None:
            row.problems.append(kind.problem("role", "", "unknown_role", "没有写是楼长、巷长还是街长。"))
            return
        row.values["kind"] = str(found)
    else:
        message = "职务只能是楼长、巷长或街长（副职写“副楼长”）。"
        row.problems.append(kind.problem("role", written, "unknown_role", message))
        return
    if deputy:
        row.values["deputy"] = True


def _role_around(context: Context) -> str | None:
    """The one role that the title, the sheet's or the file's name speaks of."""
    for text in (*context.above, context.sheet, context.file_name):
        named = {place for word, place in ROLES.items() if word in text}
        if len(named) == 1:
            return named.pop()
    return None


def role_of_place(place: str, given: dict[str, Any]) -> str | None:
    """The kind of place that its name alone tells, or None."""
    if re.search(rf"{_UNIT}$", place) or (place.isdigit() and squeezed(given.get("estate"))):
        return Place.Kind.BUILDING
    return {"巷": Place.Kind.LANE, "街": Place.Kind.STREET, "路": Place.Kind.STREET}.get(place[-1:])


def take_place(given: dict[str, Any], row: Parsed, kind: Any) -> None:  # noqa: ANN401
    """``estate`` and ``place`` of the row, apart also where one cell holds both."""
    estate, place = squeezed(given.get("estate")), squeezed(given.get("place"))
    estate = "" if estate in read.NOTHING or estate == "无" else estate
    place = "" if place in read.NOTHING or place == "无" else place
    town = squeezed(given.get("community"))
    if len(town) > 1 and place.startswith(town) and len(place) > len(town) + 1:
        place = place[len(town) :]  # 桂雅社区御景广场9栋, the community has a cell of its own
    if estate and place.startswith(estate) and len(place) > len(estate):
        place = place[len(estate) :]
    is_building = row.values.get("kind", Place.Kind.BUILDING) == Place.Kind.BUILDING
    if (
        not estate
        and is_building
        and (found := _BUILDING_PART.match(place))
        and found.group("estate")[-1] not in "巷街路道"
    ):
        estate, place = found.group("estate"), found.group("place")
    if not place:
        row.problems.append(kind.problem("place", "", "missing_place", "没有写负责哪一栋楼（巷、街）。"))
        return
    if isinstance(given.get("place"), date):
        message = "表格软件把这一格变成了日期，请改成文字，例如 9-1栋。"
        row.problems.append(kind.problem("place", place, "bad_place", message))
        return
    if is_building and "estate" in given and not estate and _BARE_BUILDING.match(place):
        row.notes.append("没有写是哪个小区的楼，请核对。")
    if place.isdigit() and row.values.get("kind") == Place.Kind.BUILDING:
        place = f"{place}栋"
    if re.search(r"\d[、,，/和及]\d", place):
        row.notes.append("一格里写了几处，按一处登记；要分开的请分成几行。")
    for key, value in (("estate", estate), ("place", place)):
        if len(value) > 40:
            message = f"太长：最多 40 个字，这里有 {len(value)} 个。"
            row.problems.append(kind.problem(key, value[:60], "too_long", message))
        elif value:
            row.values[key] = value


def lacks_estate(cells: dict[str, Any]) -> bool:
    """A building that is named by its number alone; lanes and streets need no estate."""
    role = coded(cells.get("role"))
    return "巷" not in role and "街" not in role and bool(_BARE_BUILDING.match(squeezed(cells.get("place"))))


def place_key(name: str) -> str:
    """How a place's name is compared: 第九栋, 九栋 and 9栋 are one."""
    name = name_key(name).removeprefix("第")
    return re.sub(
        rf"^([一二三四五六七八九])(?={_UNIT})", lambda found: found.group().translate(_NUMERALS), name
    )


def _status(cell: Any, row: Parsed) -> str:  # noqa: ANN401
    """The one status that a cell speaks of, whatever is remarked beside it."""
    written = coded(cell)
    if written not in STATUSES and len(written) > 2:
        if "预备" in written:
            if re.fullmatch(r"(?:(?:中共)?党员|是)?\(?(?:中共)?预备(?:党员|期)?\)?", written):
                return str(Status.PROBATIONARY)
            return read.one_of(cell, STATUSES, "政治面貌")
        parts = re.split(r"[、,，/;；]", re.sub(r"\(.*?\)", "", written))
        said = {STATUSES[part] for part in parts if part in STATUSES}
        if len(said) == 1:
            row.notes.append(f"政治面貌写的是“{written[:20]}”，只登记其中的政治面貌。")
            return str(said.pop())
    return read.one_of(cell, STATUSES, "政治面貌")


def _phone(cell: Any, row: Parsed) -> str:  # noqa: ANN401
    if "****" in plain(cell):
        return ""  # masked by an export: says nothing new
    try:
        phone, several = first_phone(plain(cell))
    except ValueError as exc:
        raise BadCell("bad_phone", str(exc)) from exc
    if several:
        row.notes.append("写了几个电话，只登记第一个手机号。")
    return phone


def _day(cell: Any, row: Parsed, context: Context, future: bool) -> str | None:  # noqa: ANN401
    found = read.day(cell, context.today, future=future)
    if found.note:
        row.notes.append(found.note)
    return found.value.isoformat() if found.value else None


def _note(cell: Any, row: Parsed) -> str:  # noqa: ANN401
    return without_phones(read.text(cell, 200, "备注"), row, "备注里的电话没有照抄，请写在电话一列。")


def without_phones(text: str, row: Parsed, note: str) -> str:
    """A telephone has a sealed column of its own; in a remark it would lie open. ``note`` where one was."""
    masked = masked_phones(text)
    if masked != text:
        row.notes.append(note)
    return masked


def masked_phones(text: str) -> str:
    return re.sub(r"(?<!\d)1[3-9]\d{9}(?!\d)", lambda found: mask(found.group()), text)


def _birth_year(cell: Any, context: Context) -> int | None:  # noqa: ANN401
    digits = re.match(r"(\d{4})", coded(cell))
    if digits and 1900 <= int(digits.group(1)) <= context.today.year:
        return int(digits.group(1))
    found = read.day(cell, context.today)
    return found.value.year if found.value else None


def _check_order(row: Parsed, kind: Any) -> None:  # noqa: ANN401
    start = row.values.get("start")
    for key, message in (("ends", "任期到的日期早于任职日期。"), ("ended", "离任日期早于任职日期。")):
        value = row.values.get(key)
        if start and value and value < start:
            row.problems.append(kind.problem(key, value, "bad_order", message))
