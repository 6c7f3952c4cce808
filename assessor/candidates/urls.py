"""Addresses of candidates."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "candidates"
urlpatterns: list[URLPattern] = []
