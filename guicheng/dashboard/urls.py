from __future__ import annotations

from django.urls import path

from .views import compare, indicator, open_figures, records, street

urlpatterns = [
    path("figures/", open_figures.figures, name="figures"),
    path("figures/figures.csv", open_figures.figures_csv, name="figures-csv"),
    path("figures/figures.json", open_figures.figures_json, name="figures-json"),
    path("dashboard/", street.street, name="dashboard"),
    path("dashboard/compare/", compare.communities_compared, name="dashboard-compare"),
    path("dashboard/communities/<str:code>/", street.community, name="dashboard-community"),
    path("dashboard/figures/<slug:key>/", indicator.indicator, name="dashboard-figure"),
    path("dashboard/figures/<slug:key>/trend.svg", indicator.chart, name="dashboard-trend"),
    path("dashboard/figures/<slug:key>/records/", records.records, name="dashboard-records"),
]
