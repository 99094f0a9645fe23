"""简报: worded by templates that can only name figures, kept as made, for whoever works inside."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Pt
from openpyxl import load_workbook

from communities.models import Community, Membership
from guicheng.accounts.models import Role, User
from guicheng.dashboard.briefs.courses import HEAD, courses
from guicheng.dashboard.briefs.freezing import make_brief
from guicheng.dashboard.briefs.placeholders import BadTemplate, problems
from guicheng.dashboard.briefs.spans import BadSpan, Span, last_whole, parse_span
from guicheng.dashboard.briefs.table import HEADS, compared, lines
from guicheng.dashboard.briefs.templates import load_templates
from guicheng.dashboard.models import Brief, BriefTemplate
from guicheng.dashboard.published import load_published
from guicheng.dashboard.snapshot import count
from tests.factories import (
    make_activity,
    make_appointment,
    make_community,
    make_place,
    make_station,
    shanghai,
)

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
MAY = Span("month", date(2026, 5, 1), date(2026, 5, 31))
HERE, THERE = "桂雅社区", "桂花社区"


@pytest.fixture(autouse=True)
def two_communities() -> None:
    """In April 30 and in May 42 people came to 桂雅社区, in May 5 to 桂花社区; a head began in May."""
    cache.clear()
    load_published()
    load_templates()
    here, there = (make_station(community=make_community(name)) for name in (HERE, THERE))
    make_activity(here, shanghai("2026-04-10 09:00"), attendance=30)
    make_activity(here, shanghai("2026-05-10 09:00"), attendance=42)
    make_activity(there, shanghai("2026-05-11 09:00"), attendance=5)
    make_appointment(place=make_place(community=make_community(HERE)), started_on=date(2026, 5, 2))


def logged_in(role: str, *communities: str) -> Client:
    user = User.objects.create(username=f"{role}{len(communities)}", role=role, is_staff=True)
    for name in communities:
        Membership.objects.create(user=user, community=make_community(name))
    client = Client()
    client.force_login(user, settings.AUTHENTICATION_BACKENDS[-1])
    return client


def template(text: str = "楼长{{ building_heads }}名。", name: str = "演示") -> BriefTemplate:
    return BriefTemplate.objects.create(name=name, text=text)


def asked(**changes: str) -> dict[str, object]:
    work = BriefTemplate.objects.get(name="工作简报")
    return {"template": work.pk, "scope": "street", "period": "2026-05", "first": "", "last": "", **changes}


# --- it works ----------------------------------------------------------------------------------------
def test_a_span_s_flow_is_what_it_added_and_all_else_is_as_at_its_end() -> None:
    text = (
        "{{ where }}{{ period }}至{{ day }}：{{ residents_served }}人次，累计{{ residents_served.total }}，"
        "{{ residents_served.change }}；"
        "{{ building_heads.label }}{{ building_heads }}{{ building_heads.unit }}，"
        "{{ building_heads.change }}，公布{{ building_heads.published }}，目标{{ mediators.target }}"
    )
    assert make_brief(template(text), MAY).text == [
        "桂城街道2026年5月至2026年5月31日：47人次，累计77，增加17人次；"
        "楼长1名，增加1名，公布2186，目标不少于 200"
    ]
    own = make_brief(template(text, "二"), MAY, make_community(THERE)).text[0]
    assert own.startswith(
        "桂花社区2026年5月至2026年5月31日：5人次，累计5，增加5人次；楼长0名，持平，公布（未公布）"
    )


def test_figures_are_those_of_the_snapshot() -> None:
    brief = make_brief(template(), MAY)
    end, start = count(MAY.last), count(MAY.before)
    for row in brief.figures:
        value = end.value(row["key"])
        if row["flow"]:
            value = value - start.value(row["key"])
        assert row["value"] == (None if value is None else pytest.approx(float(value), abs=0.05)), row["key"]


def test_a_brief_stays_as_it_was_made() -> None:
    brief = make_brief(template(), MAY)
    make_appointment(place=make_place(community=make_community(HERE)), started_on=date(2026, 5, 3))
    BriefTemplate.objects.filter(name="演示").delete()
    cache.clear()
    kept = Brief.objects.get(pk=brief.pk)
    assert kept.text == ["楼长1名。"] and kept.name == "演示" and kept.template is None


def test_it_is_compared_with_the_last_of_its_kind() -> None:
    words = template()
    april = make_brief(words, Span("month", date(2026, 4, 1), date(2026, 4, 30)))
    make_brief(words, Span("month", date(2026, 4, 1), date(2026, 4, 30)), make_community(HERE))
    make_brief(template(name="另一种"), Span("month", date(2026, 4, 1), date(2026, 4, 30)))
    may = make_brief(words, MAY)
    assert may.last_of_the_kind() == april and april.last_of_the_kind() is None
    by = {row.label: (row.value, row.before, row.by) for row in compared(may, april)}
    assert by["惠及群众"] == (47, 30, 17) and by["楼长"] == (1, 0, 1)
    page = logged_in(Role.STREET_LEADER).get(f"/dashboard/briefs/{may.pk}/").content.decode()
    assert f'href="/dashboard/briefs/{april.pk}/"' in page and "2026年4月" in page


def test_the_form_makes_one_and_leads_to_it() -> None:
    client = logged_in(Role.STREET_ADMIN)
    assert "还没有简报" in client.get("/dashboard/briefs/").content.decode()
    answer = client.post("/dashboard/briefs/", asked())
    brief = Brief.objects.get()
    assert answer["Location"] == f"/dashboard/briefs/{brief.pk}/"
    page = client.get(answer["Location"]).content.decode()
    assert all(text in page for text in brief.text) and "桂城街道党群服务工作简报" in page
    assert "惠及群众47人次，比上一期增加17人次" in page
    assert f'href="/dashboard/briefs/{brief.pk}/"' in client.get("/dashboard/briefs/").content.decode()


def test_each_kind_of_span() -> None:
    today = date.today()
    assert parse_span("2026-05").words == "2026年5月"
    assert parse_span("2025-Q4") == Span("quarter", date(2025, 10, 1), date(2025, 12, 31))
    assert parse_span("2025-Q4").earlier() == Span("quarter", date(2025, 7, 1), date(2025, 9, 30))
    assert parse_span("2025").words == "2025年" and parse_span("2025").earlier().first == date(2024, 1, 1)
    chosen = parse_span("span", "2026-03-01", "2026-03-10")
    assert chosen.words == "2026年3月1日至2026年3月10日"
    assert chosen.earlier() == Span("span", date(2026, 2, 19), date(2026, 2, 28))
    this_year = parse_span(str(today.year))
    assert this_year.last == today and (this_year.whole or "截至" in this_year.words)
    assert Span("month", date(2026, 3, 1), date(2026, 3, 30), False).earlier().last == date(2026, 2, 28)
    assert last_whole("month", date(2026, 1, 15)).first == date(2025, 12, 1)
    assert last_whole("quarter", date(2026, 1, 15)).last == date(2025, 12, 31)


# --- files -------------------------------------------------------------------------------------------
def shown(value: object) -> str:
    return "—" if value is None else str(value)


def test_the_word_file_says_what_the_brief_says_in_the_official_layout() -> None:
    words = template("一、三长制\n楼长{{ building_heads }}名。\n（一）楼长\n有。")
    make_brief(words, Span("month", date(2026, 4, 1), date(2026, 4, 30)))
    brief = make_brief(words, MAY)
    client = logged_in(Role.STREET_LEADER)
    answer = client.get(f"/dashboard/briefs/{brief.pk}/brief.docx")
    assert answer.content == client.get(f"/dashboard/briefs/{brief.pk}/brief.docx").content
    assert "%E6%A1%82%E5%9F%8E" in answer["Content-Disposition"]
    book = Document(io.BytesIO(answer.content))
    found = {p.text: p for p in book.paragraphs}
    assert all(text in found for text in brief.text)

    def font(text: str) -> tuple[str, object]:
        run = found[text].runs[0]
        return run._element.rPr.rFonts.get(qn("w:eastAsia")), run.font.size

    assert font("桂城街道党群服务演示") == ("方正小标宋简体", Pt(22))
    assert font("一、三长制") == ("黑体", Pt(16)) and font("（一）楼长") == ("楷体", Pt(16))
    assert font("楼长1名。") == ("仿宋", Pt(16))
    assert found["楼长1名。"].paragraph_format.line_spacing == Pt(28)
    figures, last, *charts = book.tables
    assert [cell.text for cell in figures.rows[0].cells] == list(HEADS)
    for row, line in zip(figures.rows[1:], lines(brief), strict=True):
        assert [cell.text.replace("\n", "") for cell in row.cells] == [shown(cell) for cell in line.cells]
    assert len(last.rows) == len(figures.rows)
    for chart, course in zip(charts, courses(brief), strict=True):
        assert [row.cells[0].text for row in chart.rows] == [month.label for month in course.months]
        assert [row.cells[2].text for row in chart.rows] == [f"{month.value:,}" for month in course.months]
        longest = max(chart.rows, key=lambda row: len(row.cells[1].text))
        assert longest.cells[2].text == f"{max(month.value for month in course.months):,}"
    assert any("统计时间" in text and "《" not in text for text in found)
    assert any("《珠江时报》" in text for text in found)


def test_the_workbook_s_numbers_are_those_of_the_brief() -> None:
    brief = make_brief(template(), MAY)
    client = logged_in(Role.STREET_LEADER)
    book = load_workbook(io.BytesIO(client.get(f"/dashboard/briefs/{brief.pk}/brief.xlsx").content))
    assert book.sheetnames == ["指标", HEAD, "正文", "说明"]
    shown = courses(brief)
    assert len(book[HEAD]._charts) == len(shown) > 0
    for column, course in enumerate(shown, start=2):
        values = [book[HEAD].cell(row, column).value for row in range(2, 8)]
        assert values == [month.value for month in course.months]
        assert values[-1] == next(row["value"] for row in brief.figures if row["label"] == course.label), (
            "the last month of a brief of a month is the brief's own figure"
        )
    rows = list(book["指标"].iter_rows(values_only=True))[1:]
    assert [row[2] for row in rows] == [row["value"] for row in brief.figures]
    assert [row[4] for row in rows] == [row["change"] for row in brief.figures]
    assert [cell.value for cell in book["正文"]["A"]][1:] == brief.text


# --- who ---------------------------------------------------------------------------------------------
def test_street_leaders_make_briefs_though_they_change_no_record() -> None:
    client = logged_in(Role.STREET_LEADER)
    assert client.post("/dashboard/briefs/", asked()).status_code == 302
    assert client.post("/dashboard/briefs/", asked(scope=make_community(HERE).code)).status_code == 302
    assert client.post("/admin/dashboard/brieftemplate/add/", {}).status_code == 403


def test_staff_of_a_community_make_and_see_their_own_alone() -> None:
    street = make_brief(template(), MAY)
    theirs = make_brief(template(name="二"), MAY, make_community(THERE))
    client = logged_in(Role.COMMUNITY_WORKER, HERE)
    for scope in ("street", make_community(THERE).code, "999"):
        page = client.post("/dashboard/briefs/", asked(scope=scope)).content.decode()
        assert "它不归您的账号管" in page
    assert Brief.objects.count() == 2
    own = client.post("/dashboard/briefs/", asked(scope=make_community(HERE).code))["Location"]
    assert client.get(own).status_code == 200
    page = client.get("/dashboard/briefs/").content.decode()
    assert own in page and THERE not in page
    for brief in (street.pk, theirs.pk, 99_999):
        assert f"/dashboard/briefs/{brief}/" not in page
        for end in ("", "brief.docx", "brief.xlsx"):
            assert client.get(f"/dashboard/briefs/{brief}/{end}").status_code == 404


@pytest.mark.parametrize("role", [Role.DEPARTMENT, Role.HEAD])
def test_others_are_refused(role: str) -> None:
    brief = make_brief(template(), MAY)
    client = logged_in(role)
    for path in ("", f"{brief.pk}/", f"{brief.pk}/brief.docx", f"{brief.pk}/brief.xlsx"):
        assert client.get(f"/dashboard/briefs/{path}").status_code == 403
        assert Client().get(f"/dashboard/briefs/{path}").status_code == 302
    assert client.post("/dashboard/briefs/", asked()).status_code == 403
    assert Brief.objects.count() == 1


def test_nobody_changes_a_brief_in_the_admin() -> None:
    brief = make_brief(template(), MAY)
    client = logged_in(Role.STREET_ADMIN)
    assert client.get("/admin/dashboard/brief/").status_code == 200
    page = client.get(f"/admin/dashboard/brief/{brief.pk}/change/").content.decode()
    assert f"/dashboard/briefs/{brief.pk}/" in page and 'name="_save"' not in page
    assert client.get("/admin/dashboard/brief/add/").status_code == 403


# --- bad input ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "好。\n{{ building_head }}",
            "第 2 行：没有代号是“building_head”的指标，最接近的是“building_heads”。",
        ),
        (
            "{{ building_heads.chnge }}",
            "第 1 行：“building_heads.chnge”中的“.chnge”不认识，最接近的是“change”。",
        ),
        ("{% for x in y %}", "第 1 行：模板里不能写 {% … %} 这样的循环或判断"),
        ("{{ building_heads.change() }}", "不能写算式或调用"),
        ("{{ building_heads.__class__ }}", "最接近的是"),
        ("{{ building_heads|safe }}", "不能写算式或调用"),
        ("{{ }}", "不是指标代号"),
        ("{{ building_heads", "双花括号没有成对"),
        ("building_heads }}", "双花括号没有成对"),
        ("{{ where.unit }}", "“where”后面不能再写“.unit”"),
    ],
)
def test_what_cannot_be_filled_in_is_refused_with_its_line(text: str, said: str) -> None:
    with pytest.raises(ValidationError) as caught:
        BriefTemplate(name="演示", text=text).full_clean()
    assert said in " ".join(caught.value.message_dict["text"])
    with pytest.raises(BadTemplate):
        make_brief(template(text), MAY)


def test_the_admin_tells_the_line_of_each_mistake() -> None:
    client = logged_in(Role.STREET_ADMIN)
    sent = {"name": "演示", "text": "{{ lane_hed }}\n好。\n{% if x %}"}
    page = client.post("/admin/dashboard/brieftemplate/add/", sent).content.decode()
    assert "第 1 行" in page and "lane_heads" in page and "第 3 行" in page
    assert not BriefTemplate.objects.filter(name="演示").exists()


def test_a_template_that_went_bad_makes_no_brief() -> None:
    bad = template("{{ gone_figure }}")
    page = logged_in(Role.STREET_ADMIN).post("/dashboard/briefs/", asked(template=str(bad.pk)))
    assert "没有代号是“gone_figure”的指标" in page.content.decode() and not Brief.objects.exists()


def test_delivered_templates_are_sound_and_the_street_s_changes_stay() -> None:
    for each in BriefTemplate.objects.all():
        assert problems(each.text) == []
    BriefTemplate.objects.update(text="街道自己的。")
    assert load_templates() == 0
    assert set(BriefTemplate.objects.values_list("text", flat=True)) == {"街道自己的。"}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"period": ""}, "请选择简报的期间"),
        ({"period": "span"}, "请填写开始日期和结束日期"),
        ({"period": "span", "first": "2026-05-02", "last": "2026-05-01"}, "结束日期早于开始日期"),
        ({"period": "span", "first": "1900-01-01", "last": "2026-05-01"}, "最早只能看 2000 年"),
        ({"period": "span", "first": "2026-05-01", "last": "2999-01-01"}, "还没有到"),
        ({"period": "span", "first": "1.5.2026", "last": "2026-05-01"}, "2025-12-31 的样子"),
        ({"period": "9999-12"}, "还没有到"),
        ({"period": "9999"}, "还没有到"),
        ({"period": "1999"}, "最早只能做 2000 年"),
        ({"period": "0000-01"}, "最早只能做 2000 年"),
        ({"period": "2026-13"}, "期间请写成"),
        ({"period": "x\0"}, ""),
        ({"template": "0"}, "没有这个模板"),
        ({"template": "x"}, "没有这个模板"),
        ({"scope": ""}, "请选择街道或社区"),
    ],
)
def test_an_empty_or_wrong_span_is_told(changes: dict[str, str], said: str) -> None:
    answer = logged_in(Role.STREET_ADMIN).post("/dashboard/briefs/", asked(**changes))
    assert answer.status_code == 200 and said in answer.content.decode()
    assert not Brief.objects.exists()


def test_the_coming_month_has_no_figures_yet() -> None:
    coming = date.today().replace(day=28) + timedelta(days=10)
    with pytest.raises(BadSpan, match="还没有到"):
        parse_span(f"{coming:%Y-%m}")


# --- the command -------------------------------------------------------------------------------------
def test_the_command_makes_the_street_s_and_each_community_s_once() -> None:
    for times in (1, 2):
        out = io.StringIO()
        call_command("make_briefs", period="month", stdout=out)
        assert Brief.objects.count() == 1 + Community.objects.count(), times
    assert "新生成 0 份" in out.getvalue()
    span = last_whole("month", date.today())
    assert {(b.first, b.last, b.scheduled) for b in Brief.objects.all()} == {(span.first, span.last, True)}
    assert Brief.objects.filter(community=None).count() == 1
    with pytest.raises(CommandError, match="没有名称是“没有的”的简报模板。现有：工作简报、年度简报"):
        call_command("make_briefs", template="没有的")


def test_a_community_that_came_later_gets_its_own() -> None:
    call_command("make_briefs", stdout=io.StringIO())
    make_community("桂园社区")
    out = io.StringIO()
    call_command("make_briefs", stdout=out)
    assert "新生成 1 份" in out.getvalue()


def test_looking_at_many_briefs_costs_no_more_queries(django_assert_max_num_queries) -> None:
    call_command("make_briefs", stdout=io.StringIO())
    client = logged_in(Role.STREET_LEADER)
    with django_assert_max_num_queries(16):
        client.get("/dashboard/briefs/")
