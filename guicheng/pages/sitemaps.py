from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from communities.models import Community, Project, Works
from stations.models import Activity, Station


class OwnSitemap(Sitemap):
    """Addresses under ``SITE_URL`` where set: behind a proxy a request may come by another name."""

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.SITE_URL).scheme or super().get_protocol(protocol)

    def get_domain(self, site: Any = None) -> str:
        return urlsplit(settings.SITE_URL).netloc or super().get_domain(site)


class StaticPages(OwnSitemap):
    def items(self) -> list[str]:
        names = ["home", "stations", "activities", "communities", "audiences", "mediators"]
        return [*names, "works", "projects", "figures", "about", "deliberations", "follow-up", "topics"]

    def location(self, item: str) -> str:
        return reverse(item)


class Communities(OwnSitemap):
    def items(self) -> QuerySet[Community]:
        return Community.objects.public()


class Stations(OwnSitemap):
    limit = 5000

    def items(self) -> QuerySet[Station]:
        return Station.objects.public().order_by("pk").only("pk", "updated_at")

    def lastmod(self, item: Station) -> datetime:
        return item.updated_at


class Activities(OwnSitemap):
    limit = 5000

    def items(self) -> QuerySet[Activity]:
        return Activity.objects.public().coming(timezone.now()).only("pk", "updated_at")[:5000]

    def location(self, item: Activity) -> str:
        return reverse("activity", args=[item.pk])

    def lastmod(self, item: Activity) -> datetime:
        return item.updated_at


class Cases(OwnSitemap):
    """Works and projects: lists, so that counting them asks the database nothing more."""

    limit = 5000

    def items(self) -> list[Works | Project]:
        works = Works.objects.public().order_by("-stage_on", "-pk").only("pk")[:3000]
        projects = Project.objects.public().order_by("-year", "pk").only("pk")[:2000]
        return [*works, *projects]


SITEMAPS = {
    "pages": StaticPages,
    "communities": Communities,
    "stations": Stations,
    "activities": Activities,
    "cases": Cases,
}
