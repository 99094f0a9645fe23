"""What the invented activities are called, for whom, when in the day and how many come."""

from __future__ import annotations

from dataclasses import dataclass

from stations.models import Activity

Kind = Activity.Kind
ANYWHERE = frozenset({"centre", "estate", "village", "park", "street", "point"})
HOMES = frozenset({"centre", "estate", "village", "street"})
ROOMY = frozenset({"centre", "estate", "village", "park"})

MORNING = (540, 570, 600)  # 9:00, 9:30, 10:00
AFTERNOON = (870, 900, 930)  # 14:30, 15:00, 15:30
EVENING = (1140, 1155, 1170)  # 19:00, 19:15, 19:30
AFTER_SCHOOL = (975, 990)  # 16:15, 16:30


@dataclass(frozen=True)
class Template:
    """``starts`` in minutes from midnight, ``people`` the fewest and the most who come,
    ``workdays``: not on Saturdays and Sundays."""

    kind: str
    audience: str | None
    head: str
    tails: tuple[str, ...]
    text: str
    minutes: int
    starts: tuple[int, ...]
    people: tuple[int, int]
    at: frozenset[str] = HOMES
    workdays: bool = False

    def title(self, number: int) -> str:
        if not self.tails:
            return self.head
        return f"{self.head}：{self.tails[number % len(self.tails)]}"


def _t(
    kind: str,
    audience: str | None,
    head: str,
    tails: str,
    text: str,
    minutes: int,
    starts: tuple[int, ...],
    people: tuple[int, int],
    at: frozenset[str] = HOMES,
    workdays: bool = False,
) -> Template:
    return Template(kind, audience, head, tuple(tails.split()), text, minutes, starts, people, at, workdays)


