"""What residents sent: messages to heads, and offers to serve. Read only but for what became of them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from guicheng.accounts.admin_base import ScopedRelatedFilter, may_edit_row
from guicheng.accounts.admin_forms import plain_text
from guicheng.accounts.admin_reveal import RevealMixin
from guicheng.accounts.scope import visible_to
from stations.admin.report import HandledAdmin

from ..forms import said_of
from ..identity import claim_phone
from ..models import HeadMessage, Offer
from ..offering import SETTLED, CannotAccept, accept, decline
from .appointment import log_change
from .base import PeopleAdmin


class WithPhone(RevealMixin, PeopleAdmin):
    """A number of somebody who is not in the records: masked, shown one at a time."""


@admin.register(HeadMessage)
class HeadMessageAdmin(WithPhone, HandledAdmin):
    list_display = ["created_at", "place", "text", "masked", "handled", "answer"]
    list_display_links = ["created_at"]
    list_filter = ["handled", ("place__community", ScopedRelatedFilter)]
    list_select_related = ["place__estate"]
    search_fields = ["text", "place__name", "place__estate__name"]
    fieldsets = [
        (
            "居民的留言",
            {
                "fields": ["created_at", "place", "text", "masked"],
                "description": "请转告楼长（巷长、街长），再标为已处理。"
                f"留言最多保存 {HeadMessage.KEPT_DAYS} 天。",
            },
        ),
        ("处理", {"fields": ["handled", "answer"]}),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> list[str]:
        return [*super().get_readonly_fields(request, obj), "masked"]


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label="婉拒的原因",
        max_length=200,
        help_text="只给工作人员看，例如：已搬走、联系不上、名额已满。",
        error_messages={"required": "请写一句原因。"},
    )

    def clean_reason(self) -> str:
        return plain_text(self.cleaned_data["reason"])


class AcceptForm(forms.Form):
    name = forms.CharField(
        label="姓名",
        max_length=40,
        help_text="打电话问清楚，登记全名。",
        error_messages={"required": "请填写姓名。"},
    )

    def clean_name(self) -> str:
        name = plain_text(self.cleaned_data["name"])
        if not name:
            raise ValidationError("请填写姓名。")
        return name


@admin.register(Offer)
class OfferAdmin(WithPhone):
    list_display = ["created_at", "community", "role", "said_name", "masked", "text", "status", "reason"]
    list_display_links = ["created_at"]
    list_filter = ["status", "role", ("community", ScopedRelatedFilter)]
    list_select_related = ["community"]
    search_fields = ["text", "name"]
    ordering = ["decided_on", "created_at"]
    fieldsets = [
        (
            "报名",
            {
                "fields": ["created_at", "community", "role", "said_name", "masked", "text", "told_on"],
                "description": "打电话商量好以后，在本页右上角接受或者婉拒。"
                "接受以后，称呼和电话只在人员资料里保留；"
                f"婉拒的 {Offer.KEPT_SETTLED_DAYS} 天后删除，"
                f"一直不处理的 {Offer.KEPT_WAITING_DAYS} 天后删除。",
            },
        ),
        ("处理", {"fields": ["status", "decided_on", "person", "reason"]}),
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> list[str]:
        return [*(field.name for field in self.model._meta.fields), "said_name", "masked", "person"]

    @admin.display(description="称呼")
    def said_name(self, offer: Offer) -> str:
        return offer.name or "（已转到人员资料）"

    @admin.display(description="登记为")
    def person(self, offer: Offer) -> str | SafeString:
        if offer.volunteer_id is None:
            return ""
        address = reverse("admin:volunteers_volunteer_change", args=[offer.volunteer_id])
        return format_html('<a href="{}">{}</a>', address, offer.volunteer)

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        pages = [("accept", self.accept_view), ("decline", self.decline_view)]
        own = [path(f"<int:pk>/{name}/", wrap(view), name=f"volunteers_offer_{name}") for name, view in pages]
        return [*own, *super().get_urls()]

    def accept_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        offer = self._own(request, pk)
        sent = request.POST if request.method == "POST" else None
        form = AcceptForm(sent, initial={"name": ""})
        claim = claim_phone(request.user, offer.phone) if offer.phone else None
        known = claim.holder if claim is not None else None
        tie = known is not None and request.POST.get("known") == str(known.pk)
        if sent is not None and offer.status == Offer.Status.WAITING and (tie or form.is_valid()):
            try:
                name = known.name if tie else form.cleaned_data["name"]
                person = accept(offer, name=name, user=request.user, known=known if tie else None)
            except CannotAccept as exc:
                form.add_error(None, said_of(exc.claim) if exc.claim is not None else str(exc))
            else:
                log_change(request, offer, "接受报名")
                mediates = offer.role == Offer.Role.MEDIATOR
                role = "并登记为培训中的调解员。" if mediates else "接着可以登记任职。"
                messages.success(request, f"已接受，登记为{person}。{role}")
                return redirect("admin:volunteers_volunteer_change", person.pk)
        context = {"offer": offer, "form": form, "known": known}
        return self._page(request, "volunteers/offer_accept.html", "接受报名", offer, context)

    def decline_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        offer = self._own(request, pk)
        form = DeclineForm(request.POST if request.method == "POST" else None)
        if form.is_bound and offer.status == Offer.Status.WAITING and form.is_valid():
            try:
                decline(offer, reason=form.cleaned_data["reason"], user=request.user)
            except CannotAccept as exc:
                form.add_error(None, str(exc))
            else:
                log_change(request, offer, "婉拒报名")
                messages.success(request, "已婉拒。最好打个电话说一声谢谢。")
                return redirect("admin:volunteers_offer_changelist")
        return self._page(request, "volunteers/offer_decline.html", "婉拒报名", offer, {"form": form})

    def _own(self, request: HttpRequest, pk: int) -> Offer:
        offer = visible_to(Offer, request.user).select_related("community").filter(pk=pk).first()
        if offer is None:
            raise Http404
        if not may_edit_row(request, offer):
            raise PermissionDenied
        return offer

    def _page(
        self, request: HttpRequest, template: str, title: str, offer: Offer, context: dict[str, Any]
    ) -> HttpResponse:
        if offer.status != Offer.Status.WAITING:
            messages.info(request, SETTLED)
            return redirect("admin:volunteers_offer_change", offer.pk)
        return self.own_page(request, template, title, {"offer": offer, **context})
