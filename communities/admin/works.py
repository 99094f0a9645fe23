"""改造与物业事项 in the admin: stages, what owners said, votes and what they come to, pictures."""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from guicheng.accounts.admin_base import ScopedInline, ScopedModelAdmin, ScopedRelatedFilter
from guicheng.accounts.admin_forms import ScopedModelForm
from guicheng.pictures.admin import PictureInline, PicturePages
from guicheng.pictures.forms import PhotosField, PictureForm
from guicheng.pictures.sizes import add_all

from ..consent import RuleBook
from ..models import ConsentRule, ConsentVote, ConsultationNote, Works, WorksPhoto, WorksStage
from ..models.works import QUIET_DAYS
from ..works import out_of_order, settle


class NewsFilter(admin.SimpleListFilter):
    title = "有没有进展"
    parameter_name = "news"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("running", "正在进行的"), ("quiet", f"{QUIET_DAYS} 天没有进展"), ("ended", "已完成或中止")]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Works]) -> models.QuerySet[Works]:
        if self.value() == "running":
            return queryset.running()
        if self.value() == "quiet":
            return queryset.quiet(timezone.localdate() - timedelta(days=QUIET_DAYS))
        return queryset.filter(stage__in=Works.ENDED) if self.value() == "ended" else queryset


class WorksForm(ScopedModelForm):
    new_photos = PhotosField(
        label="上传照片",
        help_text="可以一次选几张。先只给工作人员看，勾选“公开”的才给居民看。拍摄地点等信息会自动去掉。",
    )

    class Meta:
        model = Works
        fields = [
            "community",
            "estate",
            "place",
            "part",
            "kind",
            "title",
            "led_by_organisation",
            "led_by",
            "about",
            "note",
            "started_on",
            "public",
            "source",
        ]

    def add_photos(self, works: Works) -> int:
        """Save the photos that came with the form; gives their number."""
        made = self.cleaned_data.get("new_photos") or []
        return add_all(made, works.photos, caption=f"{works.title}照片", works=works)


class StageRows(forms.models.BaseInlineFormSet):
    """Stages have to follow each other in time."""

    def clean(self) -> None:
        super().clean()
        sound = [
            form
            for form in self.forms
            if form.is_valid()
            and not self._should_delete_form(form)
            and form.instance.stage
            and form.instance.on
        ]
        form_of = {id(form.instance): form for form in sound}  # a new row has no key to be hashed by
        for row, sentence in out_of_order([form.instance for form in sound], timezone.localdate()):
            form_of[id(row)].add_error("on", sentence)
        started = self.instance.started_on
        for form in sound:
            row = form.instance
            if started and row.stage == Works.Stage.DONE and row.on < started:
                form.add_error("on", "完成的日期不能早于上面的“开始日期”。")


class StageInline(ScopedInline):
    model = WorksStage
    formset = StageRows
    fields = ["stage", "on", "precision", "note", "public"]
    verbose_name_plural = "走到哪一步（一步一行，最后一行就是现在的阶段）"

    def get_extra(self, request: HttpRequest, obj: Works | None = None, **kwargs: Any) -> int:
        return 0 if obj else 1


class ConsultationInline(ScopedInline):
    model = ConsultationNote
    fields = ["on", "text", "public"]


class VoteRows(forms.models.BaseInlineFormSet):
    """What is voted by unit says which one."""

    def clean(self) -> None:
        super().clean()
        book, works = RuleBook(), self.instance
        for form in self.forms:
            vote: ConsentVote = form.instance
            if not form.has_changed() or form.errors or self._should_delete_form(form):
                continue
            rule = book.rule(works.kind, vote.asked_on) if vote.asked_on else None
            placed = vote.unit or works.part or works.place_id
            if rule and rule.scope == ConsentRule.Scope.UNIT and not placed:
                said = f"{works.get_kind_display()}按单元（幢）表决，请写明是哪个单元（幢）。"
                form.add_error("unit", said)


