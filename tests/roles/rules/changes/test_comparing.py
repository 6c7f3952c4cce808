"""Comparing rubrics: nothing for the same, the right change for every edit, and agreement with the hashes."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from roles.rules.changes import ChangeClass, ChangeKind, compare
from roles.rules.hashes import content_hash, structure_hash
from roles.rules.role_files import text_of
from roles.rules.texts import CompetencyText, LevelText, QuestionText
from tests.roles.rules.generated import role_files, texts
from tests.roles.rules.texts import criterion, rubric

WORDING, WEIGHT, SCALE, STRUCTURE = ChangeClass
ADDED, REMOVED, REWORDED, REANCHORED, REWEIGHTED, RESCALED, MOVED, REQUIRED, LINKED = ChangeKind
rubrics = role_files().map(text_of)


def with_criterion(text, key, **changes):
    """The rubric with one criterion changed."""
    return replace(
        text,
        competencies=tuple(
            replace(
                heading,
                criteria=tuple(
                    replace(entry, **changes) if entry.key == key else entry for entry in heading.criteria
                ),
            )
            for heading in text.competencies
        ),
    )


def with_headings(text, *headings):
    return replace(text, competencies=tuple(headings))


def with_criteria(text, place, criteria):
    headings = list(text.competencies)
    headings[place] = replace(headings[place], criteria=tuple(criteria))
    return with_headings(text, *headings)


def edits(text, word):
    """Every single edit that can be made here: what comes out, its kinds, its class."""
    yield replace(text, weight_reason=f"{text.weight_reason} {word}!"), {REWORDED}, WORDING
    new = CompetencyText("brand-new", "New", "", ())
    yield with_headings(text, *text.competencies, new), {ADDED}, WORDING
    for place, heading in enumerate(text.competencies):
        others = [other for other in text.competencies if other is not heading]
        if not heading.criteria:
            yield with_headings(text, *others), {REMOVED}, WORDING
        if others:
            yield with_headings(text, *others[:-1], heading, others[-1]), {MOVED}, WORDING
        for name in ("name", "description"):
            changed = replace(heading, **{name: f"{getattr(heading, name)}{word}!"})
            listed = [changed if other is heading else other for other in text.competencies]
            yield with_headings(text, *listed), {REWORDED}, WORDING
        come = criterion("brand-new")
        yield with_criteria(text, place, [*heading.criteria, come]), {ADDED}, STRUCTURE
        if len(heading.criteria) > 1:
            yield with_criteria(text, place, heading.criteria[::-1]), {MOVED}, WORDING
    for entry in text.criteria:
        yield from criterion_edits(text, entry, word)


def criterion_edits(text, entry, word):
    for name in ("name", "description"):
        changed = {name: f"{getattr(entry, name)}{word}!"}
        yield with_criterion(text, entry.key, **changed), {REWORDED}, WORDING
    yield with_criterion(text, entry.key, weight=entry.weight + 1), {REWEIGHTED}, WEIGHT
    yield with_criterion(text, entry.key, required=not entry.required), {REQUIRED}, WORDING
    for name in ("lo", "hi", "step"):
        changed = {name: getattr(entry, name) + 1}
        yield with_criterion(text, entry.key, **changed), {RESCALED}, SCALE
    for name in ("responsibilities", "qualifications"):
        changed = {name: (*getattr(entry, name), "brand-new")}
        yield with_criterion(text, entry.key, **changed), {LINKED}, WORDING
    yield from level_edits(text, entry, word)
    yield from question_edits(text, entry, word)
    home = next(place for place, head in enumerate(text.competencies) if entry in head.criteria)
    left = [other for other in text.competencies[home].criteria if other is not entry]
    without = with_criteria(text, home, left)
    yield without, {REMOVED}, STRUCTURE
    for place, heading in enumerate(text.competencies):
        if place != home:
            yield with_criteria(without, place, [entry, *heading.criteria]), {MOVED}, WORDING


def level_edits(text, entry, word):
    new = LevelText(Decimal(10_000), word)
    yield with_criterion(text, entry.key, levels=(*entry.levels, new)), {REANCHORED}, WORDING
    for place, level in enumerate(entry.levels):
        others = entry.levels[:place], entry.levels[place + 1 :]
        yield with_criterion(text, entry.key, levels=others[0] + others[1]), {REANCHORED}, WORDING
        again = replace(level, text=f"{level.text}{word}!")
        yield with_criterion(text, entry.key, levels=(*others[0], again, *others[1])), {REANCHORED}, WORDING


def question_edits(text, entry, word):
    new = QuestionText("technical", "Wholly unlike anything before", ())
    yield with_criterion(text, entry.key, questions=(*entry.questions, new)), {REWORDED}, WORDING
    if entry.questions[::-1] != entry.questions:
        yield with_criterion(text, entry.key, questions=entry.questions[::-1]), {MOVED}, WORDING
    for place, question in enumerate(entry.questions):
        others = entry.questions[:place], entry.questions[place + 1 :]
        yield with_criterion(text, entry.key, questions=others[0] + others[1]), {REWORDED}, WORDING
        for changed in (
            replace(question, text=f"{question.text} {word}!"),
            replace(question, probes=(*question.probes, "And then?")),
            replace(question, kind="technical" if question.kind != "technical" else "situational"),
        ):
            yield (
                with_criterion(text, entry.key, questions=(*others[0], changed, *others[1])),
                {REWORDED},
                WORDING,
            )


@given(rubrics)
def test_rubric_does_not_differ_from_itself(text):
    changes = compare(text, text)
    assert (changes.is_empty, changes.shares, changes.summary) == (True, (), "Nothing has changed.")
    assert compare(text, replace(text, id=9, number=9, state="published", role_title="x")).is_empty


@given(rubrics, texts, st.data())
def test_every_single_edit_is_found_with_its_kind_and_class(text, word, data):
    edited, kinds, change_class = data.draw(st.sampled_from(list(edits(text, word))))
    assume(content_hash(edited) != content_hash(text))
    changes = compare(text, edited)
    # A question that is edited beyond recognition, or among equal ones, may show as moved as well.
    assert kinds <= {change.kind for change in changes} <= kinds | {MOVED, REWORDED}
    assert {change.change_class for change in changes} == {change_class}
    assert changes.structure_unchanged is (change_class in {WORDING, WEIGHT})


def agrees_with_hashes(before, after):
    changes = compare(before, after)
    assert changes.is_empty is (content_hash(before) == content_hash(after))
    assert changes.structure_unchanged is (structure_hash(before) == structure_hash(after))


@given(rubrics, rubrics)
def test_comparing_agrees_with_the_hashes(before, after):
    agrees_with_hashes(before, after)


@given(rubrics, texts, st.data())
def test_comparing_agrees_with_the_hashes_after_some_edits(text, word, data):
    edited = text
    for _ in range(data.draw(st.integers(1, 4))):
        found = list(edits(edited, word))
        edited = found[data.draw(st.integers(0, len(found) - 1))][0]
    agrees_with_hashes(text, edited)
    agrees_with_hashes(edited, text)


def test_words_are_shown_as_kept_removed_and_added():
    [change] = compare(
        rubric(criterion()), rubric(criterion(description="Helps others a lot to get better."))
    )
    assert [(span.became, span.text) for span in change.spans] == [
        ("kept", "Helps others "),
        ("added", "a lot "),
        ("kept", "to get better."),
    ]


def test_reweighting_shows_both_shares():
    before = rubric(criterion("a"), criterion("b"))
    after = rubric(criterion("a", weight=Decimal(3)), criterion("b"))
    changes = compare(before, after)
    [change] = changes
    assert (change.before, change.after) == ("1, which is 50.0 % of all", "3, which is 75.0 % of all")
    assert [(row.key, row.before, row.after) for row in changes.shares] == [
        ("a", 50, 75),
        ("b", 50, 25),
    ]


def test_criterion_that_comes_takes_weight_from_the_others():
    changes = compare(rubric(criterion("a")), rubric(criterion("a"), criterion("b")))
    assert [(row.key, row.before, row.after) for row in changes.shares] == [("a", 100, 50), ("b", None, 50)]
    assert [part.key for part in changes.criteria] == ["b"]


@pytest.mark.parametrize(
    ("old", "new", "summary", "comparability"),
    [
        (
            rubric(criterion("a"), criterion("b")),
            rubric(criterion("a", name="A!", weight=Decimal(2)), criterion("c"), weight_reason="Because."),
            "1 criterion added, 1 criterion removed, weight of 1 criterion changed, 1 criterion reworded and"
            " reason for the weights reworded.",
            "The structure has changed: scores given on the two versions cannot be compared as they stand.",
        ),
        (
            rubric(criterion("a"), criterion("b")),
            rubric(criterion("b"), criterion("a")),
            "1 criterion moved.",
            "The structure is unchanged: scores stay comparable.",
        ),
        (
            rubric(criterion("a"), criterion("b")),
            rubric(criterion("a", levels=()), criterion("b", levels=())),
            "Levels of 2 criteria changed.",
            "The structure is unchanged: scores stay comparable. But written levels have changed; read them before"
            " you set scores side by side.",
        ),
    ],
)
def test_summary_says_it_in_a_sentence(old, new, summary, comparability):
    changes = compare(old, new)
    assert (changes.summary, changes.comparability) == (summary, comparability)


def test_reworded_question_is_the_same_question():
    old = QuestionText("behavioural", "Tell us about a conflict in your team.", ("And then?",))
    new = replace(old, text="Tell us about a conflict in your last team.")
    other = QuestionText("technical", "Which index would you add?", ())
    before, after = rubric(criterion(questions=(old,))), rubric(criterion(questions=(other, new)))
    assert [(change.field, change.before) for change in compare(before, after)] == [
        ("Question 1 added", ""),
        ("Question 2", old.text),
    ]
