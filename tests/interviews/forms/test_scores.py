from __future__ import annotations

import json
from decimal import Decimal

import pytest
from django.http import QueryDict

from assessor.interviews.forms.conflicts import Difference, differences
from assessor.interviews.forms.described import described_card
from assessor.interviews.forms.scores import ScoreForm, reposted
from assessor.interviews.rules.cards import MAX_TEXT, Answer, Answers
from assessor.interviews.rules.fields import Clash, fields_of, marks
from roles.rules import CompetencyText, CriterionText, LevelText, QuestionText
from tests.interviews.scene import sent


def criterion(number, key, *, lo="1", hi="5", step="1", required=True, levels=(), questions=()):
    return CriterionText(
        id=number,
        key=key,
        name=key.title(),
        description="",
        weight=Decimal(1),
        required=required,
        lo=Decimal(lo),
        hi=Decimal(hi),
        step=Decimal(step),
        competency_key="technical",
        competency_name="Technical",
        responsibilities=(),
        qualifications=(),
        levels=tuple(LevelText(Decimal(value), text) for value, text in levels),
        questions=questions,
    )


DEPTH = criterion(1, "depth", levels=[(4, "Weighs three approaches.")])
CLARITY = criterion(2, "clarity", required=False)
EXECUTION = criterion(3, "execution", lo="0", hi="10", step="0.25", levels=[(10, "Delivered twice.")])
COMPETENCIES = [CompetencyText("technical", "Technical", "", (DEPTH, CLARITY, EXECUTION))]
CRITERIA = [DEPTH, CLARITY, EXECUTION]
ASKED = {"competencies": COMPETENCIES, "rubric_number": 1}

# What no score field may take, and the word that shows why.
BAD = {
    "NaN": "not a number",
    "1e309": "not a number",
    "-1": "off the scale",
    "6": "off the scale",
    "3.0000001": "between two steps",
    "3.5": "between two steps",
    "٣": "not a number",
    "true": "not a number",
    "[3]": "not a number",
    "{}": "not a number",
    "three": "not a number",
    "Infinity": "not a number",
    "0x3": "not a number",
    "3_0": "not a number",
    "9" * 400: "not a number",
}


def bound(**more):
    return ScoreForm(posted(sent(**more)), **ASKED)


def posted(values):
    data = QueryDict(mutable=True)
    for name, value in values.items():
        data[name] = value
    return data


def test_a_complete_form_says_its_answers():
    form = bound()
    assert form.is_valid()
    assert form.answers == Answers(
        by_key={
            "depth": Answer(value=Decimal(4), evidence="Explained the trade-off."),
            "clarity": Answer(not_assessed=True),
            "execution": Answer(value=Decimal("7.5")),
        },
        recommendation="yes",
        summary="Would work with them.",
    )


def test_an_empty_form_is_a_draft():
    form = ScoreForm(posted({"seen": "{}"}), **ASKED)
    assert form.is_valid()
    assert [form.answers.of(key).is_given for key in ("depth", "clarity", "execution")] == [False] * 3


@pytest.mark.parametrize("text", ["7.5", "7,5", " 7.5 ", "7.50", "+7.5"])
def test_a_fine_score_is_read_as_people_type_it(text):
    form = bound(score_execution=text)
    assert form.is_valid()
    assert form.answers.of("execution").value == Decimal("7.5")


@pytest.mark.parametrize("text", BAD)
def test_a_bad_score_is_refused_at_its_field_and_kept(text):
    """IN-01."""
    form = bound(score_depth=text)
    assert not form.is_valid()
    assert list(form.errors) == ["score-depth"]
    assert BAD[text] in form.errors["score-depth"][0]
    described = form.described(COMPETENCIES[0]).criteria[0]
    assert described.value == text
    assert described.score_errors == tuple(form.errors["score-depth"])
    assert not any(choice.checked for choice in described.choices)


def test_two_scores_on_one_criterion_are_refused():
    data = posted(sent())
    data.setlist("score-depth", ["1", "5"])
    form = ScoreForm(data, **ASKED)
    assert form.errors == {"score-depth": ["Give one score, not several."]}


def test_a_score_and_not_assessed_exclude_each_other():
    form = bound(na_execution="na")
    assert form.errors == {"score-execution": ["Give a score or tick “not assessed”, not both."]}


def test_a_fine_scale_is_not_assessed_by_its_box():
    form = bound(score_execution="", na_execution="na")
    assert form.is_valid()
    assert form.answers.of("execution") == Answer(not_assessed=True)


@pytest.mark.parametrize("name", ["score-swimming", "evidence-swimming", "na-swimming"])
def test_a_criterion_that_is_not_asked_is_refused_and_its_text_shown(name):
    form = ScoreForm(posted(sent() | {name: "4 lengths"}), **ASKED)
    assert not form.is_valid()
    assert form.non_field_errors() == [
        "“swimming” is not among the criteria of this rubric. Nothing was saved."
    ]
    assert list(form.strays()) == [("swimming", "4 lengths")]


