"""Copy criteria of the library into a draft."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from django.db import transaction

from assessor.accounts.models import User
from assessor.base.refused import Refused
from assessor.lib.canonical import content_hash
from assessor.lib.text import folded
from roles import events
from roles.actions._copies import copy_name
from roles.actions._drafts import locked_draft, record_on_rubric, write_criteria
from roles.models import Competency, Criterion, Rubric
from roles.rules.keys import key_from
from roles.rules.library import LibraryEntry
from roles.rules.role_files import CompetencyFile, CriterionFile

Headed = tuple[Competency, int, CriterionFile]


class AlreadyThere(Refused):
    """Criteria of these names would be in the draft twice.

    `seen` stands for these names and what the draft has; who wants them twice all the same sends it along.
    """

    def __init__(self, rubric: Rubric, names: Sequence[str], seen: str) -> None:
        super().__init__(f"{rubric} would have {', '.join(f'“{name}”' for name in names)} twice.")
        self.seen = seen


@transaction.atomic
def copy_criteria(
    *, rubric: Rubric, entries: Sequence[LibraryEntry], by: User, at: dt.datetime, seen: str | None = None
) -> list[Criterion]:
    """Add criteria to a draft, each last under the competency of its key, else of its name, else under a new one.

    Their keys are ones that no version of the role's rubric has used; they weigh what all the others weigh, else 1.
    Raises AlreadyThere where a name would be there twice. With the `seen` of that refusal, as long as it still stands
    for the same, they are copied under a name that says so.
    """
    rubric = locked_draft(rubric.pk, by)
    if not entries:
        raise Refused("Choose at least one criterion.")
    standing = list(rubric.criteria.order_by("position", "id"))
    names = _names(standing, entries)
    _check_seen(rubric, standing, entries, names, seen)
    headings = _Headings(rubric)
    found = [headings.of(entry.competency) for entry in entries]
    Competency.objects.bulk_create(headings.new)
    copies = write_criteria(list(_headed(rubric, standing, found, names, entries)))
    record_on_rubric(
        rubric,
        events.RUBRIC_CRITERIA_COPIED,
        by=by,
        at=at,
        after={
            "criteria": [_facts(copy, entry) for copy, entry in zip(copies, entries, strict=True)],
            "new_competencies": [heading.key for heading in headings.new],
        },
    )
    return copies


def _names(standing: Sequence[Criterion], entries: Sequence[LibraryEntry]) -> list[str]:
    """Return what the copies are called: one whose name is there already says that it is a copy."""
    taken = {folded(criterion.name) for criterion in standing}
    names = []
    for entry in entries:
        name = entry.criterion.name
        names.append(copy_name(name) if folded(name) in taken else name)
        taken.add(folded(name))
    return names


def _check_seen(
    rubric: Rubric,
    standing: Sequence[Criterion],
    entries: Sequence[LibraryEntry],
    names: Sequence[str],
    seen: str | None,
) -> None:
    """Raise AlreadyThere for names that would be there twice, unless these were seen, and the draft as it is."""
    given = [entry.criterion.name for entry in entries]
    twice = [name for name, free in zip(given, names, strict=True) if name != free]
    state = content_hash([twice, sorted(criterion.key for criterion in standing)])
    if twice and seen != state:
        raise AlreadyThere(rubric, twice, state)


class _Headings:
    """The headings of a locked draft; those it lacks are `new`, and still to be stored."""

    def __init__(self, rubric: Rubric) -> None:
        self.rubric = rubric
        self.all = list(rubric.competencies.order_by("position", "id"))
        self.new: list[Competency] = []

    def of(self, wanted: CompetencyFile) -> Competency:
        same_key = (heading for heading in self.all if heading.key == wanted.key)
        same_name = (heading for heading in self.all if folded(heading.name) == folded(wanted.name))
        return next(same_key, None) or next(same_name, None) or self._made(wanted)

    def _made(self, wanted: CompetencyFile) -> Competency:
        heading = Competency(
            rubric=self.rubric,
            key=wanted.key,
            name=wanted.name,
            description=wanted.description,
            position=1 + max((heading.position for heading in self.all), default=0),
        )
        self.all.append(heading)
        self.new.append(heading)
        return heading


def _headed(
    rubric: Rubric,
    standing: Sequence[Criterion],
    headings: Sequence[Competency],
    names: Sequence[str],
    entries: Sequence[LibraryEntry],
) -> Iterator[Headed]:
    """Give each copy with its heading, its place there, and a key that is free."""
    taken = set(Criterion.objects.filter(rubric__role=rubric.role).values_list("key", flat=True))
    weights = {criterion.weight for criterion in standing} - {Decimal(0)}
    weight = weights.pop() if len(weights) == 1 else Decimal(1)
    places = Counter({criterion.competency_id: criterion.position for criterion in standing})
    for heading, name, entry in zip(headings, names, entries, strict=True):
        key = key_from(entry.criterion.key, otherwise="criterion", taken=taken)
        taken.add(key)
        places[heading.pk] += 1
        yield heading, places[heading.pk], replace(entry.criterion, key=key, name=name, weight=weight)


def _facts(copy: Criterion, entry: LibraryEntry) -> dict[str, str]:
    return {
        "criterion": copy.key,
        "competency": copy.competency.key,
        "name": copy.name,
        "copied_from": entry.ref,
    }
