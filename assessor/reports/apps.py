"""The comparison: reads only, no models."""

from __future__ import annotations

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "assessor.reports"
    label = "reports"
