"""What every model keeps to: floors, constraints on pairs, no hidden order, migrations and triggers in step."""

from __future__ import annotations

import importlib
import pkgutil
import re
from typing import Any

import pytest
from django.core.management import call_command
from django.db import models
from django.db.models import Q, TextChoices

from assessor.base import triggers
from tests.house.project import own_apps, own_models

# From the top down; docs/architecture.md says why. Imports are held to the same order by import-linter.
FLOORS = [
    "home",
    "reports",
    "interviews",
    "candidates",
    "openings",
    "roles",
    "notices",
    "accounts",
    "audit",
    "base",
]


def test_every_app_stands_on_a_floor():
    strangers = {config.label for config in own_apps()} - set(FLOORS)
    assert strangers == set(), f"Name the floor of {strangers} in FLOORS, in pyproject.toml and in the docs."


def test_foreign_keys_only_go_down():
    floor = {label: height for height, label in enumerate(reversed(FLOORS))}
    climbing = [
        f"{field} → {field.related_model._meta.label}"
        for model in own_models()
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created
        if floor.get(field.related_model._meta.app_label, -1) > floor[model._meta.app_label]
    ]
    assert climbing == [], f"Let the higher app point to the lower one, not the other way round: {climbing}"


def _names(condition: Q) -> set[str]:
    """Return the fields a condition names."""
    found: set[str] = set()
    for child in condition.children:
        found |= _names(child) if isinstance(child, Q) else {str(child[0]).split("__")[0]}
    return found


def _checked_together(model: type[models.Model], *names: str) -> bool:
    """Say whether one CheckConstraint names all these fields."""
    checks = (check for check in model._meta.constraints if isinstance(check, models.CheckConstraint))
    return any(isinstance(check.condition, Q) and set(names) <= _names(check.condition) for check in checks)


def test_moment_and_actor_are_held_together():
    loose = []
    for model in own_models():
        fields: dict[str, Any] = {field.name: field for field in model._meta.concrete_fields}
        for name, actor in fields.items():
            moment = f"{name.removesuffix('_by')}_at"
            if not name.endswith("_by"):
                continue
            if moment not in fields:
                loose.append(f"{model._meta.label}.{name} has no {moment}")
            elif (actor.null or fields[moment].null) and not _checked_together(model, name, moment):
                loose.append(f"{model._meta.label}: nothing holds {moment} and {name} together")
    assert loose == [], f"Give each `_by` its `_at` and a CheckConstraint that says both or neither: {loose}"


def test_no_model_orders_by_itself():
    ordered = [model._meta.label for model in own_models() if model._meta.ordering]
    assert ordered == [], f"Drop Meta.ordering and let queries say their order: {ordered}"


def test_foreign_keys_to_people_protect():
    careless = [
        str(field)
        for model in own_models()
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model._meta.label == "accounts.User"
        if field.remote_field.on_delete is not models.PROTECT
    ]
    assert careless == [], f"Deleting a person never deletes an opinion; use PROTECT: {careless}"


def test_stored_values_are_lower_snake():
    found = {}
    for config in own_apps():
        for info in pkgutil.iter_modules(config.module.__path__):
            if info.name == "enums":
                found.update(vars(importlib.import_module(f"{config.name}.enums")))
    choices = [
        value for value in found.values() if isinstance(value, type) and issubclass(value, TextChoices)
    ]
    wrong = [repr(item) for kind in choices for item in kind if not re.fullmatch(r"[a-z][a-z0-9_]*", item)]
    assert wrong == [], f"Write stored values in lower_snake; the label is the word on the screen: {wrong}"
    assert choices, "No TextChoices found: does this test still look in the right place?"


@pytest.mark.django_db
def test_migrations_are_in_step(capsys):
    try:
        call_command("makemigrations", check=True, dry_run=True)
    except SystemExit:
        pytest.fail(f"Run ./dev manage makemigrations:\n{capsys.readouterr().out}")


@pytest.mark.django_db
def test_database_has_every_declared_trigger():
    assert triggers.declared(), "No trigger is declared: does the test still look in the right place?"
    assert triggers.missing() == set(), "A table of these triggers does not exist under the name they give."


def test_triggers_have_names_of_their_own():
    names = [trigger.name for trigger in triggers.declared()]
    assert len(names) == len(set(names)), "Two triggers of one name: the second replaces the first."
    assert max(map(len, names)) < 64, "PostgreSQL cuts names at 63 characters."
