"""Dashboard, navigation, error pages, component gallery, demonstration data."""

from __future__ import annotations

from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "assessor.home"
    label = "home"
