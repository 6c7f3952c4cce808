"""What a comparison says in words: the sentence above it, and what a reader of the numbers must know."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assessor.measurement.analysis import Analysis
from assessor.measurement.uncertainty import MOST
from assessor.openings.enums import Fate
from assessor.openings.rules import EarlierVersion, Measure, Reading, converts
from assessor.reports.rules.comparison import Comparison
from assessor.reports.rules.headline import scored_by_one
from assessor.reports.rules.method_words import PANEL_RULES


@dataclass(frozen=True, slots=True)
class Note:
    """Something a reader of the numbers must know; `code` is stable, `text` is for people."""

    code: str
    text: str


def notes_of(comparison: Comparison) -> list[Note]:
    """Return what a reader must know beside the numbers."""
    return [
        *_on_who_is_compared(comparison),
        *_on_versions(comparison),
        *_on_visibility(comparison),
        *_on_how_scores_are_made(comparison),
        *_on_certainty(comparison),
    ]


def blind_note(comparison: Comparison) -> Note | None:
    """Say why nothing is ranked or pooled for this reader; None where nothing is hidden from them."""
    if not comparison.is_blind:
        return None
    return Note(
        "blind",
        "You are on the panel of some of these candidates and may not see the others' scorecards there yet, so"
        " their numbers and every rank are hidden from you.",
    )


def _on_who_is_compared(comparison: Comparison) -> Iterator[Note]:
    if closed := blind_note(comparison):
        yield closed
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


def _on_certainty(comparison: Comparison) -> Iterator[Note]:
    """Say what keeps the order from being sure, or from having chances at all."""
    analysis = comparison.analysis
    if analysis is None or comparison.ranked < 2 or comparison.opening.panel_rule != "mean":
        return
    order = analysis.order
    if not order.df:
        yield Note("one_interviewer_each", _one_each(comparison, analysis))
        return
    if order.few_cards:
        yield Note(
            "few_cards",
            "The intervals rest on very few scorecards, so nobody is called a clear winner.",
        )
    if comparison.ranked < len(comparison.candidates):
        yield Note("ranked_only", "Chances are among those who are fully scored.")
    if comparison.ranked > MOST:
        yield Note(
            "first_thirty", f"Chances and shares of weightings are given for the first {MOST} by score."
        )


def _one_each(comparison: Comparison, analysis: Analysis) -> str:
    alone = scored_by_one(comparison, analysis)
    if len(alone) == int(comparison.composite.counted.sum()):
        return "One interviewer each: agreement cannot be computed, so there are no intervals and no chances."
    return (
        f"On {_listed(alone)} each candidate has one interviewer, so there are no intervals and no chances."
    )


def _on_versions(comparison: Comparison) -> Iterator[Note]:
    """Say which versions of the rubric are mixed, and what scores on the earlier ones count as."""
    if not comparison.earlier:
        return
    now = comparison.rubric.number
    counts = {item.version.number: item.cards for item in comparison.earlier}
    if rest := len(comparison.card_hashes) - sum(counts.values()):
        counts[now] = rest
    versions = [f"rubric {number}" for number in counts]
    if not comparison.is_blind:
        versions = [f"rubric {number} ({_counted(many, 'card', 'cards')})" for number, many in counts.items()]
    yield Note(
        "mixed_versions",
        f"Cards compared here were scored on {_joined(versions)}, and all are read on rubric {now}. "
        + " ".join(_on_version(item.version) for item in comparison.earlier),
    )


def _on_visibility(comparison: Comparison) -> Iterator[Note]:
    """Say since when interviewers see each other's cards as they do, where some were written under another rule."""
    change = comparison.visibility_change
    if change is None:
        return
    before = "Some of these scorecards were" if comparison.is_blind else _were_in(change.cards_before)
    yield Note(
        "visibility",
        f"When interviewers see each other's scorecards was changed on {change.on.day} {change.on:%B %Y} by"
        f" {change.by}, and is now: “{change.words}”. {before} handed in before that.",
    )


def _were_in(cards: int) -> str:
    return "One of these scorecards was" if cards == 1 else f"{cards} of these scorecards were"


def _on_version(version: EarlierVersion) -> str:
    said = [_counts_as(reading.criterion, to) for reading in version.readings if (to := _mapped(reading))]
    if aside := [reading.criterion.name for reading in version.readings if reading.to is None]:
        said.append(f"{_listed(aside)} {'is' if len(aside) == 1 else 'are'} set aside and counted nowhere")
    if any(reading.fate == Fate.KEPT for reading in version.readings):
        said.append("the rest is kept as it is" if said else "everything is kept as it is")
    return f"Of rubric {version.number}, {'; '.join(said)}."


def _mapped(reading: Reading) -> Measure | None:
    return reading.to if reading.fate == Fate.MAPPED else None


def _counts_as(old: Measure, new: Measure) -> str:
    if not converts(old.scale, new.scale):
        return f"“{old.name}” counts as “{new.name}”"
    return f"“{old.name}” ({old.scale}) counts as “{new.name}” ({new.scale}), in proportion of the scale"


def _on_how_scores_are_made(comparison: Comparison) -> Iterator[Note]:
    if comparison.opening.panel_rule != "mean":
        unsure = " Intervals and chances are known for plain means alone."
        rule = PANEL_RULES[comparison.opening.panel_rule]
        yield Note("panel_rule", f"Each criterion counts with {rule}.{unsure}")
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
    return _joined([f"“{name}”" for name in names])


def _joined(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]
