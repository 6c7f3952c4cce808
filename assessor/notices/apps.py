"""Notices: mails that tell people what waits for them, each sent once by a worker."""

from __future__ import annotations

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "assessor.notices"
    label = "notices"

    def ready(self) -> None:
        from assessor.notices import checks  # noqa: F401  # registering needs loaded apps