class VoteInline(ScopedInline):
    model = ConsentVote
    formset = VoteRows
    fields = [
        "unit", "asked_on", "eligible_households", "eligible_area", "taking_households", "taking_area",
        "agreeing_households", "agreeing_area", "public", "outcome",
    ]  # fmt: skip
    readonly_fields = ["outcome"]
    verbose_name_plural = "表决（够不够，保存以后显示在最后一栏）"

    @cached_property
    def book(self) -> RuleBook:
        """Read once for a page: Django makes an inline anew for each request."""
        return RuleBook()

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[ConsentVote]:
        return super().get_queryset(request).select_related("works")

    @admin.display(description="够不够")
    def outcome(self, vote: ConsentVote) -> str | SafeString:
        if vote.pk is None:
            return ""
        result = self.book.judge(vote)
        if result is None:
            return "没有登记这类事项的表决门槛"
        return format_html('{}<br><span class="help">{}</span>', result.words, result.rule.basis)


class WorksPhotoForm(PictureForm):
    class Meta(PictureForm.Meta):
        model = WorksPhoto
        fields = ["caption", "order", "public"]


class WorksPhotoInline(PictureInline):
    model = WorksPhoto
    form = WorksPhotoForm
    fields = ["preview", "caption", "upload", "order", "public"]


@admin.register(Works)
class WorksAdmin(PicturePages, ScopedModelAdmin):
    form = WorksForm
    picture_model = WorksPhoto
    inlines = [StageInline, ConsultationInline, VoteInline, WorksPhotoInline]
    list_display = ["title", "kind", "community", "estate", "shown_stage", "stage_on", "led", "public"]
    list_filter = [NewsFilter, "kind", "stage", ("community", ScopedRelatedFilter), "public"]
    list_select_related = ["community", "estate", "led_by_organisation"]
    search_fields = ["title", "about", "led_by", "estate__name", "community__name"]
    search_help_text = "按名称、小区、社区或牵头人查找"
    ordering = ["-stage_on", "-pk"]
    autocomplete_fields = ["estate", "place", "led_by_organisation"]
    readonly_fields = ["shown_stage", "finished_on"]
    actions = ["publish", "hide"]
    fieldsets = [
        (None, {"fields": ["kind", "title", "community", "estate", "place", "part"]}),
        ("谁牵头", {"fields": ["led_by_organisation", "led_by"]}),
        ("情况", {"fields": ["shown_stage", "about", "started_on", "finished_on", "note"]}),
        ("公开和来源", {"fields": ["public", "source", "new_photos"]}),
    ]

    def get_fieldsets(self, request: HttpRequest, obj: Works | None = None) -> list[Any]:
        left_out = set() if obj else {"shown_stage", "finished_on"}
        may = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        if not may:
            left_out.add("new_photos")
        return [
            (title, {**parts, "fields": [name for name in parts["fields"] if name not in left_out]})
            for title, parts in self.fieldsets
        ]

    def view_on_site(self, obj: Works) -> str | None:
        return obj.get_absolute_url() if obj.public else None

    def save_related(
        self, request: HttpRequest, form: forms.ModelForm, formsets: list[Any], change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        works: Works = form.instance
        if settle(works, works.stages.all()):
            works.save()
        if count := form.add_photos(works):
            messages.success(request, f"已保存 {count} 张照片，请补写说明。")

    @admin.display(description="阶段", ordering="stage")
    def shown_stage(self, works: Works) -> str:
        return works.stage_label

    @admin.display(description="谁牵头")
    def led(self, works: Works) -> str:
        return "、".join(part for part in (str(works.led_by_organisation or ""), works.led_by) if part)

    @admin.action(description="向居民公开", permissions=["change"])
    def publish(self, request: HttpRequest, queryset: models.QuerySet[Works]) -> None:
        count = self.change_rows(request, queryset.filter(public=False), "向居民公开", public=True)
        messages.success(request, f"已公开 {count} 件。")

    @admin.action(description="不再公开", permissions=["change"])
    def hide(self, request: HttpRequest, queryset: models.QuerySet[Works]) -> None:
        count = self.change_rows(request, queryset.filter(public=True), "不再公开", public=False)
        messages.success(request, f"{count} 件不再公开。")


@admin.register(ConsentRule)
class ConsentRuleAdmin(ScopedModelAdmin):
    list_display = [
        "matter", "effective_from", "scope", "taking_households", "taking_area", "agreeing_households",
        "agreeing_area", "agreeing_more_than",
    ]  # fmt: skip
    list_filter = ["matter", "scope"]
    search_fields = ["basis", "note"]
