"""The annual brief of the demonstration says, from the records, what the articles say."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from django.conf import settings
from django.test import Client
from docx import Document

from guicheng.accounts.models import Role, User
from guicheng.dashboard.briefs.freezing import make_brief
from guicheng.dashboard.briefs.spans import Span
from guicheng.dashboard.models import BriefTemplate
from guicheng.dashboard.published import FILE

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
#: What the articles say of each figure, as the brief words it.
SAID = {
    "stations_planned": "规划建设党群服务中心（站、点）共计{}个",
    "activities_held": "开展各类党群服务活动超{}场",
    "residents_served": "惠及群众超{}人次",
    "building_heads": "发展楼长{}名",
    "lane_heads": "巷长{}名",
    "street_heads": "街长{}名",
    "autonomy_groups": "组建自治小组{}个",
    "neighbour_associations": "成立街坊会{}个",
    "neighbour_association_members": "街坊会成员超{}名",
    "social_groups": "培育社团组织{}个",
    "red_owners_committees": "成立红色业委会{}个",
    "secretary_projects": "“书记项目”{}个",
    "urban_communities": "城市社区{}个",
    "rural_pilot_communities": "农村“创熟”试点社区{}个",
    "certified_communities": "“熟人社区”达标社区{}个",
}


def test_the_annual_brief_says_the_articles_numbers_from_the_records(demonstration: date) -> None:
    year = Span("year", date(demonstration.year, 1, 1), demonstration, whole=False)
    brief = make_brief(BriefTemplate.objects.get(name="年度简报"), year)
    with FILE.open(encoding="utf-8") as lines:
        published = {row["key"]: row for row in csv.DictReader(lines) if row["kind"] == "published"}
    assert set(published) == set(SAID)
    text = "".join(brief.text)
    for key, words in SAID.items():
        number = published[key]["value"]
        number = f"{number[:-4]}万" if number.endswith("0000") else number
        assert words.format(number) in text, key
    assert "（没有数）" not in text

    client = Client()
    leader = User.objects.create(username="leader", role=Role.STREET_LEADER, is_staff=True)
    client.force_login(leader, settings.AUTHENTICATION_BACKENDS[-1])
    page = client.get(f"/dashboard/briefs/{brief.pk}/").content.decode()
    book = Document(io.BytesIO(client.get(f"/dashboard/briefs/{brief.pk}/brief.docx").content))
    said = [paragraph.text for paragraph in book.paragraphs]
    assert all(line in page and line in said for line in brief.text)
