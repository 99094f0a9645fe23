"""Organisations in the admin: their terms, members and photos, and their place in the party's network."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone

from guicheng.accounts.admin_base import ScopedInline, ScopedModelAdmin, ScopedRelatedFilter
from guicheng.accounts.admin_reveal import RevealMixin
from guicheng.pictures.admin import PictureInline, PicturePages
from guicheng.privacy.phones import is_mobile

from ..models import Organisation, OrganisationMember, OrganisationPhoto, OrganisationTerm
from ..organisation_forms import (
    MemberForm,
    MemberRows,
    OrganisationForm,
    OrganisationPhotoForm,
    TermForm,
    TermRows,
)
from ..organisations import kind_words, of_kind
from .organisation_filters import EstateFilter, GapFilter, KindFilter, TermFilter
from .organisation_network import NetworkPage


class TermInline(ScopedInline):
    model = OrganisationTerm
    form = TermForm
    formset = TermRows
    fields = ["number", "starts_on", "ends_on", "elected_on", "how", "note", "standing"]
    readonly_fields = ["standing"]

    @admin.display(description="现在")
    def standing(self, term: OrganisationTerm) -> str:
        return term.standing(timezone.localdate()) if term.pk else ""


class MemberInline(ScopedInline):
    model = OrganisationMember
    form = MemberForm
    formset = MemberRows
    fields = ["name", "position", "party_member", "term", "left_on"]
    max_num = 150


class OrganisationPhotoInline(PictureInline):
    model = OrganisationPhoto
    form = OrganisationPhotoForm
    fields = ["preview", "caption", "upload", "public", "order"]


@admin.register(Organisation)
class OrganisationAdmin(NetworkPage, PicturePages, RevealMixin, ScopedModelAdmin):
    form = OrganisationForm
    inlines = [TermInline, MemberInline, OrganisationPhotoInline]
    picture_model = OrganisationPhoto
    list_display = [
        "name",
        "kind_said",
        "community",
        "estate",
        "status",
        "people",
        "term_said",
        "open_to_all",
    ]
    list_filter = [
        KindFilter,
        "status",
        TermFilter,
        GapFilter,
        EstateFilter,
        ("community", ScopedRelatedFilter),
        "public",
    ]
    list_select_related = ["community", "estate"]
    search_fields = ["name", "does", "estate__name", "estate__aliases", "community__name"]
    search_help_text = "按名称、小区、社区或类型查找，例如：丽景园业委会、街坊志愿服务互助会"
    autocomplete_fields = ["estate", "parent"]
    readonly_fields = ["masked", "listed"]
    actions = ["dissolve"]
    fieldsets = [
        (
            None,
            {
                "fields": ["community", "kind", ("red_since", "red_precision"), "name", "estate", "parent"],
                "description": "红色业委会：类型选“业委会”，再填成为红色业委会的日期。"
                "街坊志愿服务互助会就是街坊会，只登记一次。",
            },
        ),
        ("起止", {"fields": ["status", ("founded_on", "founded_precision"), "dissolved_on"]}),
        ("人数", {"fields": ["members_count", "party_members_count", "listed"]}),
        (
            "向居民介绍",
            {"fields": ["public", "does", "contact_role", "public_phone"]},
        ),
        (
            "内部联系",
            {
                "fields": ["masked", "new_phone", "remove_phone"],
                "description": "平时只显示一部分，点“显示”看完整号码，每次查看都会记录。",
            },
        ),
        ("来源", {"fields": ["source"]}),
    ]

    def view_on_site(self, obj: Organisation) -> str | None:
        return obj.get_absolute_url() if obj.public else None

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Organisation]:
        terms = models.Prefetch(
            "terms", OrganisationTerm.objects.order_by("-starts_on"), to_attr="newest_first"
        )
        return super().get_queryset(request).prefetch_related(terms)

    # --- the form -------------------------------------------------------------------------------
    def get_fieldsets(self, request: HttpRequest, obj: Organisation | None = None) -> list[Any]:
        may = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        left_out = set() if may else {"new_phone", "remove_phone"}
        if obj is None:
            left_out |= {"masked", "remove_phone", "listed"}
        elif not obj.contact_phone:
            left_out |= {"masked", "remove_phone"} if may else {"remove_phone"}
        return [
            (title, {**parts, "fields": [name for name in parts["fields"] if name not in left_out]})
            for title, parts in self.fieldsets
        ]

    def get_inlines(self, request: HttpRequest, obj: Organisation | None) -> list[type[ScopedInline]]:
        """Members belong to a term, so terms are saved first."""
        return list(self.inlines) if obj else [TermInline]

    @admin.display(description="名单上的人数")
    def listed(self, organisation: Organisation) -> str:
        """Beside the counted figures: how many people are listed below, and whether that is as many."""
        if organisation.pk is None:
            return ""
        people = OrganisationMember.objects.filter(organisation=organisation).current()
        counted = people.aggregate(
            n=models.Count("pk"), party=models.Count("pk", models.Q(party_member=True))
        )
        if not counted["n"]:
            return "没有登记名单。人数以上面填写的为准。"
        said = f"{counted['n']} 人，其中党员 {counted['party']} 人"
        members, party = organisation.members_count, organisation.party_members_count
        same = counted["n"] == members and (party is None or counted["party"] == party)
        return f"{said}，与上面填写的一致。" if same else f"{said}，与上面填写的不同，请核对。"

    def save_related(
        self, request: HttpRequest, form: forms.ModelForm, formsets: list[Any], change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        organisation = form.instance
        if "请核对" in self.listed(organisation):
            messages.warning(request, f"名单上的人数：{self.listed(organisation)}")
        if organisation.public and is_mobile(organisation.public_phone):
            messages.warning(
                request, "“公开的电话”是手机号，会显示给居民。如果是个人的号码，请改填办公电话。"
            )

    # --- the list -------------------------------------------------------------------------------
    @admin.display(description="类型", ordering="kind")
    def kind_said(self, organisation: Organisation) -> str:
        return organisation.kind_name

    @admin.display(description="人数", ordering="members_count")
    def people(self, organisation: Organisation) -> str:
        if organisation.members_count is None:
            return ""
        party = organisation.party_members_count
        return f"{organisation.members_count}" + ("" if party is None else f"（党员 {party}）")

    @admin.display(description="任期")
    def term_said(self, organisation: Organisation) -> str:
        newest = next(iter(organisation.newest_first), None)
        return f"{newest}：{newest.standing(timezone.localdate())}" if newest else ""

    @admin.display(description="公开", boolean=True, ordering="public")
    def open_to_all(self, organisation: Organisation) -> bool:
        return organisation.public

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[Organisation], search_term: str
    ) -> tuple[models.QuerySet[Organisation], bool]:
        """A word for a kind finds the kind: alone (街坊互助会), or behind an estate (丽景园业委会)."""
        found, duplicates = super().get_search_results(request, queryset, search_term)
        term = "".join(search_term.replace("\x00", "").split())[:60]
        words = kind_words()
        word = max((word for word in words if term.endswith(word)), key=len, default="")
        if not word:
            return found, duplicates
        rows = of_kind(queryset, words[word])
        if before := term.removesuffix(word):
            rows, _ = super().get_search_results(request, rows, before)
        either = models.Q(pk__in=found.order_by().values("pk")) | models.Q(
            pk__in=rows.order_by().values("pk")
        )
        return queryset.filter(either), False

    # --- actions and pages ----------------------------------------------------------------------
    @admin.action(description="标为已终止（今天）", permissions=["change"])
    def dissolve(
        self, request: HttpRequest, queryset: models.QuerySet[Organisation]
    ) -> TemplateResponse | None:
        rows = queryset.exclude(status=Organisation.Status.DISSOLVED).order_by("name")
        page = self.ask_first(
            request,
            rows,
            title="标为已终止",
            text="这些组织今天起算作已终止，记录、届次和名单都保留。已经终止的不受影响。",
            button="标为已终止",
        )
        if page is None:
            ended = {"status": Organisation.Status.DISSOLVED, "dissolved_on": timezone.localdate()}
            future = rows.filter(founded_on__gt=timezone.localdate()).count()
            count = self.change_rows(
                request, rows.exclude(founded_on__gt=timezone.localdate()), "标为已终止", **ended
            )
            messages.success(request, f"已标为终止 {count} 个组织。")
            if future:
                messages.warning(request, f"其中 {future} 个的成立日期还没有到，没有改动。")
        return page

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.network_view)
        return [path("network/", view, name="communities_organisation_network"), *super().get_urls()]
