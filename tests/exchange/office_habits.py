"""Layouts of rosters: what each office calls its columns and how it lays them out."""

from __future__ import annotations

from tests.exchange.offices import Habit

FOOT = ("合计：{}人", "填表人：演示　审核人：演示　日期：2025年3月1日", "注：本表一式两份。", "以上情况属实")


def habits() -> list[Habit]:
    """Twenty offices."""
    return [
        Habit(
            "grouped",
            [("序号", "no"), ("姓名", "name"), ("政治面貌", "status"), ("手机", "phone"), ("微信号", ""), ("所属社区", "community"),
             ("小区", "estate"), ("楼栋（巷/街）", "place"), ("职务", "role"), ("任职时间", "start")],
            groups=[("", 1), ("基本信息", 2), ("联系方式", 2), ("任职情况", 5)], foot=FOOT,
        ),
        Habit(
            "grouped-merged",
            [("序号", "no"), ("社区", "community"), ("小区名称", "estate"), ("责任楼栋", "place"), ("姓名", "name"), ("是否党员", "status"),
             ("联系电话", "phone"), ("上任时间", "start"), ("备注", "")],
            groups=[("", 1), ("", 1), ("负责区域", 2), ("楼长情况", 4), ("", 1)], community="merged", title=["楼长名册"],
            only_buildings=True, blank_rows=False,
        ),
        Habit(
            "merged",
            [("序号", "no"), ("社区名称", "community"), ("小区", "estate"), ("楼座", "place"), ("类别", "role"), ("姓 名", "name"),
             ("电话", "phone"), ("政治\n面貌", "status"), ("任职\n时间", "start")],
            community="merged", estate="merged", blank_rows=False, foot=FOOT,
        ),
        Habit(
            "sheets",
            [("序号", "no"), ("*职务", "role"), ("*姓名", "name"), ("小区", "estate"), ("楼巷街", "place"), ("手机号码", "phone"),
             ("政治面貌（党员/群众）", "status"), ("任职日期(年月日)", "start")],
            community="sheet", sheets=["{}", "{}社区", "1.{}社区", "{}社区（12人）"], title=["三长名册"], beside=True,
        ),
        Habit(
            "sheets-untitled",
            [("姓名", "name"), ("楼长类别", "role"), ("所在小区", "estate"), ("负责楼栋/巷/街", "place"), ("联系方式", "phone"),
             ("党员", "status"), ("聘任时间", "start")],
            community="sheet", sheets=["{}居委会", "（二）{}社区", "{}社区三长", "附件3-{}"], title=[],
        ),
        Habit(
            "title",
            [("序号", "no"), ("楼长姓名", "name"), ("性别", ""), ("学历", ""), ("身份证号", ""), ("小区（楼盘）", "estate"), ("栋号", "place"),
             ("联系电话（手机）", "phone"), ("政治面貌", "status"), ("任职起始时间", "start")],
            community="title", title=["附件1", "桂城街道{}楼长花名册", "填报单位：（盖章）　　填报日期：2025年3月"], only_buildings=True, foot=FOOT,
        ),
        Habit(
            "title-far",
            [("NO.", "no"), ("楼长姓名", "name"), ("楼长手机", "phone"), ("楼宇名称", "place"), ("任职时间", "start"), ("网格员姓名", ""),
             ("网格员电话", "")],
            community="title", estate="in_place", title=["{}楼栋长通讯录"], blank_above=12, left=5, only_buildings=True,
        ),
        Habit(
            "sections",
            [("序号", "no"), ("姓名", "name"), ("身份", "role"), ("小区名", "estate"), ("负责楼号（巷名、街名）", "place"), ("联系电话", "phone"),
             ("是否党员（是/否）", "status"), ("担任楼长时间", "start")],
            community="section", subtotals=True, repeat_header=True, foot=FOOT,
        ),
        Habit(
            "in-place",
            [("序号", "no"), ("村（社区）", "community"), ("三长类型", "role"), ("姓名", "name"), ("负责楼栋、巷、街", "place"),
             ("联系号码", "phone"), ("政治面貌", "status"), ("上任日期", "start")],
            estate="in_place", repeat_header=True, foot=FOOT,
        ),
        Habit(
            "in-place-bare", [("姓名", "name"), ("所属社区居委会", "community"), ("楼栋名称", "place"), ("电 话", "phone")],
            estate="in_place", title=["楼长名单"], only_buildings=True,
        ),
        Habit(
            "short", [("姓名", "name"), ("社区", "community"), ("小区", "estate"), ("楼栋", "place")], title=[], only_buildings=True,
        ),
        Habit(
            "right",
            [("序号", "no"), ("所属村居", "community"), ("岗位", "role"), ("负责人", "name"), ("小区/自然村", "estate"), ("责任区域", "place"),
             ("手机号", "phone"), ("紧急联系人电话", ""), ("到岗时间", "start"), ("政治面貌", "status")],
            left=5, blank_above=3, beside=True, numbered_rest=20,
        ),
        Habit(
            "utf8",
            [("序号", "no"), ("职务", "role"), ("姓名", "name"), ("社区", "community"), ("小区", "estate"), ("楼栋/巷/街", "place"),
             ("政治面貌", "status"), ("联系电话", "phone"), ("任职时间", "start")],
            kind="csv", title=[], foot=FOOT,
        ),
        Habit(
            "bom-once",
            [("社区", "community"), ("姓名", "name"), ("职务", "role"), ("小区", "estate"), ("负责范围", "place"), ("电话号码", "phone"),
             ("任职日期", "start")],
            kind="csv", encoding="utf-8-sig", community="once", subtotals=True,
        ),
        Habit(
            "gb-semicolon",
            [("编号", "no"), ("职务名称", "role"), ("姓名（必填）", "name"), ("所在社区", "community"), ("所属小区", "estate"),
             ("管理楼栋", "place"), ("手机（11位）", "phone"), ("党员情况", "status"), ("任职开始时间", "start")],
            kind="csv", encoding="gb18030", delimiter=";", title=["2025年楼长巷长街长统计表"], foot=FOOT,
        ),
        Habit(
            "gb-tab",
            [("序号", "no"), ("姓名", "name"), ("所属社区", "community"), ("楼栋位置", "place"), ("联系 方式", "phone"), ("任职年月", "start")],
            kind="csv", encoding="gb18030", delimiter="\t", estate="in_place", title=["楼长登记表"], only_buildings=True, foot=FOOT,
        ),
        Habit(
            "utf16", [("职别", "role"), ("姓名.", "name"), ("社区.", "community"), ("小区.", "estate"), ("楼栋.", "place"), ("手机.", "phone"),
                      ("任期", "start")],
            kind="csv", encoding="utf-16", delimiter="\t", title=[],
        ),
        Habit(
            "english",
            [("序号 No.", "no"), ("姓名 Name", "name"), ("社区 Community", "community"), ("小区", "estate"), ("楼栋", "place"),
             ("电话 Tel.", "phone"), ("政治面貌", "status"), ("开始任职日期", "start")],
            title=["楼长信息采集表"], only_buildings=True, numbered_rest=10,
        ),
        Habit(
            "notes-above",
            [("序号", "no"), ("所属社区*", "community"), ("人员类别※", "role"), ("姓名*", "name"), ("小区名称\n（没有不填）", "estate"),
             ("负责楼栋\n（巷、街）*", "place"), ("联系电话*\n（手机号）", "phone"), ("政治面貌", "status"), ("何时担任", "start")],
            title=["桂城街道“三长”信息汇总表", "填表说明：1.姓名、电话、社区必填；2.任职时间写到月份；3.手机号为11位。", "单位：（盖章）"],
            foot=("备注：以上人员均已签订承诺书", "制表：演示", "联系电话：0757-86000000", "总计", "第1页，共3页"),
        ),
        Habit(
            "lanes",
            [("序号", "no"), ("居委会", "community"), ("姓名", "name"), ("职位", "role"), ("小区（无则不填）", "estate"), ("楼幢/街巷", "place"),
             ("本人手机", "phone"), ("入党时间", ""), ("现任职务时间", "start"), ("是否中共党员", "status")],
            community="once", title=["三长台账"], subtotals=True,
        ),
    ]  # fmt: skip


