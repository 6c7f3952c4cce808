"""Addresses of the first page, the gallery and the health check."""

from __future__ import annotations

from django.urls import path

from assessor.home import views

app_name = "home"
urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("gallery/", views.gallery, name="gallery"),
    path("healthz", views.healthz, name="healthz"),
]
