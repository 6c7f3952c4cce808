"""RB-01: nothing tried on a published rubric, by ORM, raw SQL, admin, editor or import, changes a row of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from django.db import DatabaseError, connection, models, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessor.base.refused import Refused
from roles.actions import competencies, criteria, levels, questions, role_imports, rubrics
from roles.models import (
    Competency,
    Criterion,
    CriterionQualification,
    CriterionResponsibility,
    Level,
    PublishedIsImmutable,
    Question,
    Rubric,
    RubricAuthor,
)
from roles.queries import described
from roles.rules.hashes import content_hash
from tests.factories.accounts import UserFactory
from tests.moments import AT
from tests.roles.rules.generated import role_files
from tests.roles.sample import sound_draft

pytestmark = pytest.mark.django_db
PARTS = [
    Competency,
    Criterion,
    Level,
    Question,
    CriterionResponsibility,
    CriterionQualification,
    RubricAuthor,
]
TABLES = [Rubric, *PARTS]
Act = Callable[[Rubric, Any], None]


def quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def run(sql: str, *parameters: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def rows_of(rubric: Rubric, model: type[models.Model]) -> list[tuple[Any, ...]]:
    """Return every column of a table's rows that belong to the rubric."""
    found = model._default_manager.order_by("pk")
    owner = {Rubric: "pk", Competency: "rubric", Criterion: "rubric", RubricAuthor: "rubric"}
    return list(found.filter(**{owner.get(model, "criterion__rubric"): rubric.pk}).values_list())


def everything_of(rubric: Rubric) -> Any:
    return [rows_of(rubric, model) for model in TABLES], content_hash(described(rubric_id=rubric.pk))


