"""Two people change one draft: what each saw, the order of things, copies."""

from __future__ import annotations

import threading
from decimal import Decimal

import pytest
from django.db import connection

from assessor.audit.models import AuditEvent, AuditPayload
from assessor.base.refused import Refused
from roles.actions import (
    competencies,
    criteria,
    levels,
    qualifications,
    questions,
    responsibilities,
    roles,
    rubrics,
)
from roles.actions._drafts import stored_criterion_words
from roles.enums import QualificationKind
from roles.models import Competency, Criterion, Level, Question, RubricAuthor
from roles.permissions import Conflict
from roles.queries.authors import authors_of
from roles.rules.words import etag, words_of
from tests.factories.accounts import UserFactory
from tests.factories.roles import (
    CompetencyFactory,
    CriterionFactory,
    LevelFactory,
    QualificationFactory,
    QuestionFactory,
    ResponsibilityFactory,
    RoleFactory,
    RubricFactory,
)
from tests.roles.sample import sound_draft

pytestmark = pytest.mark.django_db


def test_criterion_changed_meanwhile_is_a_conflict_that_writes_nothing(editor, at, events):
    criterion = CriterionFactory(name="Coaching")
    seen = etag(stored_criterion_words(criterion))
    other = Criterion.objects.get()
    other.name = "Guiding"
    criteria.save(criterion=other, by=editor, at=at, seen=seen)
    criterion.name = "Mentoring"
    with events() as recorded, pytest.raises(Conflict) as conflict:
        criteria.save(criterion=criterion, by=editor, at=at, seen=seen)
    assert (Criterion.objects.get().name, conflict.value.current["name"], recorded) == (
        "Guiding",
        "Guiding",
        [],
    )


def test_saving_words_leaves_a_newer_place_alone(editor, at):
    first, second = CriterionFactory(position=1), None
    second = CriterionFactory(rubric=first.rubric, competency=first.competency, position=2)
    stale = Criterion.objects.get(pk=first.pk)
    criteria.move(criterion=first, competency=first.competency, before=None, by=editor, at=at)
    stale.name = "Coaching"
    criteria.save(criterion=stale, by=editor, at=at, seen=etag(stored_criterion_words(first)))
    order = list(first.rubric.criteria.order_by("position").values_list("name", flat=True))
    assert order == [second.name, "Coaching"]


@pytest.mark.parametrize(
    ("factory", "act", "name"),
    [
        (CompetencyFactory, competencies.delete, "competency"),
        (CriterionFactory, criteria.delete, "criterion"),
        (QuestionFactory, questions.delete, "question"),
        (ResponsibilityFactory, responsibilities.remove, "responsibility"),
        (QualificationFactory, qualifications.remove, "qualification"),
    ],
)
def test_what_was_changed_meanwhile_is_not_removed(editor, at, factory, act, name):
    part = factory()
    with pytest.raises(Conflict):
        act(**{name: part}, by=editor, at=at, seen="another")
    part.refresh_from_db()


def test_words_of_what_is_gone_are_a_conflict(editor, at):
    question, heading = QuestionFactory(), CompetencyFactory()
    stale = Question.objects.get()
    questions.delete(question=question, by=editor, at=at)
    with pytest.raises(Conflict, match="removed"):
        questions.save(question=stale, by=editor, at=at, seen="x")
    competencies.delete(competency=Competency.objects.get(pk=heading.pk), by=editor, at=at)
    with pytest.raises(Conflict, match="removed"):
        competencies.move(competency=heading, before=None, by=editor, at=at)


def test_level_is_written_changed_and_taken_away(editor, at, events):
    criterion = CriterionFactory()

    def write(text, seen):
        return levels.write(
            criterion=criterion, value=Decimal(3), text=text, by=editor, at=at, seen=etag({"text": seen})
        )

    with events() as recorded:
        write("Seen.", "")
        write("Seen often.", "Seen.")
        with pytest.raises(Conflict):
            write("Typed on the old page.", "Seen.")
        assert Level.objects.get().text == "Seen often."
        write("", "Seen often.")
    assert (recorded, Level.objects.count()) == (["level.saved", "level.saved", "level.deleted"], 0)


def written(criterion):
    return [(int(level.value), level.text) for level in criterion.levels.order_by("value")]


