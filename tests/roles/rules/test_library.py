"""Files of the library, and what is found among their criteria."""

from __future__ import annotations

from decimal import Decimal

import pytest
import yaml

from roles.rules.library import BUILT_IN, Asked, Source, entries_of, found_in, merged, parse
from roles.rules.parsing import BadRoleFile
from roles.rules.role_files import CompetencyFile, CriterionFile
from roles.rules.texts import LevelText, QuestionText

FILE = """\
key: leadership
name: Leadership
description: ""
criteria:
  - key: coaching
    name: Coaching
    description: Helps others.
    fits: [product-manager]
    weight: 1
    required: true
    scale: {lo: 1, hi: 5, step: 1}
    serves:
      responsibilities: []
      qualifications: []
    levels: []
    questions: []
  - key: hiring
    name: Hiring
    description: ""
    fits: [senior-data-engineer, product-manager]
    weight: 1
    required: true
    scale: {lo: 1, hi: 5, step: 1}
    serves:
      responsibilities: []
      qualifications: []
    levels: []
    questions: []
"""


def mistakes(text):
    with pytest.raises(BadRoleFile) as refusal:
        parse(text)
    return refusal.value.mistakes


def test_file_is_one_competency_and_what_its_criteria_suit():
    file = parse(FILE)
    assert (file.competency.key, [entry.key for entry in file.competency.criteria]) == (
        "leadership",
        ["coaching", "hiring"],
    )
    assert file.suits == {
        "coaching": ("product-manager",),
        "hiring": ("senior-data-engineer", "product-manager"),
    }


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "fits: [product-manager]",
            "fits: [astronaut]",
            "Line 8: Criterion “coaching” fits “astronaut”, which is none of director-of-machine-learning,"
            " senior-data-engineer, product-manager.",
        ),
        (
            "fits: [product-manager]",
            "fits: [product-manager, product-manager]",
            "Line 8: Criterion “coaching” fits “product-manager” twice.",
        ),
        ("    fits: [product-manager]\n", "", "Line 5: Criterion “coaching” needs “fits” as a list."),
        ("key: hiring", "key: coaching", "Line 17: Criterion “coaching” has a key that was given before."),
        ("name: Leadership\n", "", "Line 1: The file lacks “name”."),
        ("    name: Hiring\n", "", "Line 17: Criterion “hiring” lacks “name”."),
        (
            "description: Helps others.",
            "description: Helps others.\n    author: me",
            "Line 8: Criterion “coaching” has “author”, which is not known here.",
        ),
        (
            "responsibilities: []",
            "responsibilities: [team]",
            "Line 13: Criterion “coaching”, serves names “team” under “responsibilities”, which is not among the"
            " role's responsibilities.",
        ),
    ],
)
def test_mistake_names_line_and_field(old, new, expected):
    assert mistakes(FILE.replace(old, new, 1)) == [expected]


def test_every_file_of_another_kind_is_refused():
    assert mistakes("- just\n- a list\n") == ["The file is not a list of names and values."]
    assert mistakes(yaml.safe_dump({"slug": "director", "title": "Director"}))


def criterion(name, **fields):
    words = {"key": name.lower(), "name": name, "description": "", "required": True}
    scale = {"lo": Decimal(1), "hi": Decimal(5), "step": Decimal(1), "weight": Decimal(1)}
    return CriterionFile(**words | scale | fields)


def competency(*criteria, key="leadership"):
    return CompetencyFile(key, key.capitalize(), "", tuple(criteria))


OURS = Source()


def entries(*competencies, source=OURS, suits=None):
    return list(entries_of(competencies, source, suits or {}))


LEVELS = (LevelText(Decimal(1), "Never asks why."),)
QUESTIONS = (QuestionText("behavioural", "Tell us about a café.", ("What came of it?",)),)
SHELF = entries(
    competency(criterion("Coaching", description="Helps others."), criterion("Hiring", levels=LEVELS)),
    competency(criterion("Listening", questions=QUESTIONS), key="communication"),
    suits={"coaching": ("product-manager",)},
)


def names(found):
    return [entry.criterion.name for entry in found]


def test_entry_takes_along_no_links_and_no_weight():
    heavy = criterion("Heavy", weight=Decimal(30), responsibilities=("team",), qualifications=("degree",))
    [entry] = entries(competency(heavy), source=Source("lead", "Lead", 2))
    assert entry.criterion == criterion("Heavy")
    assert entry.competency == competency()
    assert entry.ref == "lead/2/heavy"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (Asked(), ["Coaching", "Hiring", "Listening"]),
        (Asked(words="HELPS coaching"), ["Coaching"]),
        (Asked(words="never why"), ["Hiring"]),
        (Asked(words="CAFE"), ["Listening"]),
        (Asked(words="came"), ["Listening"]),
        (Asked(words="coaching never"), []),
        (Asked(competency="communication"), ["Listening"]),
        (Asked(source=BUILT_IN), ["Coaching", "Hiring", "Listening"]),
        (Asked(source="lead"), []),
        (Asked(suits="product-manager"), ["Coaching"]),
        (Asked(words="coaching", competency="communication"), []),
    ],
)
def test_what_is_asked_for_is_found(asked, found):
    assert names(found_in(SHELF, asked)) == found


def test_the_same_words_are_one_entry_from_both_places():
    source = Source("lead", "Lead", 1)
    own = entries(
        competency(criterion("Coaching", key="helping", description="Helps others.")), source=source
    )
    found = merged([*SHELF, *own])
    assert names(found) == names(SHELF)
    assert (found[0].ref, found[0].sources) == ("built-in/coaching", (OURS, source))
    assert names(found_in(found, Asked(source="lead"))) == ["Coaching"]


def test_other_words_are_another_entry_under_the_same_competency():
    own = entries(
        competency(criterion("Coaching", description="Otherwise.")), source=Source("lead", "Lead", 1)
    )
    assert names(merged([*SHELF, *own])) == ["Coaching", "Hiring", "Coaching", "Listening"]


def test_the_same_words_under_another_competency_are_another_entry():
    elsewhere = entries(
        competency(criterion("Coaching", description="Helps others."), key="people"),
        source=Source("lead", "Lead", 1),
    )
    assert names(merged([*SHELF, *elsewhere])) == ["Coaching", "Hiring", "Listening", "Coaching"]
