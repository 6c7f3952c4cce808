"""The three maps of a role: what stands on them, where it leads, and what is marked."""

from __future__ import annotations

from roles.rules.coverage import Part
from roles.rules.maps import LOOSE, NO_RESPONSIBILITY, UNCOVERED, Maps, PartGroup, RoleShape
from tests.roles.rules.texts import criterion, rubric

TEAM, STRATEGY = Part("team", "Leading the team"), Part("strategy", "Strategy")
DEGREE, SQL = Part("degree", "A degree"), Part("sql", "SQL")
COACHING = criterion("coaching", responsibilities=("team",), qualifications=("degree",))
WRITING = criterion("writing", responsibilities=(), qualifications=("degree",))
HUMOUR = criterion("humour", responsibilities=(), qualifications=())


def maps(*criteria, text=None):
    groups = (PartGroup("education", "Education", (DEGREE,)), PartGroup("skill", "Skill", (SQL,)))
    return Maps(
        RoleShape("Director", (TEAM, STRATEGY), groups, rubric(*criteria) if criteria else text),
        rubric_url="/r/1/",
    )


def outline(node):
    """The map as nested names."""
    return {node.label: [outline(child) if child.children else child.label for child in node.children]}


def marks(node):
    own = {node.label: node.mark} if node.mark else {}
    return own | {label: mark for child in node.children for label, mark in marks(child).items()}


def test_role_as_a_whole():
    assert outline(maps(COACHING, HUMOUR).role()) == {
        "Director": [
            {"Responsibilities": ["Leading the team", "Strategy"]},
            {"Qualifications": ["A degree", "SQL"]},
            {"Leadership": ["Coaching", "Humour"]},
        ]
    }


def test_responsibilities_with_the_criteria_that_serve_them():
    assert outline(maps(COACHING, WRITING, HUMOUR).responsibilities()) == {
        "Responsibilities": [
            {"Leading the team": ["Coaching"]},
            "Strategy",
            {"Criteria beside them": ["Writing", "Humour"]},
        ]
    }


def test_qualifications_by_kind():
    assert outline(maps(COACHING, WRITING).qualifications()) == {
        "Skills and qualifications": [
            {"Education": [{"A degree": ["Coaching", "Writing"]}]},
            {"Skill": ["SQL"]},
        ]
    }


def test_what_does_not_meet_is_marked():
    drawn = maps(COACHING, WRITING, HUMOUR)
    assert marks(drawn.role()) == {"Strategy": UNCOVERED, "SQL": UNCOVERED, "Humour": LOOSE}
    assert marks(drawn.responsibilities()) == {
        "Strategy": UNCOVERED,
        "Writing": NO_RESPONSIBILITY,
        "Humour": LOOSE,
    }
    assert marks(drawn.qualifications()) == {"SQL": UNCOVERED}


def test_what_does_not_meet_is_said_in_sentences():
    gaps = maps(COACHING, WRITING, HUMOUR).gaps()
    assert [(gap.sentence, [entry.href for entry in gap.entries]) for gap in gaps] == [
        ("1 responsibility is not covered by any criterion.", ["#responsibility-strategy"]),
        ("1 qualification is not covered by any criterion.", ["#qualification-sql"]),
        ("1 criterion serves neither a responsibility nor a qualification.", ["/r/1/#criterion-humour"]),
        ("1 criterion serves a qualification but no responsibility.", ["/r/1/#criterion-writing"]),
    ]


def test_several_are_counted():
    assert maps(HUMOUR).gaps()[0].sentence == "2 responsibilities are not covered by any criterion."


def test_without_a_rubric_nothing_is_marked():
    drawn = maps()
    assert (drawn.coverage, drawn.gaps(), marks(drawn.role()), marks(drawn.responsibilities())) == (
        None,
        (),
        {},
        {},
    )


def test_nodes_lead_to_what_they_stand_for():
    drawn = maps(COACHING)
    role = drawn.role()
    duties, demands, leading = role.children
    assert (role.href, duties.href, demands.href) == ("#purpose", "#responsibilities", "#qualifications")
    assert duties.children[0].href == "#responsibility-team"
    assert demands.children[0].href == "#qualification-degree"
    assert (leading.href, leading.children[0].href) == (
        "/r/1/#competency-leadership",
        "/r/1/#criterion-coaching",
    )
    assert drawn.qualifications().children[0].href == "#kind-education"


def test_criteria_of_a_retired_responsibility_stand_beside():
    gone = criterion("gone", responsibilities=("retired",), qualifications=("degree",))
    assert outline(maps(gone).responsibilities())["Responsibilities"][-1] == {
        "Criteria beside them": ["Gone"]
    }