def test_words_of_levels_change_places(editor, at, events):
    criterion = CriterionFactory()
    for value in (1, 2, 5):
        LevelFactory(criterion=criterion, value=Decimal(value), text=f"Written at {value}.")

    def move(value, before):
        before = before and Decimal(before)
        return levels.move(criterion=criterion, value=Decimal(value), before=before, by=editor, at=at)

    with events() as recorded:
        assert move(1, 4) == 3
        assert written(criterion) == [(1, "Written at 2."), (3, "Written at 1."), (5, "Written at 5.")]
        assert move(5, 1) == 1
        assert written(criterion) == [(1, "Written at 5."), (2, "Written at 2."), (4, "Written at 1.")]
        assert move(1, None) == 5
        assert written(criterion) == [(1, "Written at 2."), (3, "Written at 1."), (5, "Written at 5.")]
        assert move(5, None) == 5
        with pytest.raises(Conflict):
            move(9, 1)
    assert recorded == ["level.moved"] * 4
    before, after = (AuditPayload.objects.order_by("-seq")[1].payload[name] for name in ("before", "after"))
    assert [level["text"] for level in before["levels"]] == [
        "Written at 5.",
        "Written at 2.",
        "Written at 1.",
    ]
    assert [level["text"] for level in after["levels"]] == ["Written at 2.", "Written at 1.", "Written at 5."]


def test_words_of_a_level_are_copied_to_the_next_free_one(editor, at, events):
    criterion = CriterionFactory()
    for value in (2, 3):
        LevelFactory(criterion=criterion, value=Decimal(value), text=f"Written at {value}.")

    def copy(value):
        return int(levels.duplicate(criterion=criterion, value=Decimal(value), by=editor, at=at).value)

    with events() as recorded:
        with pytest.raises(Refused, match="Nothing is written"):
            copy(1)
        assert [copy(2), copy(2), copy(2)] == [4, 5, 1]
        with pytest.raises(Refused, match="Every level has words already"):
            copy(2)
    assert recorded == ["level.duplicated"] * 3
    assert [text for _value, text in written(criterion)] == ["Written at 2."] * 2 + ["Written at 3."] + [
        "Written at 2."
    ] * 2


def test_empty_levels_of_five_get_words_to_start_from(editor, at, events):
    criterion = CriterionFactory()
    LevelFactory(criterion=criterion, value=Decimal(3), text="Our own.")
    with events() as recorded:
        levels.fill(criterion=criterion, by=editor, at=at)
        texts = dict(written(criterion))
        assert (sorted(texts), texts[3]) == ([1, 2, 3, 4, 5], "Our own.")
        assert texts[5] == "Manages the most difficult situations, and is the one whom others ask."
        with pytest.raises(Refused, match="here are none"):
            levels.fill(criterion=criterion, by=editor, at=at)
        with pytest.raises(Refused, match="here are none"):
            levels.fill(criterion=CriterionFactory(hi=Decimal(4)), by=editor, at=at)
    assert recorded == ["level.filled"]


def test_levels_named_at_a_new_scale_are_dropped(editor, at):
    criterion = CriterionFactory()
    for value in (1, 3, 5):
        LevelFactory(criterion=criterion, value=Decimal(value))
    criterion.hi = Decimal(4)
    criteria.save(criterion=criterion, by=editor, at=at, dropped_levels=[Decimal(5)])
    assert [int(level.value) for level in criterion.levels.order_by("value")] == [1, 3]


def test_competencies_change_places(editor, at, events):
    first = CompetencyFactory(key="a", position=1)
    second = CompetencyFactory(rubric=first.rubric, key="b", position=1)
    with events() as recorded:
        competencies.move(competency=second, before=first, by=editor, at=at)
    order = list(first.rubric.competencies.order_by("position").values_list("key", "position"))
    assert (order, recorded) == ([("b", 1), ("a", 2)], ["competency.moved"])


def test_criterion_moves_to_another_competency_but_to_no_other_rubric(editor, at, events):
    criterion = CriterionFactory()
    there = CriterionFactory(rubric=criterion.rubric)
    with events() as recorded:
        criteria.move(criterion=criterion, competency=there.competency, before=there, by=editor, at=at)
    moved = there.competency.criteria.order_by("position")
    assert ([entry.pk for entry in moved], recorded) == ([criterion.pk, there.pk], ["criterion.moved"])
    with pytest.raises(Conflict):
        criteria.move(criterion=criterion, competency=CompetencyFactory(), before=None, by=editor, at=at)


def test_questions_and_parts_of_a_role_change_places(editor, at):
    criterion = CriterionFactory()
    first, second = (QuestionFactory(criterion=criterion, position=place) for place in (1, 2))
    questions.move(question=second, before=first, by=editor, at=at)
    assert list(criterion.questions.order_by("position")) == [second, first]
    role = criterion.rubric.role
    for factory, act, name in (
        (ResponsibilityFactory, responsibilities.move, "responsibility"),
        (QualificationFactory, qualifications.move, "qualification"),
    ):
        first, second = (factory(role=role, position=place) for place in (1, 2))
        act(**{name: first}, before=None, by=editor, at=at)
        assert list(type(first).objects.order_by("position")) == [second, first]


