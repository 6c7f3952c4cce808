"""An opening on the first version of a rubric, the second version published, and moving to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from assessor.accounts.models import User
from assessor.openings.actions import moves
from assessor.openings.enums import Fate
from assessor.openings.models import Opening, Round, RubricMove
from assessor.openings.rules import Passage
from roles.models import Criterion, Rubric
from tests.factories.openings import OpeningFactory, RoundFactory, TeamMemberFactory, cover
from tests.factories.roles import CompetencyFactory, CriterionFactory, RubricFactory, next_version, publish
from tests.moments import AT

SET_ASIDE: Passage[str] = Passage(Fate.SET_ASIDE)
TEN = {"lo": 0, "hi": 10}


@dataclass
class Moving:
    """Depth stays, Clarity is on 0 to 10 in the second version, Pace is gone, Grit (0 to 10) is new."""

    opening: Opening
    first: Rubric
    second: Rubric
    manager: User
    round: Round

    def old(self, key: str) -> Criterion:
        return self.first.criteria.get(key=key)

    def new(self, key: str) -> Criterion:
        return self.second.criteria.get(key=key)

    def move(self, *, reason: str = "Agreed with the team.", **passages: Passage[str]) -> RubricMove:
        """Move the opening; what is not named is kept, mapped to its own key on the new scale, and set aside."""
        moved = moves.move_rubric(
            opening=self.opening,
            from_number=1,
            to_number=2,
            passages=DEFAULT | passages,
            reason=reason,
            by=self.manager,
            at=AT,
        )
        self.opening.refresh_from_db()
        return moved


DEFAULT = {
    "depth": Passage(Fate.KEPT, "depth"),
    "clarity": Passage(Fate.MAPPED, "clarity"),
    "pace": SET_ASIDE,
}


def moving(**fields: Any) -> Moving:
    rubric = RubricFactory(number=1)
    heading = CompetencyFactory(rubric=rubric, name="Craft")
    for position, key in enumerate(("depth", "clarity", "pace")):
        CriterionFactory(rubric=rubric, competency=heading, key=key, name=key.capitalize(), position=position)
    first = publish(rubric, rubric.created_by)
    opening = OpeningFactory(rubric=first, title="Archivist", **fields)
    held = cover(RoundFactory(opening=opening, name="Interview"))
    second = next_version(
        first,
        {"key": "depth", "name": "Depth"},
        {"key": "clarity", "name": "Clarity of thought"} | TEN,
        {"key": "grit", "name": "Grit"} | TEN,
    )
    manager = TeamMemberFactory(opening=opening).user
    return Moving(opening, first, second, manager, held)
