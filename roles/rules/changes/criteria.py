"""What happened to one criterion's own words, numbers, levels and links."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from assessor.lib.numbers import half_up
from assessor.lib.scales import plain
from roles.rules.changes.kinds import Change, ChangeClass, ChangeKind
from roles.rules.changes.questions import question_changes
from roles.rules.texts import CriterionText

WORDING = ChangeClass.WORDING


@dataclass(frozen=True, slots=True)
class Titles:
    """What links are called on the screen, by key; a key stands for itself where it is not listed."""

    responsibilities: Mapping[str, str] = field(default_factory=dict)
    qualifications: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shares:
    """Both rubrics' printed shares of the weight by criterion key."""

    before: Mapping[str, Decimal]
    after: Mapping[str, Decimal]


def criterion_changes(
    old: CriterionText, new: CriterionText, shares: Shares, titles: Titles
) -> Iterator[Change]:
    """Give everything that differs between two criteria of one key, but for where they stand."""
    yield from _scale(old, new)
    yield from _weight(old, new, shares)
    yield from reworded("Name", old.name, new.name)
    yield from reworded("What good looks like", old.description, new.description)
    yield from _levels(old, new)
    yield from question_changes(old.questions, new.questions)
    yield from _required(old, new)
    yield from _links("Responsibilities", old.responsibilities, new.responsibilities, titles.responsibilities)
    yield from _links("Qualifications", old.qualifications, new.qualifications, titles.qualifications)


def reworded(name: str, old: str, new: str) -> Iterator[Change]:
    """Give a change of wording where two texts differ."""
    if old != new:
        yield Change(ChangeKind.REWORDED, WORDING, name, old, new, in_words=True)


def _scale(old: CriterionText, new: CriterionText) -> Iterator[Change]:
    if (old.lo, old.hi, old.step) != (new.lo, new.hi, new.step):
        yield Change(ChangeKind.RESCALED, ChangeClass.SCALE, "Scale", _scale_words(old), _scale_words(new))


def _scale_words(text: CriterionText) -> str:
    scale = text.scale
    return str(scale) if scale else f"{plain(text.lo)} to {plain(text.hi)} in steps of {plain(text.step)}"


def _weight(old: CriterionText, new: CriterionText, shares: Shares) -> Iterator[Change]:
    if old.weight != new.weight:
        before = _weight_words(old.weight, shares.before.get(old.key))
        after = _weight_words(new.weight, shares.after.get(new.key))
        yield Change(ChangeKind.REWEIGHTED, ChangeClass.WEIGHT, "Weight", before, after)


def _weight_words(weight: Decimal, share: Decimal | None) -> str:
    return f"{plain(weight)}, which is {half_up(share)} % of all"


def _levels(old: CriterionText, new: CriterionText) -> Iterator[Change]:
    before = {level.value: level.text for level in old.levels}
    after = {level.value: level.text for level in new.levels}
    for value in sorted(before.keys() | after.keys()):
        if before.get(value) != after.get(value):
            yield Change(
                ChangeKind.REANCHORED,
                WORDING,
                f"Level {plain(value)}" + _appeared(value in before, value in after),
                before.get(value, ""),
                after.get(value, ""),
                in_words=True,
            )


def _appeared(was: bool, is_now: bool) -> str:
    return "" if was and is_now else " added" if is_now else " removed"


def _required(old: CriterionText, new: CriterionText) -> Iterator[Change]:
    if old.required != new.required:
        words = {True: "must be scored", False: "may be left out"}
        yield Change(
            ChangeKind.REQUIRED, WORDING, "Scoring", before=words[old.required], after=words[new.required]
        )


def _links(
    name: str, old: tuple[str, ...], new: tuple[str, ...], titles: Mapping[str, str]
) -> Iterator[Change]:
    if set(old) != set(new):
        gone, come = ([titles.get(key, key) for key in keys] for keys in _differences(old, new))
        yield Change(ChangeKind.LINKED, WORDING, name, " · ".join(gone), " · ".join(come))


def _differences(old: tuple[str, ...], new: tuple[str, ...]) -> tuple[list[str], list[str]]:
    return [key for key in old if key not in new], [key for key in new if key not in old]
