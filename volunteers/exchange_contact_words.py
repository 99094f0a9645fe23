"""What offices call the columns of a ledger, and what they write into its choices."""

from __future__ import annotations

from .models import ContactLog

Channel, With, Result = ContactLog.Channel, ContactLog.With, ContactLog.Result

HEAD = (
    "姓名", "楼长", "巷长", "街长", "三长", "三长姓名", "巷长姓名", "街长姓名", "楼栋长姓名", "记录人", "走访人", "走访人员", "填写人",
    "负责人", "负责人姓名",
)  # fmt: skip
ON = (
    "走访日期", "走访时间", "联系日期", "联系时间", "服务日期", "服务时间", "登记日期", "登记时间", "记录日期", "记录时间", "工作日期", "时间",
    "年月日",
)  # fmt: skip
CHANNEL = ("联系方式", "走访方式", "走访形式", "联系形式", "服务方式", "服务形式", "工作方式", "形式", "途径")
CONTACTED = ("服务对象", "走访对象", "对象", "对象类别", "群众类别", "人群", "人群类别", "联系群众")
HOUSEHOLD = (
    "具体位置",
    "楼层",
    "单元",
    "单元楼层",
    "房号",
    "门牌",
    "地点",
    "走访地点",
    "具体地点",
    "住户位置",
)
MATTER = (
    "类别", "类型", "事项类型", "事项分类", "问题类别", "问题类型", "诉求类别", "诉求类型", "服务类别", "服务类型", "分类", "矛盾类型",
)  # fmt: skip
TEXT = (
    "走访内容", "联系内容", "工作内容", "服务内容", "主要内容", "事项内容", "问题内容", "内容摘要", "情况", "走访情况", "具体情况", "情况说明",
    "情况记录", "走访记录", "工作记录", "群众诉求", "居民诉求", "诉求内容", "诉求", "反映问题", "反映情况", "问题", "事项", "具体事项", "民情记录",
)  # fmt: skip
RESULT = (
    "办理结果", "处理结果", "办理情况", "处理情况", "落实情况", "解决情况", "办理状态", "处理状态", "办结情况", "状态", "进度", "办理进度",
    "是否办结", "是否解决",
)  # fmt: skip
REPORTED_TO = (
    "上报对象", "上报单位", "上报部门", "上报情况", "上报", "报给谁", "转办单位", "转办部门", "转给谁", "转交", "移交单位",
)  # fmt: skip
FOLLOW_UP = (
    "下次跟进日期", "下次跟进时间", "跟进日期", "跟进时间", "下次走访", "下次走访时间", "下次走访日期", "下次联系", "回访日期", "回访时间",
)  # fmt: skip
CLOSED = ("办结时间", "完成日期", "完成时间", "解决日期", "解决时间", "处理完成日期", "销号日期")

CHANNELS = {label: value for value, label in Channel.choices} | {
    **dict.fromkeys(("上门", "走访", "入户", "入户走访", "家访", "面谈", "当面", "上门探访", "探访", "现场"), Channel.VISIT),
    **dict.fromkeys(("电访", "打电话", "去电", "来电", "电话联系", "电话沟通", "电话回访"), Channel.PHONE),
    **dict.fromkeys(("微信群", "线上", "网络", "微信沟通", "微信联系", "网上"), Channel.WECHAT),
    **dict.fromkeys(("议事会", "协商", "会议", "开会", "座谈", "座谈会", "居民议事", "议事协商"), Channel.MEETING),
    **dict.fromkeys(("巡查", "巡逻", "巡街", "巡巷", "巡楼巡查", "日常巡查", "巡视"), Channel.PATROL),
}  # fmt: skip
WITH = {label: value for value, label in With.choices} | {
    **dict.fromkeys(("居民", "业主", "家庭", "群众", "住户居民", "租户", "户"), With.HOUSEHOLD),
    **dict.fromkeys(("老人", "老年人", "独居老人", "独居长者", "空巢老人", "高龄老人", "孤寡老人"), With.ELDER),
    **dict.fromkeys(("儿童", "青少年", "未成年人", "小孩", "学生"), With.CHILD),
    **dict.fromkeys(("外来人员", "流动人口", "外来务工人员", "异地务工人员"), With.NEWCOMER),
    **dict.fromkeys(("商铺", "店铺", "商家", "沿街商户"), With.SHOP),
    **dict.fromkeys(("多户", "多人", "多名居民", "居民多人", "全体居民", "全楼居民"), With.SEVERAL),
}  # fmt: skip
RESULTS = {label: value for value, label in Result.choices} | {
    **dict.fromkeys(("已办结", "完成", "已完成", "解决", "已解决", "已处理", "处理完毕", "是", "√", "✓"), Result.DONE),
    **dict.fromkeys(
        ("跟进", "未办结", "办理中", "处理中", "进行中", "待跟进", "继续跟进", "未完成", "未解决", "待处理", "否", "×", "正在跟进"),
        Result.FOLLOWING,
    ),
    **dict.fromkeys(("已上报", "上报社区", "上报居委会", "转办", "已转办", "已转交", "移交"), Result.ESCALATED),
}  # fmt: skip
#: Other names of matters (as they are compared) → the name in the list that a database begins with.
KINDS = {
    **dict.fromkeys(("邻里矛盾", "矛盾纠纷", "纠纷", "矛盾纠纷调解", "邻里", "纠纷调解", "矛盾调解"), "邻里纠纷"),
    **dict.fromkeys(("家庭纠纷", "家事", "家庭"), "家庭矛盾"),
    **dict.fromkeys(("环境卫生", "卫生", "环境整治", "垃圾分类", "市容环境", "环境问题"), "环境"),
    **dict.fromkeys(("安全隐患", "消防", "消防安全", "用电安全", "安全生产", "安全问题", "治安", "平安"), "安全"),
    **dict.fromkeys(("民生服务", "民生问题", "民生诉求", "生活困难", "帮扶"), "民生"),
    **dict.fromkeys(("电梯", "加梯", "旧楼加装电梯", "旧楼加梯", "电梯加装"), "加装电梯"),
    **dict.fromkeys(("旧改", "老旧小区", "旧小区改造", "小区改造"), "老旧小区改造"),
    **dict.fromkeys(("新市民", "外来人口", "流动人口", "新市民服务"), "新市民融合"),
    **dict.fromkeys(("长者", "老人", "关爱长者", "关爱老人", "为老服务", "养老", "长者服务"), "长者关爱"),
    **dict.fromkeys(("物业", "物业管理", "物业问题", "物业纠纷"), "物业服务"),
    **dict.fromkeys(("其它", "其他事项"), "其他"),
}  # fmt: skip
