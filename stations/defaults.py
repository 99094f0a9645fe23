"""The lists of services and audiences that a street starts with; staff change them afterwards."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from .models import Audience, Service

#: slug, name
AUDIENCES = (
    ("everyone", "全体居民"),
    ("elders", "长者"),
    ("children", "儿童青少年"),
    ("newcomers", "新市民"),
    ("new-workers", "新就业群体"),
    ("disabled", "残障人士"),
    ("employees", "企业职工"),
    ("women", "妇女"),
    ("veterans", "退役军人"),
    ("members", "党员"),
)

#: slug, name, description, audiences
SERVICES = (
    ("elder-canteen", "长者饭堂", "为长者提供午餐和晚餐，可堂食也可送餐。", "elders disabled"),
    ("after-school", "四点半课堂", "放学后的作业辅导和兴趣活动。", "children"),
    ("child-care", "儿童托管", "寒暑假和周末的儿童看护。", "children newcomers"),
    ("legal-advice", "法律咨询", "律师值班，免费解答日常法律问题。", "everyone"),
    ("mediation", "矛盾调解", "调解员帮助化解邻里、物业、家庭纠纷。", "everyone"),
    ("social-insurance", "社保医保代办", "社保、医保业务的咨询、预审和代办。", "everyone elders"),
    ("newcomer", "新市民服务", "居住登记、积分、子女入学等办事指引。", "newcomers"),
    ("jobs", "就业指导", "招聘信息、技能培训和求职辅导。", "newcomers new-workers employees women"),
    ("rest-stop", "充电与热水", "骑手、司机、快递员等歇脚、充电、饮水、热饭。", "new-workers"),
    ("reading", "图书阅览", "书报阅览和借还。", "everyone children"),
    ("health-hut", "健康小屋", "自助测量血压、血糖、身高体重。", "everyone elders"),
    ("free-clinic", "义诊", "医护志愿者定期坐诊。", "elders everyone"),
    ("counselling", "心理疏导", "心理咨询师一对一倾听和疏导，需预约。", "everyone women children"),
    ("join-party", "入党咨询", "入党程序和组织关系转接的咨询。", "members everyone"),
    ("party-room", "党员活动室", "支部开展组织生活的场地，可预约。", "members"),
    ("volunteer", "志愿服务登记", "志愿者注册、领取服务任务、时长登记。", "everyone members"),
    ("lift-retrofit", "加装电梯咨询", "旧楼加装电梯的政策、流程和意见协商。", "elders everyone"),
    ("culture-room", "文体活动室", "棋牌、乒乓球、舞蹈、书画的活动场地。", "everyone elders"),
    ("worthies-tea", "乡贤茶话厅", "乡贤和村民喝茶议事的地方。", "everyone"),
    ("enterprise", "企业服务", "政策解读、证照办理指引和用工对接。", "employees"),
    ("veterans", "退役军人服务", "优待证、关系转接和帮扶的咨询。", "veterans"),
    ("disabled-help", "助残服务", "残疾人证、辅具租借和康复的咨询。", "disabled"),
    ("meeting-room", "居民议事厅", "业主、楼长、街坊开会商量事情的场地。", "everyone"),
    ("studio", "全域创熟工作室", "指导各社区创建熟人社区：咨询、培训、案例交流，可预约。", "everyone"),
    ("self-service", "自助政务机", "自助打印证明、查询和缴费。", "everyone"),
)


def load_lists() -> tuple[dict[str, Audience], dict[str, Service]]:
    """Make the entries that are missing, by slug or name; those there stay as staff left them.

    Both lists by the slug used here, whatever slug staff gave an entry of the same name.
    """
    with transaction.atomic():
        known = _known(Audience)
        audiences = {
            slug: known.get(slug)
            or known.get(name)
            or Audience.objects.create(slug=slug, name=name, order=order * 10)
            for order, (slug, name) in enumerate(AUDIENCES, start=1)
        }
        known = _known(Service)
        services = {}
        for order, (slug, name, description, whom) in enumerate(SERVICES, start=1):
            service = known.get(slug) or known.get(name)
            if service is None:
                service = Service.objects.create(
                    slug=slug, name=name, description=description, order=order * 10
                )
                service.audiences.set([audiences[key] for key in whom.split()])
            services[slug] = service
    return audiences, services


def _known(model: type[Any]) -> dict[str, Any]:
    """The entries that are there by name and by slug, which counts first."""
    entries = list(model.objects.all())
    return {entry.name: entry for entry in entries} | {entry.slug: entry for entry in entries}
