"""People who have to do with roles."""

from __future__ import annotations

import pytest

from tests.factories.accounts import UserFactory


@pytest.fixture
def editor(db):
    """A rubric editor."""
    return UserFactory(name="Edith Editor", is_rubric_editor=True)


@pytest.fixture
def recruiter(db):
    return UserFactory(name="Rex Recruiter", is_recruiter=True)


@pytest.fixture
def administrator(db):
    return UserFactory(name="Ada Admin", is_administrator=True)


@pytest.fixture
def interviewer(db):
    """A person without any access to the installation."""
    return UserFactory(name="Ina Interviewer")