def later_habits() -> list[Habit]:
    """Five more, written down after the reading of the others was settled."""
    return [
        Habit(
            "later-a",
            [("序列", "no"), ("楼长（巷长、街长）姓名", "name"), ("联系手机号码", "phone"), ("归属社区", "community"), ("小区（村）名", "estate"),
             ("所负责的楼栋/巷/街", "place"), ("三长类型", "role"), ("是不是党员", "status"), ("开始履职时间", "start")],
            title=["桂城街道党群服务“三长”队伍一览", "截至2025年6月"], left=1, foot=FOOT,
        ),
        Habit(
            "later-b",
            [("社区名", "community"), ("楼宇", "place"), ("所属楼盘", "estate"), ("姓名", "name"), ("职务", "role"), ("移动电话", "phone"),
             ("固定电话", ""), ("政治身份", "status"), ("任职时间（起）", "start"), ("任职时间（止）", "")],
            groups=[("辖区", 3), ("人员情况", 7)], community="merged", estate="merged", blank_rows=False,
        ),
        Habit(
            "later-c",
            [("序号", "no"), ("楼长", "name"), ("电话", "phone"), ("小区", "estate"), ("栋（座）", "place"), ("党员（√）", "status"),
             ("任楼长时间", "start")],
            community="sheet", sheets=["{}", "01{}", "{}楼长", "{}社区-楼长表"], title=["桂城楼长表"], only_buildings=True, foot=FOOT,
        ),
        Habit(
            "later-d",
            [("行政村/社区", "community"), ("人员姓名", "name"), ("担任职务", "role"), ("责任网格", ""), ("楼巷街名称", "place"),
             ("联系方式1", "phone"), ("联系方式2", ""), ("上任年月", "start")],
            estate="in_place", kind="csv", encoding="gb18030", repeat_header=True, subtotals=True, foot=FOOT,
        ),
        Habit(
            "later-e",
            [("编号", "no"), ("姓  名", "name"), ("职  务", "role"), ("小  区", "estate"), ("楼  号", "place"), ("电  话", "phone"),
             ("政治面貌", "status"), ("任 职 时 间", "start"), ("备  注", "")],
            community="section", title=["2025年度三长信息", "（内部资料）"], subtotals=True, blank_above=4, left=2,
        ),
    ]  # fmt: skip
