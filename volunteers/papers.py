"""What people are told and what they undertake, in the words that are printed and kept."""

from __future__ import annotations

from django.conf import settings

from .models import Offer


def told_points() -> list[tuple[str, str]]:
    """Heading and sentence of each point of 个人信息告知书."""
    return [
        (
            "登记什么",
            "姓名、电话、性别、出生年份、政治面貌（党员的入党日期）、特长，"
            "以及在哪一栋楼、哪条巷、哪条街任职和任期。不登记身份证号和详细住址。",
        ),
        ("用来做什么", "联系您开展楼长、巷长、街长的工作，安排活动和慰问，统计队伍人数。不作其他用途。"),
        (
            "谁看得到",
            "您任职的社区的工作人员和街道管理员。电话加密保存，平时只显示中间带星号的号码，"
            "每次查看完整号码都有记录。不公开，不提供给其他单位或个人。",
        ),
        (
            "保存多久",
            f"任职期间一直保存；离任满 {settings.KEEP_FORMER_YEARS} 年，或者您提出要求时，"
            "抹去姓名、电话等个人信息。"
            f"导入名册用的表格文件最多保存 {settings.KEEP_IMPORT_DAYS} 天，"
            f"查看和改动的安全日志保存 {settings.KEEP_SECURITY_LOG_DAYS} 天。",
        ),
        (
            "您的权利",
            "您可以随时到社区查看、更正自己的资料，也可以收回同意，要求抹去个人信息；"
            "抹去以后只保留不含姓名和电话的人数统计。不同意登记的，不影响您参加社区的其他活动。",
        ),
    ]


def told_wording() -> str:
    """The same as one text, as it is kept beside the date of consent."""
    return "\n".join(f"{heading}：{text}" for heading, text in told_points())


def number_shared_wording() -> str:
    """What a head agrees to in writing before residents are shown the own number."""
    return (
        "本人同意：居民在本站“找楼长”里查到我负责的楼（巷、街）时，可以看到我的姓氏、职务和登记的手机号码，"
        "用来联系我办理社区的事。全名不显示。我可以随时告诉社区收回同意，收回后马上不再显示；"
        "离任、换号码以后也不再显示。"
    )


def offer_wording() -> str:
    """What whoever offers to serve is told beside the box to tick."""
    return (
        "我同意社区用我填写的称呼和电话联系我商量这件事。电话加密保存，只有这个社区的工作人员和街道管理员看得到。"
        f"接受以后登记到人员资料里，届时再当面说明；没有接受的，处理后 {Offer.KEPT_SETTLED_DAYS} 天删除；"
        f"一直没有处理的，{Offer.KEPT_WAITING_DAYS} 天后删除。我可以随时打电话给社区收回。"
    )


UNDERTAKING = (
    "工作中知道的居民姓名、电话、住址、家庭和健康情况，只用于社区工作，不告诉无关的人。",
    "不在微信群、朋友圈和其他网络平台发布居民的个人信息和照片；确有需要的，先征得本人同意。",
    "不复制、不转发、不买卖名册和台账；纸质资料妥善保管，用完交回社区。",
    "账号和密码只由本人使用；发现资料丢失或泄露，立即告诉社区工作人员。",
    "离任时交回全部资料，离任以后继续保守工作中知道的个人信息。",
)
