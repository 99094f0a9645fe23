"""Deliberations to subscribe to: a calendar (RFC 5545) and a feed (Atom, RFC 4287). Only what is public."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from icalendar import Event

from guicheng.web.calendars import calendar_response, new_calendar
from guicheng.web.http import absolute, public_page

from ..dates import Precision
from ..models import Community, Deliberation
from ..public import public_community

#: Coming deliberations in a calendar, and entries of a feed.
_MOST_EVENTS, _MOST_ENTRIES = 300, 50


def event_of(deliberation: Deliberation, url: str) -> Event:
    """``url``: its public page, whose host makes the entry's number unique in the world."""
    event = Event()
    event.add("uid", f"deliberation-{deliberation.pk}@{urlsplit(url).hostname}")
    event.add("dtstamp", deliberation.updated_at)
    if deliberation.has_time:
        event.add("dtstart", deliberation.starts_at)
        event.add("dtend", deliberation.over_at)
    else:
        event.add("dtstart", deliberation.first_day)
    mark = "【已取消】" if deliberation.cancelled else ""
    event.add("summary", f"{mark}{deliberation.get_kind_display()}：{deliberation.topic}")
    event.add("location", deliberation.where)
    event.add("description", deliberation.cancelled_because or deliberation.agenda)
    event.add("url", url)
    event.add("status", "CANCELLED" if deliberation.cancelled else "CONFIRMED")
    return event


def _asked(request: HttpRequest) -> Community | None:
    code = request.GET.get("community", "")
    return public_community(code) if code else None


def _of(community: Community | None) -> str:
    return f"{community}议事协商" if community else "桂城议事协商"


@public_page(max_age=900)
def calendar(request: HttpRequest) -> HttpResponse:
    """Of the street, or of one community by ``?community=<code>``."""
    community = _asked(request)
    rows = Deliberation.objects.public().filter(date_precision=Precision.DAY)
    if community:
        rows = rows.filter(community=community)
    feed = new_calendar(_of(community))
    for row in rows.coming(timezone.now())[:_MOST_EVENTS]:
        feed.add_component(event_of(row, absolute(request, row.get_absolute_url())))
    return calendar_response(feed, "deliberations.ics")


@public_page(max_age=900)
def one_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    deliberation = get_object_or_404(Deliberation.objects.public(), pk=pk)
    if deliberation.date_precision != Precision.DAY:
        raise Http404
    feed = new_calendar(deliberation.topic)
    feed.add_component(event_of(deliberation, absolute(request, deliberation.get_absolute_url())))
    return calendar_response(feed, "deliberation.ics")


@dataclass(frozen=True)
class _Subject:
    request: HttpRequest
    community: Community | None


class DeliberationFeed(Feed):
    """What was announced, held, cancelled, published, the latest change first."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest) -> _Subject:
        return _Subject(request, _asked(request))

    def title(self, subject: _Subject) -> str:
        return _of(subject.community)

    def subtitle(self, subject: _Subject) -> str:
        return "议事协商的预告、召开情况和议定事项。"

    def link(self, subject: _Subject) -> str:
        query = f"?community={subject.community.code}" if subject.community else ""
        return absolute(subject.request, reverse("deliberations") + query)

    def feed_url(self, subject: _Subject) -> str:
        query = f"?community={subject.community.code}" if subject.community else ""
        return absolute(subject.request, reverse("deliberations-feed") + query)

    def items(self, subject: _Subject) -> Iterable[Deliberation]:
        rows = Deliberation.objects.public().select_related("community")
        if subject.community:
            rows = rows.filter(community=subject.community)
        found = list(rows.order_by("-updated_at", "-pk")[:_MOST_ENTRIES])
        for row in found:
            row.address = absolute(subject.request, row.get_absolute_url())
        return found

    def item_title(self, item: Deliberation) -> str:
        return f"{item.get_status_display()}：{item.topic}"

    def item_description(self, item: Deliberation) -> str:
        said = [item.by, item.get_kind_display(), item.when, item.where, item.cancelled_because]
        minutes = item.public_minutes[:300] if item.shows_minutes else ""
        return "，".join(part for part in said if part) + ("。" + minutes if minutes else "。")

    def item_link(self, item: Deliberation) -> str:
        return item.address

    def item_updateddate(self, item: Deliberation) -> datetime:
        return item.updated_at


feed = public_page(max_age=900)(DeliberationFeed())
