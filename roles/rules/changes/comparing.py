"""Compare two rubrics, criterion by criterion."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from roles.rules.changes.criteria import Shares, Titles, criterion_changes, reworded
from roles.rules.changes.kinds import Change, ChangeClass, ChangeKind, PartChanges, RubricChanges, ShareRow
from roles.rules.changes.orders import moved
from roles.rules.texts import CompetencyText, CriterionText, RubricText

NO_TITLES = Titles()


def compare(before: RubricText, after: RubricText, titles: Titles = NO_TITLES) -> RubricChanges:
    """Return what leads from one rubric to the other; criteria and competencies are matched by key.

    There is no change exactly when the content hashes are equal, and no change of scale or structure exactly when
    the structure hashes are. `titles` name responsibilities and qualifications for the screen.
    """
    shares = Shares(before.percents(), after.percents())
    return RubricChanges(
        rubric=tuple(reworded("Reason for the weights", before.weight_reason, after.weight_reason)),
        competencies=tuple(_competencies(before.competencies, after.competencies)),
        criteria=tuple(_criteria(before, after, shares, titles)),
        shares=_share_rows(before, after, shares),
    )


def _competencies(old: Sequence[CompetencyText], new: Sequence[CompetencyText]) -> Iterator[PartChanges]:
    known = {text.key: (place, text) for place, text in enumerate(old, start=1)}
    shuffled = moved([text.key for text in old], [text.key for text in new])
    for place, text in enumerate(new, start=1):
        if text.key not in known:
            yield PartChanges(text.key, text.name, (_come(text.name, ChangeClass.WORDING),))
            continue
        was, earlier = known.pop(text.key)
        changes = [
            *reworded("Name", earlier.name, text.name),
            *reworded("Description", earlier.description, text.description),
        ]
        if text.key in shuffled:
            changes.append(_moved("Place", f"place {was}", f"place {place}"))
        if changes:
            yield PartChanges(text.key, text.name, tuple(changes))
    for _place, text in known.values():
        yield PartChanges(text.key, text.name, (_gone(text.name, ChangeClass.WORDING),))


@dataclass(frozen=True, slots=True)
class _Standing:
    """A criterion and where it stands."""

    text: CriterionText
    heading: CompetencyText
    place: int


def _standings(rubric: RubricText) -> dict[str, _Standing]:
    return {
        text.key: _Standing(text, heading, place)
        for heading in rubric.competencies
        for place, text in enumerate(heading.criteria, start=1)
    }


def _criteria(before: RubricText, after: RubricText, shares: Shares, titles: Titles) -> Iterator[PartChanges]:
    known, shuffled = _standings(before), _shuffled(before, after)
    for key, now in _standings(after).items():
        if key not in known:
            change = _come(now.text.name, ChangeClass.STRUCTURE)
            yield PartChanges(key, now.text.name, (change,), now.heading.name, now.text)
            continue
        was = known.pop(key)
        changes = [*criterion_changes(was.text, now.text, shares, titles), *_standing(was, now, shuffled)]
        if changes:
            yield PartChanges(key, now.text.name, tuple(changes), now.heading.name)
    for key, was in known.items():
        change = _gone(was.text.name, ChangeClass.STRUCTURE)
        yield PartChanges(key, was.text.name, (change,), was.heading.name, was.text)


def _shuffled(before: RubricText, after: RubricText) -> set[str]:
    """Return the criteria that changed place under the competency they stand under in both."""
    earlier = {heading.key: heading for heading in before.competencies}
    return {
        key
        for heading in after.competencies
        if heading.key in earlier
        for key in moved(_keys(earlier[heading.key]), _keys(heading))
    }


def _keys(heading: CompetencyText) -> list[str]:
    return [text.key for text in heading.criteria]


def _standing(was: _Standing, now: _Standing, shuffled: set[str]) -> Iterator[Change]:
    if was.heading.key != now.heading.key:
        yield _moved("Competency", was.heading.name, now.heading.name)
    elif now.text.key in shuffled:
        yield _moved("Place", f"place {was.place}", f"place {now.place}")


def _moved(name: str, before: str, after: str) -> Change:
    return Change(ChangeKind.MOVED, ChangeClass.WORDING, name, before, after)


def _come(name: str, change_class: ChangeClass) -> Change:
    return Change(ChangeKind.ADDED, change_class, "Added", after=name)


def _gone(name: str, change_class: ChangeClass) -> Change:
    return Change(ChangeKind.REMOVED, change_class, "Removed", before=name)


def _share_rows(before: RubricText, after: RubricText, shares: Shares) -> tuple[ShareRow, ...]:
    if before.shares() == after.shares():
        return ()
    names = {text.key: text.name for text in (*before.criteria, *after.criteria)}
    order = dict.fromkeys(text.key for text in (*after.criteria, *before.criteria))
    return tuple(ShareRow(key, names[key], shares.before.get(key), shares.after.get(key)) for key in order)
