"""Words that the invented organisations are made of."""

from __future__ import annotations

from communities.models import Organisation

Kind = Organisation.Kind

CLUBS = (
    "书画社", "太极队", "合唱团", "粤曲社", "广场舞队", "摄影协会", "乒乓球队", "门球队",
    "醒狮队", "龙舟队", "亲子读书会", "棋艺社", "茶艺社", "园艺社", "手工编织社", "羽毛球队",
    "骑行队", "健步走队", "朗诵社", "腰鼓队", "柔力球队", "葫芦丝社", "剪纸社", "旗袍队",
    "篮球队", "环保小队", "义剪队", "助老关爱社", "妈妈互助社", "青年志愿社",
)  # fmt: skip
PARTNERS = ("律师事务所", "社区医院", "银行支行", "学校", "科技公司", "幼儿园", "商会", "物流公司")
TEAMS = ("应急志愿服务队", "助老志愿服务队", "环境志愿服务队", "夜巡志愿服务队")
ROLES = {
    Kind.PARTY_COMMITTEE: "书记",
    Kind.PARTY_BRANCH: "书记",
    Kind.PARTY_GROUP: "组长",
    Kind.OWNERS_COMMITTEE: "主任",
    Kind.PROPERTY: "经理",
    Kind.PARTNER: "主管",
    Kind.FAMILIAR_TEAM: "队长",
    Kind.COLLECTIVE: "社长",
    Kind.AUTONOMY_GROUP: "组长",
    Kind.NEIGHBOURS: "会长",
    Kind.SOCIAL: "社长",
    Kind.VOLUNTEERS: "队长",
}
DOES = {
    Kind.PARTY_COMMITTEE: ("演示：统筹社区党建和基层治理，每季度召开多方联席会议。",),
    Kind.PARTY_BRANCH: (
        "演示：组织小区党员开展活动，带领业主和物业一起议事。",
        "演示：每月主题党日，党员认领小区微心愿。",
    ),
    Kind.PARTY_GROUP: ("演示：党员联系本楼住户，收集意见，带头参加志愿服务。",),
    Kind.OWNERS_COMMITTEE: (
        "演示：代表业主监督物业服务，组织业主大会表决小区大事。",
        "演示：公开维修资金使用情况，每季度接待业主一次。",
    ),
    Kind.PROPERTY: ("演示：负责小区的保洁、安保、绿化和公共设施维修。",),
    Kind.PARTNER: ("演示：和社区共建，每季度为居民提供一次专业服务。",),
    Kind.FAMILIAR_TEAM: ("演示：走访居民，组织邻里活动，推动熟人社区创建。",),
    Kind.COLLECTIVE: ("演示：管理集体资产，参与村内环境整治和议事。",),
    Kind.AUTONOMY_GROUP: (
        "演示：商量楼道、停车、绿化等身边小事，商定以后一起落实。",
        "演示：调解邻里矛盾，轮流巡查小区安全。",
    ),
    Kind.NEIGHBOURS: (
        "演示：街坊互相照应，定期看望独居长者，逢节一起办街坊饭。",
        "演示：街坊互助，谁家有事搭把手，也常组织亲子活动。",
    ),
    Kind.SOCIAL: ("演示：每周固定活动，欢迎居民参加。", "演示：培养兴趣，结识街坊，节日里登台表演。"),
    Kind.VOLUNTEERS: ("演示：有活动就出队，平时在小区里巡查、助老、劝导。",),
}
POSITIONS = ("主任", "副主任", "委员", "委员", "委员", "委员", "委员", "委员", "委员")
