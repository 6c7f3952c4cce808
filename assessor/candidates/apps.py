"""Candidates, their applications, files and decisions."""

from __future__ import annotations

from django.apps import AppConfig


class CandidatesConfig(AppConfig):
    name = "assessor.candidates"
    label = "candidates"
