"""One score as a file holds it: who gave it to whom, on what, with which words. Pure Python."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

HEADINGS = (
    "Candidate", "Stage", "Round", "Interviewer", "Competency", "Criterion", "Score", "Lowest", "Highest",
    "Percent of scale", "Not assessed", "Evidence", "Recommendation", "Submitted (UTC)", "Rubric version",
    "Counts as",
)  # fmt: skip


class ScoreRow(NamedTuple):
    """What one submitted card says on one criterion, on the version of the rubric it was filled in on.

    `counts_as` is the criterion of the opening's rubric that the score is read as; "set aside" where it counts nowhere.
    """

    candidate: str
    stage: str
    round: str
    interviewer: str
    competency: str
    criterion: str
    score: float | None
    lo: float
    hi: float
    percent: float | None
    not_assessed: bool
    evidence: str
    recommendation: str
    submitted_at: dt.datetime | None
    rubric: int
    counts_as: str
