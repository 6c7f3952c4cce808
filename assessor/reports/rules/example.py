"""The worked example of the methods page: an invented round, small enough to check by hand, through the real report."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

import numpy as np

from assessor.candidates.enums import Stage
from assessor.measurement.composite import Rule
from assessor.reports.rules.comparison import (
    RECOMMENDATIONS,
    Compared,
    Comparison,
    Interviewer,
    OpeningFacts,
)
from assessor.reports.rules.measuring import ScoreRows, measured
from roles.rules import CompetencyText, CriterionText, RubricText

CANDIDATES = ("Aster", "Birch", "Cedar")
INTERVIEWERS = ("Kim", "Lou", "Max")
CRITERIA = (("Explaining", Decimal(60)), ("Planning", Decimal(40)))
LO, HI = 1, 5
# By candidate, interviewer, criterion, in the orders above. None is "not assessed".
SCORES: tuple[int | None, ...] = (4, 5, 4, 4, 5, 4, 4, 5, 3, 4, 4, 5, 2, 3, 2, 2, 4, 3)
_SEED = 20_240_229


@dataclass(frozen=True, slots=True)
class Place:
    """One score of the example: whose, by whom, on what; `index` is where it stands in SCORES."""

    index: int
    candidate: str
    interviewer: str
    criterion: str

    @property
    def name(self) -> str:
        return f"{self.interviewer} on {self.candidate}, {self.criterion}"


PLACES = tuple(
    Place(index, candidate, interviewer, criterion)
    for index, (candidate, interviewer, criterion) in enumerate(
        (candidate, interviewer, criterion)
        for candidate in CANDIDATES
        for interviewer in INTERVIEWERS
        for criterion, _ in CRITERIA
    )
)


def changed(index: int, value: int | None) -> tuple[int | None, ...]:
    """Return the scores with one of them another."""
    return (*SCORES[:index], value, *SCORES[index + 1 :])


@lru_cache(maxsize=128)  # one changed score: 108 tables at most
def example(scores: tuple[int | None, ...] = SCORES, rule: Rule = "mean") -> Comparison:
    """Return the comparison of these scores, by the functions every report is made with."""
    given = [(place, value) for place, value in zip(PLACES, scores, strict=True) if value is not None]
    rows = ScoreRows(
        card=np.array([place.index // len(CRITERIA) for place, _ in given], dtype=np.int64),
        candidate=np.array([CANDIDATES.index(place.candidate) for place, _ in given], dtype=np.int64),
        rater=np.array([INTERVIEWERS.index(place.interviewer) for place, _ in given], dtype=np.int64),
        criterion=np.array([_NAMES.index(place.criterion) for place, _ in given], dtype=np.int64),
        value=np.array([float(value) for _, value in given]),
    )
    numbers = measured(
        newest=rows,
        first=rows,
        criteria=_RUBRIC.criteria,
        candidates=len(CANDIDATES),
        raters=len(INTERVIEWERS),
        rule=rule,
        hidden=False,
        seed=_SEED,
    )
    return Comparison(
        opening=OpeningFacts("example", "An example", "Gardener", "open", rule, shortlist_only=False),
        rubric=_RUBRIC,
        rubric_hash="",
        candidates=[_compared(name) for name in CANDIDATES],
        interviewers=[Interviewer(name, name, len(CANDIDATES)) for name in INTERVIEWERS],
        as_of=None,
        card_hashes=[(name, other, "") for name in CANDIDATES for other in INTERVIEWERS],
        measured=numbers,
    )


def _compared(name: str) -> Compared:
    return Compared(
        application_ref=name,
        ref=name,
        name=name,
        stage=Stage.DEBRIEF,
        stage_label=str(Stage.DEBRIEF.label),
        shortlisted=False,
        blindness=None,
        cards=len(INTERVIEWERS),
        recommendations=dict.fromkeys(RECOMMENDATIONS, 0),
    )


def _criterion(position: int, name: str, weight: Decimal) -> CriterionText:
    return CriterionText(
        id=position,
        key=name.lower(),
        name=name,
        description="",
        weight=weight,
        required=False,
        lo=Decimal(LO),
        hi=Decimal(HI),
        step=Decimal(1),
        competency_key="craft",
        competency_name="Craft",
        responsibilities=(),
        qualifications=(),
        levels=(),
        questions=(),
    )


_NAMES = tuple(name for name, _ in CRITERIA)
_RUBRIC = RubricText(
    id=0,
    role_slug="gardener",
    role_title="Gardener",
    number=1,
    state="published",
    imported=False,
    weight_reason="Agreed for the example.",
    competencies=(
        CompetencyText(
            key="craft",
            name="Craft",
            description="",
            criteria=tuple(
                _criterion(position, name, weight) for position, (name, weight) in enumerate(CRITERIA)
            ),
        ),
    ),
)
