"""Words that invented people and the places they look after are made of. Nobody's real name or number."""

from __future__ import annotations

#: No network has numbers of 154 (libphonenumber's patterns for China leave it out): nobody is called.
MOBILE_PREFIX = "15400"

#: Families' names by how often they are met here.
SURNAMES = {
    "陈": 16, "李": 14, "黄": 13, "梁": 13, "何": 9, "林": 7, "罗": 6, "冯": 6, "邓": 5, "潘": 5, "霍": 5,
    "关": 5, "麦": 4, "庞": 4, "邝": 4, "谭": 4, "卢": 4, "简": 4, "孔": 4, "崔": 3, "周": 4, "吴": 4,
    "郭": 4, "杜": 3, "刘": 4, "区": 3,
}  # fmt: skip

#: Given names: first and second character, for those born before ``YOUNG_FROM`` and those after.
YOUNG_FROM = 1978
GIVEN = {
    ("female", False): ("杏绮笑妙桂银顺沛瑞碧秀淑润带", "珍娴贞葵容萍眉芝莺玲芬仙霞卿好"),
    ("male", False): ("焯炽钜润沛耀锦灿添树汝柏桂志", "坚良垣棠基源新全培辉祥彬昌荣权"),
    ("female", True): ("晓绮诗沛允乐咏", "桐茵澄榆柔恬岚"),
    ("male", True): ("俊浩梓柏朗逸昊", "铭峰谦骏熙谊泓"),
}

SKILLS = (
    "水电维修",
    "调解邻里纠纷",
    "写毛笔字",
    "会说普通话和粤语",
    "护理常识",
    "组织活动",
    "拍照摄影",
    "财务记账",
    "粤曲",
    "太极拳",
    "使用电脑和手机",
    "垃圾分类宣传",
    "消防知识",
    "种花养草",
)

TOLD = (
    "演示：已向本人说明登记姓名、电话和任职情况，用于社区服务和联系，离任后按规定的期限保存，"
    "本人可以查看、更正和要求抹去。本人同意。"
)
AS_PLANNED = "任期届满"
REASONS_TO_LEAVE = ("搬离本小区", "身体原因", "工作变动", "")
