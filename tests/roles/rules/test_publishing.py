"""What keeps a draft from being published, one reason at a time."""

from __future__ import annotations

from decimal import Decimal

import pytest

from roles.rules.publishing import Problem, problems, warnings
from roles.rules.texts import CompetencyText, LevelText
from tests.roles.rules.texts import criterion, rubric


def test_sound_rubric_has_no_problems():
    assert problems(rubric(criterion())) == []


def test_rubric_without_criteria():
    assert problems(rubric(competencies=())) == [
        Problem("The rubric has no competency yet."),
        Problem("The rubric has no criteria yet."),
    ]


def test_competency_without_criteria():
    full = rubric(criterion()).competencies[0]
    found = problems(rubric(competencies=(full, CompetencyText("empty", "Empty", "", ()))))
    assert found == [Problem("The competency “Empty” has no criteria; add one or remove it.")]


def test_two_spellings_of_one_name():
    found = problems(rubric(criterion("a", name="Team work"), criterion("b", name="team  Work")))
    assert [(problem.criterion_key, problem.text) for problem in found] == [
        ("a", "Two criteria are called “Team work”."),
        ("b", "Two criteria are called “team  Work”."),
    ]


def test_scale_that_does_not_close():
    [problem] = problems(rubric(criterion(step=Decimal("0.3"))))
    assert problem == Problem("“Coaching”: the steps do not lead from 1 exactly to 5.", "coaching")


def test_weight_of_zero():
    [problem] = problems(rubric(criterion(weight=Decimal(0))))
    assert problem == Problem("“Coaching” has no weight; give it one above 0 or remove it.", "coaching")


@pytest.mark.parametrize(
    ("written", "missing"),
    [((3, 5), "lowest value, 1"), ((1, 5), "middle value, 3"), ((1, 3), "highest value, 5")],
)
def test_level_missing_at_either_end_or_in_the_middle(written, missing):
    levels = tuple(LevelText(Decimal(value), "Seen.") for value in written)
    [problem] = problems(rubric(criterion(levels=levels)))
    assert problem == Problem(f"“Coaching” has no written level for its {missing}.", "coaching")


@pytest.mark.parametrize(
    ("lo", "hi", "written", "missing"),
    [
        (1, 4, (1, 4), ["middle value, 2 or 3"]),
        (1, 4, (1, 2, 4), []),
        (1, 4, (1, 3, 4), []),
        (0, 10, (0, 10), ["middle value, 5"]),
        (1, 100, (1, 51, 100), []),
        (0, 1, (0, 1), []),
        (0, 1, (0,), ["highest value, 1"]),
    ],
)
def test_one_of_two_middle_values_needs_a_level(lo, hi, written, missing):
    levels = tuple(LevelText(Decimal(value), "Seen.") for value in written)
    found = problems(rubric(criterion(lo=Decimal(lo), hi=Decimal(hi), levels=levels)))
    assert [problem.text for problem in found] == [
        f"“Coaching” has no written level for its {words}." for words in missing
    ]


def test_level_without_words_is_no_level():
    levels = tuple(LevelText(Decimal(value), " " if value == 3 else "Seen.") for value in (1, 3, 5))
    assert [problem.text for problem in problems(rubric(criterion(levels=levels)))] == [
        "“Coaching” has no written level for its middle value, 3."
    ]


def test_level_off_the_scale():
    levels = (*criterion().levels, LevelText(Decimal("2.5"), "Between."))
    [problem] = problems(rubric(criterion(levels=levels)))
    assert problem.text == "“Coaching”: the level at 2.5 is not on the scale, 1 to 5."


def test_different_weights_need_a_reason():
    weighed = (criterion("a"), criterion("b", weight=Decimal(2)))
    assert problems(rubric(*weighed)) == [
        Problem("The criteria do not all weigh the same; write down the reason for the weights.")
    ]
    assert problems(rubric(*weighed, weight_reason="The team said so.")) == []


def test_imported_criteria_need_no_levels():
    assert problems(rubric(criterion(levels=(), questions=()), imported=True)) == []


def test_shares_add_up_to_one():
    shares = rubric(criterion("a"), criterion("b", weight=Decimal(3))).shares()
    assert shares == {"a": 0.25, "b": 0.75}


def test_shares_of_no_weight_are_unknown():
    assert rubric(criterion(weight=Decimal(0))).shares() == {}


def test_level_at_a_value():
    assert criterion().level_at(Decimal(3)) == "Seen at 3."
    assert criterion().level_at(Decimal(2)) == ""


def test_two_competencies_of_one_name():
    heading = rubric(criterion()).competencies[0]
    twin = CompetencyText("twin", heading.name.upper(), "", (criterion("b", name="Other"),))
    found = problems(rubric(competencies=(heading, twin)))
    assert [problem.text for problem in found] == [
        f"Two competencies are called “{heading.name}”.",
        f"Two competencies are called “{twin.name}”.",
    ]
    assert found[1].at == "competency-twin-name"


def test_each_problem_leads_to_its_field():
    levels = tuple(LevelText(Decimal(value), "Seen.") for value in (1, 3))
    [missing] = problems(rubric(criterion(levels=levels)))
    assert missing.at == "criterion-coaching-level-5"


def test_warnings_name_what_nothing_serves():
    loose = criterion(responsibilities=(), qualifications=(), questions=())
    found = warnings(rubric(loose), responsibilities={"lead": "Lead"}, qualifications={"degree": "Degree"})
    assert [warning.text for warning in found] == [
        "No criterion serves the responsibility “Lead”.",
        "No criterion asks for the qualification “Degree”.",
        "“Coaching” serves no responsibility and no qualification.",
        "“Coaching” has no questions to ask.",
    ]


def test_long_forms_are_warned_about():
    headings = tuple(
        CompetencyText(
            f"h{n}", f"H{n}", "", tuple(criterion(f"c{n}-{m}", name=f"C{n}-{m}") for m in range(3))
        )
        for n in range(9)
    )
    found = warnings(rubric(competencies=headings), responsibilities={}, qualifications={})
    assert [warning.text.split(".")[0] for warning in found if "There are" in warning.text] == [
        "There are 9 competencies",
        "There are 27 criteria",
    ]


def test_imported_rubrics_are_not_warned_about():
    bare = criterion(levels=(), questions=(), responsibilities=(), qualifications=())
    assert warnings(rubric(bare, imported=True), responsibilities={"a": "A"}, qualifications={}) == []