TEMPLATES = (
    _t(
        Kind.CHILDREN,
        "children",
        "四点半课堂",
        "折纸小动物 写好一笔字 数学小游戏 认识二十四节气 超轻黏土 英文绘本 科学小实验 粤语童谣",
        "放学后来写作业、做手工，志愿老师陪着。",
        60,
        AFTER_SCHOOL,
        (8, 22),
        workdays=True,
    ),
    _t(
        Kind.CHILDREN,
        "children",
        "亲子阅读会",
        "猜猜我有多爱你 西游记 佛山的故事 小王子 岭南童谣 安徒生童话",
        "家长和孩子一起读一本书，读完聊一聊、画一画。",
        90,
        (*MORNING, *AFTERNOON),
        (10, 26),
    ),
    _t(
        Kind.CHILDREN,
        "children",
        "儿童安全课",
        "防溺水 用电安全 交通安全 陌生人敲门怎么办 小小消防员",
        "志愿者用小实验和小品讲安全。",
        60,
        (*MORNING, *AFTERNOON),
        (12, 30),
    ),
    _t(
        Kind.ELDERS,
        "elders",
        "长者智能手机班",
        "视频通话 挂号看病 识别诈骗电话 拍好照片 手机缴费 字体调大 打车出行",
        "带上自己的手机，志愿者一对一教。",
        90,
        (*MORNING, *AFTERNOON),
        (8, 20),
    ),
    _t(
        Kind.ELDERS,
        "elders",
        "长者生日会",
        "一起切蛋糕 老歌点唱 拍全家福 长寿面 说说当年",
        "为当月生日的长者煮一碗长寿面，一起切蛋糕。",
        120,
        AFTERNOON,
        (18, 40),
    ),
    _t(
        Kind.ELDERS,
        "elders",
        "上门探访日",
        "陪聊天 量血压 打扫卫生 检查燃气 送午餐",
        "志愿者结伴探访独居和高龄长者，先到站点集合。",
        120,
        MORNING,
        (8, 16),
    ),
    _t(
        Kind.HEALTH,
        None,
        "护邻义诊",
        "量血压测血糖 中医把脉 牙齿检查 视力检查 颈椎腰椎 用药咨询",
        "医护志愿者坐诊，请带上病历和常用药。",
        150,
        MORNING,
        (20, 45),
    ),
    _t(
        Kind.HEALTH,
        "elders",
        "健康讲座",
        "高血压怎么吃 四季养生 预防跌倒 睡个好觉 护好膝盖",
        "社区医生讲四十分钟，留时间提问。",
        90,
        (*MORNING, *AFTERNOON),
        (14, 32),
    ),
    _t(
        Kind.LAW,
        None,
        "法律咨询日",
        "",
        "律师现场解答婚姻、继承、物业、劳动等问题。",
        120,
        (*MORNING, *AFTERNOON),
        (6, 16),
        ROOMY,
    ),
    _t(
        Kind.LAW,
        None,
        "政策讲解",
        "医保新办法 积分入户 旧楼加装电梯 养老金认证 反诈防骗 公积金提取 出租屋管理",
        "经办人员讲办事流程，可以带材料现场问。",
        90,
        (*AFTERNOON, *EVENING),
        (10, 30),
        ROOMY,
    ),
    _t(
        Kind.GOVERNANCE,
        None,
        "街坊议事会",
        "楼道杂物 停车位 垃圾分类 电动车充电 公共绿地 楼顶漏水 文明养犬",
        "楼长、业主、物业坐下来商量，谁都可以来听。",
        90,
        EVENING,
        (12, 28),
        frozenset({"centre", "estate", "street"}),
    ),
    _t(
        Kind.GOVERNANCE,
        None,
        "乡贤茶话会",
        "修祠堂 村道路灯 龙舟赛筹备 助学金 河涌整治 古树保护",
        "喝茶、说事、出主意，乡贤和村民都可以来。",
        120,
        (*MORNING, *EVENING),
        (12, 26),
        frozenset({"village"}),
    ),
    _t(
        Kind.PARTY,
        "members",
        "主题党日",
        "重温入党誓词 学习党章 红色电影 党员先锋岗 参观长廊 党史故事会",
        "支部党员集中学习，欢迎入党积极分子旁听。",
        90,
        (*AFTERNOON, *EVENING),
        (14, 34),
        ROOMY,
    ),
    _t(
        Kind.PARTY,
        "members",
        "微党课",
        "身边的楼长 一张选票 岭南先锋 从一件小事说起 社区里的共产党员",
        "半小时讲一个身边的故事。",
        45,
        (*MORNING, *EVENING),
        (10, 24),
        ANYWHERE,
    ),
    _t(
        Kind.VOLUNTEER,
        None,
        "志愿清洁日",
        "河涌边 小公园 楼梯间 公交站 榕树头 健身角",
        "手套和夹子由站点准备，请穿方便活动的鞋。",
        120,
        MORNING,
        (12, 30),
        ANYWHERE,
    ),
    _t(
        Kind.VOLUNTEER,
        None,
        "便民服务日",
        "磨剪刀 修雨伞 理发 配钥匙 小家电维修 缝补衣服",
        "能工巧匠义务为街坊服务，先到先办。",
        150,
        MORNING,
        (20, 48),
    ),
    _t(
        Kind.CULTURE,
        None,
        "粤曲小舞台",
        "帝女花 荔枝颂 昭君出塞 客途秋恨 分飞燕",
        "曲艺爱好者自弹自唱，街坊自由点唱。",
        120,
        (*AFTERNOON, *EVENING),
        (16, 42),
    ),
    _t(
        Kind.CULTURE,
        None,
        "邻里节",
        "百家宴 旧物交换 包饺子 跳蚤市场 猜谜语 拍全家福",
        "认识新邻居，也和老街坊叙叙旧。",
        150,
        (*MORNING, *AFTERNOON),
        (28, 58),
    ),
    _t(
        Kind.CULTURE,
        None,
        "学一门手艺",
        "剪纸 书法 插花 扎狮头 毛线编织 烘焙 二胡入门",
        "材料由站点准备，零基础可以学。",
        90,
        (*MORNING, *AFTERNOON, *EVENING),
        (8, 22),
    ),
    _t(
        Kind.CULTURE,
        None,
        "晚间健身",
        "八段锦 广场舞 太极拳 乒乓球 瑜伽",
        "穿运动鞋，自带水杯。",
        60,
        EVENING,
        (12, 32),
        ANYWHERE,
    ),
    _t(
        Kind.TRAINING,
        "newcomers",
        "新市民课堂",
        "学说粤语 孩子入学 积分怎么算 租房须知 认识桂城",
        "刚来桂城的街坊都可以报名，可带孩子。",
        90,
        EVENING,
        (10, 26),
        ANYWHERE,
    ),
    _t(
        Kind.TRAINING,
        "employees",
        "职工午间课堂",
        "急救知识 办公室拉伸 个人所得税 心理减压 劳动合同",
        "午休四十五分钟，可以带饭来听。",
        45,
        (660, 675, 690),
        (10, 28),
        frozenset({"park", "centre"}),
        workdays=True,
    ),
    _t(
        Kind.TRAINING,
        None,
        "就业服务日",
        "家政专场 制造业专场 零工对接 简历修改 女性就业",
        "企业到场，可现场面谈。",
        150,
        (*MORNING, *AFTERNOON),
        (22, 52),
        ROOMY,
    ),
    _t(
        Kind.OTHER,
        "new-workers",
        "骑手歇脚茶会",
        "热汤一碗 车辆检修 保险怎么赔 说说心里话 安全头盔",
        "送餐、送件路过就可以进来，有热水和充电。",
        60,
        (*AFTERNOON, *EVENING),
        (6, 18),
        frozenset({"park", "point", "street", "centre"}),
    ),
)

#: Weekly series around today: title, template number, weekday from Monday = 0, start in minutes.
SERIES = (
    ("长者智能手机班（每周）", 3, 0, 570),
    ("晚间健身：八段锦（每周）", 19, 1, 1140),
    ("法律咨询日（每周）", 8, 2, 570),
    ("四点半课堂（每周）", 0, 3, 990),
    ("微党课（每周）", 13, 4, 1140),
    ("护邻义诊（每周）", 6, 5, 540),
    ("亲子阅读会（每周）", 1, 5, 900),
    ("粤曲小舞台（每周）", 16, 6, 870),
)
