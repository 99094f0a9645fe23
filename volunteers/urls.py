from __future__ import annotations

from django.urls import path

from .views import heads, offers

urlpatterns = [
    path("heads/", heads.find, name="heads"),
    path("heads/<str:key>/", heads.one, name="head"),
    path("heads/<str:key>/message/", offers.message, name="head-message"),
    path("offers/new/", offers.offer, name="offer-new"),
]
