"""Addresses of openings."""

from __future__ import annotations

from django.urls import path

from assessor.openings.views import sorting

app_name = "openings"
urlpatterns = [
    path("<slug:slug>/compare/sort/", sorting.comparison_sort, name="comparison-sort"),
]
