from __future__ import annotations

from django.urls import path

from .views import indicator, records, street

urlpatterns = [
    path("dashboard/", street.street, name="dashboard"),
    path("dashboard/communities/<str:code>/", street.community, name="dashboard-community"),
    path("dashboard/figures/<slug:key>/", indicator.indicator, name="dashboard-figure"),
    path("dashboard/figures/<slug:key>/trend.svg", indicator.chart, name="dashboard-trend"),
    path("dashboard/figures/<slug:key>/records/", records.records, name="dashboard-records"),
]
