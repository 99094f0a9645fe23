from __future__ import annotations

from django.urls import path

from guicheng.web import converters  # noqa: F401  (<id:…>)

from .views import activities, audiences, feeds, finder, photos, residents, signups, station, works

urlpatterns = [
    path("stations/", station.station_list, name="stations"),
    path("stations/nearest/", finder.nearest, name="nearest"),
    path("stations/<id:pk>/", station.detail, name="station"),
    path("stations/<id:pk>/calendar.ics", feeds.station_calendar, name="station-calendar"),
    path("stations/<id:pk>/qr.svg", station.qr, name="station-qr"),
    path("stations/<id:pk>/share/", station.share, name="station-share"),
    path("stations/<id:pk>/report/", residents.report, name="station-report"),
    path("stations/<id:pk>/wish/", residents.station_wish, name="station-wish"),
    path("photos/<id:pk>/<str:size>/", photos.photo, name="photo"),
    path("activities/", activities.activity_list, name="activities"),
    path("activities/calendar.ics", feeds.street_calendar, name="calendar"),
    path("activities/<id:pk>/", activities.detail, name="activity"),
    path("activities/<id:pk>/sign-up/", signups.sign_up, name="activity-sign-up"),
    path("activities/<id:pk>/here/", signups.here, name="activity-here"),
    path("activities/sign-up/<str:token>/", signups.own, name="sign-up"),
    path("activities/sign-up/<str:token>/calendar.ics", signups.own_calendar, name="sign-up-calendar"),
    path("communities/<str:code>/wish/", residents.community_wish, name="community-wish"),
    path("works/", works.works_list, name="works"),
    path("works/<id:pk>/", works.works_case, name="works-case"),
    path("audiences/", audiences.audience_list, name="audiences"),
    path("audiences/<slug:slug>/", audiences.audience, name="audience"),
    path("scenes/<id:pk>/", audiences.scene, name="scene"),
    path("embed/", finder.embed, name="embed"),
]
