"""What a community's residents may subscribe to: what happened there."""

from __future__ import annotations

from datetime import datetime, time

from django.http import HttpRequest, HttpResponse

from communities.chronicle import Subject, chronicle
from communities.public import public_community
from guicheng.web.http import public_page
from guicheng.web.news import News, news_response
from stations.opening import SHANGHAI

MOST = 50


@public_page(max_age=900)
def feed(request: HttpRequest, code: str) -> HttpResponse:
    """大事记 of a community, the latest first."""
    community = public_community(code)
    home = community.get_absolute_url()
    items = [
        News(
            f"{moment.label}：{moment.title}" if moment.label else moment.title,
            moment.text,
            moment.url or home,
            f"{moment.on.isoformat()}-{moment.label}-{moment.title}",
            datetime.combine(moment.on, time(), SHANGHAI),
        )
        for moment in chronicle(Subject(community))[:MOST]
    ]
    title = f"{community.name}动态"
    return news_response(request, title, "议事、组织、项目、工程和荣誉的新消息", home, items)
