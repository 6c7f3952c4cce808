"""Who may do what with roles and rubrics, and when."""

from __future__ import annotations

import pytest

from roles import permissions
from roles.enums import RubricState
from roles.models import Rubric
from roles.rules.publishing import Problem
from tests.factories.accounts import UserFactory

PROBLEM = Problem("Something is missing.")


def rubric(state=RubricState.DRAFT):
    return Rubric(number=2, state=state)


@pytest.mark.parametrize(
    ("access", "sees", "edits"),
    [
        ({}, False, False),
        ({"is_administrator": True}, False, False),
        ({"is_recruiter": True}, True, False),
        ({"is_auditor": True}, True, False),
        ({"is_rubric_editor": True}, True, True),
        ({"kind": "system"}, True, True),
    ],
)
def test_access_says_who_sees_and_edits(access, sees, edits):
    user = UserFactory.build(**access)
    assert permissions.can_see_every_role(user) is sees
    assert permissions.can_edit_roles(user) is edits
    assert permissions.can_edit_rubric(user, rubric()) is edits


@pytest.mark.parametrize(
    ("state", "edits", "drafts", "retires"),
    [
        (RubricState.DRAFT, True, False, False),
        (RubricState.PUBLISHED, False, True, True),
        (RubricState.RETIRED, False, True, False),
    ],
)
def test_state_says_what_can_be_done(state, edits, drafts, retires):
    user = UserFactory.build(is_rubric_editor=True)
    assert permissions.can_edit_rubric(user, rubric(state)) is edits
    assert permissions.can_publish(user, rubric(state), [], authors={user.pk}) is edits
    assert permissions.can_draft_from(user, rubric(state), has_draft=False) is drafts
    assert permissions.can_draft_from(user, rubric(state), has_draft=True) is False
    assert permissions.can_retire(user, rubric(state)) is retires


def test_draft_with_problems_is_not_ready():
    user = UserFactory.build(is_rubric_editor=True)
    assert permissions.can_publish(user, rubric(), [PROBLEM], authors=()) is False
    with pytest.raises(permissions.NotReady, match="one thing stands in the way") as refusal:
        permissions.check_can_publish(user, rubric(), [PROBLEM], authors=())
    assert refusal.value.problems == (PROBLEM,)
