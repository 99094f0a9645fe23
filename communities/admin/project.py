"""书记项目 in the admin: measures, milestones, progress, pictures, the review of the year."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.http import urlencode

from guicheng.accounts.admin_base import ScopedInline, ScopedModelAdmin, ScopedRelatedFilter
from guicheng.accounts.admin_forms import ScopedModelForm
from guicheng.accounts.scope import visible_to
from guicheng.exchange.columns import Column
from guicheng.exchange.export_views import workbook_response
from guicheng.exchange.results import make_workbook
from guicheng.pictures.admin import PictureInline, PicturePages
from guicheng.pictures.forms import PhotosField, PictureForm
from guicheng.pictures.sizes import add_all

from ..models import Project, ProjectMeasure, ProjectNote, ProjectPhoto
from ..models.project import QUIET_DAYS
from ..projects import SORTS, Standing, standings
from .pages import OwnPages, asked_year
from .undertaking import UndertakingInline


class AttentionFilter(admin.SimpleListFilter):
    title = "要留意的"
    parameter_name = "attention"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("quiet", f"进行中，{QUIET_DAYS} 天没有进展"), ("unreviewed", "年度已过，没有评审")]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Project]) -> models.QuerySet[Project]:
        today = timezone.localdate()
        if self.value() == "quiet":
            return queryset.quiet(today - timedelta(days=QUIET_DAYS))
        return queryset.unreviewed(today) if self.value() == "unreviewed" else queryset


class ProjectForm(ScopedModelForm):
    new_photos = PhotosField(
        label="上传照片",
        help_text="可以一次选几张。先只给工作人员看，勾选“公开”的才给居民看。拍摄地点等信息会自动去掉。",
    )

    class Meta:
        model = Project
        fields = [
            "community", "year", "title", "status", "problem", "estates", "partners", "budget",
            "budget_public", "results", "lessons", "presented_on", "reviewed_on", "review", "public",
            "source",
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        community, estates, year = (cleaned.get(name) for name in ("community", "estates", "year"))
        if community and estates:
            others = [row.name for row in estates if row.community_id != community.pk]
            if others:
                self.add_error("estates", f"这些小区不属于所选的社区：{'、'.join(others)}。")
        for name, label in (("presented_on", "交流"), ("reviewed_on", "评审")):
            day = cleaned.get(name)
            if year and day and day < date(year, 1, 1):
                self.add_error(name, f"{label}的日期不能早于项目的年度（{year} 年）。")
        if cleaned.get("review") and not cleaned.get("reviewed_on") and "reviewed_on" not in self.errors:
            self.add_error("reviewed_on", "写了评审意见，请填评审日期。")
        return cleaned

    def add_photos(self, project: Project) -> int:
        """Save the photos that came with the form; gives their number."""
        made = self.cleaned_data.get("new_photos") or []
        return add_all(made, project.photos, caption=f"{project.title}照片", project=project)


class MeasureInline(ScopedInline):
    model = ProjectMeasure
    fields = ["text", "goal", "target", "result", "unit", "target_text", "result_text", "met", "order"]
    verbose_name_plural = "措施、说好的目标和结果"


class NoteRows(forms.models.BaseInlineFormSet):
    """Progress belongs to the project's year or later."""

    def clean(self) -> None:
        super().clean()
        if self.instance.year is None:
            return
        for form in self.forms:
            if not form.has_changed() or form.errors or self._should_delete_form(form):
                continue
            if said := form.instance.too_early(self.instance.first_day):
                form.add_error("on", said)


class NoteInline(ScopedInline):
    model = ProjectNote
    formset = NoteRows
    fields = ["on", "text", "public"]
    verbose_name_plural = "进展（一行一次）"


class MilestoneInline(UndertakingInline):
    verbose_name_plural = "项目节点（谁、做什么、什么时候完成）"


class ProjectPhotoForm(PictureForm):
    class Meta(PictureForm.Meta):
        model = ProjectPhoto
        fields = ["caption", "taken_on", "order", "public"]


class ProjectPhotoInline(PictureInline):
    model = ProjectPhoto
    form = ProjectPhotoForm
    fields = ["preview", "caption", "upload", "taken_on", "order", "public"]