def test_copy_of_a_criterion_has_everything_under_a_new_key(editor, at, events):
    draft = sound_draft(criteria=2)
    source = draft.criteria.order_by("position").first()
    with events() as recorded:
        copy = criteria.duplicate(criterion=source, by=editor, at=at)
    assert recorded == ["criterion.duplicated"]
    assert copy.name == f"{source.name} (copy)"
    assert list(draft.criteria.order_by("position").values_list("pk", flat=True))[1] == copy.pk
    assert copy.levels.count() == source.levels.count()
    assert [q.text for q in copy.questions.all()] == [q.text for q in source.questions.all()]
    assert (
        stored_criterion_words(copy)["responsibilities"] == stored_criterion_words(source)["responsibilities"]
    )


def test_copies_of_a_competency_and_of_a_question(editor, at, events):
    draft = sound_draft(criteria=2)
    with events() as recorded:
        copy = competencies.duplicate(competency=draft.competencies.get(), by=editor, at=at)
        question = copy.criteria.first().questions.get()
        questions.duplicate(question=question, by=editor, at=at)
    assert (copy.criteria.count(), draft.criteria.count()) == (2, 4)
    assert question.criterion.questions.count() == 2
    assert recorded == ["competency.duplicated", "question.duplicated"]


def test_weights_are_made_equal(editor, at, events):
    draft = sound_draft(criteria=2)
    draft.criteria.filter(pk=draft.criteria.first().pk).update(weight=Decimal(3))
    with events() as recorded:
        rubrics.set_weights_equal(rubric=draft, by=editor, at=at)
    assert ({c.weight for c in draft.criteria.all()}, recorded) == (
        {Decimal(1)},
        ["rubric.weights_made_equal"],
    )


def test_words_of_rubric_role_and_parts_ask_what_was_seen(editor, at):
    rubric, role = RubricFactory(), RoleFactory(title="Lead")
    duty, demand = ResponsibilityFactory(), QualificationFactory()
    acts = [
        lambda seen: rubrics.edit(
            rubric=rubric, weight_reason="x", change_note="", by=editor, at=at, seen=seen
        ),
        lambda seen: roles.edit(role=role, title="x", purpose="", by=editor, at=at, seen=seen),
        lambda seen: responsibilities.edit(
            responsibility=duty, title="x", detail="", by=editor, at=at, seen=seen
        ),
        lambda seen: qualifications.edit(
            qualification=demand,
            kind=QualificationKind.SKILL,
            title="x",
            detail="",
            by=editor,
            at=at,
            seen=seen,
        ),
    ]
    for act in acts:
        with pytest.raises(Conflict):
            act("another")
    acts[1](etag(words_of(role, "title", "purpose")))


def test_address_of_the_application_is_no_slug(editor, at):
    with pytest.raises(roles.SlugTaken, match="application itself"):
        roles.create(title="New", slug="new", by=editor, at=at)
    assert roles.create(title="New", by=editor, at=at).slug == "new-2"


def test_second_person_publishes(settings, editor, at):
    settings.TWO_PERSON_RUBRICS = True
    draft = sound_draft(created_by=editor)
    helper, reader = (UserFactory(is_rubric_editor=True) for _ in range(2))
    level = draft.criteria.get().levels.first()
    levels.write(criterion=level.criterion, value=level.value, text="Seen now and then.", by=helper, at=at)
    for author in (editor, helper):
        with pytest.raises(Refused, match="You have written on this draft"):
            rubrics.publish(rubric=draft, by=author, at=at)
    assert rubrics.publish(rubric=draft, by=reader, at=at).published_by == reader
    following = rubrics.draft_from(rubric=draft, by=reader, at=at)
    assert authors_of(rubric=following) == {reader.pk}


def test_whoever_changed_a_draft_is_its_author_once(editor, at):
    draft = sound_draft(created_by=UserFactory())
    for words in ("One.", "Two."):
        rubrics.edit(rubric=draft, weight_reason=words, change_note="", by=editor, at=at)
    with pytest.raises(Refused):
        rubrics.edit(rubric=draft, weight_reason="", change_note="", by=UserFactory(), at=at)
    assert [entry.user for entry in draft.authors.all()] == [editor]
    rubrics.delete_draft(rubric=draft, by=editor, at=at)
    assert not RubricAuthor.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_many_who_save_at_once_one_wins_and_the_others_are_told(at):
    editors = [UserFactory(is_rubric_editor=True) for _ in range(4)]
    criterion = CriterionFactory(name="Before")
    seen = etag(stored_criterion_words(criterion))
    start, outcomes = threading.Barrier(len(editors)), []

    def save(by):
        mine = Criterion.objects.get(pk=criterion.pk)
        mine.name = by.name
        try:
            start.wait()
            criteria.save(criterion=mine, by=by, at=at, seen=seen)
            outcomes.append(("saved", by.name))
        except Conflict as conflict:
            outcomes.append(("told", conflict.current["name"]))
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=(editor,)) for editor in editors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    winner = Criterion.objects.get().name
    assert sorted(outcomes) == [("saved", winner), *[("told", winner)] * 3]
    assert AuditEvent.objects.filter(action="criterion.saved").count() == 1
