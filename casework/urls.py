from __future__ import annotations

from django.urls import path

from .views import follow, my, my_evaluation, new

urlpatterns = [
    path("my/", my.home, name="my"),
    path("my/in/<str:token>/", my.sign_in, name="my-in"),
    path("my/new/", my.new, name="my-new"),
    path("my/entries/", my.entries, name="my-entries"),
    path("my/matters/<id:pk>/", my.matter, name="my-matter"),
    path("my/requests/<id:pk>/", my.request_page, name="my-request"),
    path("my/notices/<id:pk>/", my.notice_read, name="my-notice"),
    path("my/photos/<id:pk>/<str:size>/", my.photo, name="my-photo"),
    path("my/evaluation/", my_evaluation.evaluation, name="my-evaluation"),
    path("my/token/", my.fresh_token, name="my-token"),
    path("my/sw.js", my.service_worker, name="my-sw"),
    path("requests/new/", new.new, name="request-new"),
    path("requests/sent/", new.sent, name="request-sent"),
    path("requests/find/", follow.find, name="request-find"),
    path("requests/<str:token>/", follow.follow, name="request"),
    path("requests/<str:token>/rate/", follow.rate, name="request-rate"),
    path("requests/<str:token>/reopen/", follow.reopen, name="request-reopen"),
    path("requests/<str:token>/contact/<id:pk>/", follow.consent, name="request-contact"),
    path("requests/<str:token>/photo/<id:pk>/<str:size>/", follow.photo, name="request-photo"),
]
