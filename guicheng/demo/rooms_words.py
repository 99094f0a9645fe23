"""Texts of the demonstration for 创熟, 三同步, honours and lessons. What was not reported says 演示."""

from __future__ import annotations

from communities.models import EstateEvent, Honour, Lesson

NEWSPAPER = "《珠江时报》2023年2月"

#: Name, what counts as met, weight: together 100.
CRITERIA = (
    ("演示：党组织健全", "演示文本：社区党委、小区党支部、党小组都在运作。", 15),
    ("演示：邻里相识", "演示文本：八成以上住户认识同楼层的邻居。", 15),
    ("演示：议事平台", "演示文本：每季度至少议事一次，议定的事有人跟。", 15),
    ("演示：街坊会和自治小组", "演示文本：街坊会、自治小组有名册、有活动。", 10),
    ("演示：楼长巷长街长", "演示文本：每栋楼、每条巷都有人负责。", 10),
    ("演示：志愿服务", "演示文本：有常年开展的志愿服务队。", 10),
    ("演示：矛盾调解", "演示文本：创熟调解员到岗，小事不出社区。", 10),
    ("演示：新市民融入", "演示文本：新市民参加议事和活动。", 5),
    ("演示：环境管护", "演示文本：公共地方有人管、有公约。", 5),
    ("演示：居民满意", "演示文本：居民评价良好。", 5),
)

#: Title, level, year, month, given by, for whom in words (the street's) or name of the community.
HONOURS = (
    ("演示：和美邻里示范小区", Honour.Level.CITY, 2023, 11, "演示单位", "桂雅社区"),
    ("演示：优秀社区书记项目", Honour.Level.DISTRICT, 2023, 12, "演示单位", "同心社区"),
    ("演示：最美街坊会", Honour.Level.STREET, 2024, 5, "桂城街道（演示）", "平东社区"),
    ("演示：基层议事协商优秀案例", Honour.Level.DISTRICT, 2024, 9, "演示单位", "翠颐社区"),
    ("演示：巷长志愿服务先进集体", Honour.Level.STREET, 2024, 12, "桂城街道（演示）", "夏东社区"),
    ("演示：社会治理创新项目", Honour.Level.PROVINCE, 2025, 3, "演示单位", ""),
    ("演示：先进基层党组织", Honour.Level.CITY, 2025, 7, "演示单位", "大德社区"),
)

#: Estate, kind, year, month, title, text.
EVENTS = (
    ("丽景园", EstateEvent.Kind.ELECTION, 2022, 5, "演示：业委会换届", "演示：选举产生新一届业委会。"),
    (
        "碧湖花园",
        EstateEvent.Kind.RENEWAL,
        2021,
        9,
        "演示：启动老旧小区治理",
        "演示：入户征求意见，先修路灯和下水道。",
    ),
    (
        "天安数码城",
        EstateEvent.Kind.OTHER,
        2023,
        3,
        "演示：企业服务日开放",
        "演示：每月一次，部门到园区现场办事。",
    ),
    ("江表上街", EstateEvent.Kind.OTHER, 2022, 8, "演示：沿街商户签订街坊公约", "演示：门前三包，错峰装卸。"),
)

#: Community, theme, title, text, public, source ("" for invented ones).
LESSONS = (
    (
        "平东社区",
        Lesson.Theme.NEIGHBOURS,
        "江表上街成立街坊会及街长队伍",
        "平东社区在江表上街成立街坊会及街长队伍。",
        True,
        NEWSPAPER,
    ),
    (
        "平东社区",
        Lesson.Theme.URBAN_VILLAGE,
        "演示：城中村一条街怎样管起来",
        "演示：第一步，请商户和租客各推代表；第二步，街长每周走一遍，把问题写进台账；"
        "第三步，街坊会每月议一次，先办看得见的小事。\n\n要注意：先把停车和装卸时间谈好，再谈卫生。",
        True,
        "",
    ),
    (
        "夏东社区",
        Lesson.Theme.HEADS,
        "演示：巷长志愿服务队怎样排班",
        "演示：每条巷两人一组，早晚各走一次；遇到独居老人多敲一次门；排班表贴在巷口，街坊知道找谁。",
        True,
        "",
    ),
    (
        "夏东社区",
        Lesson.Theme.URBAN_VILLAGE,
        "演示：经济社和社区一起开会",
        "演示：经济社管物业和租金，社区管服务，两边每月碰头一次，把出租屋、消防和卫生放在一张清单上。",
        False,
        "",
    ),
    (
        None,
        Lesson.Theme.DELIBERATION,
        "演示：议事怎样做到件件有回音",
        "演示：每一条议定的事写清谁办、几时办好；办好贴出来，办不成说明原因。",
        True,
        "",
    ),
)
#: Title of the lesson, community, months ago, state, adapted, result.
FOLLOWS = (
    (
        "演示：城中村一条街怎样管起来",
        "夏南一社区",
        9,
        "works",
        "演示：改成两条街合设一个街长。",
        "演示：占道少了一半。",
    ),
    ("演示：城中村一条街怎样管起来", "平西社区", 4, "trying", "演示：先从一条街试起。", ""),
    ("演示：城中村一条街怎样管起来", "石肯社区", 7, "stopped", "演示：商户太少。", "演示：改用楼长带巷长。"),
    ("演示：巷长志愿服务队怎样排班", "平东社区", 6, "works", "演示：加了夜班。", "演示：夜间求助都有人应。"),
    ("演示：巷长志愿服务队怎样排班", "叠南社区", 2, "trying", "演示：和治安队合排。", ""),
    ("演示：议事怎样做到件件有回音", "翠颐社区", 5, "works", "", "演示：去年议定的事全部有回音。"),
)

DOCUMENT_INTRO = "演示文本：创熟“12345”工作格局的正式内容没有公开，下面各部分只用来展示怎样编辑和阅读。"
#: Heading, text, where it leads.
DOCUMENT_PARTS = (
    ("演示：一个核心", "演示文本：社区党委牵头，小区党支部、党小组到楼到巷。", "organisations"),
    ("演示：两张清单", "演示文本：问题清单和议定事项清单，件件有人跟。", "undertakings"),
    ("演示：三个同步", "演示文本：新小区的党支部、创熟团队、党群阵地同步建立。", "three-sync"),
    ("演示：四方议事", "演示文本：居民、业委会、物业、社区坐在一起谈。", "deliberations"),
    ("演示：五类项目", "演示文本：社区书记项目围绕居民最关心的事立项。", "projects"),
)
