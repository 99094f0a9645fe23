"""Words that the invented records are made of. No name of a real community, estate or person."""

from __future__ import annotations

SOURCE = "演示数据"


def _words(text: str) -> list[str]:
    return text.split()


ESTATE_HEADS = _words(
    "金穗 银杏 紫荆 木棉 蓝桥 晴川 听雨 朗月 星辰 春晖 秋实 康宁 福安 锦绣 祥和 荣华 盈彩 悦澜 云山 松涛 "
    "竹韵 兰亭 荷塘 莲溪 柳岸 枫林 榕荫 梅岭 芳草 绿茵 青云 白鹭 鸿运 鹏程 瑞景 阳光 朝阳 晨曦 和顺 泰安 "
    "吉祥 如意 万福 长乐 永宁 景明 澄湖 映月 沁园 石榴 丁香 玉兰 茉莉 百合 向阳 安泰 顺景 悦和 天悦 安居"
)
ESTATE_TAILS = _words("花园 苑 雅居 名庭 华庭 家园 豪庭 公寓 新村 雅苑 轩 阁")
SURNAMES = _words("陈 李 黄 梁 林 何 罗 冯 邓 潘 霍 关 麦 庞 邝 谭 卢 简 孔 崔 周 吴 郭 杜 刘 区")
VILLAGE_TAILS = _words("边村 家坊 厅坊 涌村 地村 围村 巷村 岗村")
PARK_HEADS = _words("智造 创新 启航 领航 智谷 新能 光华 数联 科源 弘毅 众创 联创 卓越 力源 腾飞 恒信")
PARK_TAILS = _words("产业园 科技园 创意园 工业园 商务中心")
STREET_HEADS = _words("康乐 兴隆 太平 永兴 和平 新兴 长兴 仁和")
STREET_TAILS = _words("横街 正街 新街 老街")

#: Real main roads, west to east: (western limit in degrees of longitude, names).
ROADS = (
    (113.00, _words("叠滘大道 海五路 南新五路 桂丹路 佛平一路")),
    (113.14, _words("南桂东路 南海大道北 桂澜南路 佛平三路 海五路 南新三路")),
    (113.16, _words("夏平路 海八东路 桂澜北路 佛平四路 平西路")),
    (113.18, _words("永安中路 夏平东路 平洲东区路 南港路 佛平五路")),
    (113.21, _words("港口路 三山大道 文翰路 环岛路")),
)

#: Services by level of station, the first ones nearly everywhere.
CENTRE_SERVICES = _words(
    "party-room join-party social-insurance legal-advice mediation volunteer reading newcomer free-clinic "
    "elder-canteen after-school counselling veterans disabled-help meeting-room self-service jobs"
)
STATION_SERVICES = _words(
    "meeting-room mediation reading elder-canteen after-school culture-room health-hut legal-advice "
    "free-clinic volunteer child-care lift-retrofit counselling"
)
VILLAGE_SERVICES = _words(
    "worthies-tea mediation meeting-room elder-canteen culture-room social-insurance free-clinic reading "
    "newcomer volunteer"
)
PARK_SERVICES = _words(
    "enterprise rest-stop jobs party-room legal-advice counselling reading self-service join-party"
)
POINT_SERVICES = _words("rest-stop reading health-hut self-service volunteer mediation culture-room")

NOTES = {
    "elder-canteen": ("每天 11:00–13:00", "周一至周五午餐，需预约", "午餐、晚餐，可送餐"),
    "after-school": ("上学日 16:30–18:00", "每周二、周四放学后", "需报名，名额有限"),
    "child-care": ("寒暑假工作日", "周六上午"),
    "legal-advice": ("每周三上午", "每月 10 日、25 日下午", "需预约"),
    "mediation": ("随到随办", "每周二、周五", "调解员值班"),
    "social-insurance": ("工作日上午", "请带身份证", "下午人较少"),
    "newcomer": ("每周四下午", "工作日"),
    "jobs": ("每月第一个周六", "工作日"),
    "rest-stop": ("开放时间内都可进来", "有微波炉和充电插座"),
    "reading": ("开放时间内", "周一整理图书，不外借"),
    "health-hut": ("自助测量", "每周一有护士指导"),
    "free-clinic": ("每月第二个周三", "每月 15 日上午"),
    "counselling": ("需预约", "每周五下午，需预约"),
    "lift-retrofit": ("每周二下午", "需预约"),
    "culture-room": ("开放时间内", "周末需预约"),
    "worthies-tea": ("每月第一个周日上午", "逢墟日"),
    "enterprise": ("工作日", "需预约"),
}

ESTATE_NOTE = "演示：本条记录为虚构，只供试用系统。"
NAMED_STREET_NOTE = "珠江时报 2023年2月：成立街坊会及街长队伍。（演示：任职的人为虚构。）"
#: Sentences that describe a station, by what kind of place it is.
STATION_TEXTS = {
    "centre": "演示：本社区党群服务中心，办事、议事、学习、活动都在这里。",
    "estate": "演示：设在{estate}内，下楼就到，街坊可以来看书、议事、参加活动。",
    "village": "演示：设在{estate}，设有议事长桌和茶座，村民常来坐坐。",
    "park": "演示：设在{estate}，为园区职工和骑手、司机提供歇脚和办事服务。",
    "street": "演示：设在{estate}，沿街商户和街坊都可以进来。",
    "point": "演示：{estate}旁的小站点，可以歇脚、看书、自助办事。",
    "self": "演示：无人值守的自助服务点，全天开放，有事请打电话。",
}
