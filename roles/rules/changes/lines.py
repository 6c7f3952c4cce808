"""Changes as lines of plain text, for the shell: [-removed-] and {+added+}."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from roles.rules.changes.kinds import Change, PartChanges
from roles.rules.changes.roles import RoleChanges

_MARKS = {"kept": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}


def lines(changes: RoleChanges) -> Iterator[str]:
    """Give what changes about the role, its parts and its rubric, a part at a time."""
    if changes.role_unchanged:
        yield "The role's own words stay as they are."
    yield from _listed("Role", changes.role)
    yield from _parts("Responsibility", changes.responsibilities)
    yield from _parts("Qualification", changes.qualifications)
    yield f"The rubric: {changes.rubric.summary}"
    if changes.has_rubric and not changes.rubric.is_empty:
        yield changes.rubric.comparability
    yield from _listed("Rubric", changes.rubric.rubric)
    yield from _parts("Competency", changes.rubric.competencies)
    yield from _parts("Criterion", changes.rubric.criteria)


def _parts(label: str, parts: Iterable[PartChanges]) -> Iterator[str]:
    for part in parts:
        yield from _listed(f"{label} “{part.name}” ({part.key})", part.changes)


def _listed(title: str, changes: Iterable[Change]) -> Iterator[str]:
    for place, change in enumerate(changes):
        if place == 0:
            yield title
        yield f"  {change.field} ({change.change_class.value}): {_marked(change)}".rstrip(": ")


def _marked(change: Change) -> str:
    between = "" if change.in_words else " "
    text = between.join(_MARKS[span.became].format(span.text) for span in change.spans)
    return text.replace("\n", "\n    ")
