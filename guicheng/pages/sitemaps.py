from __future__ import annotations

from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from communities.models import Community
from stations.models import Activity, Station


class StaticPages(Sitemap):
    def items(self) -> list[str]:
        return ["home", "stations", "activities", "communities", "about"]

    def location(self, item: str) -> str:
        return reverse(item)


class Communities(Sitemap):
    def items(self) -> QuerySet[Community]:
        return Community.objects.public()


class Stations(Sitemap):
    limit = 5000

    def items(self) -> QuerySet[Station]:
        return Station.objects.public().order_by("pk").only("pk", "updated_at")

    def lastmod(self, item: Station) -> datetime:
        return item.updated_at


class Activities(Sitemap):
    limit = 5000

    def items(self) -> QuerySet[Activity]:
        return Activity.objects.public().coming(timezone.now()).only("pk", "updated_at")[:5000]

    def location(self, item: Activity) -> str:
        return reverse("activity", args=[item.pk])

    def lastmod(self, item: Activity) -> datetime:
        return item.updated_at


SITEMAPS = {
    "pages": StaticPages,
    "communities": Communities,
    "stations": Stations,
    "activities": Activities,
}
