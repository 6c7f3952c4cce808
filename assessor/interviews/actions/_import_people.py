"""The interviewers and candidates that a file of scores names."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from django.db.models import QuerySet

from assessor.accounts.actions import users
from assessor.accounts.enums import UserKind
from assessor.accounts.models import User
from assessor.base.refused import Refused
from assessor.candidates.actions import candidates
from assessor.candidates.models import Application
from assessor.candidates.queries import applications_in
from assessor.candidates.rules.people import Person
from assessor.interviews.rules.score_files import Entry, FileRefused, RowError
from assessor.lib.text import folded
from assessor.openings.models import Opening


def interviewers(entries: list[Entry], by: User, at: dt.datetime, *, create: bool) -> dict[str, User]:
    """Return the interviewers by name, found among users made by imports, else made when that is asked for."""
    known = {user.name: user for user in User.objects.filter(kind=UserKind.IMPORTED).order_by("-id")}
    spellings = {folded(name): name for name in known}
    found: dict[str, User] = {}
    errors: list[RowError] = []
    for entry in entries:
        name = entry.interviewer
        if name in found:
            continue
        if name in known:
            found[name] = known[name]
        elif folded(name) in spellings:
            errors.append(
                RowError(
                    entry.row, f"the interviewer “{name}” is spelt “{spellings[folded(name)]}” here already."
                )
            )
        elif create:
            found[name] = users.make_imported(name=name, by=by, at=at)
        else:
            errors.append(RowError(entry.row, f"there is no imported interviewer “{name}”."))
            spellings[folded(name)] = name
    if errors:
        raise FileRefused(errors)
    return found


def applications(
    opening: Opening, entries: list[Entry], by: User, at: dt.datetime, *, create: bool
) -> dict[str, Application]:
    """Return the applications by candidate name; new persons are added when the opening was made from the file."""
    names = list(dict.fromkeys(entry.candidate for entry in entries))
    if create:
        made = candidates.add_many(opening=opening, people=[Person(name) for name in names], by=by, at=at)
        return dict(zip(names, made, strict=True))
    known = {item.candidate.name: item for item in _named_in(opening, by)}
    spellings = {folded(name): name for name in known}
    rows = {entry.candidate: entry.row for entry in reversed(entries)}
    errors = [
        RowError(rows[name], _unknown_candidate(name, spellings.get(folded(name))))
        for name in names
        if name not in known
    ]
    if errors:
        raise FileRefused(errors)
    _refuse_namesakes(opening, names, by)
    return {name: known[name] for name in names}


def _named_in(opening: Opening, by: User) -> QuerySet[Application]:
    """Return the opening's applications but for those whose name was erased: no name in a file can mean them."""
    return applications_in(opening=opening, viewer=by).filter(candidate__identity__isnull=False)


def _unknown_candidate(name: str, other: str | None) -> str:
    if other:
        return f"the candidate “{name}” is spelt “{other}” in this opening; use one spelling."
    return f"there is no candidate “{name}” in this opening; add them first."


def _refuse_namesakes(opening: Opening, names: list[str], by: User) -> None:
    counts = Counter(item.candidate.name for item in _named_in(opening, by))
    double = next((name for name in names if counts[name] > 1), None)
    if double:
        raise Refused(
            f"This opening has {counts[double]} candidates called “{double}”; tell them apart first."
        )
