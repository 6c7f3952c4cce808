"""The parts of a draft: competencies, criteria, levels, questions."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assessor.audit.models import AuditEvent, AuditPayload
from assessor.base.refused import Refused
from roles.actions import competencies, criteria, levels, questions
from roles.models import Competency, Criterion, Level, Question
from tests.factories.roles import (
    CompetencyFactory,
    CriterionFactory,
    LevelFactory,
    QualificationFactory,
    QuestionFactory,
    ResponsibilityFactory,
    RubricFactory,
    publish,
)
from tests.roles.sample import sound_draft

pytestmark = pytest.mark.django_db


def payload():
    return AuditPayload.objects.get(seq=AuditEvent.objects.order_by("-seq").first().seq).payload


def test_new_competency_gets_a_key_and_the_last_place(editor, at, events):
    first = CompetencyFactory(position=4, key="technical")
    with events() as recorded:
        new = competencies.save(
            competency=Competency(rubric=first.rubric, name="Technical!"), by=editor, at=at
        )
    assert (new.key, new.position) == ("technical-2", 5)
    assert recorded == ["competency.saved"]
    assert payload()["before"] == {}


def test_changed_competency_keeps_its_key(editor, at):
    heading = CompetencyFactory(key="technical", name="Technical")
    heading.name = "Engineering"
    competencies.save(competency=heading, by=editor, at=at)
    assert payload()["before"]["name"] == "Technical"
    assert payload()["after"]["name"] == "Engineering"
    heading.key = "engineering"
    with pytest.raises(Refused, match="never changes"):
        competencies.save(competency=heading, by=editor, at=at)


def test_competency_with_criteria_is_not_deleted(editor, at, events):
    criterion = CriterionFactory()
    with pytest.raises(Refused, match="Move or delete them first"):
        competencies.delete(competency=criterion.competency, by=editor, at=at)
    criteria.delete(criterion=criterion, by=editor, at=at)
    with events() as recorded:
        competencies.delete(competency=criterion.competency, by=editor, at=at)
    assert (recorded, Competency.objects.count()) == (["competency.deleted"], 0)


def test_new_criterion_gets_a_key_no_version_has_used(editor, at, events):
    published = CriterionFactory(key="coaching").rubric
    publish(published, editor)
    draft = RubricFactory(role=published.role)
    heading = CompetencyFactory(rubric=draft)
    with events() as recorded:
        new = criteria.save(
            criterion=Criterion(rubric=draft, competency=heading, name="Coaching"), by=editor, at=at
        )
    assert (new.key, new.position) == ("coaching-2", 1)
    assert recorded == ["criterion.saved"]


def test_criterion_can_be_given_the_key_it_had_before(editor, at):
    heading = CompetencyFactory()
    new = Criterion(rubric=heading.rubric, competency=heading, name="Coaching", key="guiding")
    assert criteria.save(criterion=new, by=editor, at=at).key == "guiding"


def test_criterion_serves_what_is_chosen(editor, at):
    criterion = sound_draft().criteria.get()
    role = criterion.rubric.role
    kept = role.responsibilities.get()
    added = ResponsibilityFactory(role=role)
    demand = QualificationFactory(role=role)
    criteria.save(
        criterion=criterion, responsibilities=[kept, added], qualifications=[demand], by=editor, at=at
    )
    assert set(criterion.responsibilities.all()) == {kept, added}
    assert set(criterion.qualifications.all()) == {demand}
    criteria.save(criterion=criterion, by=editor, at=at)
    assert set(criterion.responsibilities.all()) == {kept, added}
    assert payload()["after"]["responsibilities"] == sorted([kept.key, added.key])


@pytest.mark.parametrize(
    ("factory", "name"),
    [(ResponsibilityFactory, "responsibilities"), (QualificationFactory, "qualifications")],
)
def test_criterion_serves_nothing_of_another_role(editor, at, factory, name):
    with pytest.raises(Refused, match="of its own role"):
        criteria.save(criterion=CriterionFactory(), **{name: [factory()]}, by=editor, at=at)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"weight": Decimal(-1)}, "A weight is never below 0."),
        ({"lo": Decimal(5)}, "The lowest value must be below the highest."),
        ({"step": Decimal(0)}, "The step must be above zero."),
        ({"step": Decimal("0.3")}, "The steps must lead from the lowest value exactly to the highest."),
    ],
)
def test_criterion_with_numbers_that_make_no_sense_is_refused(editor, at, fields, sentence):
    criterion = CriterionFactory()
    for name, value in fields.items():
        setattr(criterion, name, value)
    with pytest.raises(Refused) as refusal:
        criteria.save(criterion=criterion, by=editor, at=at)
    assert refusal.value.sentence == sentence


def test_criterion_under_a_heading_of_another_rubric_is_refused(editor, at):
    criterion = CriterionFactory()
    criterion.competency = CompetencyFactory()
    with pytest.raises(Refused, match="of its own rubric"):
        criteria.save(criterion=criterion, by=editor, at=at)


def test_deleted_criterion_takes_levels_questions_and_links_along(editor, at, events):
    criterion = sound_draft(criteria=2).criteria.first()
    with events() as recorded:
        criteria.delete(criterion=criterion, by=editor, at=at)
    assert (Criterion.objects.count(), Level.objects.count(), Question.objects.count()) == (1, 3, 1)
    assert recorded == ["criterion.deleted"]


def test_level_is_added_changed_and_removed(editor, at, events):
    criterion = CriterionFactory()
    with events() as recorded:
        level = levels.save(
            level=Level(criterion=criterion, value=Decimal(3), text="Seen."), by=editor, at=at
        )
        level.text = "Seen often."
        levels.save(level=level, by=editor, at=at)
        assert (payload()["before"]["text"], payload()["after"]["text"]) == ("Seen.", "Seen often.")
        levels.delete(level=level, by=editor, at=at)
    assert recorded == ["level.saved", "level.saved", "level.deleted"]
    assert criterion.levels.count() == 0


def test_question_is_added_last_changed_and_removed(editor, at, events):
    criterion = QuestionFactory(position=2).criterion
    with events() as recorded:
        question = questions.save(question=Question(criterion=criterion, text="And?"), by=editor, at=at)
        assert question.position == 3
        question.probes = "Why?\n\n When? "
        questions.save(question=question, by=editor, at=at)
        assert payload()["after"]["probes"] == ["Why?", "When?"]
        questions.delete(question=question, by=editor, at=at)
    assert recorded == ["question.saved", "question.saved", "question.deleted"]
    assert criterion.questions.count() == 1


def frozen():
    """Every act on a part of a published rubric, ready to be called with `by` and `at`."""
    level = LevelFactory()
    question = QuestionFactory(criterion=level.criterion)
    criterion = level.criterion
    publish(criterion.rubric, criterion.rubric.created_by)
    for act, part in (
        (competencies.save, {"competency": criterion.competency}),
        (competencies.delete, {"competency": criterion.competency}),
        (criteria.save, {"criterion": criterion}),
        (criteria.delete, {"criterion": criterion}),
        (levels.save, {"level": level}),
        (levels.delete, {"level": level}),
        (questions.save, {"question": question}),
        (questions.delete, {"question": question}),
    ):
        yield lambda by, at, act=act, part=part: act(**part, by=by, at=at)


def test_parts_of_a_published_rubric_are_refused(editor, at, events):
    with events() as recorded:
        for act in frozen():
            with pytest.raises(Refused, match="never changed"):
                act(by=editor, at=at)
    assert recorded == []


def test_only_rubric_editors_act(recruiter, at):
    for act in frozen():
        with pytest.raises(Refused, match="Only rubric editors"):
            act(by=recruiter, at=at)
