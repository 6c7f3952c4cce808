"""Start, edit, publish, retire and delete versions of a rubric."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max

from assessor.accounts.models import User
from assessor.base.refused import Refused
from roles import events
from roles.actions._drafts import (
    check_seen,
    delete_contents,
    locked,
    locked_draft,
    record_on_rubric,
    write_contents,
)
from roles.enums import RubricState
from roles.models import Criterion, Role, Rubric
from roles.permissions import check_can_draft_from, check_can_edit_roles, check_can_publish, check_can_retire
from roles.queries.authors import authors_of
from roles.queries.texts import described
from roles.rules.copying import for_another_role
from roles.rules.hashes import content_hash, structure_hash
from roles.rules.publishing import problems
from roles.rules.role_files import RubricFile, contents_of
from roles.rules.words import RUBRIC, words_of


class AlreadyPublished(Refused):
    """The rubric is published, or has been; a second click changes nothing."""


class DraftExists(Refused):
    """The role has a draft already."""


class NothingChanged(Refused):
    """The draft says the same, word for word, as the published version."""


@transaction.atomic
def create_draft(
    *, role: Role, by: User, at: dt.datetime, contents: RubricFile | None = None, imported: bool = False
) -> Rubric:
    """Start the role's next rubric, empty or with given contents. Raises DraftExists.

    `imported` marks a rubric made for imported scores: its criteria need no levels to be published.
    """
    check_can_edit_roles(by)
    rubric = _next_draft(
        role, by, at, imported=imported, weight_reason=contents.weight_reason if contents else ""
    )
    if contents:
        write_contents(rubric, contents)
    record_on_rubric(rubric, events.RUBRIC_DRAFTED, by=by, at=at, after=_summary(rubric, contents))
    return rubric


@transaction.atomic
def draft_from(*, rubric: Rubric, by: User, at: dt.datetime) -> Rubric:
    """Start a draft with everything a published or retired rubric holds, under the same keys. Raises DraftExists."""
    old = locked(rubric.pk)
    check_can_draft_from(by, old, has_draft=False)
    contents = contents_of(described(rubric_id=old.pk))
    draft = _next_draft(old.role, by, at, imported=old.imported, weight_reason=old.weight_reason)
    write_contents(draft, contents)
    after = _summary(draft, contents) | {"copied_from": old.number}
    record_on_rubric(draft, events.RUBRIC_DRAFTED, by=by, at=at, after=after)
    return draft


@transaction.atomic
def draft_from_other(*, role: Role, rubric: Rubric, by: User, at: dt.datetime) -> Rubric:
    """Start a draft with what a rubric of another role holds, but for what its criteria serve there.

    A criterion whose key this role has used before gets a new one. Raises DraftExists.
    """
    check_can_edit_roles(by)
    old = locked(rubric.pk)
    draft = _next_draft(role, by, at, imported=old.imported, weight_reason=old.weight_reason)
    taken = set(Criterion.objects.filter(rubric__role=role).values_list("key", flat=True))
    contents = for_another_role(contents_of(described(rubric_id=old.pk)), taken=taken)
    write_contents(draft, contents)
    after = _summary(draft, contents) | {"copied_from": f"{old.role.slug}/{old.number}"}
    record_on_rubric(draft, events.RUBRIC_DRAFTED, by=by, at=at, after=after)
    return draft


@transaction.atomic
def edit(
    *,
    rubric: Rubric,
    weight_reason: str,
    change_note: str,
    by: User,
    at: dt.datetime,
    seen: str | None = None,
) -> Rubric:
    """Change a draft's own words. With `seen`, their etag when loaded, raises Conflict when others stand there."""
    rubric = locked_draft(rubric.pk, by)
    check_seen(seen, words_of(rubric, *RUBRIC))
    before = _words(rubric)
    rubric.weight_reason, rubric.change_note = weight_reason, change_note
    rubric.save(update_fields=["weight_reason", "change_note"])
    record_on_rubric(rubric, events.RUBRIC_EDITED, by=by, at=at, before=before, after=_words(rubric))
    return rubric


@transaction.atomic
def set_weights_equal(*, rubric: Rubric, by: User, at: dt.datetime) -> Rubric:
    """Let every criterion of a draft weigh the same."""
    rubric = locked_draft(rubric.pk, by)
    before = {"weights": dict(rubric.criteria.values_list("key", "weight"))}
    rubric.criteria.exclude(weight=1).update(weight=Decimal(1))
    record_on_rubric(rubric, events.RUBRIC_WEIGHTS_MADE_EQUAL, by=by, at=at, before=before)
    return rubric


