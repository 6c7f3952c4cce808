"""Taking in role files: the round trip, what becomes of a role that is there, and what is refused."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from assessor.audit.models import AuditEvent
from assessor.base.refused import Refused
from assessor.lib.scales import Scale
from roles.actions import files, imported, responsibilities, role_imports, rubrics, shipped
from roles.actions.rubrics import DraftExists
from roles.models import Criterion, Role, Rubric
from roles.queries import described
from roles.queries.files import import_preview, role_file_text
from roles.rules.hashes import content_hash
from roles.rules.parsing import parse
from roles.rules.role_files import PartFile, RubricFile
from roles.rules.writing import write
from tests.factories.roles import ResponsibilityFactory, RoleFactory
from tests.roles.rules.generated import role_files
from tests.roles.versions import three_versions

pytestmark = pytest.mark.django_db
SHIPPED = sorted(path.stem for path in shipped.FOLDER.glob("*.yaml"))


def exported(role):
    return role_file_text(role=role)


@pytest.fixture
def role(editor, at):
    """A role whose newest rubric is published, with a link to each of its parts."""
    versions = three_versions(editor, at)
    rubrics.delete_draft(rubric=versions[-1], by=editor, at=at)
    return versions[0].role


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=40)
@given(file=role_files())
def test_export_import_export_gives_the_same_bytes(editor, at, file):
    text = write(file)
    with transaction.atomic():
        draft = role_imports.import_role(file=parse(text), by=editor, at=at)
        assert exported(draft.role) == text
        rubrics.delete_draft(rubric=draft, by=editor, at=at)
        again = role_imports.import_role(file=parse(text), by=editor, at=at)
        assert exported(again.role) == text
        transaction.set_rollback(True)


@pytest.mark.parametrize("slug", SHIPPED)
def test_shipped_role_leaves_and_comes_back_as_the_same_bytes(editor, at, slug):
    draft = shipped.load(slug=slug, by=editor, at=at)
    text = exported(draft.role)
    assert text == (shipped.FOLDER / f"{slug}.yaml").read_text(encoding="utf-8")
    rubrics.delete_draft(rubric=draft, by=editor, at=at)
    assert exported(role_imports.import_role(file=parse(text), by=editor, at=at).role) == text


def test_published_rubric_comes_back_as_a_draft_that_says_the_same(editor, at, role):
    published = role.rubrics.published().get()
    text = exported(role)
    preview = import_preview(file=parse(text))
    assert (preview.changes.is_empty, preview.number) == (True, 4 if role.rubrics.count() == 3 else 3)
    draft = role_imports.import_role(file=parse(text), by=editor, at=at)
    assert (draft.is_draft, draft.number) == (True, preview.number)
    assert content_hash(described(rubric_id=draft.pk)) == published.content_hash
    assert exported(role) == text


def test_new_role_is_made_with_one_event(editor, at, events):
    file = replace(parse(write_role()), slug="brand-new")
    with events() as recorded:
        draft = role_imports.import_role(file=file, by=editor, at=at)
    assert (draft.role.slug, draft.number, recorded) == ("brand-new", 1, ["role.loaded"])


def write_role():
    return (shipped.FOLDER / "senior-data-engineer.yaml").read_text(encoding="utf-8")


def test_role_that_is_there_takes_words_and_parts(editor, at, role, events):
    [linked] = role.responsibilities.all()
    loose = ResponsibilityFactory(role=role, key="loose", position=2)
    [kept] = role.qualifications.all()
    before = parse(exported(role))
    file = replace(
        before,
        title="New title",
        purpose="New purpose.",
        responsibilities=(PartFile("brand-new", "Brand new", "In detail."),),
        qualifications=(PartFile(kept.key, "Reworded", "", "knowledge"),),
        rubric=RubricFile("", ()),
    )
    with events() as recorded:
        draft = role_imports.import_role(file=file, by=editor, at=at)
    role.refresh_from_db()
    linked.refresh_from_db()
    assert (role.title, role.purpose, draft.criteria.count()) == ("New title", "New purpose.", 0)
    assert list(role.responsibilities.filter(retired_at=None).values_list("key", "detail", "position")) == [
        ("brand-new", "In detail.", 1)
    ]
    assert (linked.retired_at, role.responsibilities.filter(pk=loose.pk).exists()) == (at, False)
    assert list(role.qualifications.values_list("key", "title", "kind")) == [
        (kept.key, "Reworded", "knowledge")
    ]
    assert recorded == ["rubric.drafted", "role.imported"]


def test_log_keeps_what_changed(editor, at, role):
    kept = role.responsibilities.get()
    file = replace(parse(exported(role)), title="New title")
    role_imports.import_role(file=file, by=editor, at=at)
    event = AuditEvent.objects.get(action="role.imported")
    assert event.object_ref == role.slug
    assert role.responsibilities.get() == kept


def test_published_versions_stay_as_they_were(editor, at, role):
    before = {rubric.pk: content_hash(described(rubric_id=rubric.pk)) for rubric in role.rubrics.frozen()}
    file = replace(parse(exported(role)), responsibilities=(), qualifications=(), rubric=RubricFile("", ()))
    role_imports.import_role(file=file, by=editor, at=at)
    assert {pk: content_hash(described(rubric_id=pk)) for pk in before} == before


def test_retired_part_is_in_the_file_while_served_and_comes_back_with_it(editor, at, role):
    linked = role.responsibilities.get()
    text = exported(role)
    assert responsibilities.remove(responsibility=linked, by=editor, at=at) is True
    assert exported(role) == text
    [part] = import_preview(file=parse(text)).changes.responsibilities
    assert [change.field for change in part.changes] == ["Brought back"]
    role_imports.import_role(file=parse(text), by=editor, at=at)
    linked.refresh_from_db()
    assert linked.retired_at is None


def test_role_without_a_rubric_can_be_a_file(editor, at):
    role = RoleFactory(slug="bare", title="Bare")
    text = exported(role)
    assert "competencies: []" in text
    draft = role_imports.import_role(file=parse(text), by=editor, at=at)
    assert (draft.role, draft.number, exported(role)) == (role, 1, text)


def test_role_made_for_imported_scores_can_be_a_file(editor, at):
    weights = [(name, Decimal(10**7)) for name in ("Team - _ work", "_Depth_", "!?")]
    role = imported.create(
        title="Made_up", slug="Made_up", criteria=weights, scale=Scale.parse("0:10:0.25"),
        weight_reason="given", by=editor, at=at,
    ).role  # fmt: skip
    text = exported(role)
    assert re.findall("    - key: (.*)", text) == [
        "imported",
        "team-work",
        "depth",
        "criterion-3",
    ]
    assert exported(role_imports.import_role(file=parse(text), by=editor, at=at).role) == text


def test_draft_in_the_way_is_refused_and_nothing_written(editor, at, role):
    rubrics.draft_from(rubric=role.rubrics.published().get(), by=editor, at=at)
    file = replace(parse(exported(role)), title="Another")
    with pytest.raises(DraftExists, match="already has a draft"):
        role_imports.import_role(file=file, by=editor, at=at)
    role.refresh_from_db()
    assert (role.title != "Another", role.rubrics.draft().count()) == (True, 1)


def test_only_rubric_editors_import(recruiter, at):
    with pytest.raises(Refused, match="Only rubric editors"):
        role_imports.import_role(file=parse(write_role()), by=recruiter, at=at)
    assert Role.objects.count() == 0


def test_what_was_seen_must_still_be_so(editor, at, role):
    file = parse(exported(role))
    seen = import_preview(file=file).etag
    with pytest.raises(role_imports.ChangedSince):
        role_imports.import_role(file=replace(file, title="Another"), by=editor, at=at, seen=seen)
    Role.objects.filter(pk=role.pk).update(purpose="Changed meanwhile.")
    with pytest.raises(role_imports.ChangedSince):
        role_imports.import_role(file=file, by=editor, at=at, seen=seen)
    assert not Rubric.objects.draft().exists()
    seen = import_preview(file=file).etag
    assert role_imports.import_role(file=file, by=editor, at=at, seen=seen).is_draft


def test_preview_of_a_role_that_came_meanwhile_is_another(editor, at):
    file = parse(write_role())
    seen = import_preview(file=file).etag
    files.load_role(content=file, by=editor, at=at)
    assert import_preview(file=file).etag != seen


@pytest.mark.parametrize("count", [1, 3])
def test_price_is_the_same_whatever_there_is(django_assert_num_queries, editor, at, count):
    role = three_versions(editor, at, criteria_count=count)[0].role
    assert Criterion.objects.filter(rubric__role=role).count() == 3 * count
    with django_assert_num_queries(12):
        text = exported(role)
    with django_assert_num_queries(13):
        import_preview(file=parse(text))
