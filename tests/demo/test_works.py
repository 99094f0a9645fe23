"""Works, 书记项目, visits, the study visit and the conference of the demonstration."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db.models import Q

from communities.models import (
    Company,
    Conference,
    ConsentVote,
    Project,
    SiteFigure,
    StudySite,
    StudyVisit,
    Undertaking,
    Visit,
    Works,
    WorksStage,
)
from communities.works import out_of_order
from guicheng.demo import words

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.any_database,
    pytest.mark.usefixtures("demonstration"),
]
REPORTED = "珠江时报 2023年2月"


def test_five_works_as_they_were_reported() -> None:
    named = Works.objects.filter(source=REPORTED)
    assert set(named.values_list("community__name", "estate__name", "kind", "title", "stage")) == {
        ("桂雅社区", "俊雅花园", "lift", "俊雅花园旧楼加装电梯", "done"),
        ("大德社区", "碧湖花园", "renovation", "碧湖花园老旧小区改造", "building"),
        ("大德社区", "丽景园", "renovation", "丽景园小区改造", "building"),
        ("桂花社区", None, "renovation", "桂花社区新一轮老旧小区改造", "intent"),
        ("大新社区", "富丰新城", "property", "富丰新城引进新物业", "done"),
    }
    for row in named:
        assert row.stage_when == "2023年2月" and row.stages.count() == 1, row
        assert not row.votes.exists() and not row.consultations.exists(), row


def test_invented_works_say_so_and_could_be(demonstration: date) -> None:
    made = Works.objects.exclude(source=REPORTED)
    assert made.count() == 27 and not made.exclude(title__endswith="（演示）").exists()
    assert set(made.values_list("kind", flat=True)) == {"lift", "renovation", "property", "fund"}
    assert set(made.values_list("stage", flat=True)) == set(Works.Stage.values) - {"stopped"}
    assert made.filter(source=words.SOURCE).count() == 27
    for row in made.prefetch_related("stages").select_related("community", "estate", "place__estate"):
        row.clean()
        assert not out_of_order(list(row.stages.all()), demonstration), row
        assert row.stage in dict(Works.line_of(row.kind)), row
    assert not WorksStage.objects.filter(on__gt=demonstration).exists()
    assert ConsentVote.objects.count() > 10
    assert not ConsentVote.objects.exclude(works__source=words.SOURCE).exists()


def test_a_project_of_2023_in_each_of_the_45_communities() -> None:
    projects = Project.objects.filter(year=2023)
    assert projects.count() == Project.objects.count() == 45
    assert projects.values("community").distinct().count() == 45
    invented = projects.exclude(source=REPORTED)
    assert not invented.exclude(title__endswith="（演示）", source=words.SOURCE).exists()
    assert not invented.filter(Q(measures__isnull=True) | Q(milestones__isnull=True)).exists()


def test_three_projects_as_they_were_reported() -> None:
    named = {row.community.name: row for row in Project.objects.filter(source=REPORTED)}
    assert set(named) == {"同心社区", "夏东社区", "桂花社区"}
    heart = named["同心社区"]
    assert heart.title == "“同创建，心连新”新市民融合项目"
    assert heart.problem == "新市民归属感不强，人口复杂多元、文化差异大"
    assert [row.text for row in heart.measures.all()] == [
        "完善三级党建网络体系",
        "整合共建资源",
        "一小区一特色",
        "新市民家庭教育“朋友圈”",
        "护邻义诊志愿服务队",
        "“心连新”新市民服务体验馆",
    ]
    assert all(row.target_words == row.result_words == "" and row.met is None for row in heart.measures.all())
    for name in ("夏东社区", "桂花社区"):
        row = named[name]
        assert row.title == "书记项目（名称未见报道）" and row.presented_on == date(2023, 2, 17)
        assert not (row.problem or row.results or row.measures.exists())
    for row in named.values():
        assert not (row.milestones.exists() or row.notes.exists() or row.reviewed_on)


def test_26_visits_in_2023_one_a_certified_community(demonstration: date) -> None:
    reported = Visit.objects.filter(source=REPORTED)
    assert reported.count() == Visit.objects.filter(on__year=2023).count() == 26
    assert reported.values("community").distinct().count() == 26
    assert set(reported.values_list("precision", flat=True)) == {"year"}
    later = Visit.objects.exclude(source=REPORTED)
    assert later.count() > 30 and not later.exclude(topic__startswith="演示").exists()
    assert not later.filter(on__gt=demonstration).exists()
    assert later.values("community").distinct().count() < 45
    assert not Undertaking.objects.filter(visit__in=reported).exists()


def test_six_sites_with_their_eleven_figures_exactly() -> None:
    visit = StudyVisit.objects.get()
    assert (visit.on, visit.title, visit.source) == (date(2023, 2, 20), "赴丹灶、狮山考察调研", REPORTED)
    assert list(StudySite.objects.order_by("order").values_list("name", "town")) == [
        ("粤港澳大湾区（南海）智能安全产业园", "丹灶镇"),
        ("佛山仙湖实验室", "丹灶镇"),
        ("清能股份", "丹灶镇"),
        ("佛山市南海区广工大数据装备协同创新研究院", "狮山镇"),
        ("南海平谦国际智慧产业园", "狮山镇"),
        ("佛山维尚家具制造有限公司", "狮山镇"),
    ]
    january = date(2023, 1, 31)
    assert list(
        SiteFigure.objects.order_by("site__order", "pk").values_list(
            "site__order", "label", "qualifier", "value", "unit", "as_of"
        )
    ) == [
        (10, "进驻企业", "exact", Decimal(175), "家", None),
        (10, "企业工程中心/实验室", "exact", Decimal(25), "家", None),
        (10, "制定国家/行业/企业标准", "exact", Decimal(56), "项", None),
        (10, "知识产权", "exact", Decimal(1685), "件", None),
        (10, "发明专利", "exact", Decimal(813), "件", None),
        (20, "累计申请发明专利", "exact", Decimal(198), "项", january),
        (20, "SCI收录学术论文", "exact", Decimal(524), "篇", january),
        (40, "引进国内外高端人才", "over", Decimal(300), "名", None),
        (40, "申请专利", "exact", Decimal(2451), "项", None),
        (40, "孵化高科技企业", "exact", Decimal(260), "家", None),
        (40, "累计实现产值", "exact", Decimal(55), "亿元", None),
    ]
    facts = dict(StudySite.objects.values_list("order", "facts"))
    assert "国家安全产业示范园区创建单位" in facts[10] and "国家优秀（A类）科技企业孵化器" in facts[40]
    assert "氢燃料电池电堆" in facts[30] and "数字化示范工厂" in facts[60]
    step = Undertaking.objects.get(study_visit=visit)
    assert step.community.name == "怡海社区" and "虚构" in step.outcome


def test_the_conference_with_what_was_promised(demonstration: date) -> None:
    conference = Conference.objects.get()
    assert (conference.on, conference.public) == (date(2023, 2, 17), True)
    assert conference.name == "桂城街道高质量党建引领高质量发展工作大会"
    promises = Undertaking.objects.filter(conference=conference).order_by("pk")
    assert promises.count() == 14
    targets = dict(promises.exclude(target=None).values_list("indicator", "target"))
    assert targets == {"mediators": 200, "stations_planned": 178, "secretary_projects": 45}
    text = "".join(promises.values_list("text", flat=True))
    for named in (
        "10 分钟党群服务圈", "三长制", "工作台账", "综合评价机制", "三同步", "城市论坛", "多方联席会议",
        "12345", "智库", "交流会", "调解员", "乡贤茶话厅", "三引领", "街坊志愿服务互助会", "红色业委会",
        "特色服务场景", "书记项目", "加装电梯", "老旧小区改造",
    ):  # fmt: skip
        assert named in text, named
    assert set(promises.values_list("state", flat=True)) == {"done", "failed", "open"}
    for row in promises.exclude(state="open"):
        assert "虚构" in row.outcome and not row.too_early(conference.on)


def test_companies_are_invented_and_say_so() -> None:
    companies = Company.objects.all()
    assert companies.count() > 5 and not companies.exclude(name__endswith="（演示）").exists()
    assert set(companies.values_list("estate__name", flat=True)) == {"天安数码城"}
    assert all(row.contact_phone.startswith("0757-0000") for row in companies)
