"""A published rubric is frozen in the database itself: raw SQL is refused on every one of its tables."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from roles.enums import RubricState
from roles.models import Competency, Criterion, Rubric
from tests.factories.roles import (
    CriterionFactory,
    CriterionQualificationFactory,
    CriterionResponsibilityFactory,
    LevelFactory,
    QuestionFactory,
    RubricAuthorFactory,
    RubricFactory,
    publish,
)
from tests.moments import AT

pytestmark = pytest.mark.django_db

CHANGES = {
    "roles_rubricauthor": "user_id = user_id",
    "roles_competency": "name = 'other'",
    "roles_criterion": "weight = 2",
    "roles_level": "text = 'other'",
    "roles_question": "text = 'other'",
    "roles_criterionresponsibility": "criterion_id = criterion_id",
    "roles_criterionqualification": "criterion_id = criterion_id",
}
PARENT = dict.fromkeys(("roles_rubricauthor", "roles_competency", "roles_criterion"), "rubric_id")


@pytest.fixture
def rubric():
    """A published rubric with a row in every table."""
    criterion = CriterionFactory()
    LevelFactory(criterion=criterion)
    QuestionFactory(criterion=criterion)
    CriterionResponsibilityFactory(criterion=criterion)
    CriterionQualificationFactory(criterion=criterion)
    RubricAuthorFactory(rubric=criterion.rubric)
    return publish(criterion.rubric, criterion.rubric.created_by)


def run(sql):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.rowcount


def columns(table):
    with connection.cursor() as cursor:
        return [column.name for column in connection.introspection.get_table_description(cursor, table)]


@pytest.mark.parametrize("table", CHANGES)
def test_update_of_a_published_part_is_refused(rubric, table):
    with pytest.raises(IntegrityError, match="never changed"):
        run(f"UPDATE {table} SET {CHANGES[table]}")


@pytest.mark.parametrize("table", CHANGES)
def test_delete_of_a_published_part_is_refused(rubric, table):
    with pytest.raises(IntegrityError, match="never changed"):
        run(f"DELETE FROM {table}")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has no REPLACE")
def test_replace_does_not_move_a_published_part_into_a_draft(rubric):
    """RB-01: an INSERT under a draft is allowed, and REPLACE would drop the row in its way without asking."""
    draft = CriterionFactory(key="another-key")
    changes = {"rubric_id": draft.rubric_id, "competency_id": draft.competency_id, "key": "'stolen'"}
    moved = ", ".join(str(changes.get(name, name)) for name in columns("roles_criterion"))
    published = rubric.criteria.get()
    with pytest.raises(IntegrityError, match="never changed"):
        run(f"REPLACE INTO roles_criterion SELECT {moved} FROM roles_criterion WHERE id = {published.pk}")


@pytest.mark.parametrize("table", CHANGES)
def test_insert_into_a_published_rubric_is_refused(rubric, table):
    own = [name for name in columns(table) if name != "id"]
    copied = ", ".join({"key": "'another-key'", "value": "value + 1"}.get(name, name) for name in own)
    with pytest.raises(IntegrityError, match="never changed"):
        run(f"INSERT INTO {table} ({', '.join(own)}) SELECT {copied} FROM {table}")


@pytest.mark.parametrize("table", CHANGES)
def test_part_of_a_draft_is_not_moved_into_a_published_rubric(rubric, table):
    draft = {
        "roles_rubricauthor": RubricAuthorFactory,
        "roles_competency": lambda: CriterionFactory().competency,
        "roles_criterion": CriterionFactory,
        "roles_level": LevelFactory,
        "roles_question": QuestionFactory,
        "roles_criterionresponsibility": CriterionResponsibilityFactory,
        "roles_criterionqualification": CriterionQualificationFactory,
    }[table]()
    column = PARENT.get(table, "criterion_id")
    target = rubric.pk if column == "rubric_id" else Criterion.objects.get(rubric=rubric).pk
    with pytest.raises(IntegrityError):
        run(f"UPDATE {table} SET {column} = {target} WHERE id = {draft.pk}")


@pytest.mark.parametrize(
    "change",
    [
        "number = number + 1",
        "weight_reason = 'other'",
        "change_note = 'other'",
        "content_hash = 'other'",
        "structure_hash = 'other'",
        "state = 'draft', published_at = NULL, published_by_id = NULL, content_hash = ''",
    ],
)
def test_row_of_a_published_rubric_is_frozen(rubric, change):
    with pytest.raises(IntegrityError):
        run(f"UPDATE roles_rubric SET {change} WHERE id = {rubric.pk}")


def test_row_of_a_published_rubric_is_not_deleted(rubric):
    with pytest.raises(IntegrityError):
        run(f"DELETE FROM roles_rubric WHERE id = {rubric.pk}")


def test_published_rubric_can_be_retired_and_then_nothing_more(rubric):
    Rubric.objects.filter(pk=rubric.pk).update(
        state=RubricState.RETIRED, retired_at=AT, retired_by=rubric.created_by
    )
    rubric.refresh_from_db()
    assert rubric.is_retired
    with pytest.raises(IntegrityError, match="never changed"):
        run(f"UPDATE roles_rubric SET change_note = 'other' WHERE id = {rubric.pk}")


def test_draft_is_not_retired_unpublished():
    draft = RubricFactory()
    with pytest.raises(IntegrityError):
        Rubric.objects.filter(pk=draft.pk).update(
            state=RubricState.RETIRED,
            published_at=AT,
            published_by=draft.created_by,
            retired_at=AT,
            retired_by=draft.created_by,
            content_hash="a",
        )


def test_rubric_is_born_a_draft(rubric):
    with pytest.raises(IntegrityError, match="begins as a draft"):
        Rubric.objects.bulk_create(
            [
                Rubric(
                    role=RubricFactory().role,
                    number=99,
                    state=RubricState.PUBLISHED,
                    created_at=AT,
                    created_by=rubric.created_by,
                    published_at=AT,
                    published_by=rubric.created_by,
                    content_hash="a",
                )
            ]
        )


def test_queryset_writes_are_refused_too(rubric):
    for write in (
        lambda: Competency.objects.filter(rubric=rubric).update(name="other"),
        lambda: rubric.criteria.update(name="other"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            write()


def test_draft_takes_every_change():
    level = LevelFactory()
    assert run(f"UPDATE roles_level SET text = 'other' WHERE id = {level.pk}") == 1
    assert run(f"DELETE FROM roles_level WHERE id = {level.pk}") == 1
