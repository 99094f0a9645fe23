"""What is done for whom, four scenes for each group of people."""

from __future__ import annotations

from typing import NamedTuple

#: Of each scene two lines: title, services (the first must be offered), weekday and hours; then when, in
#: words, and a description.
_TEXT = """
[everyone]
周三律师来了 | legal-advice | 三 | 09:00-11:30
    每周三上午，不用预约 | 带上合同、单据，律师当面解答。
街坊议事日 | meeting-room | - | 19:30-21:00
    每月第一个周五晚上 | 小区里的事，坐下来一起商量。
周末图书角 | reading | 六 | 09:00-17:00
    周六全天，可以借书回家 | 有大字书、绘本和报纸。
心里话小屋 | counselling | 五 | 14:30-17:00
    每周五下午，先打电话预约 | 一对一倾听，不记名。
[elders]
长者午间饭堂 | elder-canteen health-hut | - | 11:00-13:00
    周一至周五中午，可以送餐 | 软饭、少盐，行动不便的可以送到家。
银发手机课 | culture-room | 二 | 09:30-11:00
    每周二上午，从开机教起 | 学会挂号、付款、和孙子视频。
血压月月量 | health-hut | 一 | 08:30-11:00
    每周一上午有护士 | 量血压、测血糖，记在小本子上。
长者义诊日 | free-clinic | - | 09:00-11:30
    每月第二个周三 | 社区医生坐诊，带上吃的药。
[children]
四点半课堂 | after-school reading | - | 16:30-18:00
    上学日放学后 | 有老师看着写作业，写完可以看书。
周末亲子手工 | reading | 六 | 09:30-11:00
    每周六上午 | 爸爸妈妈一起来，材料免费。
假期小管家 | child-care | - | 08:30-17:30
    寒暑假工作日，要报名 | 看护、午休、做游戏，午餐自带。
小小议事员 | meeting-room | - | 10:00-11:30
    每月一次，周日上午 | 孩子们提建议：游乐场怎么改更好玩。
[newcomers]
新市民第一课 | newcomer | 四 | 15:00-16:30
    每周四下午 | 居住登记、积分、孩子上学，一次讲清楚。
租房合同帮你看 | legal-advice newcomer | - | 14:30-17:00
    每月 10 日、25 日下午 | 签字前让律师看一眼。
周末找工作 | jobs | 六 | 09:00-11:30
    每周六上午 | 附近的招聘信息，帮您写简历。
邻里百家宴 | culture-room | - | -
    每季度一次，看通知 | 各带一道家乡菜，认识新邻居。
[new-workers]
骑手歇脚站 | rest-stop | - | -
    开放时间内随时来 | 充电、喝水、热饭、避雨，不用登记。
司机充电吧 | rest-stop self-service | - | -
    全天 | 手机充电，歇一歇再走。
骑手安全半小时 | rest-stop | 一 | 14:30-15:00
    每周一下午，送餐高峰以后 | 头盔、刹车、保险，看一看讲一讲。
新就业法律角 | legal-advice | - | 15:00-17:00
    每月最后一个周五 | 平台扣款、工伤，律师教您怎么办。
[disabled]
助残办事日 | disabled-help | 三 | 09:00-11:30
    每周三上午，可以上门 | 残疾人证、辅具租借，一次办好。
无障碍观影 | culture-room | - | 14:30-16:30
    每月第三个周六 | 有人讲解画面，轮椅位在第一排。
送餐到家 | elder-canteen | - | 11:00-13:00
    周一至周五中午 | 行动不便的街坊，打电话就送。
康复陪练 | health-hut | 四 | 09:30-11:00
    每周四上午 | 志愿者陪着做康复操。
[employees]
午间学习圈 | party-room | - | 12:15-13:15
    工作日中午 | 听一节微课，见见隔壁公司的人。
企业办事直通 | enterprise | - | 09:00-17:00
    工作日，先预约更快 | 证照、社保、用工，专人帮办。
下班瑜伽课 | culture-room | 二 | 19:00-20:00
    每周二晚上 | 带瑜伽垫来就行。
心灵加油站 | counselling | 四 | 18:00-20:00
    每周四下班后，要预约 | 工作压力大，来聊一聊。
[women]
妈妈互助会 | child-care | 三 | 09:30-11:00
    每周三上午 | 带着宝宝来，说说带娃的事。
姐妹法律课 | legal-advice | - | 15:00-16:30
    每月第一个周三 | 婚姻、财产、劳动，问得放心。
巧手坊 | culture-room | 五 | 09:30-11:30
    每周五上午 | 编织、插花、做点心。
她的求职帮 | jobs | - | 09:30-11:30
    每月第二个周四 | 带娃也能做的工作，一起找。
[veterans]
老兵服务日 | veterans | 二 | 09:00-11:30
    每周二上午 | 优待证、关系转接、困难帮扶。
老兵讲故事 | reading | - | -
    每季度一次，看通知 | 老兵讲，孩子听。
老兵志愿队 | volunteer | 六 | 08:30-10:30
    每周六上午 | 巡楼、护学、应急演练。
老兵茶座 | meeting-room | - | 09:30-11:00
    每月 1 日上午 | 喝茶叙旧，有事一起想办法。
[members]
党员先锋岗 | party-room | 六 | 09:00-11:00
    每周六上午 | 党员轮流值班，帮街坊办小事。
晚间微党课 | party-room | - | 19:30-20:30
    每月第二个周四晚上 | 一刻钟一个故事。
入党第一问 | join-party | 三 | 15:00-17:00
    每周三下午 | 想入党的街坊，来问一问。
我来认领心愿 | volunteer | - | -
    开放时间内随时来 | 墙上有街坊的小心愿，认领一个。
"""


class Said(NamedTuple):
    title: str
    services: list[str]
    weekday: int | None
    hours: str
    schedule: str
    text: str


def _read() -> dict[str, list[Said]]:
    found: dict[str, list[Said]] = {}
    lines = iter(_TEXT.strip().splitlines())
    for line in lines:
        if line.startswith("["):
            scenes = found.setdefault(line.strip("[]"), [])
            continue
        title, services, day, hours = (part.strip() for part in line.split("|"))
        schedule, text = (part.strip() for part in next(lines).split("|"))
        weekday = None if day == "-" else "一二三四五六日".index(day)
        scenes.append(Said(title, services.split(), weekday, hours, schedule, text))
    return found


SCENES = _read()
