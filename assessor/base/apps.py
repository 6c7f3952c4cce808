"""Shared pieces; installs the database's own rules after every migrate."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class BaseConfig(AppConfig):
    name = "assessor.base"
    label = "base"

    def ready(self) -> None:
        from assessor.base import checks  # noqa: F401  # registering needs loaded apps
        from assessor.base.triggers import install  # same

        def install_triggers(sender: Any, using: str, **kwargs: Any) -> None:
            install(using=using)

        post_migrate.connect(install_triggers, sender=self, weak=False, dispatch_uid="assessor.base.triggers")
