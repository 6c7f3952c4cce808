"""Addresses of reports."""

from __future__ import annotations

from django.urls import path

from assessor.reports.views import comparison

app_name = "reports"
urlpatterns = [
    path("openings/<slug:slug>/compare/", comparison.comparison, name="comparison"),
]
