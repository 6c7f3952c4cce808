"""A hiring round to compare candidates in: criteria on 1 to 5, cards handed in by whoever a test names."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from assessor.accounts.models import User
from assessor.candidates.enums import Stage
from assessor.candidates.models import Application
from assessor.interviews.models import PanelSeat, Scorecard
from assessor.openings.enums import TeamAccess
from assessor.openings.models import Opening, Round
from roles.models import Criterion
from tests.factories.accounts import UserFactory
from tests.factories.candidates import apply
from tests.factories.interviews import InterviewFactory, PanelSeatFactory, submitted_card
from tests.factories.openings import OpeningFactory, RoundFactory, TeamMemberFactory, cover
from tests.factories.roles import CompetencyFactory, CriterionFactory, RubricFactory, publish
from tests.moments import AT


@dataclass
class Hiring:
    opening: Opening
    criteria: list[Criterion]
    round: Round
    people: dict[str, User] = field(default_factory=dict)

    def team(self, name: str, access: TeamAccess = TeamAccess.HIRING_MANAGER) -> User:
        user = self.person(name)
        TeamMemberFactory(opening=self.opening, user=user, access=access)
        return user

    def person(self, name: str) -> User:
        return self.people.setdefault(name, UserFactory(name=name))

    def candidate(self, name: str, **fields: Any) -> Application:
        return apply(self.opening, name, **fields)

    def seat(self, application: Application, name: str, round: Round | None = None) -> PanelSeat:
        held_in = round or self.round
        interview = application.interviews.filter(round=held_in).first()
        interview = interview or InterviewFactory(application=application, round=held_in)
        return PanelSeatFactory(interview=interview, interviewer=self.person(name))

    def card(
        self,
        application: Application,
        name: str,
        *values: Any,
        recommendation: str = "",
        round: Round | None = None,
        at: dt.datetime = AT,
        texts: dict[Criterion | None, str] | None = None,
    ) -> Scorecard:
        """Hand in a card with a value for each criterion in order; None is not assessed."""
        given = dict(zip(self.criteria, values, strict=True))
        return submitted_card(
            self.seat(application, name, round),
            given,
            texts=texts or {},
            recommendation=recommendation,
            at=at,
        )


def hiring(
    *names: str,
    weights: tuple[Any, ...] = (),
    scale: tuple[Any, Any, Any] = (1, 5, 1),
    slug: str = "archive",
    **fields: Any,
) -> Hiring:
    """Return an opening whose rubric has these criteria, in one competency, on 1 to 5 unless told otherwise."""
    lo, hi, step = (Decimal(str(number)) for number in scale)
    names = names or ("Clarity", "Depth")
    rubric = RubricFactory(weight_reason="Agreed with the archive." if weights else "")
    competency = CompetencyFactory(rubric=rubric, name="Craft", key="craft")
    criteria = [
        CriterionFactory(
            rubric=rubric,
            competency=competency,
            name=name,
            key=name.lower(),
            position=position,
            lo=lo,
            hi=hi,
            step=step,
            weight=Decimal(str(weights[position])) if weights else 1,
        )
        for position, name in enumerate(names)
    ]
    publish(rubric, rubric.created_by)
    opening = OpeningFactory(rubric=rubric, slug=slug, title="Archivist", **fields)
    return Hiring(opening, criteria, cover(RoundFactory(opening=opening, name="Interview")))


def two_who_are_told_apart(ngozi: tuple[int, int] = (5, 5), obi: tuple[int, int] = (3, 2)) -> Hiring:
    """Return an opening in which Ngozi leads Obi by the cards of two; both are debriefed, and Marit runs it."""
    archive = hiring("Clarity", "Depth")
    archive.team("Marit")
    for name, values in {"Ngozi": ngozi, "Obi": obi}.items():
        entry = archive.candidate(name, stage=Stage.DEBRIEF)
        for who in ("Ann", "Bea"):
            archive.card(entry, who, *values, recommendation="yes")
    return archive


def two_with_evidence() -> Hiring:
    """Return an opening with a card each on Ngozi and Obi, whose evidence is a word found nowhere else."""
    archive = hiring("Clarity", "Depth")
    for name, values in {"Ngozi": (5, 5), "Obi": (4, 3)}.items():
        texts = {archive.criteria[0]: f"quagga {name}"}
        archive.card(archive.candidate(name), "Ann", *values, recommendation="yes", texts=texts)
    return archive
