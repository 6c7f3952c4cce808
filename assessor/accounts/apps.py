"""People of the installation: users, their access, sign-in."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "assessor.accounts"
    label = "accounts"

    def ready(self) -> None:
        from assessor.accounts import receivers  # noqa: F401  # receivers need loaded apps
