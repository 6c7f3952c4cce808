"""What still keeps a draft from being published, and what is worth a second look before it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from assessor.lib.scales import Scale, plain
from assessor.lib.text import folded
from roles.rules.texts import CriterionText, RubricText

MANY_COMPETENCIES, MANY_CRITERIA = 8, 20
LONG = "Long forms are scored badly; leave out what does not decide."


@dataclass(frozen=True, slots=True)
class Problem:
    """A sentence about a draft, and the criterion it is about (None: the rubric).

    `at` is the id of the field in the editor that mends it.
    """

    text: str
    criterion_key: str | None = None
    at: str = field(default="", compare=False)


def problems(rubric: RubricText) -> list[Problem]:
    """Return everything that must be mended before this rubric can be published, in the order of the page."""
    return list(_problems(rubric))


def warnings(
    rubric: RubricText, *, responsibilities: Mapping[str, str], qualifications: Mapping[str, str]
) -> list[Problem]:
    """Return what does not stand in the way and may still be wrong. The mappings are the role's own, title by key."""
    return list(_warnings(rubric, responsibilities, qualifications))


def _problems(rubric: RubricText) -> Iterator[Problem]:
    criteria = rubric.criteria
    if not rubric.competencies:
        yield Problem("The rubric has no competency yet.", at="new-competency-name")
    if not criteria:
        first = rubric.competencies[0].key if rubric.competencies else ""
        at = f"new-criterion-{first}-name" if first else "new-competency-name"
        yield Problem("The rubric has no criteria yet.", at=at)
        return
    for competency in rubric.competencies:
        if not competency.criteria:
            yield Problem(
                f"The competency “{competency.name}” has no criteria; add one or remove it.",
                at=f"new-criterion-{competency.key}-name",
            )
    yield from _repeated_headings(rubric)
    yield from _repeated_names(criteria)
    for criterion in criteria:
        yield from _criterion_problems(criterion, imported=rubric.imported)
    if rubric.weights_differ and not rubric.weight_reason.strip():
        yield Problem(
            "The criteria do not all weigh the same; write down the reason for the weights.",
            at="rubric-weight_reason",
        )


def _warnings(
    rubric: RubricText, responsibilities: Mapping[str, str], qualifications: Mapping[str, str]
) -> Iterator[Problem]:
    if rubric.imported:
        return
    served = {key for criterion in rubric.criteria for key in criterion.responsibilities}
    asked = {key for criterion in rubric.criteria for key in criterion.qualifications}
    for key, title in responsibilities.items():
        if key not in served:
            yield Problem(f"No criterion serves the responsibility “{title}”.")
    for key, title in qualifications.items():
        if key not in asked:
            yield Problem(f"No criterion asks for the qualification “{title}”.")
    for criterion in rubric.criteria:
        at = f"criterion-{criterion.key}"
        if not criterion.responsibilities and not criterion.qualifications:
            yield Problem(
                f"“{criterion.name}” serves no responsibility and no qualification.",
                criterion.key,
                f"{at}-serves",
            )
        if not criterion.questions:
            yield Problem(
                f"“{criterion.name}” has no questions to ask.",
                criterion.key,
                f"new-question-{criterion.key}-text",
            )
    if (count := len(rubric.competencies)) > MANY_COMPETENCIES:
        yield Problem(f"There are {count} competencies. {LONG}")
    if (count := len(rubric.criteria)) > MANY_CRITERIA:
        yield Problem(f"There are {count} criteria. {LONG}")


def _repeated_headings(rubric: RubricText) -> Iterator[Problem]:
    counts = Counter(folded(competency.name) for competency in rubric.competencies)
    for competency in rubric.competencies:
        if counts[folded(competency.name)] > 1:
            at = f"competency-{competency.key}-name"
            yield Problem(f"Two competencies are called “{competency.name}”.", at=at)


def _repeated_names(criteria: tuple[CriterionText, ...]) -> Iterator[Problem]:
    counts = Counter(folded(criterion.name) for criterion in criteria)
    for criterion in criteria:
        if counts[folded(criterion.name)] > 1:
            at = f"criterion-{criterion.key}-name"
            yield Problem(f"Two criteria are called “{criterion.name}”.", criterion.key, at)


def _criterion_problems(criterion: CriterionText, *, imported: bool) -> Iterator[Problem]:
    scale, at = criterion.scale, f"criterion-{criterion.key}"
    if scale is None:
        yield Problem(
            f"“{criterion.name}”: the steps do not lead from {plain(criterion.lo)} exactly to {plain(criterion.hi)}.",
            criterion.key,
            f"{at}-scale",
        )
        return
    if criterion.weight <= 0:
        yield Problem(
            f"“{criterion.name}” has no weight; give it one above 0 or remove it.",
            criterion.key,
            f"{at}-weight",
        )
    for level in criterion.levels:
        if level.value not in scale:
            yield Problem(
                f"“{criterion.name}”: the level at {plain(level.value)} is not on the scale, {scale}.",
                criterion.key,
                f"{at}-level-{plain(level.value)}",
            )
    if not imported:
        yield from _missing_levels(criterion, scale)


def _missing_levels(criterion: CriterionText, scale: Scale) -> Iterator[Problem]:
    """The lowest, the middle and the highest value need written levels; of two middle values, one does."""
    written = {level.value for level in criterion.levels if level.text.strip()}
    for word, values in (("lowest", (scale.lo,)), ("middle", scale.middle()), ("highest", (scale.hi,))):
        if written.isdisjoint(values):
            yield Problem(
                f"“{criterion.name}” has no written level for its {word} value, {' or '.join(map(plain, values))}.",
                criterion.key,
                f"criterion-{criterion.key}-level-{plain(values[0])}",
            )
