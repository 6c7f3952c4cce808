"""What a move to another version of the rubric does to scores: what fits, what is proposed, what several come to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from assessor.lib.scales import Scale
from assessor.openings.enums import Fate
from roles.rules import CriterionText, RubricText

Which = TypeVar("Which", int, str)


class Passage(NamedTuple, Generic[Which]):
    """Where the scores of one criterion go in a move: `to` is the new criterion, by id or by key, None if set aside."""

    fate: Fate
    to: Which | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """A criterion of some version, as far as its scores go."""

    id: int
    key: str
    name: str
    scale: Scale


@dataclass(frozen=True, slots=True)
class Reading:
    """What the scores on a criterion of an earlier version count as now; `to` is None where they are set aside."""

    criterion: Measure
    fate: Fate
    to: Measure | None

    @property
    def converts(self) -> bool:
        """Whether a score changes its number: it keeps its share of the scale, and the scale has other ends."""
        return self.to is not None and converts(self.criterion.scale, self.to.scale)


@dataclass(frozen=True, slots=True)
class EarlierVersion:
    """A version the opening was moved from, with what becomes of each criterion on the way to the present one."""

    rubric_id: int
    number: int
    content_hash: str
    readings: tuple[Reading, ...]


def converts(old: Scale, new: Scale) -> bool:
    """Say whether scores of the one scale stand at other numbers on the other."""
    return (old.lo, old.hi) != (new.lo, new.hi)


def is_same(old: CriterionText, new: CriterionText | None) -> bool:
    """Say whether scores on the one can be kept as scores on the other: same key, same scale."""
    return new is not None and (old.key, old.lo, old.hi, old.step) == (new.key, new.lo, new.hi, new.step)


def proposed(before: RubricText, after: RubricText) -> dict[str, Passage[str]]:
    """Return what suggests itself for each old criterion: kept, else the same key on its new scale, else set aside."""
    known = {criterion.key: criterion for criterion in after.criteria}
    return {old.key: _suggestion(old, known.get(old.key)) for old in before.criteria}


def faults(
    before: RubricText, after: RubricText, passages: Mapping[str, Passage[str]]
) -> dict[str, tuple[str, ...]]:
    """Return what is wrong with these passages, by the old criterion's key; empty when they can be recorded."""
    known = {criterion.key: criterion for criterion in after.criteria}
    old = {criterion.key: criterion for criterion in before.criteria}
    found = {key: tuple(_faults(old.get(key), passage, known, after)) for key, passage in passages.items()}
    found |= {
        key: ("Say what becomes of the scores on this criterion.",) for key in old if key not in passages
    }
    taken: dict[str, str] = {}
    for key, passage in passages.items():
        if passage.to in known and passage.to in taken:
            name, first = known[passage.to].name, old[taken[passage.to]].name
            found[key] += (f"“{name}” takes the scores of “{first}” already, and it can take one.",)
        elif passage.to and key in old:
            taken[passage.to] = key
    return {key: sentences for key, sentences in found.items() if sentences}


def composed(moves: Sequence[Mapping[int, Passage[int]]]) -> dict[int, Passage[int]]:
    """Return where scores end after all these moves, oldest first, for every criterion any of them leaves behind.

    Criteria are told by database ids, which no two versions share. Kept all the way is kept; set aside once stays so.
    """
    ends: dict[int, Passage[int]] = {}
    for move in reversed(moves):
        ends |= {criterion: _through(passage, ends) for criterion, passage in move.items()}
    return ends


def _suggestion(old: CriterionText, new: CriterionText | None) -> Passage[str]:
    if new is None:
        return Passage(Fate.SET_ASIDE)
    return Passage(Fate.KEPT if is_same(old, new) else Fate.MAPPED, new.key)


def _faults(
    old: CriterionText | None,
    passage: Passage[str],
    known: Mapping[str, CriterionText],
    after: RubricText,
) -> Iterator[str]:
    if old is None:
        yield "The opening's rubric has no such criterion."
    elif passage.fate == Fate.SET_ASIDE:
        if passage.to is not None:
            yield "Scores that are set aside count as nothing else."
    elif passage.to is None or passage.to not in known:
        yield f"Rubric {after.number} has no such criterion."
    elif passage.fate == Fate.KEPT and not is_same(old, known[passage.to]):
        yield (
            "Only the same criterion on the same scale can be kept."
            " Say as what its scores count, or set them aside."
        )


def _through(first: Passage[int], later: Mapping[int, Passage[int]]) -> Passage[int]:
    if first.to is None or first.to not in later:
        return first
    second = later[first.to]
    return second if first.fate == Fate.KEPT or second.to is None else Passage(Fate.MAPPED, second.to)
