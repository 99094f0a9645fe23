from __future__ import annotations

from django.urls import path, register_converter

from .views import activities, communities, feeds, finder, photos, residents, signups, station


class IdConverter:
    """A primary key that a database can hold (up to 2⁶³ − 1)."""

    regex = "[0-9]{1,18}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(IdConverter, "id")

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
    path("communities/", communities.community_list, name="communities"),
    path("communities/<str:code>/", communities.detail, name="community"),
    path("communities/<str:code>/wish/", residents.community_wish, name="community-wish"),
    path("embed/", finder.embed, name="embed"),
]
