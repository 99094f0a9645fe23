from __future__ import annotations

from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import path

from guicheng.web.http import public_page

from . import communities, community_feeds, feedback, health, system, views
from .sitemaps import SITEMAPS

urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("about/", views.about, name="about"),
    path("mode/", views.set_mode, name="mode"),
    path("communities/", communities.community_list, name="communities"),
    path("communities/<str:code>/", communities.detail, name="community"),
    path("communities/<str:code>/feed.xml", community_feeds.feed, name="community-feed"),
    path("feedback/", feedback.feedback, name="feedback"),
    path("admin/system/", admin.site.admin_view(system.system), name="system"),
    path("healthz", health.healthz, name="healthz"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", public_page(3600)(sitemap), {"sitemaps": SITEMAPS}, name="sitemap"),
]
