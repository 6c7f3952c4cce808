"""What the house tests walk: the project's own apps, models, modules, templates."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PACKAGES = ("assessor", "roles")


def own_apps() -> list[AppConfig]:
    return [config for config in apps.get_app_configs() if config.name.split(".")[0] in PACKAGES]


def own_models() -> list[type[Any]]:
    """Return our concrete models, tables of many-to-many relations included."""
    return [model for config in own_apps() for model in config.get_models(include_auto_created=True)]


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Give every module of ours, migrations apart, as its path from the root and its syntax tree."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(), str(path))


def templates() -> list[Path]:
    return sorted((ROOT / "templates").rglob("*.html")) + sorted((ROOT / "templates").rglob("*.svg"))


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
