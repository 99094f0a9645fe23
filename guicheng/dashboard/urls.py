from __future__ import annotations

from django.urls import path

from .views import records, street

urlpatterns = [
    path("dashboard/", street.street, name="dashboard"),
    path("dashboard/communities/<str:code>/", street.community, name="dashboard-community"),
    path("dashboard/figures/<slug:key>/records/", records.records, name="dashboard-records"),
]
