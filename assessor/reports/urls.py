"""Addresses of reports."""

from __future__ import annotations

from django.urls import path

from assessor.reports import views

app_name = "reports"
urlpatterns = [
    path("openings/<slug:slug>/compare/", views.comparison, name="comparison"),
]