def columns_of(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    return [field for field in model._meta.local_concrete_fields if not field.primary_key]


def value_for(draw: Any, field: models.Field[Any, Any], stored: models.Model) -> Any:
    """Return another value a column could hold, or the one it holds."""
    old = getattr(stored, field.attname)
    if isinstance(field, models.BooleanField):
        return draw(st.booleans())
    if isinstance(field, models.DecimalField):
        return draw(st.decimals(0, 9, places=3))
    if isinstance(field, models.IntegerField):
        return draw(st.integers(0, 99))
    if isinstance(field, models.CharField | models.TextField):
        return draw(st.one_of(st.just(old), st.text("abcdefghij", min_size=1, max_size=9)))
    return old


@st.composite
def row_acts(draw: Any) -> Act:
    """An attack on one row of one table, past every action."""
    model, kind = (
        draw(st.sampled_from(TABLES)),
        draw(st.sampled_from(["save", "update", "sql", "copy", "replace"])),
    )
    place = draw(st.integers(0, 9))
    field = draw(st.sampled_from(columns_of(model)))
    data = draw(st.data())

    def act(rubric: Rubric, _client: Any) -> None:
        rows = list(
            model._default_manager.filter(pk__in=[row[0] for row in rows_of(rubric, model)]).order_by("pk")
        )
        row = rows[place % len(rows)]
        value = value_for(data.draw, field, row)
        table, column = quoted(model._meta.db_table), quoted(field.column)
        names = [entry.column for entry in model._meta.local_concrete_fields]
        if kind == "save":
            setattr(row, field.attname, value)
            row.save()
        elif kind == "update":
            model._default_manager.filter(pk=row.pk).update(**{field.attname: value})
        elif kind == "sql":
            run(f"UPDATE {table} SET {column} = %s WHERE id = %s", value, row.pk)
        elif kind == "copy":
            rest = [quoted(name) for name in names[1:]]
            chosen = ["%s" if name == column else name for name in rest]
            run(f"INSERT INTO {table} ({', '.join(rest)}) SELECT {', '.join(chosen)} FROM {table}", value)
        else:
            chosen = ["%s" if name == field.column else quoted(name) for name in names]
            verb = "REPLACE" if connection.vendor == "sqlite" else "INSERT"
            source = f"SELECT {', '.join(chosen)} FROM {table} WHERE id = %s"
            run(f"{verb} INTO {table} ({', '.join(map(quoted, names))}) {source}", value, row.pk)

    return act


@st.composite
def removals(draw: Any) -> Act:
    model, kind = draw(st.sampled_from(TABLES)), draw(st.sampled_from(["row", "queryset", "sql", "truncate"]))

    def act(rubric: Rubric, _client: Any) -> None:
        rows = model._default_manager.filter(pk__in=[row[0] for row in rows_of(rubric, model)])
        table = quoted(model._meta.db_table)
        if kind == "row":
            rows[0].delete()
        elif kind == "queryset":
            rows.delete()
        elif kind == "sql" or connection.vendor == "sqlite":
            run(f"DELETE FROM {table}")
        else:
            run(f"TRUNCATE {table} CASCADE")

    return act


def by_admin(rubric: Rubric, client: Any) -> None:
    data = {
        "weight_reason": "Other.",
        "criteria-0-name": "Other",
        "criteria-TOTAL_FORMS": 1,
        "criteria-INITIAL_FORMS": 1,
    }
    for name in ("change", "delete"):
        client.post(reverse(f"admin:roles_rubric_{name}", args=[rubric.pk]), data | {"post": "yes"})
    criterion = rubric.criteria.first()
    client.post(reverse("admin:roles_criterion_change", args=[criterion.pk]), {"name": "Other", "weight": 2})


def by_editor(rubric: Rubric, client: Any) -> None:
    criterion = rubric.criteria.first()
    for kind, pk in (
        ("rubric", rubric.pk),
        ("competencies", criterion.competency_id),
        ("criteria", criterion.pk),
    ):
        address = reverse("roles:rubric-part", args=[rubric.role.slug, rubric.number, kind, pk])
        for act in ("save", "remove", "duplicate", "up", "add", "equal", "fill"):
            client.post(address, {"act": act, "name": "Other", "weight": 3})


def actions_on(rubric: Rubric) -> list[Callable[[], Any]]:
    by, criterion = rubric.created_by, rubric.criteria.first()
    level, question = criterion.levels.first(), criterion.questions.first()
    return [
        lambda: rubrics.edit(rubric=rubric, weight_reason="x", change_note="x", by=by, at=AT),
        lambda: rubrics.set_weights_equal(rubric=rubric, by=by, at=AT),
        lambda: rubrics.delete_draft(rubric=rubric, by=by, at=AT),
        lambda: competencies.save(competency=criterion.competency, by=by, at=AT),
        lambda: competencies.duplicate(competency=criterion.competency, by=by, at=AT),
        lambda: criteria.save(criterion=criterion, by=by, at=AT),
        lambda: criteria.delete(criterion=criterion, by=by, at=AT),
        lambda: levels.write(criterion=criterion, value=level.value, text="x", by=by, at=AT),
        lambda: levels.fill(criterion=criterion, by=by, at=AT),
        lambda: questions.delete(question=question, by=by, at=AT),
    ]


@st.composite
def imports(draw: Any) -> Act:
    file = draw(role_files(slug="frozen"))

    def act(rubric: Rubric, _client: Any) -> None:
        draft = role_imports.import_role(file=file, by=rubric.created_by, at=AT)
        assert draft.pk != rubric.pk
        rubrics.delete_draft(rubric=draft, by=rubric.created_by, at=AT)

    return act


ATTACKS = st.one_of(row_acts(), removals(), imports(), st.sampled_from([by_admin, by_editor]))


@pytest.fixture
def published(editor: Any) -> Rubric:
    rubric = sound_draft(criteria=2, number=1, created_by=editor)
    rubric.role.slug = "frozen"
    rubric.role.save()
    rubrics.edit(rubric=rubric, weight_reason="", change_note="First.", by=editor, at=AT)
    return rubrics.publish(rubric=rubric, by=editor, at=AT)


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(UserFactory(is_administrator=True, is_rubric_editor=True))
    return client


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=40)
@given(attacks=st.lists(ATTACKS, min_size=1, max_size=4))
def test_rb_01_nothing_changes_a_published_rubric(
    published: Rubric, client: Client, attacks: list[Act]
) -> None:
    before = everything_of(published)
    assert all(before[0])
    with transaction.atomic():
        for attack in attacks:
            with suppress(DatabaseError, PublishedIsImmutable, models.ProtectedError), transaction.atomic():
                attack(Rubric.objects.get(pk=published.pk), client)
            assert everything_of(published) == before
        transaction.set_rollback(True)


def test_rb_01_every_action_refuses_a_published_rubric(published: Rubric) -> None:
    before = everything_of(published)
    for act in actions_on(Rubric.objects.get(pk=published.pk)):
        with pytest.raises(Refused):
            act()
        assert everything_of(published) == before
