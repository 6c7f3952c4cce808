"""What a comparison says in words: the sentence above it, and what a reader of the numbers must know."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assessor.reports.rules.comparison import Comparison

_PANEL_RULES = {
    "median": "Each criterion counts with the median of its interviewers' scores.",
    "trimmed": "Each criterion counts with the mean of its interviewers' scores after one highest and one lowest"
    " are dropped.",
}


@dataclass(frozen=True, slots=True)
class Note:
    """Something a reader of the numbers must know; `code` is stable, `text` is for people."""

    code: str
    text: str


def summary_sentence(comparison: Comparison) -> str:
    """Say in one sentence how far the round has come, without saying who leads."""
    total, ranked = len(comparison.candidates), comparison.ranked
    if not total:
        return ""
    if comparison.is_blind:
        return "Some of these candidates still wait for your scorecard, so nothing is ranked for you yet."
    if not comparison.card_hashes:
        return "No scorecard has been submitted yet."
    if ranked == total:
        return f"{'The one candidate is' if total == 1 else f'All {total} candidates are'} fully scored and ranked."
    verb = "is" if ranked == 1 else "are"
    return f"{ranked} of {total} candidates {verb} fully scored and ranked; the others are not complete yet."


def notes_of(comparison: Comparison) -> list[Note]:
    """Return what a reader must know beside the numbers."""
    return [
        *_on_who_is_compared(comparison),
        *_on_how_scores_are_made(comparison),
        Note(
            "not_computed",
            "Intervals, agreement between interviewers, leniency and the effect of the weights are not computed yet.",
        ),
    ]


def _on_who_is_compared(comparison: Comparison) -> Iterator[Note]:
    if comparison.is_blind:
        yield Note(
            "blind",
            "You still owe a scorecard on some of these candidates, so their numbers and every rank are hidden"
            " from you until it is in.",
        )
    criteria = zip(comparison.rubric.criteria, comparison.composite.counted, strict=True)
    left_out = [criterion.name for criterion, counted in criteria if not counted]
    if left_out and comparison.card_hashes:
        yield Note(
            "criterion_left_out",
            f"Nobody has a score on {_listed(left_out)}, so the other criteria share that weight.",
        )
    if provisional := int(comparison.provisional.sum()):
        yield Note(
            "provisional",
            f"{_counted(provisional, 'candidate is', 'candidates are')} not fully scored: the score is provisional,"
            " stands between the bounds given, and is not ranked.",
        )


def _on_how_scores_are_made(comparison: Comparison) -> Iterator[Note]:
    if comparison.opening.panel_rule != "mean":
        yield Note("panel_rule", _PANEL_RULES[comparison.opening.panel_rule])
    if untrimmed := int(comparison.summary.untrimmed.sum()):
        yield Note(
            "untrimmed",
            f"{_counted(untrimmed, 'cell has', 'cells have')} fewer than five scores, too few to drop the highest"
            " and lowest; there the mean of all is used.",
        )
    if comparison.rubric.weights_differ:
        yield Note("weights", f"The criteria do not all weigh the same: {comparison.rubric.weight_reason}")


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _listed(names: Sequence[str]) -> str:
    quoted = [f"“{name}”" for name in names]
    return quoted[0] if len(quoted) == 1 else ", ".join(quoted[:-1]) + " and " + quoted[-1]
