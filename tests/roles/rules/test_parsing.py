"""Reading role files: the shipped ones, and every mistake with its place."""

from __future__ import annotations

import time
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from roles.rules.parsing import BadRoleFile, parse
from roles.rules.texts import LevelText, QuestionText

SHIPPED = sorted((Path(settings.BASE_DIR) / "roles" / "shipped").glob("*.yaml"))


def role(**changes):
    """A small role file as data."""
    return {
        "slug": "director",
        "title": "Director",
        "purpose": "Leads.",
        "responsibilities": [{"key": "team", "title": "The team", "detail": "Leads it."}],
        "qualifications": [{"key": "degree", "kind": "education", "title": "A degree", "detail": ""}],
        "rubric": {
            "weight_reason": "",
            "competencies": [
                {"key": "leading", "name": "Leading", "description": "", "criteria": [criterion()]},
            ],
        },
    } | changes


def criterion(**changes):
    return {
        "key": "coaching",
        "name": "Coaching",
        "description": "Helps.",
        "weight": 1,
        "required": True,
        "scale": {"lo": 1, "hi": 5, "step": 0.5},
        "serves": {"responsibilities": ["team"], "qualifications": ["degree"]},
        "levels": [{"value": 5, "text": "Well."}, {"value": 1, "text": "Badly."}],
        "questions": [{"kind": "behavioural", "text": "Tell us.", "probes": ["And then?"]}],
    } | changes


def rubric(*criteria, **changes):
    heading = {"key": "leading", "name": "Leading", "description": "", "criteria": list(criteria)}
    return {"weight_reason": "", "competencies": [heading]} | changes


def text(data):
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True)


def mistakes(data):
    with pytest.raises(BadRoleFile) as refusal:
        parse(data if isinstance(data, str) else text(data))
    return refusal.value.mistakes


def test_small_file_is_read():
    found = parse(text(role()))
    assert (found.slug, found.title, found.purpose) == ("director", "Director", "Leads.")
    assert [part.key for part in found.responsibilities] == ["team"]
    assert [(part.key, part.kind) for part in found.qualifications] == [("degree", "education")]
    [heading] = found.rubric.competencies
    [coaching] = heading.criteria
    assert (coaching.lo, coaching.hi, coaching.step, coaching.weight) == (1, 5, Decimal("0.5"), 1)
    assert (coaching.responsibilities, coaching.qualifications) == (("team",), ("degree",))
    assert coaching.levels == (LevelText(Decimal(1), "Badly."), LevelText(Decimal(5), "Well."))
    assert coaching.questions == (QuestionText("behavioural", "Tell us.", ("And then?",)),)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_file_is_read(path):
    assert parse(path.read_text()).slug == path.stem


def test_shipped_director_has_what_the_design_promises():
    [path] = [path for path in SHIPPED if path.stem == "director-of-machine-learning"]
    director = parse(path.read_text())
    criteria = [entry for heading in director.rubric.competencies for entry in heading.criteria]
    assert [heading.key for heading in director.rubric.competencies] == [
        "leadership", "communication", "technical", "problem-solving", "qualifications",
    ]  # fmt: skip
    assert 12 <= len(criteria) <= 16
    assert all(len(entry.levels) == 5 and entry.questions for entry in criteria)
    served = {key for entry in criteria for key in entry.responsibilities}
    assert served == {part.key for part in director.responsibilities}


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("", ["The file is not a list of names and values."]),
        (
            role(slug="Not a slug"),
            [
                "Line 1: The file has a “slug” that is not made of letters, digits, hyphens and underscores:"
                " “Not a slug”."
            ],
        ),
        (role(title=3), ["Line 2: The file has a “title” that is not a text (put it in quotes)."]),
        (role(extra=1), ["Line 44: The file has “extra”, which is not known here."]),
        (role(responsibilities=[{"key": "team"}]), ["Line 5: Responsibility “team” lacks “title”."]),
        (
            role(qualifications=[{"key": "degree", "kind": "luck", "title": "x"}]),
            [
                "Line 10: Qualification “degree” has a “kind” that is none of education, experience, knowledge,"
                " skill: “luck”."
            ],
        ),
        (
            role(responsibilities=[{"key": "team", "title": "a"}, {"key": "team", "title": "b"}]),
            ["Line 7: Responsibility “team” has a key that was given before."],
        ),
        (
            role(rubric=rubric(criterion(), criterion())),
            ["Line 44: Rubric, competency “leading”, criterion “coaching” has a key that was given before."],
        ),
        (
            role(rubric=rubric(criterion(weight="heavy"))),
            [
                "Line 23: Rubric, competency “leading”, criterion “coaching” has a “weight” that is not a number."
            ],
        ),
        (
            role(rubric=rubric(criterion(weight=-1))),
            ["Line 23: Rubric, competency “leading”, criterion “coaching” has a weight below 0."],
        ),
        (
            role(rubric=rubric(criterion(required="yes"))),
            [
                "Line 24: Rubric, competency “leading”, criterion “coaching” needs “required” as true or false."
            ],
        ),
        (
            role(rubric=rubric(criterion(scale={"lo": 5, "hi": 1, "step": 1}))),
            [
                "Line 26: Rubric, competency “leading”, criterion “coaching”, scale does not work: The lowest value"
                " must be below the highest."
            ],
        ),
        (
            role(rubric=rubric(criterion(serves={"responsibilities": ["other"], "qualifications": []}))),
            [
                "Line 31: Rubric, competency “leading”, criterion “coaching”, serves names “other” under"
                " “responsibilities”, which is not among the role's responsibilities."
            ],
        ),
        (
            role(rubric=rubric(criterion(levels=[{"value": 1, "text": "a"}, {"value": 1.0, "text": "b"}]))),
            [
                "Line 37: Rubric, competency “leading”, criterion “coaching”, level 2 has a value that was"
                " given before."
            ],
        ),
        (
            role(rubric=rubric(criterion(questions=[{"kind": "trick", "text": "x", "probes": []}]))),
            [
                "Line 40: Rubric, competency “leading”, criterion “coaching”, question 1 has a “kind” that is none of"
                " behavioural, situational, technical: “trick”."
            ],
        ),
    ],
)
def test_mistake_is_named_with_its_place(data, expected):
    assert mistakes(data) == expected


def test_all_mistakes_are_named_at_once():
    broken = role(title="", rubric=rubric(criterion(name="", weight="x")))
    assert len(mistakes(broken)) == 3


@pytest.mark.parametrize("slug", ["new", "import", "compare"])
def test_address_of_the_application_is_no_slug(slug):
    assert mistakes(role(slug=slug)) == [
        f"Line 1: The file has the slug “{slug}”, which is an address of the application itself."
    ]


def test_slug_may_be_any_that_a_role_can_have():
    assert parse(text(role(slug="Team_Lead-2"))).slug == "Team_Lead-2"


def test_level_may_still_be_empty():
    found = parse(text(role(rubric=rubric(criterion(levels=[{"value": 1, "text": ""}])))))
    assert found.rubric.competencies[0].criteria[0].levels == (LevelText(Decimal(1), ""),)


def test_file_within_the_size_is_read_or_refused_at_once():
    began = time.process_time()
    many = "".join(f"k{number}: 1\n" for number in range(25_000))
    deep = "[" * 100_000
    wide = "responsibilities: [" + "a, " * 60_000 + "]"
    for hostile in (many, deep, wide, "x" * 1_000_000, "? " * 50_000, "{" * 5_000, "- " * 5_000):
        assert mistakes(hostile)
    assert time.process_time() - began < 10
