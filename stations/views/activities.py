"""What is on: today, this week, what comes, what was."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from communities.models import Community
from guicheng.web.http import absolute, clean_text, public_page, query_with
from guicheng.web.paging import page_of

from ..jsonld import activity_jsonld, script
from ..lists import choices
from ..models import Activity
from ..opening import OpeningBook
from ..signups import places_of
from .notices import general_notices

WHEN = (("today", "今天"), ("week", "七天内"), ("coming", "以后"), ("past", "往期"))


@public_page()
def activity_list(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    when = request.GET.get("when", "week")
    rows = Activity.objects.public()
    if when == "today":
        rows = rows.on_days(now, 1)
    elif when == "coming":
        rows = rows.coming(now)
    elif when == "past":
        rows = rows.past(now)
    else:
        when = "week"
        rows = rows.on_days(now, 7).filter(ends_at__gt=now)
    communities = list(Community.objects.public())
    code = clean_text(request.GET.get("community", ""), 12)
    community = next((row for row in communities if row.code == code), None)
    audience = clean_text(request.GET.get("audience", ""), 40)
    known = choices()
    error = ""
    if code and community is None:
        error = "没有这个社区，请从列表里选择。"
    elif audience and not known.audience_name(audience):
        error = "没有这类人群，请从列表里选择。"
    if community:
        rows = rows.filter(station__community=community)
    if audience:
        rows = rows.filter(audience__slug=audience)
    page = page_of(request, rows.select_related("station__community", "audience"), 30)
    context = {
        "page": page,
        "days": _by_day(page.object_list),
        "notices": general_notices(now, community),
        "when": when,
        "tabs": [(key, label, query_with(request, when=key, page=None)) for key, label in WHEN],
        "communities": communities,
        "community": community,
        "audience": audience,
        "choices": known,
        "error": error,
        "today": timezone.localdate(),
        "tomorrow": timezone.localdate() + timedelta(days=1),
        "query": query_with(request, page=None),
    }
    return render(request, "stations/activities.html", context, status=400 if error else 200)


def _by_day(activities: Iterable[Activity]) -> list[tuple[date, list[Activity]]]:
    """Activities in their order, under the day on which each starts here: stored times are UTC."""
    days = groupby(activities, key=lambda row: timezone.localdate(row.starts_at))
    return [(day, list(rows)) for day, rows in days]


@public_page()
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    activity = get_object_or_404(
        Activity.objects.public().select_related("station__community", "audience"), pk=pk
    )
    now = timezone.now()
    url = absolute(request, request.path)
    siblings: list[Activity] = []
    if activity.series_id:
        siblings = list(
            Activity.objects.public()
            .filter(series=activity.series_id)
            .exclude(pk=pk)
            .coming(now)
            .select_related("station", "audience")[:6]
        )
    context = {
        "activity": activity,
        "station": activity.station,
        "notices": OpeningBook([activity.station], now).notices,
        "one_day": timezone.localdate(activity.starts_at) == timezone.localdate(activity.ends_at),
        "phone": activity.station.phone or activity.station.community.phone,
        "siblings": siblings,
        "over": activity.ends_at <= now,
        "places": places_of(activity, now),
        "jsonld_script": script(activity_jsonld(activity, url)),
    }
    return render(request, "stations/activity.html", context)
