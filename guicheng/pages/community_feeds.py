"""What a community's residents may subscribe to: what happened (Atom) and what comes (iCalendar)."""

from __future__ import annotations

from datetime import datetime, time

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed

from communities.chronicle import Moment, Subject, chronicle
from communities.models import Community
from communities.public import public_community
from guicheng.web.http import public_page
from stations.opening import SHANGHAI

MOST = 50


class CommunityFeed(Feed):
    """大事记 of a community, the latest first."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, code: str) -> Community:
        return public_community(code)

    def title(self, community: Community) -> str:
        return f"{community.name}动态"

    def link(self, community: Community) -> str:
        return community.get_absolute_url()

    def subtitle(self, community: Community) -> str:
        return "议事、组织、项目、工程和荣誉的新消息"

    def items(self, community: Community) -> list[tuple[Moment, Community]]:
        return [(moment, community) for moment in chronicle(Subject(community))[:MOST]]

    def item_title(self, item: tuple[Moment, Community]) -> str:
        moment, _ = item
        return f"{moment.label}：{moment.title}" if moment.label else moment.title

    def item_description(self, item: tuple[Moment, Community]) -> str:
        return item[0].text

    def item_link(self, item: tuple[Moment, Community]) -> str:
        moment, community = item
        return moment.url or community.get_absolute_url()

    def item_guid(self, item: tuple[Moment, Community]) -> str:
        moment, community = item
        return f"{community.code}:{moment.on.isoformat()}:{self.item_title(item)}"

    def item_updateddate(self, item: tuple[Moment, Community]) -> datetime:
        return datetime.combine(item[0].on, time(), SHANGHAI)


_feed = CommunityFeed()


@public_page(max_age=900)
def feed(request: HttpRequest, code: str) -> HttpResponse:
    return _feed(request, code=code)
