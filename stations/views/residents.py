"""What residents tell us: 信息有误 and 需求征集. Forms on pages of their own, never cached."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from communities.models import Community
from guicheng.web.protect import PublicForm, flooded, too_many

from ..models import Service, ServiceWish, Station, StationReport
from .communities import public_community


class ReportForm(PublicForm):
    kind = forms.ChoiceField(label="哪里不对？", choices=StationReport.Kind.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label="应该是怎样？（可以不填）",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="请不要写姓名、电话等个人信息。",
    )


class WishForm(PublicForm):
    service = forms.ModelChoiceField(
        label="希望这里有什么服务？",
        queryset=Service.objects.none(),
        required=False,
        empty_label="（列表里没有，我在下面写）",
    )
    text = forms.CharField(
        label="补充说明（可以不填）",
        required=False,
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="请不要写姓名、电话等个人信息。",
    )

    def __init__(self, data: QueryDict | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["service"].queryset = Service.objects.public()

    def clean(self) -> dict:
        data = super().clean()
        if not data.get("service") and not data.get("text"):
            raise forms.ValidationError("请选一项服务，或者写一句您需要什么。")
        return data


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """信息有误?告诉我们: reports wait for the station's staff."""
    station = get_object_or_404(Station.objects.public().select_related("community"), pk=pk)
    form = ReportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if flooded(request, "report"):
            return too_many(request)
        if form.is_valid():
            with form.once() as first:
                if first:
                    StationReport.objects.create(
                        station=station, kind=form.cleaned_data["kind"], text=form.cleaned_data["text"]
                    )
            return redirect(f"{request.path}?done=1")
    context = {
        "form": form,
        "title": "信息有误？告诉我们",
        "lead": station.name,
        "back": station.get_absolute_url(),
        "done": "done" in request.GET,
        "thanks": "谢谢您！社区工作人员会核对并改正。",
    }
    return render(request, "stations/form.html", context, status=400 if form.errors else 200)


def _wish(request: HttpRequest, community: Community, station: Station | None) -> HttpResponse:
    form = WishForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if flooded(request, "wish"):
            return too_many(request)
        if form.is_valid():
            with form.once() as first:
                if first:
                    ServiceWish.objects.create(
                        community=community,
                        station=station,
                        service=form.cleaned_data["service"],
                        text=form.cleaned_data["text"],
                    )
            return redirect(f"{request.path}?done=1")
    place = station or community
    context = {
        "form": form,
        "title": "需求征集：这里还缺什么服务？",
        "lead": place.name,
        "back": place.get_absolute_url(),
        "done": "done" in request.GET,
        "thanks": "谢谢您！您的需求已经交给社区工作人员。",
    }
    return render(request, "stations/form.html", context, status=400 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def station_wish(request: HttpRequest, pk: int) -> HttpResponse:
    station = get_object_or_404(Station.objects.public().select_related("community"), pk=pk)
    return _wish(request, station.community, station)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def community_wish(request: HttpRequest, code: str) -> HttpResponse:
    return _wish(request, public_community(code), None)
