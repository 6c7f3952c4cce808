"""Comparisons of hand-made scores, without any database."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np

from assessor.interviews.rules.blindness import Blindness
from assessor.interviews.rules.cards import CardPlace
from assessor.reports.rules.behind import Behind
from assessor.reports.rules.comparison import (
    RECOMMENDATIONS,
    Compared,
    Comparison,
    Interviewer,
    OpeningFacts,
)
from assessor.reports.rules.measuring import ScoreRows, measured
from roles.rules import CompetencyText, CriterionText, RubricText

RATERS = ("Ann", "Bea", "Cem", "Dov", "Eli", "Fay", "Gus", "Hal", "Ida")


def criterion(key: str, position: int = 0) -> CriterionText:
    """Return a criterion on 1 to 5."""
    return CriterionText(
        id=position,
        key=key,
        name=key.title(),
        description="",
        weight=Decimal(1),
        required=True,
        lo=Decimal(1),
        hi=Decimal(5),
        step=Decimal(1),
        competency_key="craft",
        competency_name="Craft",
        responsibilities=(),
        qualifications=(),
        levels=(),
        questions=(),
    )


def rubric_of(keys: tuple[str, ...]) -> RubricText:
    criteria = tuple(criterion(key, position) for position, key in enumerate(keys))
    return RubricText(
        id=0,
        role_slug="archivist",
        role_title="Archivist",
        number=1,
        state="published",
        imported=False,
        weight_reason="",
        competencies=(CompetencyText(key="craft", name="Craft", description="", criteria=criteria),),
    )


def rows_of(people: dict[str, tuple[tuple[Any, ...], ...]], blind: Any = ()) -> ScoreRows:
    """Return the scores of people, given as below; the card of candidate i by interviewer r is 100 i + r."""
    given = [
        (100 * i + r, i, r, c, float(value))
        for i, name in enumerate(sorted(people))
        if name not in blind
        for r, row in enumerate(people[name])
        for c, value in enumerate(row)
        if value is not None
    ]
    columns = list(zip(*given, strict=True)) if given else [()] * 5
    return ScoreRows(
        *(np.array(column, dtype=np.int64) for column in columns[:4]), value=np.array(columns[4], dtype=float)
    )


def behind_scores(people: dict[str, tuple[tuple[Any, ...], ...]], **options: Any) -> Behind:
    """Return their comparison with the scores it pools. Cards have refs like card-1-0, and none was amended."""
    comparison = comparison_of_scores(people, **options)
    if comparison.is_blind:
        return Behind(comparison)
    rows = rows_of(people)
    cards = [CardPlace(f"card-{i}-{r}", "Panel") for i in range(len(people)) for r in range(100)]
    return Behind(comparison, cards, [False] * len(cards), first_rows=rows, newest_rows=rows)


def comparison_of_scores(
    people: dict[str, tuple[tuple[Any, ...], ...]],
    keys: tuple[str, ...] = ("clarity", "depth"),
    *,
    rule: Any = "mean",
    blind: Any = (),
    shortlisted: Any = (),
    recommendations: dict[str, dict[str, int]] | None = None,
) -> Comparison:
    """Compare people, given as name: a row of values for each interviewer (Ann, Bea, Cem …); None is not assessed.

    Names stand in the order of the references that are made of them.
    """
    names, rubric = sorted(people), rubric_of(keys)
    rows = rows_of(people, blind)
    raters = max((len(rows_of) for rows_of in people.values()), default=0)
    nobody = dict.fromkeys(RECOMMENDATIONS, 0)
    return Comparison(
        opening=OpeningFacts("archive", "Archivist", "Archivist", "open", rule, shortlist_only=False),
        rubric=rubric,
        rubric_hash="r" * 64,
        candidates=[
            Compared(
                application_ref=f"application-{name}",
                ref=f"ref-{name}",
                name=name,
                stage="new",
                stage_label="New",
                shortlisted=name in shortlisted,
                blindness=Blindness.OWN if name in blind else None,
                cards=0 if name in blind else len(people[name]),
                recommendations=nobody | (recommendations or {}).get(name, {}),
            )
            for name in names
        ],
        interviewers=[Interviewer(f"ref-{name}", name, len(names)) for name in RATERS[:raters]],
        as_of=None,
        card_hashes=[("x", "y", "z")] if len(rows.value) else [],
        measured=measured(
            newest=rows,
            first=rows,
            criteria=rubric.criteria,
            candidates=len(names),
            raters=raters,
            rule=rule,
            hidden=bool(blind),
            seed=1,
        ),
    )