@transaction.atomic
def publish(*, rubric: Rubric, by: User, at: dt.datetime) -> Rubric:
    """Publish a draft for good and retire the version it follows, in one act.

    Raises AlreadyPublished, NothingChanged, or NotReady with the problems that stand in the way.
    """
    check_can_edit_roles(by)
    rubric = locked(rubric.pk)
    if not rubric.is_draft:
        raise AlreadyPublished(f"{rubric} is {rubric.get_state_display().lower()} already.")
    text = described(rubric_id=rubric.pk)
    check_can_publish(by, rubric, problems(text), authors=authors_of(rubric=rubric))
    content = content_hash(text)
    old = _replaced(rubric, content, by, at)
    Rubric.objects.filter(pk=rubric.pk).update(
        state=RubricState.PUBLISHED,
        content_hash=content,
        structure_hash=structure_hash(text),
        published_at=at,
        published_by=by,
    )
    rubric.refresh_from_db()
    after = _hashes(rubric) | {"retired": old.number if old else None}
    record_on_rubric(
        rubric, events.RUBRIC_PUBLISHED, by=by, at=at, before={"state": RubricState.DRAFT}, after=after
    )
    return rubric


@transaction.atomic
def retire(*, rubric: Rubric, by: User, at: dt.datetime) -> Rubric:
    """Withdraw the published rubric without a successor. Openings pinned to it keep it."""
    rubric = locked(rubric.pk)
    check_can_retire(by, rubric)
    _retire(rubric, by, at)
    rubric.refresh_from_db()
    before, after = {"state": RubricState.PUBLISHED}, {"state": rubric.state}
    record_on_rubric(rubric, events.RUBRIC_RETIRED, by=by, at=at, before=before, after=after)
    return rubric


@transaction.atomic
def delete_draft(*, rubric: Rubric, by: User, at: dt.datetime) -> None:
    """Delete a draft with everything in it. Its reasons and its keys stay in the log."""
    rubric = locked_draft(rubric.pk, by)
    contents = contents_of(described(rubric_id=rubric.pk))
    delete_contents(rubric)
    before = _words(rubric) | _summary(rubric, contents)
    rubric.delete()
    record_on_rubric(rubric, events.RUBRIC_DRAFT_DELETED, by=by, at=at, before=before)


def _next_draft(role: Role, by: User, at: dt.datetime, *, imported: bool, weight_reason: str) -> Rubric:
    role = Role.objects.select_for_update().get(pk=role.pk)
    if role.rubrics.draft().exists():
        raise DraftExists("This role already has a draft. Publish or delete it first.")
    last = role.rubrics.aggregate(last=Max("number"))["last"] or 0
    return Rubric.objects.create(
        role=role,
        number=last + 1,
        imported=imported,
        weight_reason=weight_reason,
        created_at=at,
        created_by=by,
    )


def _replaced(rubric: Rubric, content: str, by: User, at: dt.datetime) -> Rubric | None:
    """Retire the role's published rubric, if there is one, and return it; refuse when it says the same."""
    old = Rubric.objects.select_for_update().published().filter(role_id=rubric.role_id).first()
    if old is not None:
        if old.content_hash == content:
            raise NothingChanged(
                f"Nothing has changed since rubric {old.number}, so there is nothing to publish."
            )
        _retire(old, by, at)
    return old


def _retire(rubric: Rubric, by: User, at: dt.datetime) -> None:
    Rubric.objects.filter(pk=rubric.pk).update(state=RubricState.RETIRED, retired_at=at, retired_by=by)


def _words(rubric: Rubric) -> dict[str, Any]:
    return {"weight_reason": rubric.weight_reason, "change_note": rubric.change_note}


def _hashes(rubric: Rubric) -> dict[str, Any]:
    return {
        "state": rubric.state,
        "content_hash": rubric.content_hash,
        "structure_hash": rubric.structure_hash,
        "change_note": rubric.change_note,
    }


def _summary(rubric: Rubric, contents: RubricFile | None) -> dict[str, Any]:
    competencies = contents.competencies if contents else ()
    return {
        "number": rubric.number,
        "imported": rubric.imported,
        "criteria": {
            competency.key: [criterion.key for criterion in competency.criteria]
            for competency in competencies
        },
    }
