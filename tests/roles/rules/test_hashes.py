"""Two hashes: one over what scores rest on, one over every word."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roles.rules.hashes import content_hash, structure_hash
from roles.rules.texts import CompetencyText, LevelText, QuestionText
from tests.roles.rules.texts import criterion, rubric

words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=30)
numbers = st.decimals(min_value=-999, max_value=999, places=3)
keys = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,6}){0,2}", fullmatch=True)
levels = st.builds(LevelText, value=numbers, text=words)
questions = st.builds(
    QuestionText, kind=st.just("behavioural"), text=words, probes=st.lists(words, max_size=2).map(tuple)
)


@st.composite
def criteria(draw):
    """Some criteria with keys of their own."""
    return [
        criterion(
            key,
            name=draw(words),
            description=draw(words),
            weight=draw(st.decimals(min_value=0, max_value=99, places=6)),
            required=draw(st.booleans()),
            lo=draw(numbers),
            hi=draw(numbers),
            step=draw(numbers),
            levels=tuple(draw(st.lists(levels, max_size=3))),
            questions=tuple(draw(st.lists(questions, max_size=3))),
        )
        for key in draw(st.lists(keys, min_size=1, max_size=5, unique=True))
    ]


@given(criteria(), st.randoms())
def test_order_of_criteria_leaves_the_structure(found, random):
    shuffled = random.sample(found, len(found))
    assert structure_hash(rubric(*shuffled)) == structure_hash(rubric(*found))


@given(criteria(), st.randoms())
def test_order_of_criteria_is_content(found, random):
    shuffled = random.sample(found, len(found))
    same = [entry.key for entry in shuffled] == [entry.key for entry in found]
    assert (content_hash(rubric(*shuffled)) == content_hash(rubric(*found))) is same


@given(criteria(), words, st.data())
def test_any_word_changes_the_content_and_leaves_the_structure(found, word, data):
    changed = [data.draw(st.sampled_from(_rewordings(found[0], word))), *found[1:]]
    assert content_hash(rubric(*changed)) != content_hash(rubric(*found))
    assert structure_hash(rubric(*changed)) == structure_hash(rubric(*found))


def _rewordings(entry, word):
    """Every way to change one word of a criterion; each differs from it."""
    return [
        replace(entry, name=f"{entry.name}{word}!"),
        replace(entry, description=f"{entry.description}{word}!"),
        replace(entry, weight=entry.weight + 1),
        replace(entry, required=not entry.required),
        replace(entry, responsibilities=(*entry.responsibilities, "another")),
        replace(entry, qualifications=(*entry.qualifications, "another")),
        replace(entry, levels=(*entry.levels, LevelText(Decimal(1), word))),
        replace(entry, questions=(*entry.questions, QuestionText("technical", word, ()))),
        *(
            replace(entry, levels=(replace(entry.levels[0], text=f"{entry.levels[0].text}{word}!"),))
            for _ in entry.levels[:1]
        ),
        *(
            replace(
                entry, questions=(replace(entry.questions[0], probes=(*entry.questions[0].probes, word)),)
            )
            for _ in entry.questions[:1]
        ),
    ]


@given(criteria(), st.sampled_from(["lo", "hi", "step"]))
def test_scale_changes_both(found, name):
    changed = [replace(found[0], **{name: getattr(found[0], name) + 1}), *found[1:]]
    assert content_hash(rubric(*changed)) != content_hash(rubric(*found))
    assert structure_hash(rubric(*changed)) != structure_hash(rubric(*found))


def test_zeros_behind_the_point_are_no_change():
    exact = rubric(criterion(weight=Decimal("1.000000000000"), hi=Decimal("5.000")))
    assert content_hash(exact) == content_hash(rubric(criterion()))


@pytest.mark.parametrize("field", ["id", "role_slug", "role_title", "number", "state"])
def test_whose_version_it_is_is_no_content(field):
    other = {"id": 9, "role_slug": "other", "role_title": "Other", "number": 9, "state": "published"}[field]
    assert content_hash(rubric(criterion(), **{field: other})) == content_hash(rubric(criterion()))


def test_words_of_headings_and_reason_are_content():
    plain = rubric(criterion())
    heading = plain.competencies[0]
    for changed in (
        rubric(criterion(), weight_reason="Because."),
        rubric(competencies=(replace(heading, name="Leading"),)),
        rubric(competencies=(replace(heading, description="Leads."),)),
        rubric(competencies=(heading, CompetencyText("technical", "Technical", "", ()))),
    ):
        assert content_hash(changed) != content_hash(plain)


def test_order_of_links_is_no_content():
    one, two = (criterion(responsibilities=order) for order in (("a", "b"), ("b", "a")))
    assert content_hash(rubric(one)) == content_hash(rubric(two))
