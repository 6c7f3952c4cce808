"""Reading role files: the shipped ones, and every mistake with its place."""

from __future__ import annotations

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
                "The file has a “slug” that is not made of lower-case letters, digits and hyphens: “Not a slug”."
            ],
        ),
        (role(title=3), ["The file has a “title” that is not a text (put it in quotes)."]),
        (role(extra=1), ["The file has “extra”, which is not known here."]),
        (role(responsibilities=[{"key": "team"}]), ["Responsibility “team” lacks “title”."]),
        (
            role(qualifications=[{"key": "degree", "kind": "luck", "title": "x"}]),
            [
                "Qualification “degree” has a “kind” that is none of education, experience, knowledge, skill: “luck”."
            ],
        ),
        (
            role(responsibilities=[{"key": "team", "title": "a"}, {"key": "team", "title": "b"}]),
            ["Responsibility “team” has a key that was given before."],
        ),
        (
            role(rubric=rubric(criterion(), criterion())),
            ["Rubric, competency “leading”, criterion “coaching” has a key that was given before."],
        ),
        (
            role(rubric=rubric(criterion(weight="heavy"))),
            ["Rubric, competency “leading”, criterion “coaching” has a “weight” that is not a number."],
        ),
        (
            role(rubric=rubric(criterion(weight=-1))),
            ["Rubric, competency “leading”, criterion “coaching” has a weight below 0."],
        ),
        (
            role(rubric=rubric(criterion(required="yes"))),
            ["Rubric, competency “leading”, criterion “coaching” needs “required” as true or false."],
        ),
        (
            role(rubric=rubric(criterion(scale={"lo": 5, "hi": 1, "step": 1}))),
            [
                "Rubric, competency “leading”, criterion “coaching”, scale does not work: The lowest value must"
                " be below the highest."
            ],
        ),
        (
            role(rubric=rubric(criterion(serves={"responsibilities": ["other"], "qualifications": []}))),
            [
                "Rubric, competency “leading”, criterion “coaching”, serves names “other” under “responsibilities”,"
                " which is not among the role's responsibilities."
            ],
        ),
        (
            role(rubric=rubric(criterion(levels=[{"value": 1, "text": "a"}, {"value": 1.0, "text": "b"}]))),
            [
                "Rubric, competency “leading”, criterion “coaching”, level 2 has a value that was given before."
            ],
        ),
        (
            role(rubric=rubric(criterion(questions=[{"kind": "trick", "text": "x", "probes": []}]))),
            [
                "Rubric, competency “leading”, criterion “coaching”, question 1 has a “kind” that is none of"
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
