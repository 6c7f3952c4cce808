"""The kinds of change, what each does to scores, and everything a comparison holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from assessor.lib.word_changes import Span, word_changes
from roles.rules.texts import CriterionText


class ChangeClass(StrEnum):
    """What a change does to scores. Scores stay comparable over wording and weight: the structure hash is the same."""

    WORDING = "wording"
    WEIGHT = "weight"
    SCALE = "scale"
    STRUCTURE = "structure"

    @property
    def label(self) -> str:
        return self.value.capitalize()

    @property
    def tone(self) -> str:
        return {"wording": "neutral", "weight": "info"}.get(self.value, "warn")


class ChangeKind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    REWORDED = "reworded"
    REANCHORED = "re-anchored"
    REWEIGHTED = "reweighted"
    RESCALED = "rescaled"
    MOVED = "moved"
    REQUIRED = "required changed"
    LINKED = "links changed"

    @property
    def label(self) -> str:
        return self.value.capitalize()


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one part: the field on the screen, what stood there and what stands there now."""

    kind: ChangeKind
    change_class: ChangeClass
    field: str
    before: str = ""
    after: str = ""
    in_words: bool = False

    @property
    def spans(self) -> tuple[Span, ...]:
        """The change word by word; before and after as a whole where it is no text."""
        if self.in_words:
            return word_changes(self.before, self.after)
        pair = (Span("removed", self.before), Span("added", self.after))
        return tuple(span for span in pair if span.text)


@dataclass(frozen=True, slots=True)
class PartChanges:
    """What happened to a competency or a criterion. `criterion` is the text of one that was added or removed."""

    key: str
    name: str
    changes: tuple[Change, ...]
    heading: str = ""
    criterion: CriterionText | None = None

    @property
    def kinds(self) -> tuple[ChangeKind, ...]:
        """Each kind of change once, in the order of ChangeKind."""
        found = {change.kind for change in self.changes}
        return tuple(kind for kind in ChangeKind if kind in found)

    @property
    def classes(self) -> tuple[ChangeClass, ...]:
        found = {change.change_class for change in self.changes}
        return tuple(entry for entry in ChangeClass if entry in found)

    @property
    def added(self) -> bool:
        return ChangeKind.ADDED in self.kinds

    @property
    def removed(self) -> bool:
        return ChangeKind.REMOVED in self.kinds


@dataclass(frozen=True, slots=True)
class ShareRow:
    """A criterion's printed share of the weight before and after; None where it is not there."""

    key: str
    name: str
    before: Decimal | None
    after: Decimal | None


@dataclass(frozen=True, slots=True)
class RubricChanges:
    """Everything that differs. `shares` lists all criteria once any share has changed, and is empty else."""

    rubric: tuple[Change, ...]
    competencies: tuple[PartChanges, ...]
    criteria: tuple[PartChanges, ...]
    shares: tuple[ShareRow, ...]

    def __iter__(self) -> Iterator[Change]:
        yield from self.rubric
        for part in (*self.competencies, *self.criteria):
            yield from part.changes

    @property
    def is_empty(self) -> bool:
        return not any(True for _ in self)

    @property
    def counts(self) -> tuple[tuple[ChangeClass, int], ...]:
        """How many changes of each class there are, all four classes in order."""
        found = Counter(change.change_class for change in self)
        return tuple((entry, found[entry]) for entry in ChangeClass)

    @property
    def structure_unchanged(self) -> bool:
        """Whether scores given on the one can stand beside scores given on the other."""
        return all(change.change_class in {ChangeClass.WORDING, ChangeClass.WEIGHT} for change in self)

    @property
    def comparability(self) -> str:
        """Return what the changes mean for scores, in a sentence."""
        if not self.structure_unchanged:
            return "The structure has changed: scores given on the two versions cannot be compared as they stand."
        if any(change.kind is ChangeKind.REANCHORED for change in self):
            return (
                "The structure is unchanged: scores stay comparable. But written levels have changed;"
                " read them before you set scores side by side."
            )
        return "The structure is unchanged: scores stay comparable."

    @property
    def summary(self) -> str:
        """Return what changed in one sentence."""
        said = [*_about(self.criteria, "criterion", "criteria")]
        said += _about(self.competencies, "competency", "competencies")
        said += ["reason for the weights reworded" for _ in self.rubric]
        if not said:
            return "Nothing has changed."
        sentence = said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"
        return f"{sentence[0].upper()}{sentence[1:]}."


_SAID = {
    ChangeKind.ADDED: "{things} added",
    ChangeKind.REMOVED: "{things} removed",
    ChangeKind.RESCALED: "scale of {things} changed",
    ChangeKind.REWEIGHTED: "weight of {things} changed",
    ChangeKind.REANCHORED: "levels of {things} changed",
    ChangeKind.REWORDED: "{things} reworded",
    ChangeKind.REQUIRED: "duty to score {things} changed",
    ChangeKind.LINKED: "links of {things} changed",
    ChangeKind.MOVED: "{things} moved",
}


def _about(parts: tuple[PartChanges, ...], one: str, many: str) -> Iterator[str]:
    """Give how many parts each kind of change concerns."""
    for kind, words in _SAID.items():
        if count := sum(kind in part.kinds for part in parts):
            yield words.format(things=f"{count} {one if count == 1 else many}")
