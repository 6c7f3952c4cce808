"""Interviews, panel seats and scorecards; the blind rule."""

from __future__ import annotations

from django.apps import AppConfig


class InterviewsConfig(AppConfig):
    name = "assessor.interviews"
    label = "interviews"
