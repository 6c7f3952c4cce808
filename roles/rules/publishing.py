"""What still keeps a draft from being published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from assessor.lib.scales import Scale, plain
from assessor.lib.text import folded
from roles.rules.texts import CriterionText, RubricText


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that keeps a draft from being published, and the criterion it is about (None: the rubric)."""

    text: str
    criterion_key: str | None = None


def problems(rubric: RubricText) -> list[Problem]:
    """Return everything that must be mended before this rubric can be published, in the order of the page."""
    return list(_problems(rubric))


def _problems(rubric: RubricText) -> Iterator[Problem]:
    criteria = rubric.criteria
    if not criteria:
        yield Problem("The rubric has no criteria yet.")
        return
    for competency in rubric.competencies:
        if not competency.criteria:
            yield Problem(f"The competency “{competency.name}” has no criteria; add one or remove it.")
    yield from _repeated_names(criteria)
    for criterion in criteria:
        yield from _criterion_problems(criterion, imported=rubric.imported)
    if rubric.weights_differ and not rubric.weight_reason.strip():
        yield Problem("The criteria do not all weigh the same; write down the reason for the weights.")


def _repeated_names(criteria: tuple[CriterionText, ...]) -> Iterator[Problem]:
    counts = Counter(folded(criterion.name) for criterion in criteria)
    for criterion in criteria:
        if counts[folded(criterion.name)] > 1:
            yield Problem(f"Two criteria are called “{criterion.name}”.", criterion.key)


def _criterion_problems(criterion: CriterionText, *, imported: bool) -> Iterator[Problem]:
    scale = criterion.scale
    if scale is None:
        yield Problem(
            f"“{criterion.name}”: the steps do not lead from {plain(criterion.lo)} exactly to {plain(criterion.hi)}.",
            criterion.key,
        )
        return
    if criterion.weight <= 0:
        yield Problem(f"“{criterion.name}” has no weight; give it one above 0 or remove it.", criterion.key)
    for level in criterion.levels:
        if level.value not in scale:
            yield Problem(
                f"“{criterion.name}”: the level at {plain(level.value)} is not on the scale, {scale}.",
                criterion.key,
            )
    if not imported:
        yield from _missing_levels(criterion, scale)


def _missing_levels(criterion: CriterionText, scale: Scale) -> Iterator[Problem]:
    """The lowest, the middle and the highest value need written levels; a middle between two steps needs neither."""
    written = {level.value for level in criterion.levels if level.text.strip()}
    wanted = {scale.lo: "lowest", scale.hi: "highest"}
    middle = (scale.lo + scale.hi) / 2
    if middle in scale:
        wanted[middle] = "middle"
    for value, word in sorted(wanted.items()):
        if value not in written:
            yield Problem(
                f"“{criterion.name}” has no written level for its {word} value, {plain(value)}.",
                criterion.key,
            )
