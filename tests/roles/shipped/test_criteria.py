"""The criteria that come with the application: whole, unlike one another, and enough for three roles."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

from assessor.lib.text import folded
from roles.rules import library
from roles.rules.parsing import parse
from roles.rules.publishing import problems
from roles.rules.role_files import RoleFile, RubricFile, text_of

SHIPPED = Path(settings.BASE_DIR) / "roles" / "shipped"
FILES = sorted((SHIPPED / "criteria").glob("*.yaml"))
DIRECTOR = "director-of-machine-learning"
ROLES = {DIRECTOR, "senior-data-engineer", "product-manager"}

# A level says what is seen, not what to think of it; a question keeps away from what is nobody's business.
VERDICTS = re.compile(
    r"\b(very|excellent\w*|outstanding\w*|exceptional\w*|good|poor\w*|strong\w*|weak\w*|clearly)\b"
)
PRIVATE = re.compile(
    r"\b(ages?|aged|how old|young\w*|born|native|nationality|accent|religio\w*|church|famil(?:y|ies)|child\w*|married|"
    r"wife|husband|pregnan\w*|health\w*|ill|illness|disab\w*|sick\w*|race|origins?|unions?|politic\w*)\b"
)


@cache
def file_of(path):
    return library.parse(path.read_text(encoding="utf-8"))


def competency_of(path):
    return file_of(path).competency


def fits_of(path):
    """Give the roles each criterion of a file suits, by key."""
    return file_of(path).suits


def rubric_of(path):
    """Give a file as the one competency of a rubric."""
    return text_of(RoleFile("any", "Any", "", (), (), RubricFile("", (competency_of(path),))))


each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


@each_file
def test_file_is_a_competency_that_could_be_published(path):
    assert competency_of(path).key == path.stem
    assert 5 <= len(competency_of(path).criteria) <= 9
    assert problems(rubric_of(path)) == []


@each_file
def test_every_value_has_a_level_without_a_verdict(path):
    for criterion in competency_of(path).criteria:
        assert [level.value for level in criterion.levels] == [1, 2, 3, 4, 5], criterion.key
        assert [level.text for level in criterion.levels if VERDICTS.search(level.text.lower())] == []
        assert all(level.text for level in criterion.levels), criterion.key


@each_file
def test_questions_ask_for_the_past_and_pose_a_case(path):
    for criterion in competency_of(path).criteria:
        kinds = [question.kind for question in criterion.questions]
        assert "behavioural" in kinds, criterion.key
        assert {"situational", "technical"} & set(kinds), criterion.key
        assert all(2 <= len(question.probes) <= 3 for question in criterion.questions), criterion.key


@each_file
def test_questions_keep_away_from_private_life(path):
    asked = [question for criterion in competency_of(path).criteria for question in criterion.questions]
    texts = [text for question in asked for text in (question.text, *question.probes)]
    assert [text for text in texts if PRIVATE.search(text.lower())] == []


@each_file
def test_every_criterion_fits_a_role_we_know(path):
    for key, fits in fits_of(path).items():
        assert fits, key
        assert set(fits) <= ROLES, key
        assert len(set(fits)) == len(fits), key


# Together with the criteria of the Director, who is shipped with fourteen.


@cache
def director():
    return parse((SHIPPED / f"{DIRECTOR}.yaml").read_text()).rubric.competencies


def headings():
    return [*director(), *(competency_of(path) for path in FILES)]


def criteria():
    return [criterion for heading in headings() for criterion in heading.criteria]


def repeated(texts):
    return sorted({text for text in texts if texts.count(text) > 1})


def test_competencies_are_those_of_the_director():
    names = [(heading.key, heading.name) for heading in headings()]
    assert len(names) == 10
    assert all(names.count(name) == 2 for name in names)


def test_nothing_is_there_twice():
    assert repeated([criterion.key for criterion in criteria()]) == []
    assert repeated([folded(criterion.name) for criterion in criteria()]) == []
    assert repeated([criterion.description for criterion in criteria()]) == []
    assert repeated([level.text for criterion in criteria() for level in criterion.levels]) == []
    assert repeated([question.text for criterion in criteria() for question in criterion.questions]) == []


@pytest.mark.parametrize("role", sorted(ROLES))
def test_there_are_enough_for_a_rubric(role):
    own = {heading.key: len(heading.criteria) * (role == DIRECTOR) for heading in director()}
    counts = {
        path.stem: own[path.stem] + sum(role in fits for fits in fits_of(path).values()) for path in FILES
    }
    assert len(counts) == 5
    assert min(counts.values()) >= 2, counts
    assert sum(counts.values()) >= 10
