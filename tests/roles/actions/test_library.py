"""Copying criteria of the library into a draft."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from assessor.audit.models import AuditEvent, AuditPayload
from assessor.base.refused import Refused
from roles.actions import library, rubrics
from roles.actions.library import AlreadyThere
from roles.models import Criterion, Rubric
from roles.queries import described
from roles.rules.role_files import contents_of
from tests.factories.roles import CompetencyFactory, CriterionFactory, RubricFactory, publish
from tests.roles.library import entry
from tests.roles.sample import sound_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return RubricFactory(number=1)


def copy(draft, *entries, by, at, seen=None):
    return library.copy_criteria(rubric=draft, entries=entries, by=by, at=at, seen=seen)


def tree(rubric):
    """Return the keys of a rubric's criteria by competency."""
    return {
        heading.key: [criterion.key for criterion in heading.criteria]
        for heading in described(rubric_id=rubric.pk).competencies
    }


def test_everything_is_copied(draft, editor, at, events):
    coaching = entry(required=False, hi=Decimal(10))
    with events() as recorded:
        [copied] = copy(draft, coaching, by=editor, at=at)
    [heading] = contents_of(described(rubric_id=draft.pk)).competencies
    assert heading.criteria == (coaching.criterion,)
    assert replace(heading, criteria=()) == coaching.competency
    assert recorded == ["rubric.criteria_copied"]
    event = AuditEvent.objects.get(action="rubric.criteria_copied")
    assert event.object_ref == f"{draft.role.slug}/1"
    assert AuditPayload.objects.get(seq=event.seq).payload["after"] == {
        "criteria": [
            {
                "criterion": copied.key,
                "competency": "leading",
                "name": "Coaching",
                "copied_from": "built-in/coaching",
            }
        ],
        "new_competencies": ["leading"],
    }


def test_copies_come_last_under_the_competency_of_their_key_or_else_of_their_name(draft, editor, at):
    same_name = CompetencyFactory(rubric=draft, key="own", name="LEADING", position=1)
    same_key = CompetencyFactory(rubric=draft, key="talking", name="Otherwise", position=2)
    CriterionFactory(rubric=draft, competency=same_key, key="first", position=7)
    copy(
        draft,
        entry("Coaching"),
        entry("Listening", under=("talking", "Talking")),
        entry("Writing", under=("talking", "Leading")),
        entry("Depth", under=("depth", "Depth")),
        entry("Breadth", under=("breadth", "depth")),
        by=editor,
        at=at,
    )
    assert tree(draft) == {
        same_name.key: ["coaching"],
        same_key.key: ["first", "listening", "writing"],
        "depth": ["depth", "breadth"],
    }


def test_keys_are_ones_no_version_has_used(editor, at):
    old = CriterionFactory(rubric__number=1, key="coaching", name="Something else").rubric
    publish(old, editor)
    draft = RubricFactory(role=old.role, number=2)
    twin = entry("Coaching others", key="coaching")
    found = copy(draft, entry(), twin, by=editor, at=at)
    assert [criterion.key for criterion in found] == ["coaching-2", "coaching-3"]


@pytest.mark.parametrize(
    ("weights", "expected"), [([], 1), ([1], 1), ([20, 20], 20), ([20, 30], 1), ([0, 0], 1), ([0, 20], 20)]
)
def test_copies_weigh_what_all_the_others_do(draft, editor, at, weights, expected):
    for weight in weights:
        CriterionFactory(rubric=draft, weight=weight)
    [copied] = copy(draft, entry(), by=editor, at=at)
    assert copied.weight == expected


class TestTwice:
    """A name that would be there twice is asked about, once for each state of the draft."""

    def test_is_refused_with_the_name_and_nothing_is_written(self, draft, editor, at, events):
        copy(draft, entry("COACHING"), by=editor, at=at)
        with events() as recorded, pytest.raises(AlreadyThere, match="“Coaching” twice"):
            copy(draft, entry(), entry("Hiring"), by=editor, at=at)
        assert list(draft.criteria.values_list("name", flat=True)) == ["COACHING"]
        assert recorded == []

    def test_can_be_wanted(self, draft, editor, at):
        copy(draft, entry(), by=editor, at=at)
        with pytest.raises(AlreadyThere) as refusal:
            copy(draft, entry(), entry("Hiring"), by=editor, at=at)
        found = copy(draft, entry(), entry("Hiring"), by=editor, at=at, seen=refusal.value.seen)
        assert [criterion.name for criterion in found] == ["Coaching (copy)", "Hiring"]

    def test_wanted_twice_is_asked_about_again(self, draft, editor, at):
        copy(draft, entry(), by=editor, at=at)
        with pytest.raises(AlreadyThere) as refusal:
            copy(draft, entry(), by=editor, at=at)
        copy(draft, entry(), by=editor, at=at, seen=refusal.value.seen)
        with pytest.raises(AlreadyThere):
            copy(draft, entry(), by=editor, at=at, seen=refusal.value.seen)
        assert draft.criteria.count() == 2

    def test_wanted_for_one_name_is_not_wanted_for_another(self, draft, editor, at):
        copy(draft, entry(), entry("Hiring"), by=editor, at=at)
        with pytest.raises(AlreadyThere) as refusal:
            copy(draft, entry(), by=editor, at=at)
        with pytest.raises(AlreadyThere, match="“Hiring” twice"):
            copy(draft, entry("Hiring"), by=editor, at=at, seen=refusal.value.seen)

    def test_two_of_one_name_at_once_are_asked_about(self, draft, editor, at):
        other = entry(key="coaching-people", description="Otherwise.")
        with pytest.raises(AlreadyThere) as refusal:
            copy(draft, entry(), other, by=editor, at=at)
        found = copy(draft, entry(), other, by=editor, at=at, seen=refusal.value.seen)
        assert [criterion.name for criterion in found] == ["Coaching", "Coaching (copy)"]


class TestRefusals:
    """Nothing is written, not even a competency."""

    def test_who_edits_no_rubrics_copies_nothing(self, draft, recruiter, at):
        with pytest.raises(Refused, match="Only rubric editors"):
            copy(draft, entry(), by=recruiter, at=at)
        assert not draft.competencies.exists()

    def test_draft_published_meanwhile(self, editor, at):
        draft = sound_draft(number=1)
        rubrics.publish(rubric=draft, by=editor, at=at)
        with pytest.raises(Refused, match="never changed"):
            copy(draft, entry(), by=editor, at=at)
        assert Criterion.objects.count() == 1

    def test_draft_deleted_meanwhile(self, draft, editor, at):
        rubrics.delete_draft(rubric=Rubric.objects.get(), by=editor, at=at)
        with pytest.raises(Refused, match="deleted in the meantime"):
            copy(draft, entry(), by=editor, at=at)
        assert not Criterion.objects.exists()

    def test_nothing_to_copy(self, draft, editor, at):
        with pytest.raises(Refused, match="at least one"):
            copy(draft, by=editor, at=at)


@pytest.mark.parametrize("count", [1, 3])
def test_price_is_the_same_however_many(django_assert_max_num_queries, draft, editor, at, count):
    entries = [entry(f"Thing {number}") for number in range(count)]
    # PostgreSQL locks the log with a query of its own.
    with django_assert_max_num_queries(15):
        copy(draft, *entries, by=editor, at=at)
