from __future__ import annotations

import pytest

from assessor.accounts.enums import UserKind
from assessor.base.refused import Refused
from assessor.openings.actions import team
from assessor.openings.enums import TeamAccess
from tests.factories.accounts import UserFactory
from tests.factories.openings import OpeningFactory, TeamMemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def opening():
    return OpeningFactory()


@pytest.fixture
def manager(opening):
    return TeamMemberFactory(opening=opening).user


def _access(opening, person):
    return opening.team.filter(user=person).values_list("access", flat=True).first()


def test_set_access_gives_changes_and_takes_away(opening, manager, at, events):
    ann = UserFactory()
    with events() as recorded:
        for access in (TeamAccess.OBSERVER, TeamAccess.RECRUITER, None):
            team.set_access(opening=opening, user=ann, access=access, by=manager, at=at)
            assert _access(opening, ann) == access
    assert recorded == ["opening.team_changed"] * 3


@pytest.mark.parametrize(
    ("access", "sentence"),
    [
        (TeamAccess.HIRING_MANAGER, "Nothing to change: Marit already has that access."),
        (None, "Nothing to change: Ann is not on the team."),
    ],
)
def test_set_access_to_the_same_is_refused(opening, manager, at, access, sentence):
    manager.name = "Marit"
    person = manager if access else UserFactory(name="Ann")
    with pytest.raises(Refused) as refusal:
        team.set_access(opening=opening, user=person, access=access, by=manager, at=at)
    assert refusal.value.sentence == sentence


@pytest.mark.parametrize("fields", [{"is_active": False}, {"kind": UserKind.IMPORTED}])
def test_set_access_for_somebody_who_cannot_sign_in_is_refused(opening, manager, at, fields):
    ann = UserFactory(**fields)
    with pytest.raises(Refused, match="cannot sign in"):
        team.set_access(opening=opening, user=ann, access=TeamAccess.OBSERVER, by=manager, at=at)
    assert _access(opening, ann) is None


def test_set_access_by_an_observer_is_refused(opening, at):
    observer = TeamMemberFactory(opening=opening, access=TeamAccess.OBSERVER).user
    with pytest.raises(Refused):
        team.set_access(opening=opening, user=observer, access=TeamAccess.HIRING_MANAGER, by=observer, at=at)
    assert _access(opening, observer) == TeamAccess.OBSERVER
