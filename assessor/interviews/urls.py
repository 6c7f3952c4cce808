"""Addresses of interviews."""

from __future__ import annotations

from django.urls import path

from assessor.interviews.views import cards

app_name = "interviews"
urlpatterns = [
    path("seats/<str:ref>/", cards.seat_card, name="seat-card"),
    path("scorecards/<str:ref>/", cards.scorecard_detail, name="scorecard-detail"),
]
