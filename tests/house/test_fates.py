"""Every field about a candidate has a declared fate: kept or erased."""

from __future__ import annotations

from importlib import import_module

from assessor.base.fates import Fate
from assessor.candidates.models import Candidate
from tests.house.project import own_models


def _models_about_a_candidate() -> set[type]:
    """Return what hangs on a candidate, however far down."""
    reached = {Candidate}
    while True:
        more = {
            model
            for model in own_models()
            for field in model._meta.concrete_fields
            if field.is_relation and field.related_model in reached
        } - reached
        if not more:
            return reached
        reached |= more


def _declared(app: str) -> dict[str, Fate]:
    return import_module(f"{app}.fates").FATES


def test_every_field_about_a_candidate_has_a_fate():
    missing, gone = [], []
    about = _models_about_a_candidate()
    for app in sorted({model._meta.app_config.name for model in about}):
        fields = {
            f"{model.__name__}.{field.name}"
            for model in about
            if model._meta.app_config.name == app
            for field in model._meta.concrete_fields
        }
        missing += [f"{app}: {name}" for name in sorted(fields - set(_declared(app)))]
        gone += [f"{app}: {name}" for name in sorted(set(_declared(app)) - fields)]
    assert missing == [], f"Say in the app's fates.py whether erasure keeps or erases: {missing}"
    assert gone == [], f"These fields are gone; take them out of fates.py: {gone}"
