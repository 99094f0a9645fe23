"""Topics of residents in the admin: read, put into public words, released, declined, taken up."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest
from django.template.response import TemplateResponse

from guicheng.accounts.admin_base import ScopedModelAdmin, ScopedRelatedFilter
from guicheng.accounts.admin_years import years_of

from .. import topics
from ..deliberation_forms import DeclineForm, TakeForm, TopicForm, deliberations_for
from ..models import Topic
from ..names_in_text import names_in


@admin.register(Topic)
class TopicAdmin(ScopedModelAdmin):
    form = TopicForm
    list_display = ["shown_title", "community", "status", "seconds_n", "created_at", "deliberation"]
    list_filter = ["status", ("community", ScopedRelatedFilter), years_of("created_at")]
    list_select_related = ["community", "deliberation"]
    search_fields = ["title", "text", "public_title"]
    search_help_text = "按居民写的题目、内容或公开的题目查找"
    ordering = ["-created_at", "-pk"]
    actions = ["release", "decline", "take"]
    readonly_fields = ["community", "title", "text", "status", "seconds_n", "created_at"]
    readonly_fields += ["released_on", "decided_on", "deliberation"]
    fieldsets = [
        (
            "居民写的（只给工作人员看）",
            {
                "fields": ["community", "created_at", "title", "text", "seconds_n"],
                "description": f"处理完 {topics.KEEP_DAYS} 天后，原文自动抹去。",
            },
        ),
        ("给居民看的", {"fields": ["public_title", "public_text", "answer"]}),
        ("处理", {"fields": ["status", "decision", "into", "deliberation", "released_on", "decided_on"]}),
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Residents write them."""
        return False

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Topic]:
        return super().get_queryset(request).with_seconds()

    def get_fieldsets(self, request: HttpRequest, obj: Topic | None = None) -> list[Any]:
        if self.has_change_permission(request, obj):
            return self.fieldsets
        asked = {"decision", "into"}
        return [
            (title, {**parts, "fields": [name for name in parts["fields"] if name not in asked]})
            for title, parts in self.fieldsets
        ]

    def view_on_site(self, obj: Topic) -> str | None:
        return obj.get_absolute_url() if obj.released_on else None

    @admin.display(description="题目")
    def shown_title(self, row: Topic) -> str:
        return str(row)

    @admin.display(description="附议", ordering="seconds_count")
    def seconds_n(self, row: Topic) -> int:
        return row.seconds_count

    def save_model(self, request: HttpRequest, obj: Topic, form: TopicForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        names = names_in(f"{obj.public_title}\n{obj.public_text}\n{obj.answer}")
        if obj.released_on and names:
            shown = "、".join(names[:10])
            messages.warning(request, f"公开的话里这些字像全名，居民看得到，请核对：{shown}。")

    # --- actions --------------------------------------------------------------------------------
    @admin.action(description="公开，征集附议", permissions=["change"])
    def release(self, request: HttpRequest, queryset: models.QuerySet[Topic]) -> TemplateResponse | None:
        ready = queryset.exclude(status=Topic.Status.OPEN)
        rows = ready.exclude(public_title="")
        if missing := ready.filter(public_title="").count():
            messages.warning(request, f"其中 {missing} 个还没有写公开的题目，先打开写好再公开。")
        text = "居民会看到公开的题目和说明，并且可以附议。居民写的原文不会公开。"
        page = self.ask_first(request, rows, title="公开议题", text=text, button="公开")
        if page is None:
            count = topics.release(list(rows), request.user)
            messages.success(request, f"已公开 {count} 个议题。")
        return page

    @admin.action(description="不采纳（写清原因）", permissions=["change"])
    def decline(self, request: HttpRequest, queryset: models.QuerySet[Topic]) -> TemplateResponse | None:
        rows = queryset.filter(status__in=(Topic.Status.WAITING, Topic.Status.OPEN))
        form = DeclineForm(request.POST if request.POST.get("confirmed") == "yes" else None)
        text = "没有公开过的，居民什么也看不到；公开过的会显示“没有采纳”和原因。"
        page = self.ask_first(request, rows, title="不采纳议题", text=text, button="不采纳", form=form)
        if page is None:
            count = topics.decline(list(rows), form.cleaned_data["answer"], request.user)
            messages.success(request, f"已处理 {count} 个议题。")
        return page

    @admin.action(description="列入一次议事", permissions=["change"])
    def take(self, request: HttpRequest, queryset: models.QuerySet[Topic]) -> TemplateResponse | None:
        rows = queryset.filter(status__in=(Topic.Status.WAITING, Topic.Status.OPEN))
        places = set(rows.values_list("community", flat=True).distinct()[:2])
        if len(places) > 1:
            messages.error(request, "所选的议题属于几个社区，请一个社区一个社区地列入。")
            return None
        choices = deliberations_for(request.user, next(iter(places), None))
        form = TakeForm(request.POST if request.POST.get("confirmed") == "yes" else None, rows=choices)
        text = "议题会显示“已列入议事”，并且和那一次议事互相链接。"
        page = self.ask_first(request, rows, title="列入议事", text=text, button="列入", form=form)
        if page is None:
            count = topics.take(list(rows), form.cleaned_data["into"], request.user)
            messages.success(request, f"已列入 {count} 个议题。")
        return page
