from __future__ import annotations

from django.urls import path

from guicheng.web import converters  # noqa: F401  (<id:…>)

from .views import chronicles, conferences, deliberations, organisations, photos, projects, street, topics
from .views import deliberation_feeds as feeds
from .views import deliberation_signups as signups

urlpatterns = [
    path("deliberations/", deliberations.deliberation_list, name="deliberations"),
    path("deliberations/follow-up/", deliberations.follow_up, name="follow-up"),
    path("deliberations/calendar.ics", feeds.calendar, name="deliberations-calendar"),
    path("deliberations/feed.xml", feeds.feed, name="deliberations-feed"),
    path("deliberations/photos/<id:pk>/<str:size>/", deliberations.photo, name="deliberation-photo"),
    path("deliberations/sign-up/<str:token>/", signups.own, name="deliberation-own"),
    path("deliberations/<id:pk>/", deliberations.detail, name="deliberation"),
    path("deliberations/<id:pk>/calendar.ics", feeds.one_calendar, name="deliberation-calendar"),
    path("deliberations/<id:pk>/sign-up/", signups.sign_up, name="deliberation-sign-up"),
    path("deliberations/<id:pk>/here/", signups.here, name="deliberation-here"),
    path("topics/", topics.topic_list, name="topics"),
    path("topics/new/", topics.new, name="topic-new"),
    path("topics/<id:pk>/", topics.detail, name="topic"),
    path("topics/<id:pk>/second/", topics.second, name="topic-second"),
    path(
        "communities/<str:code>/organisations/",
        organisations.organisation_list,
        name="community-organisations",
    ),
    path("organisations/<id:pk>/", organisations.detail, name="organisation"),
    path("organisation-photos/<id:pk>/<str:size>/", organisations.photo, name="organisation-photo"),
    path("projects/", projects.project_list, name="projects"),
    path("projects/<id:pk>/", projects.project, name="project"),
    path("project-photos/<id:pk>/<str:size>/", photos.project_photo, name="project-photo"),
    path("works-photos/<id:pk>/<str:size>/", photos.works_photo, name="works-photo"),
    path("conferences/", conferences.conference_list, name="conferences"),
    path("conferences/<id:pk>/", conferences.conference, name="conference"),
    path("estates/<id:pk>/", chronicles.estate, name="estate"),
    path("communities/<str:code>/chronicle/", chronicles.community_chronicle, name="community-chronicle"),
    path("honours/", street.honours, name="honours"),
    path("honours/pictures/<id:pk>/<str:size>/", street.honour_picture, name="honour-picture"),
    path("familiar/", street.familiar, name="familiar"),
    path("documents/", street.documents, name="documents"),
    path("documents/<slug:slug>/", street.document, name="document"),
    path("lessons/", street.lessons, name="lessons"),
    path("lessons/<id:pk>/", street.lesson, name="lesson"),
]
