"""Compare a role as it stands with what a role file says about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from roles.rules.changes.comparing import compare
from roles.rules.changes.criteria import Titles, reworded
from roles.rules.changes.kinds import Change, ChangeClass, ChangeKind, PartChanges, RubricChanges
from roles.rules.changes.orders import moved
from roles.rules.role_files import PartFile, RoleFile, text_of
from roles.rules.texts import RubricText

WORDING = ChangeClass.WORDING


@dataclass(frozen=True, slots=True)
class StandingPart:
    """A responsibility or qualification as it stands; a linked one is retired where another would be deleted."""

    part: PartFile
    retired: bool = False
    linked: bool = False


@dataclass(frozen=True, slots=True)
class StandingRole:
    """A role as it stands, its parts in order, with its newest rubric if it has one."""

    title: str
    purpose: str
    responsibilities: tuple[StandingPart, ...]
    qualifications: tuple[StandingPart, ...]
    rubric: RubricText | None


@dataclass(frozen=True, slots=True)
class RoleChanges:
    """What a file changes about a role and its parts, and how its rubric differs from the newest one, if any."""

    role: tuple[Change, ...]
    responsibilities: tuple[PartChanges, ...]
    qualifications: tuple[PartChanges, ...]
    rubric: RubricChanges
    has_rubric: bool

    @property
    def role_unchanged(self) -> bool:
        return not (self.role or self.responsibilities or self.qualifications)

    @property
    def is_empty(self) -> bool:
        return self.role_unchanged and self.rubric.is_empty


def compare_role(standing: StandingRole | None, file: RoleFile) -> RoleChanges:
    """Return what the file changes; everything is new where there is no such role."""
    duties, demands = file.responsibilities, file.qualifications
    known = standing or StandingRole("", "", (), (), None)
    return RoleChanges(
        role=(
            *reworded("Title", known.title, file.title),
            *reworded("What the job is for", known.purpose, file.purpose),
        ),
        responsibilities=tuple(_parts(known.responsibilities, duties)),
        qualifications=tuple(_parts(known.qualifications, demands)),
        rubric=compare(
            known.rubric or _empty(file),
            text_of(file),
            Titles(_titles(known.responsibilities, duties), _titles(known.qualifications, demands)),
        ),
        has_rubric=known.rubric is not None,
    )


def _empty(file: RoleFile) -> RubricText:
    return RubricText(0, file.slug, file.title, 0, "draft", imported=False, weight_reason="", competencies=())


def _titles(old: Sequence[StandingPart], new: Sequence[PartFile]) -> dict[str, str]:
    return {part.key: part.title for part in (*(entry.part for entry in old), *new)}


def _parts(old: Sequence[StandingPart], new: Sequence[PartFile]) -> Iterator[PartChanges]:
    known = {entry.part.key: entry for entry in old}
    shuffled = moved([entry.part.key for entry in old if not entry.retired], [part.key for part in new])
    for place, part in enumerate(new, start=1):
        entry = known.pop(part.key, None)
        changes = _new(part) if entry is None else [*_kept(entry, part)]
        if part.key in shuffled:
            changes.append(Change(ChangeKind.MOVED, WORDING, "Place", after=f"place {place}"))
        if changes:
            yield PartChanges(part.key, part.title, tuple(changes))
    for entry in known.values():
        if not entry.retired:
            yield PartChanges(entry.part.key, entry.part.title, (_gone(entry),))


def _new(part: PartFile) -> list[Change]:
    return [
        Change(ChangeKind.ADDED, WORDING, "Added", after=part.kind),
        *reworded("Detail", "", part.detail),
    ]


def _kept(entry: StandingPart, part: PartFile) -> Iterator[Change]:
    if entry.retired:
        yield Change(ChangeKind.ADDED, WORDING, "Brought back", after="It had been retired.")
    yield from reworded("Kind", entry.part.kind, part.kind)
    yield from reworded("Title", entry.part.title, part.title)
    yield from reworded("Detail", entry.part.detail, part.detail)


def _gone(entry: StandingPart) -> Change:
    if entry.linked:
        return Change(ChangeKind.REMOVED, WORDING, "Retired", before="Criteria of earlier versions serve it.")
    return Change(ChangeKind.REMOVED, WORDING, "Removed")
