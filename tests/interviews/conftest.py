"""Ann, who is seated for a candidate of the scene, and her browser."""

from __future__ import annotations

import pytest

from tests.factories.accounts import UserFactory
from tests.interviews.scene import scene


@pytest.fixture
def stage(db):
    return scene()


@pytest.fixture
def ann(db):
    return UserFactory(name="Ann")


@pytest.fixture
def seat(stage, ann):
    return stage.seat(stage.candidate(), ann)


@pytest.fixture
def tab(client_of, ann):
    return client_of(ann)
