"""A role compared with a file, and the comparison as lines."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given

from roles.rules.changes.lines import lines
from roles.rules.changes.roles import StandingPart, StandingRole, compare_role
from roles.rules.role_files import CompetencyFile, CriterionFile, PartFile, RoleFile, RubricFile, text_of
from tests.roles.rules.generated import role_files

TEAM, PLAN, BUDGET = (PartFile(key, key.capitalize(), "In detail.") for key in ("team", "plan", "budget"))
CRITERION = CriterionFile(
    "coaching", "Coaching", "Helps.", Decimal(1), True, Decimal(1), Decimal(5), Decimal(1), ("team",)
)
RUBRIC = RubricFile("", (CompetencyFile("leading", "Leading", "", (CRITERION,)),))
FILE = RoleFile("director", "Director", "Leads.", (TEAM, PLAN, BUDGET), (), RUBRIC)


def standing(file=FILE, **changes):
    """The role as the file says it, but for some fields."""
    fields = {
        "title": file.title,
        "purpose": file.purpose,
        "responsibilities": tuple(StandingPart(part, linked=part is TEAM) for part in file.responsibilities),
        "qualifications": tuple(StandingPart(part) for part in file.qualifications),
        "rubric": text_of(file),
    }
    return StandingRole(**(fields | changes))


def told(role, file):
    return [
        (part.key, [change.field for change in part.changes])
        for part in compare_role(role, file).responsibilities
    ]


@given(role_files())
def test_role_does_not_differ_from_its_own_file(file):
    assert compare_role(standing(file), file).is_empty


@given(role_files(), role_files())
def test_every_comparison_can_be_told_in_lines(one, other):
    assert all(line == line.rstrip() or "\n" in line for line in lines(compare_role(standing(one), other)))


def test_parts_come_go_and_move():
    file = replace(FILE, responsibilities=(BUDGET, replace(PLAN, title="A plan"), PartFile("new", "New", "")))
    assert told(standing(), file) == [
        ("budget", ["Place"]),
        ("plan", ["Title"]),
        ("new", ["Added"]),
        ("team", ["Retired"]),
    ]
    assert told(standing(), replace(FILE, responsibilities=(TEAM, PLAN))) == [("budget", ["Removed"])]


def test_retired_part_is_brought_back_or_left_alone():
    role = standing(
        responsibilities=(StandingPart(TEAM, retired=True), StandingPart(PLAN), StandingPart(BUDGET))
    )
    assert told(role, FILE) == [("team", ["Brought back"])]
    assert told(role, replace(FILE, responsibilities=(PLAN, BUDGET))) == []


def test_lines_mark_what_went_and_what_came():
    criterion = replace(CRITERION, description="Helps others.", responsibilities=("plan",), hi=Decimal(7))
    heading = replace(RUBRIC.competencies[0], criteria=(criterion,))
    file = replace(FILE, title="Head", rubric=replace(RUBRIC, competencies=(heading,)))
    assert list(lines(compare_role(standing(), file))) == [
        "Role",
        "  Title (wording): [-Director-]{+Head+}",
        "The rubric: Scale of 1 criterion changed, 1 criterion reworded and links of 1 criterion changed.",
        "The structure has changed: scores given on the two versions cannot be compared as they stand.",
        "Criterion “Coaching” (coaching)",
        "  Scale (scale): [-1 to 5-] {+1 to 7+}",
        "  What good looks like (wording): Helps{+ others+}.",
        "  Responsibilities (wording): [-Team-] {+Plan+}",
    ]


def test_new_role_is_not_said_to_be_comparable():
    told_lines = list(lines(compare_role(None, FILE)))
    assert "The rubric: 1 criterion added and 1 competency added." in told_lines
    assert not any("scores" in line for line in told_lines)
