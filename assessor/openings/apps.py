"""Hiring rounds: the opening, its team, its interview plan."""

from __future__ import annotations

from django.apps import AppConfig


class OpeningsConfig(AppConfig):
    name = "assessor.openings"
    label = "openings"
