"""How the numbers of a report are made, in sentences that travel with every file."""

from __future__ import annotations

from dataclasses import dataclass

from assessor.measurement.uncertainty import DRAWS, MOST
from assessor.reports.rules.comparison import METHOD_VERSION, Comparison

PANEL_RULES = {
    "mean": "the mean of its interviewers’ scores",
    "median": "the median of its interviewers’ scores",
    "trimmed": "the mean of its interviewers’ scores after one highest and one lowest are dropped",
}


@dataclass(frozen=True, slots=True)
class Method:
    """One number, or one word, of a report and how it is made."""

    name: str
    text: str


def methods_of(comparison: Comparison) -> tuple[Method, ...]:
    """Return the methods in the order in which a report shows their numbers."""
    rule = PANEL_RULES[comparison.opening.panel_rule]
    return (
        Method(
            "Score",
            f"Each criterion counts with {rule}, in percent of its scale: 0 is the lowest value, 100 the highest. The"
            " score is the mean of the criteria, each with its share of the weight.",
        ),
        Method(
            "Not assessed",
            "Never counts as zero and is never filled in. A candidate without a score on some criterion has a"
            " provisional score with the bounds in which it can still end, and no rank.",
        ),
        Method(
            "Rank",
            "By score, among candidates who are fully scored. Equal scores share a rank, shown as “2=”.",
        ),
        Method(
            "Interval",
            "90 %: how far the score may be off because these interviewers scored and not others like them, from how"
            " far they differ here. It knows nothing of what they all get wrong alike. There is none where each"
            " candidate has one interviewer alone.",
        ),
        Method(
            "Chance of being the best",
            f"From {DRAWS:,} draws around the scores, as far off as the intervals say, among the first {MOST} by"
            " score who are fully scored.",
        ),
        Method(
            "Agreement",
            "Krippendorff’s alpha (ordinal) of each criterion: 1 is full agreement, 0 what chance would give. It"
            " judges the wording of the criterion, not people. The intra-class correlation says the same of whole"
            " scorecards.",
        ),
        Method(
            "Leniency",
            "How far an interviewer’s scores stand above or below those of the others on the same candidates and"
            " criteria. Given only where the plan allows it to be known. It changes no candidate’s score.",
        ),
        Method(
            "Recommendations",
            "The interviewers’ own verdicts, counted beside the score and never part of it. Nothing in this file"
            " changes a candidate’s stage; a person decides.",
        ),
        Method("Version of the method", str(METHOD_VERSION)),
    )