@admin.register(Project)
class ProjectAdmin(PicturePages, OwnPages, ScopedModelAdmin):
    form = ProjectForm
    picture_model = ProjectPhoto
    list_display = ["title", "community", "year", "status", "reviewed_on", "public"]
    list_filter = ["year", "status", AttentionFilter, ("community", ScopedRelatedFilter), "public"]
    list_select_related = ["community"]
    search_fields = ["title", "problem", "partners", "community__name"]
    search_help_text = "按名称、问题、共建单位或社区查找"
    ordering = ["-year", "community__code", "title"]
    autocomplete_fields = ["estates"]
    inlines = [MeasureInline, MilestoneInline, NoteInline, ProjectPhotoInline]
    actions = ["mark_reviewed", "finish"]
    fieldsets = [
        (None, {"fields": ["community", "year", "title", "status", "problem", "estates", "partners"]}),
        ("预算", {"fields": ["budget", "budget_public"]}),
        ("结果", {"fields": ["results", "lessons", "presented_on"]}),
        ("年终评审", {"fields": ["reviewed_on", "review"]}),
        ("公开和来源", {"fields": ["public", "source", "new_photos"]}),
    ]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.compare_view)
        return [path("compare/", view, name="communities_project_compare"), *super().get_urls()]

    def get_fieldsets(self, request: HttpRequest, obj: Project | None = None) -> list[Any]:
        may = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        left_out = set() if may else {"new_photos"}
        return [
            (title, {**parts, "fields": [name for name in parts["fields"] if name not in left_out]})
            for title, parts in self.fieldsets
        ]

    def view_on_site(self, obj: Project) -> str | None:
        return obj.get_absolute_url() if obj.public else None

    def save_related(
        self, request: HttpRequest, form: forms.ModelForm, formsets: list[Any], change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        if count := form.add_photos(form.instance):
            messages.success(request, f"已保存 {count} 张照片，请补写说明。")

    # --- the review of the year ------------------------------------------------------------------
    @admin.action(description="年终评审：记为今天评审", permissions=["change"])
    def mark_reviewed(
        self, request: HttpRequest, queryset: models.QuerySet[Project]
    ) -> TemplateResponse | None:
        rows = queryset.filter(reviewed_on__isnull=True).select_related("community")
        page = self.ask_first(
            request,
            rows,
            title="年终评审",
            text="这些项目会记为今天评审过。评审意见请随后逐个补写；还在进行的，评审以后再标为已结项。",
            button="记为今天评审",
        )
        if page is None:
            count = self.change_rows(request, rows, "年终评审", reviewed_on=timezone.localdate())
            messages.success(request, f"已记下 {count} 个项目的评审日期。")
        return page

    @admin.action(description="标为已结项", permissions=["change"])
    def finish(self, request: HttpRequest, queryset: models.QuerySet[Project]) -> TemplateResponse | None:
        rows = queryset.filter(status=Project.Status.RUNNING).select_related("community")
        page = self.ask_first(
            request, rows, title="标为已结项", text="这些项目在页面上会显示“已结项”。", button="标为已结项"
        )
        if page is None:
            count = self.change_rows(request, rows, "标为已结项", status=Project.Status.FINISHED)
            messages.success(request, f"{count} 个项目已结项。")
        return page

    # --- side by side ----------------------------------------------------------------------------
    def compare_view(self, request: HttpRequest) -> HttpResponse:
        """The projects of a year side by side, sorted as asked; as Excel too."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        today, seen = timezone.localdate(), visible_to(Project, request.user)
        years = sorted(set(seen.order_by().values_list("year", flat=True)), reverse=True) or [today.year]
        year = asked_year(request, years)
        sort = request.GET.get("sort", "")
        sort = sort if sort in SORTS else next(iter(SORTS))
        rows = standings(seen.filter(year=year).order_by("community__code", "title"), today)
        rows.sort(key=SORTS[sort][1])
        if request.GET.get("format") == "xlsx":
            return workbook_response(_workbook(rows), f"书记项目比较-{year}年-{today.isoformat()}.xlsx")
        heads = [
            (label, "?" + urlencode({"year": year, "sort": key}), key == sort)
            for key, (label, _) in SORTS.items()
        ]
        context = {
            "rows": rows,
            "heads": heads,
            "year": year,
            "years": years,
            "sort": sort,
            "today": today,
            "total": _total(rows),
        }
        return self.own_page(
            request, "communities/admin/project_compare.html", f"{year} 年书记项目比较", context
        )


def _total(rows: list[Standing]) -> dict[str, int]:
    names = ("milestones", "done", "overdue", "measures", "met")
    return {name: sum(getattr(row, name) for row in rows) for name in names}


_HEADS = (
    ("社区", 14), ("项目", 36), ("状态", 10), ("节点", 8), ("已完成", 8), ("已超期", 8), ("目标", 8),
    ("达到", 8), ("最近进展", 12), ("评审日期", 12),
)  # fmt: skip


def _workbook(rows: list[Standing]) -> Any:  # noqa: ANN401
    columns = [Column(label, label, width=width) for label, width in _HEADS]
    cells = (
        [
            row.community.name, row.project.title, row.project.get_status_display(), row.milestones, row.done,
            row.overdue, row.measures, row.met, row.last, row.project.reviewed_on,
        ]
        for row in rows
    )  # fmt: skip
    return make_workbook(columns, cells, "书记项目比较")