def test_a_text_at_the_limit_is_kept_and_one_longer_is_refused_at_its_field():
    """IN-03."""
    assert bound(evidence_depth="x" * MAX_TEXT, summary="y" * MAX_TEXT).is_valid()
    form = bound(evidence_depth="x" * (MAX_TEXT + 1), summary="y" * (MAX_TEXT + 1))
    sentence = "This text has 100,001 characters; at most 100,000 can be kept."
    assert form.errors == {"score-depth": [sentence], "summary": [sentence]}
    described = form.described(COMPETENCIES[0]).criteria[0]
    assert (described.evidence_errors, described.score_errors) == ((sentence,), ())
    assert len(described.evidence) == MAX_TEXT + 1


def test_a_character_no_database_takes_is_refused():
    form = bound(evidence_depth="a\x00b")
    assert form.errors == {"score-depth": ["This text holds a character that cannot be kept."]}


def test_line_ends_are_stored_as_one_character():
    form = bound(evidence_depth="one\r\ntwo\rthree", summary="one\r\ntwo")
    assert form.is_valid()
    assert form.answers.of("depth").evidence == "one\ntwo\nthree"
    assert form.answers.summary == "one\ntwo"


@pytest.mark.parametrize("seen", ["", "x", "[]", "3", '{"summary": 3}', "[" * 100_000, "\ud800"])
def test_marks_that_are_none_are_told(seen):
    """CC-03."""
    form = ScoreForm(posted(sent() | {"seen": seen}), **ASKED)
    assert "Load the page again" in form.errors["seen"][0]
    assert form.lacks_marks


def test_an_unknown_recommendation_is_refused():
    assert bound(recommendation="perhaps").errors == {
        "recommendation": ["Choose one of the recommendations below."]
    }


@pytest.mark.parametrize(
    ("focus", "order"),
    [
        (None, ["score-depth", "score-clarity", "score-execution", "recommendation"]),
        ({"execution", "clarity"}, ["score-clarity", "score-execution", "score-depth", "recommendation"]),
    ],
)
def test_errors_come_in_the_order_of_the_page(focus, order):
    wrong = sent(score_depth="9", score_execution="99", recommendation="x", evidence_clarity="\x00")
    form = ScoreForm(posted(wrong), **ASKED, focus=focus)
    form.is_valid()
    assert [field.name for field in form if field.errors] == order


def test_the_form_opens_with_what_is_saved():
    saved = bound()
    assert saved.is_valid()
    form = ScoreForm(**ASKED, answers=saved.answers)
    depth, clarity, execution = form.described(COMPETENCIES[0]).criteria
    assert [choice.value for choice in depth.choices if choice.checked] == ["4"]
    assert depth.evidence == "Explained the trade-off."
    assert clarity.not_assessed
    assert execution.value == "7.5"
    assert json.loads(form["seen"].value()) == marks(fields_of(saved.answers, CRITERIA))


def test_form_and_reading_show_the_same_description():
    saved = bound()
    assert saved.is_valid()
    form = ScoreForm(**ASKED, answers=saved.answers)
    assert described_card(COMPETENCIES, saved.answers) == [form.described(COMPETENCIES[0])]


def test_a_fine_scale_offers_its_written_levels_alone():
    execution = described_card(COMPETENCIES, Answers())[0].criteria[2]
    assert not execution.is_choice
    assert [(choice.value, choice.text) for choice in execution.choices] == [("10", "Delivered twice.")]
    assert execution.scale_text == "0 to 10 in steps of 0.25"


def test_questions_say_their_kind():
    asked = QuestionText("behavioural", "When did it matter?", ("And then?",))
    card = described_card([CompetencyText("x", "X", "", (criterion(1, "x", questions=(asked,)),))], Answers())
    assert [(entry.kind_label, entry.probes) for entry in card[0].criteria[0].questions] == [
        ("Behavioural", ("And then?",))
    ]


def test_everything_typed_can_be_given_back():
    form = bound(score_depth="nine", score_execution="", na_execution="na")
    assert form.typed() == [
        ("Depth", "nine"),
        ("Depth: evidence", "Explained the trade-off."),
        ("Clarity", "Not assessed"),
        ("Execution", "Not assessed"),
        ("Recommendation", "Yes"),
        ("Summary", "Would work with them."),
    ]


def test_answers_survive_being_posted_again():
    first = bound()
    assert first.is_valid()
    again = ScoreForm(reposted(first.answers, CRITERIA, rubric_number=1, seen={"summary": "0"}), **ASKED)
    assert again.is_valid()
    assert (again.answers, again.cleaned_data["seen"]) == (first.answers, {"summary": "0"})


def test_clashes_are_shown_in_words_and_in_the_order_of_the_form():
    clashes = [
        Clash("recommendation", "yes", ""),
        Clash("score-clarity", "", "na"),
        Clash("evidence-depth", "Typed.", "Saved."),
        Clash("score-depth", "4", "2"),
    ]
    assert differences(clashes, CRITERIA) == [
        Difference("score-depth", "Depth: score", "4", "2"),
        Difference("evidence-depth", "Depth: evidence", "Typed.", "Saved."),
        Difference("score-clarity", "Clarity: score", "", "Not assessed"),
        Difference("recommendation", "Recommendation", "Yes", ""),
    ]
