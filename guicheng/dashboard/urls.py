from __future__ import annotations

from django.urls import path

from guicheng.web import converters  # noqa: F401  (<id:…>)

from .views import (
    audiences,
    briefs,
    circle,
    compare,
    indicator,
    months,
    open_figures,
    parts,
    period,
    promises,
    quality,
    records,
    release,
    street,
    tasks,
    wall,
)

urlpatterns = [
    path("figures/", open_figures.figures, name="figures"),
    path("figures/figures.csv", open_figures.figures_csv, name="figures-csv"),
    path("figures/figures.json", open_figures.figures_json, name="figures-json"),
    path("dashboard/", street.street, name="dashboard"),
    path("dashboard/compare/", compare.communities_compared, name="dashboard-compare"),
    path("dashboard/audiences/", audiences.audiences, name="dashboard-audiences"),
    path("dashboard/coverage/", circle.circle, name="dashboard-circle"),
    path("dashboard/coverage.xlsx", circle.circle_xlsx, name="dashboard-circle-xlsx"),
    path("dashboard/communities/<str:code>/", street.community, name="dashboard-community"),
    path("dashboard/communities/<str:code>/estates/<id:estate>/", parts.estate, name="dashboard-estate"),
    path("dashboard/communities/<str:code>/stations/<id:station>/", parts.station, name="dashboard-station"),
    path("dashboard/figures/<slug:key>/", indicator.indicator, name="dashboard-figure"),
    path("dashboard/figures/<slug:key>/trend.svg", indicator.chart, name="dashboard-trend"),
    path("dashboard/figures/<slug:key>/records/", records.records, name="dashboard-records"),
    path("dashboard/figures/<slug:key>/release/", release.release, name="dashboard-release"),
    path("dashboard/quality/", quality.overview, name="dashboard-quality"),
    path("dashboard/quality/records/", quality.records, name="dashboard-quality-records"),
    path("dashboard/quality/records.xlsx", quality.records_xlsx, name="dashboard-quality-xlsx"),
    path("dashboard/quality/<str:code>/", quality.community, name="dashboard-quality-community"),
    path("dashboard/briefs/", briefs.briefs, name="dashboard-briefs"),
    path("dashboard/briefs/<int:pk>/", briefs.brief, name="dashboard-brief"),
    path("dashboard/briefs/<int:pk>/brief.docx", briefs.brief_docx, name="dashboard-brief-docx"),
    path("dashboard/briefs/<int:pk>/brief.xlsx", briefs.brief_xlsx, name="dashboard-brief-xlsx"),
    path("dashboard/months/", months.months, name="dashboard-months"),
    path("dashboard/months/<str:month>/", months.month, name="dashboard-month"),
    path("dashboard/period/", period.period, name="dashboard-period"),
    path("dashboard/promises/", promises.promised, name="dashboard-promises"),
    path("dashboard/tasks/", tasks.tasks, name="dashboard-tasks"),
    path("dashboard/tasks/<id:pk>/", tasks.task, name="dashboard-task"),
    path("dashboard/tasks/<id:pk>/answers.xlsx", tasks.task_xlsx, name="dashboard-task-xlsx"),
    path("dashboard/answers/<id:pk>/", tasks.task_answer, name="dashboard-answer"),
    path("dashboard/wall/", wall.wall, name="dashboard-wall"),
    path("dashboard/wall/content/", wall.wall_content, name="dashboard-wall-content"),
    path("dashboard/wall/<str:token>/", wall.wall_by_link, name="dashboard-wall-link"),
    path(
        "dashboard/wall/<str:token>/content/", wall.wall_content_by_link, name="dashboard-wall-link-content"
    ),
]
