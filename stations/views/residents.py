"""What residents tell us: 信息有误 and 需求征集. Forms on pages of their own, never cached."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from communities.models import Community
from communities.public import public_community
from guicheng.web.protect import PublicForm, receive

from ..models import Service, ServiceWish, Station, StationReport


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
    return receive(
        request,
        ReportForm,
        group="report",
        keep=lambda said: StationReport.objects.create(station=station, kind=said["kind"], text=said["text"]),
        page={
            "title": "信息有误？告诉我们",
            "lead": station.name,
            "back": station.get_absolute_url(),
            "thanks": "谢谢您！社区工作人员会核对并改正。",
        },
    )


def _wish(request: HttpRequest, community: Community, station: Station | None) -> HttpResponse:
    place = station or community
    return receive(
        request,
        WishForm,
        group="wish",
        keep=lambda said: ServiceWish.objects.create(
            community=community, station=station, service=said["service"], text=said["text"]
        ),
        page={
            "title": "需求征集：这里还缺什么服务？",
            "lead": place.name,
            "back": place.get_absolute_url(),
            "thanks": "谢谢您！您的需求已经交给社区工作人员。",
        },
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def station_wish(request: HttpRequest, pk: int) -> HttpResponse:
    station = get_object_or_404(Station.objects.public().select_related("community"), pk=pk)
    return _wish(request, station.community, station)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def community_wish(request: HttpRequest, code: str) -> HttpResponse:
    return _wish(request, public_community(code), None)
