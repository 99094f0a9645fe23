"""经验做法 in the admin: what one community learnt, and who does as it did."""

from __future__ import annotations

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from guicheng.accounts.admin_base import ScopedModelAdmin, ScopedRelatedFilter
from guicheng.accounts.scope import visible_to

from ..models import Lesson, LessonFollow
from .pages import OwnPages


class PublishedFilter(admin.SimpleListFilter):
    title = "发布"
    parameter_name = "published"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("yes", "已发布"), ("no", "还没有发布")]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Lesson]) -> models.QuerySet[Lesson]:
        if self.value() in {"yes", "no"}:
            return queryset.filter(published_on__isnull=self.value() == "no")
        return queryset


class FromFilter(admin.SimpleListFilter):
    """Which communities published something is no secret among the staff; unpublished ones stay out."""

    title = "来自"
    parameter_name = "from"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        rows = visible_to(Lesson, request.user).filter(community__isnull=False)
        known = rows.order_by("community__code").values_list("community", "community__name").distinct()
        return [("street", "街道"), *((str(key), name) for key, name in known)]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Lesson]) -> models.QuerySet[Lesson]:
        if self.value() == "street":
            return queryset.filter(community__isnull=True)
        return queryset.filter(community=self.value()) if self.value() else queryset


@admin.register(Lesson)
class LessonAdmin(OwnPages, ScopedModelAdmin):
    list_display = ["title", "theme", "came_from", "published_on", "public", "followers"]
    list_filter = [PublishedFilter, "theme", "public", FromFilter]
    list_select_related = ["community"]
    search_fields = ["title", "text", "community__name"]
    search_help_text = "按题目、内容或社区查找"
    ordering = ["-published_on", "title"]
    readonly_fields = ["follow"]
    fields = ["community", "theme", "title", "text", "published_on", "public", "source", "follow"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Lesson]:
        return super().get_queryset(request).annotate(follower_count=models.Count("follows"))

    @admin.display(description="来自", ordering="community__code")
    def came_from(self, row: Lesson) -> str:
        return row.community.name if row.community else "街道"

    @admin.display(description="在学的社区", ordering="follower_count")
    def followers(self, row: Lesson) -> int:
        return row.follower_count

    @admin.display(description="学习借鉴")
    def follow(self, row: Lesson) -> str | SafeString:
        if row.pk is None or row.published_on is None:
            return "发布以后，别的社区可以登记学习。"
        address = reverse("admin:communities_lessonfollow_add")
        return format_html('<a href="{}?lesson={}">我们社区也来学，登记一下</a>', address, row.pk)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.follows_view)
        return [path("follows/", view, name="communities_lesson_follows"), *super().get_urls()]

    def follows_view(self, request: HttpRequest) -> HttpResponse:
        """Each published lesson with who follows it: all of them to the street, one's own to a community."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        follows = visible_to(LessonFollow, request.user).select_related("community")
        rows = self.get_queryset(request).filter(published_on__isnull=False).select_related("community")
        shown = rows.prefetch_related(models.Prefetch("follows", follows.order_by("since"), "seen_follows"))
        return self.own_page(request, "communities/admin/follows.html", "谁在学什么", {"rows": shown})


@admin.register(LessonFollow)
class LessonFollowAdmin(ScopedModelAdmin):
    list_display = ["lesson", "community", "since", "state"]
    list_filter = ["state", "lesson__theme", ("community", ScopedRelatedFilter)]
    list_select_related = ["lesson", "community"]
    search_fields = ["lesson__title", "adapted", "result"]
    search_help_text = "按做法、调整或效果查找"
    date_hierarchy = "since"
    autocomplete_fields = ["lesson"]
    fields = ["lesson", "community", "since", "adapted", "state", "result"]

    def choices_for(self, model: type[models.Model], request: HttpRequest) -> models.QuerySet:
        if model is Lesson:
            return visible_to(Lesson, request.user).filter(published_on__isnull=False)
        return super().choices_for(model, request)
