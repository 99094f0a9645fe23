from __future__ import annotations

from django.urls import path

from .views import follow, new

urlpatterns = [
    path("requests/new/", new.new, name="request-new"),
    path("requests/sent/", new.sent, name="request-sent"),
    path("requests/find/", follow.find, name="request-find"),
    path("requests/<str:token>/", follow.follow, name="request"),
    path("requests/<str:token>/rate/", follow.rate, name="request-rate"),
    path("requests/<str:token>/reopen/", follow.reopen, name="request-reopen"),
    path("requests/<str:token>/contact/<id:pk>/", follow.consent, name="request-contact"),
    path("requests/<str:token>/photo/<id:pk>/<str:size>/", follow.photo, name="request-photo"),
]
