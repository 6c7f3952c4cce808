"""A small hiring round to score in: three criteria, two of them on 1 to 5, one on 0 to 10 by quarters."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from assessor.accounts.models import User
from assessor.candidates.models import Application
from assessor.interviews.models import Interview, PanelSeat
from assessor.interviews.rules.fields import marks
from assessor.openings.models import Opening, Round
from roles.models import Criterion
from tests.factories.accounts import UserFactory
from tests.factories.candidates import apply
from tests.factories.interviews import InterviewFactory, PanelSeatFactory, submitted_card
from tests.factories.openings import OpeningFactory, RoundFactory, TeamMemberFactory, cover
from tests.factories.roles import CompetencyFactory, CriterionFactory, LevelFactory, RubricFactory, publish

SAID_BY_OTHERS = "Zanzibar: whatever the others wrote"


@dataclass
class Scene:
    """Depth (required) and Clarity stand under Technical, Execution (0 to 10 by 0.25, required) under Leadership."""

    opening: Opening
    depth: Criterion
    clarity: Criterion
    execution: Criterion
    manager: User
    interviews: dict[tuple[int, int], Interview] = field(default_factory=dict)

    def candidate(self, name: str = "Ngozi Okafor") -> Application:
        return apply(self.opening, name)

    def round(self, name: str = "Technical", **fields: Any) -> Round:
        return cover(RoundFactory(opening=self.opening, name=name, **fields))

    def seat(
        self, application: Application, person: User, round: Round | None = None, **fields: Any
    ) -> PanelSeat:
        """Seat a person for the candidate, in the opening's first round unless told which."""
        held_in = round or self.opening.rounds.order_by("id").first() or self.round()
        key = (application.pk, held_in.pk)
        if key not in self.interviews:
            self.interviews[key] = InterviewFactory(application=application, round=held_in)
        return PanelSeatFactory(interview=self.interviews[key], interviewer=person, **fields)

    def card_of(
        self, application: Application, person: User | None = None, *, at: dt.datetime | None = None
    ) -> Any:
        """Let somebody else hand in a card with text that must not leak."""
        seat = self.seat(application, person or UserFactory())
        values = {self.depth: 5, self.execution: "9.75"}
        moment = {"at": at} if at else {}
        return submitted_card(
            seat,
            values,
            texts={self.depth: SAID_BY_OTHERS, None: SAID_BY_OTHERS},
            recommendation="yes",
            **moment,
        )


def scene() -> Scene:
    rubric = RubricFactory(number=1)
    technical = CompetencyFactory(rubric=rubric, key="technical", name="Technical", position=0)
    leadership = CompetencyFactory(rubric=rubric, key="leadership", name="Leadership", position=1)
    depth = CriterionFactory(rubric=rubric, competency=technical, key="depth", name="Depth")
    clarity = CriterionFactory(
        rubric=rubric, competency=technical, key="clarity", name="Clarity", required=False, position=1
    )
    execution = CriterionFactory(
        rubric=rubric,
        competency=leadership,
        key="execution",
        name="Execution",
        lo=Decimal(0),
        hi=Decimal(10),
        step=Decimal("0.25"),
    )
    for value in range(1, 6):
        LevelFactory(criterion=depth, value=value, text=f"Depth as seen at {value}.")
    publish(rubric, rubric.created_by)
    opening = OpeningFactory(rubric=rubric)
    manager = UserFactory(name="Marit")
    TeamMemberFactory(opening=opening, user=manager)
    return Scene(opening=opening, depth=depth, clarity=clarity, execution=execution, manager=manager)


def marked(**fields: str) -> str:
    """Return what a page carries that has seen these texts; underscores in names stand for hyphens."""
    return json.dumps(marks({name.replace("_", "-"): text for name, text in fields.items()}))


NOTHING_SEEN = "{}"
# What a page has seen that was loaded after `sent()` was saved.
SENT_SEEN = marked(
    score_depth="4",
    evidence_depth="Explained the trade-off.",
    score_clarity="na",
    score_execution="7.5",
    recommendation="yes",
    summary="Would work with them.",
)


def sent(seen: str = NOTHING_SEEN, action: str = "save", **more: str) -> dict[str, str]:
    """Return what a complete form sends; underscores in names stand for hyphens."""
    complete = {
        "seen": seen,
        "rubric": "1",
        "action": action,
        "score-depth": "4",
        "evidence-depth": "Explained the trade-off.",
        "score-clarity": "na",
        "evidence-clarity": "",
        "score-execution": "7.5",
        "evidence-execution": "",
        "recommendation": "yes",
        "summary": "Would work with them.",
    }
    return complete | {name.replace("_", "-"): value for name, value in more.items()}
