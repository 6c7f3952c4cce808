"""Every model has a factory, and every factory makes a row from nothing."""

from __future__ import annotations

import importlib
import pkgutil
from typing import Any

import factory
import pytest
from django.apps import apps

import tests.factories as package
from tests.house.project import own_models


def _factories() -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    for module in pkgutil.iter_modules(package.__path__):
        for value in vars(importlib.import_module(f"{package.__name__}.{module.name}")).values():
            if isinstance(value, type) and issubclass(value, factory.django.DjangoModelFactory):
                model = value._meta.model
                if model is not None:
                    found[apps.get_model(model) if isinstance(model, str) else model] = value
    return found


FACTORIES = _factories()


def test_every_model_has_a_factory():
    missing = sorted(model._meta.label for model in own_models() if model not in FACTORIES)
    assert missing == [], (
        f"Write a factory with required fields only in tests/factories/<app>.py for: {missing}"
    )


@pytest.mark.django_db
@pytest.mark.parametrize("made_by", FACTORIES.values(), ids=lambda value: value.__name__)
def test_factory_makes_a_row_from_nothing(made_by):
    assert made_by().pk is not None
