"""What residents send: a message to a head, and 我也来出一份力. Forms on pages of their own, never cached."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from communities.models import Community
from guicheng.privacy.phones import normalise_phone
from guicheng.web.errors import too_many
from guicheng.web.http import clean_text
from guicheng.web.protect import PublicForm, flooded, receive

from ..models import HeadMessage, Offer
from ..papers import offer_wording
from ..places_public import address_of, place_of
from .heads import RATE

_PHONE = {"inputmode": "tel", "autocomplete": "tel"}


class _WithPhone(PublicForm):
    """A form that may ask for a number: taken in any written form, kept in one."""

    def clean_phone(self) -> str:
        try:
            return normalise_phone(self.cleaned_data["phone"])
        except ValueError as exc:
            raise ValidationError(str(exc)) from exc


class MessageForm(_WithPhone):
    text = forms.CharField(
        label="想说什么？",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="写清楚是什么事、在哪里。请不要写别人的姓名和电话。",
    )
    phone = forms.CharField(
        label="您的电话（想要回复才填）",
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs=_PHONE),
        help_text="加密保存，只有社区工作人员看得到，用来转告和回复您。",
    )


class OfferForm(_WithPhone):
    community = forms.ModelChoiceField(
        label="您在哪个社区？", queryset=Community.objects.none(), empty_label="（请选择）"
    )
    role = forms.ChoiceField(label="您想做什么？", choices=Offer.Role.choices, widget=forms.RadioSelect)
    name = forms.CharField(label="怎么称呼您？", max_length=20, help_text="例如：陈女士。")
    phone = forms.CharField(label="您的电话", max_length=40, widget=forms.TextInput(attrs=_PHONE))
    text = forms.CharField(
        label="补充说明（可以不填）",
        required=False,
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="例如：住在哪个小区、会什么、什么时候有空。不用写身份证号和门牌号。",
    )
    agreed = forms.BooleanField(label="我同意")

    def __init__(self, data: QueryDict | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["community"].queryset = Community.objects.public()
        self.fields["agreed"].help_text = offer_wording()
        self.fields["agreed"].error_messages["required"] = "请看一看下面的说明，同意就打勾。"

    def clean_name(self) -> str:
        name = clean_text(self.cleaned_data["name"], 20)
        if not name:
            raise ValidationError("请写一个称呼，例如：陈女士。")
        return name


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def message(request: HttpRequest, key: str) -> HttpResponse:
    """A message to the head of a place by way of the community."""
    if request.method != "POST" and flooded(request, "heads", RATE):
        return too_many(request)
    place = place_of(key)
    if place is None:
        raise Http404
    return receive(
        request,
        MessageForm,
        group="head-message",
        keep=lambda said: HeadMessage.objects.create(place=place, text=said["text"], phone=said["phone"]),
        page={
            "title": f"给{place.head_title}留言",
            "lead": f"{place.community} {place}。留言由社区转交，最多保存 {HeadMessage.KEPT_DAYS} 天。"
            "急事请打电话给社区，或拨 110、119、120。",
            "back": address_of(place),
            "thanks": f"谢谢您！留言已经交给社区，会转给{place.head_title}。",
        },
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest) -> HttpResponse:
    """我也来出一份力: offers wait for the community's staff."""
    code = clean_text(request.GET.get("community", ""), 12)
    chosen = Community.objects.public().filter(code=code).first() if code else None

    class Form(OfferForm):
        def __init__(self, data: QueryDict | None = None, **kwargs: Any) -> None:
            super().__init__(data, **kwargs)
            self.fields["community"].initial = chosen.pk if chosen else None

    def keep(said: dict[str, Any]) -> Offer:
        return Offer.objects.create(
            community=said["community"],
            role=said["role"],
            name=said["name"],
            phone=said["phone"],
            text=said["text"],
            told_on=timezone.localdate(),
            told_wording=offer_wording(),
        )

    return receive(
        request,
        Form,
        group="offer",
        keep=keep,
        page={
            "title": "我也来出一份力",
            "lead": "当楼长、调解员或者志愿者，为街坊做点事。社区工作人员会打电话跟您商量。",
            "back": chosen.get_absolute_url() if chosen else reverse("heads"),
            "thanks": "谢谢您！社区工作人员会打电话跟您商量。",
        },
        query={"community": chosen.code} if chosen else None,
    )
