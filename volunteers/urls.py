from __future__ import annotations

from django.urls import path

from .views import heads, mediators, offers

urlpatterns = [
    path("heads/", heads.find, name="heads"),
    path("heads/<str:key>/", heads.one, name="head"),
    path("heads/<str:key>/message/", offers.message, name="head-message"),
    path("mediators/", mediators.mediators, name="mediators"),
    path("communities/<str:code>/mediators/", mediators.mediators_here, name="community-mediators"),
    path("communities/<str:code>/worthies/", mediators.worthies, name="worthies"),
    path("offers/new/", offers.offer, name="offer-new"),
]
