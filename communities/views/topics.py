"""Topics of residents: proposed, shown once staff released them, seconded."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from guicheng.web.devices import DeviceCookie
from guicheng.web.errors import too_many
from guicheng.web.http import public_page, query_with
from guicheng.web.paging import page_of
from guicheng.web.protect import flooded, receive

from .. import topics
from ..models import Community, Topic
from ..public_forms import PressForm, TopicForm
from .asked import asked_of

SECOND_DEVICES = DeviceCookie("topic_device", salt="communities.topic", path="/topics/", days=730)
_PROPOSALS, _SECONDS = "30/h", "120/h"
STATUSES = (("open", "征集附议"), ("taken", "已列入议事"), ("declined", "没有采纳"))


@public_page()
def topic_list(request: HttpRequest) -> HttpResponse:
    asked = asked_of(request)
    rows = Topic.objects.public().select_related("community")
    if asked.community:
        rows = rows.filter(community=asked.community)
    if asked.q:
        rows = rows.filter(public_title__icontains=asked.q)
    known = dict(STATUSES)
    status = request.GET.get("status", "open")
    status = status if status in known else "open"
    rows = rows.filter(status=status).with_seconds().order_by("-seconds_count", "-released_on", "-pk")
    context = {
        "page": page_of(request, rows),
        "asked": asked,
        "error": asked.error,
        "status": status,
        "tabs": [(key, label, query_with(request, status=key, page=None)) for key, label in STATUSES],
        "query": query_with(request, page=None),
    }
    return render(request, "topics/list.html", context, status=asked.status)


@public_page()
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    topic = _public(pk)
    return render(request, "topics/detail.html", {"topic": topic, "count": topic.seconds.count()})


def _public(pk: int) -> Topic:
    return get_object_or_404(Topic.objects.public().select_related("community", "deliberation"), pk=pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A topic waits for staff; nothing of it shows anywhere before."""
    code = request.GET.get("community", "")
    sound = code.isascii() and code.isdecimal() and len(code) <= 12
    community = Community.objects.public().filter(code=code).first() if sound else None
    back = f"{reverse('topics')}?community={community.code}" if community else reverse("topics")
    rows = Topic.objects.public().filter(status=Topic.Status.OPEN, community=community)
    return receive(
        request,
        partial(TopicForm, community=community),
        group="topic",
        keep=lambda said: topics.propose(said["community"], said["title"], said["text"]),
        page={
            "title": "提一个议题",
            "back": back,
            "community": community,
            "similar": list(rows.with_seconds().order_by("-seconds_count", "-pk")[:6]) if community else [],
        },
        rate=_PROPOSALS,
        query={"community": community.code} if community else None,
        template="topics/new.html",
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second(request: HttpRequest, pk: int) -> HttpResponse:
    topic = _public(pk)
    sent = request.method == "POST"
    if sent and flooded(request, "topic-second", _SECONDS):
        return too_many(request)
    form = PressForm(request.POST if sent else None)
    if sent and form.is_valid():
        device = SECOND_DEVICES.name_for(request, form.cleaned_data["opened"])
        topics.second(topic, device)
        response = redirect(f"{request.path}?done=1")
        SECOND_DEVICES.mark(request, response, device)
        return response
    context = {
        "topic": topic,
        "form": form,
        "done": "done" in request.GET,
        "count": topic.seconds.count(),
        "open": topic.status == Topic.Status.OPEN,
    }
    return render(request, "topics/second.html", context, status=400 if form.errors else 200)
