"""Shared pieces; lifts the database's own rules before every migrate and puts them back after it."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class BaseConfig(AppConfig):
    name = "assessor.base"
    label = "base"

    def ready(self) -> None:
        from assessor.base import (
            checks,  # noqa: F401  # registering needs loaded apps
            paper,  # noqa: F401  # same
            triggers,
        )

        # SQLite rebuilds a table to alter it, and refuses while the trigger of another table names it.
        def lift(sender: Any, using: str, **kwargs: Any) -> None:
            triggers.remove(using=using)

        def install(sender: Any, using: str, **kwargs: Any) -> None:
            triggers.install(using=using)

        pre_migrate.connect(lift, sender=self, weak=False, dispatch_uid="assessor.base.triggers.lift")
        post_migrate.connect(install, sender=self, weak=False, dispatch_uid="assessor.base.triggers.install")
