"""Rubrics as plain data: everything, in order, for a fixed price."""

from __future__ import annotations

from decimal import Decimal

import pytest

from roles.models import Rubric
from roles.queries import described, described_many
from roles.rules.texts import LevelText, QuestionText
from tests.factories.roles import CompetencyFactory, CriterionFactory, LevelFactory
from tests.roles.sample import sound_draft

pytestmark = pytest.mark.django_db


def test_described_holds_everything():
    rubric = sound_draft(number=3, weight_reason="Because.")
    row = rubric.criteria.get()
    text = described(rubric_id=rubric.pk)
    assert (text.id, text.role_slug, text.role_title) == (rubric.pk, rubric.role.slug, rubric.role.title)
    assert (text.number, text.state, text.imported, text.weight_reason) == (3, "draft", False, "Because.")
    [criterion] = text.criteria
    assert (criterion.id, criterion.key, criterion.name) == (row.pk, row.key, row.name)
    assert (criterion.competency_key, criterion.competency_name) == ("leading", "Leading")
    assert criterion.responsibilities == tuple(row.responsibilities.values_list("key", flat=True))
    assert criterion.qualifications == tuple(row.qualifications.values_list("key", flat=True))
    assert criterion.levels == tuple(LevelText(Decimal(value), f"Seen at {value}.") for value in (1, 3, 5))
    assert criterion.questions == (
        QuestionText("behavioural", row.questions.get().text, ("And then?", "Why?")),
    )


def test_parts_stand_by_position_then_age():
    last = CompetencyFactory(position=2)
    first = CompetencyFactory(rubric=last.rubric, position=1)
    for position, key in ((2, "c"), (1, "a"), (1, "b")):
        CriterionFactory(rubric=last.rubric, competency=last, position=position, key=key)
    text = described(rubric_id=last.rubric_id)
    assert [entry.key for entry in text.competencies] == [first.key, last.key]
    assert [entry.key for entry in text.criteria] == ["a", "b", "c"]


def test_lines_end_in_one_way_whatever_a_browser_sent():
    level = LevelFactory(text="One.\r\nTwo.\rThree.")
    [text] = described(rubric_id=level.criterion.rubric_id).criteria
    assert text.levels[0].text == "One.\nTwo.\nThree."


def test_levels_stand_lowest_first():
    criterion = LevelFactory(value=Decimal(5)).criterion
    LevelFactory(criterion=criterion, value=Decimal(2))
    [text] = described(rubric_id=criterion.rubric_id).criteria
    assert [level.value for level in text.levels] == [2, 5]


@pytest.mark.parametrize("count", [1, 3])
def test_price_is_seven_queries_whatever_there_is(django_assert_num_queries, count):
    rubrics = [sound_draft(criteria=count) for _ in range(count)]
    with django_assert_num_queries(7):
        found = described_many(rubric_ids=[rubric.pk for rubric in rubrics])
    assert [len(found[rubric.pk].criteria) for rubric in rubrics] == [count] * count


def test_unknown_rubric_is_none_of_many_and_raises_alone():
    assert described_many(rubric_ids=[10**6]) == {}
    with pytest.raises(Rubric.DoesNotExist):
        described(rubric_id=10**6)
