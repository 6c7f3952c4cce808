"""Job roles and the rubrics they are judged by; knows nothing of people, interviews or reports."""

from __future__ import annotations

from django.apps import AppConfig


class RolesConfig(AppConfig):
    name = "roles"
