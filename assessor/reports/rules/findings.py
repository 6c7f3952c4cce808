"""What the pooled numbers of a comparison mean, in words, and why one of them cannot be known."""

from __future__ import annotations

from assessor.interviews.rules.comparability import Comparability, comparability
from assessor.measurement.analysis import Analysis
from assessor.measurement.reliability import Reliability, Undefined
from assessor.reports.rules.comparison import Comparison

# Koo & Li 2016, by the lower bound of the interval.
_WORDS = ((0.5, "poor"), (0.75, "moderate"), (0.9, "good"))
_NO_ICC = {
    Undefined.TOO_FEW: (
        "How far whole scorecards agree cannot be said: fewer than two candidates have two that cover every criterion."
    ),
    Undefined.NO_SPREAD: "Every scorecard comes to the same score, so there is nothing to agree or differ on.",
}


def agreement_words(found: Reliability) -> str | None:
    """Say how far one interviewer can be relied on, by the lower end of the interval; None where there is none."""
    if found.single.interval is None:
        return None
    lower = found.single.interval[0]
    return next((word for bound, word in _WORDS if lower < bound), "excellent")


def icc_reason(found: Reliability) -> str | None:
    """Say why there is no coefficient, or no interval of it; None where there is one."""
    if found.reason is not None:
        return _NO_ICC[found.reason]
    if found.single.interval is None:
        return "Too few candidates to say how far this number can be trusted."
    return None


def alpha_reason(comparison: Comparison, analysis: Analysis, criterion: int) -> str | None:
    """Say why a criterion has no alpha, or no interval of it; None where it has one."""
    estimate = analysis.alphas[criterion]
    if estimate.value is None:
        n = comparison.measured.first.n[:, criterion]
        if not (n > 1).any():
            return "No candidate has two scores on this criterion."
        return (
            "Wherever two people scored this criterion, the score is the same: nothing to agree or differ on."
        )
    return None if estimate.interval else "Too few candidates to say how far this number can be trusted."


def comparability_of(comparison: Comparison, analysis: Analysis) -> Comparability:
    """Return whether interviewers can be compared by their scores, in words with names."""
    return comparability(
        analysis.linkage,
        interviewers=dict(enumerate(person.name for person in comparison.interviewers)),
        criteria=dict(enumerate(criterion.name for criterion in comparison.rubric.criteria)),
        candidates=dict(enumerate(candidate.name for candidate in comparison.candidates)),
    )


def leniency_reason(comparison: Comparison, analysis: Analysis) -> str:
    """Say why nobody's leniency can be known."""
    return comparability_of(comparison, analysis).sentence
