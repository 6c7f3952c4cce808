"""Add candidates to an opening, one or many, and mend their names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from assessor.accounts.models import User
from assessor.audit.actions import record
from assessor.base.refused import Refused
from assessor.candidates import events
from assessor.candidates.actions import files
from assessor.candidates.enums import FileKind
from assessor.candidates.models import Application, Candidate, CandidateIdentity
from assessor.candidates.queries import names_and_addresses_in
from assessor.candidates.rules.files import Upload
from assessor.candidates.rules.people import Person
from assessor.lib.text import folded
from assessor.openings.actions.locks import locked_to_run
from assessor.openings.models import Opening


class SameName(Refused):
    """The opening already has a candidate of that name."""


class SameAddress(SameName):
    """The opening already has a candidate with that e-mail address."""


@transaction.atomic
def add(
    *,
    opening: Opening,
    person: Person,
    by: User,
    at: dt.datetime,
    allow_same_name: bool = False,
    cv: Upload | None = None,
) -> Application:
    """Add one candidate, with a CV if there is one. Raises SameName or SameAddress, unless allowed."""
    opening = locked_to_run(opening.pk, by)
    if not allow_same_name:
        _refuse_doubles(opening, by, [person])
    [application] = _insert(opening, [person], by, at)
    facts: dict[str, Any] = {"name": person.name, "email": person.email, "phone": person.phone}
    kept = cv and files.keep(
        application=application,
        kind=FileKind.CV,
        name=cv.name,
        content=cv.content,
        uploaded_by=by,
        uploaded_at=at,
    )
    record(
        action=events.ADDED,
        by=by,
        at=at,
        object_type="opening",
        object_ref=opening.slug,
        subject_ref=application.ref,
        after=facts | {"file": files.facts(kept)} if kept else facts,
    )
    return application


@transaction.atomic
def add_many(*, opening: Opening, people: Sequence[Person], by: User, at: dt.datetime) -> list[Application]:
    """Add candidates all or none, as one event. Raises SameName naming those who are there already."""
    opening = locked_to_run(opening.pk, by)
    if not people:
        raise Refused("There is no name in the list.")
    _refuse_doubles(opening, by, people)
    applications = _insert(opening, people, by, at)
    record(
        action=events.ADDED_MANY,
        by=by,
        at=at,
        object_type="opening",
        object_ref=opening.slug,
        after={
            "candidates": [
                {
                    "application": application.ref,
                    "name": person.name,
                    "email": person.email,
                    "phone": person.phone,
                }
                for application, person in zip(applications, people, strict=True)
            ]
        },
    )
    return applications


@transaction.atomic
def edit_identity(
    *, application: Application, person: Person, by: User, at: dt.datetime
) -> CandidateIdentity:
    """Mend a candidate's name or contact."""
    opening = locked_to_run(application.opening_id, by)
    identity = (
        CandidateIdentity.objects.select_for_update().filter(candidate_id=application.candidate_id).first()
    )
    if identity is None:
        raise Refused("Name and contact of this candidate were erased meanwhile.")
    if folded(identity.name) != folded(person.name):
        _refuse_doubles(opening, by, [Person(person.name)])
    before = {"name": identity.name, "email": identity.email, "phone": identity.phone}
    identity.name, identity.email, identity.phone = person.name, person.email, person.phone
    identity.save(update_fields=["name", "email", "phone"])
    record(
        action=events.IDENTITY_EDITED,
        by=by,
        at=at,
        object_type="application",
        object_ref=application.ref,
        before=before,
        after={"name": person.name, "email": person.email, "phone": person.phone},
    )
    return identity


def _refuse_doubles(opening: Opening, by: User, people: Sequence[Person]) -> None:
    taken = names_and_addresses_in(opening=opening, viewer=by)
    for refusal, marks in (
        (SameName, [person.name for person in people]),
        (SameAddress, [person.email for person in people if person.email]),
    ):
        doubles = [mark for mark in marks if folded(mark) in taken]
        if doubles:
            shown = ", ".join(f"“{mark}”" for mark in doubles[:5])
            raise refusal(f"This opening already has {shown}{' and others' if len(doubles) > 5 else ''}.")


def _insert(opening: Opening, people: Sequence[Person], by: User, at: dt.datetime) -> list[Application]:
    candidates = Candidate.objects.bulk_create(Candidate(created_at=at) for _ in people)
    CandidateIdentity.objects.bulk_create(
        CandidateIdentity(candidate=candidate, name=person.name, email=person.email, phone=person.phone)
        for candidate, person in zip(candidates, people, strict=True)
    )
    return Application.objects.bulk_create(
        Application(candidate=candidate, opening=opening, created_at=at, created_by=by)
        for candidate in candidates
    )
