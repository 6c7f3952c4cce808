from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from assessor.interviews.rules.cards import Answer, Answers
from assessor.interviews.rules.side_by_side import Card, side_by_side
from assessor.openings.enums import Fate
from assessor.openings.rules import Measure, Reading
from roles.rules import CompetencyText, CriterionText, LevelText, RubricText


def criterion(key, *, id, lo=1, hi=5):
    levels = (LevelText(Decimal(hi), f"{key} at its best"),)
    return CriterionText(
        id=id,
        key=key,
        name=key.title(),
        description="",
        weight=Decimal(1),
        required=True,
        lo=Decimal(lo),
        hi=Decimal(hi),
        step=Decimal(1),
        competency_key="all",
        competency_name="All",
        responsibilities=(),
        qualifications=(),
        levels=levels,
        questions=(),
    )


def rubric(*criteria, id=1, number=1):
    return RubricText(
        id=id,
        role_slug="role",
        role_title="Role",
        number=number,
        state="published",
        imported=False,
        weight_reason="",
        competencies=(CompetencyText("all", "All", "", tuple(criteria)),),
    )


def card(ref, *, person=1, rubric_id=1, **given):
    answers = {
        key: said if isinstance(said, Answer) else Answer(Decimal(said)) for key, said in given.items()
    }
    return Card(
        ref=ref,
        person_id=person,
        name=ref.title(),
        round="Screen",
        recommendation="Yes",
        tone="good",
        answers=Answers(by_key=answers),
        rubric_id=rubric_id,
    )


DEPTH, CLARITY, DRIVE = criterion("depth", id=1), criterion("clarity", id=2), criterion("drive", id=3)
RUBRIC = rubric(DEPTH, CLARITY, DRIVE)


def names(page):
    return [topic.criterion.name for topic in page.topics]


def test_widest_apart_first_then_as_the_rubric_has_it():
    cards = [card("ann", depth=3, clarity=1, drive=2), card("bea", person=2, depth=3, clarity=5, drive=3)]
    assert names(side_by_side(cards, RUBRIC, {})) == ["Clarity", "Drive", "Depth"]
    assert names(side_by_side(cards, RUBRIC, {}, widest_first=False)) == ["Depth", "Clarity", "Drive"]


def test_words_for_how_far_apart():
    cards = [card("ann", depth=2, clarity=4, drive=1), card("bea", person=2, depth=3, clarity=4)]
    page = side_by_side(cards, RUBRIC, {}, widest_first=False)
    assert [topic.words for topic in page.topics] == ["1 point apart", "All agree", "One interviewer’s score"]


def test_one_person_has_one_voice_whatever_rounds_they_scored_in():
    twice = [card("ann", depth=1), card("ann again", depth=5)]
    assert side_by_side(twice, RUBRIC, {}).topics[0].apart is None
    with_bea = side_by_side([*twice, card("bea", person=2, depth=4)], RUBRIC, {})
    assert with_bea.topics[0].apart == Fraction(1, 4)


def test_criterion_nobody_spoke_on_is_left_out_and_silence_is_no_voice():
    aside = Answer(not_assessed=True)
    words = Answer(evidence="She asked back.")
    cards = [card("ann", depth=aside), card("bea", person=2, drive=words)]
    page = side_by_side(cards, RUBRIC, {})
    assert names(page) == ["Depth", "Drive"]
    assert [[voice.card.ref for voice in topic.speaking] for topic in page.topics] == [["ann"], ["bea"]]
    assert [topic.words for topic in page.topics] == ["No score", "No score"]


def test_voice_has_the_level_written_at_its_value():
    (topic,) = side_by_side([card("ann", depth=5)], RUBRIC, {}).topics
    (voice,) = topic.voices
    assert (voice.value, voice.level, voice.heat, voice.rescaled) == (
        "5",
        "depth at its best",
        "heat heat-8",
        False,
    )


def test_card_of_an_earlier_version_speaks_where_its_scores_count_now():
    old_depth, old_style = criterion("depth", id=11, lo=0, hi=10), criterion("style", id=12)
    earlier = rubric(old_depth, old_style, id=7)
    readings = [
        Reading(_measure(old_depth), Fate.MAPPED, to=_measure(DEPTH)),
        Reading(_measure(old_style), Fate.SET_ASIDE, to=None),
    ]
    cards = [card("ann", rubric_id=7, depth=5, style=2), card("bea", person=2, depth=5)]
    page = side_by_side(cards, RUBRIC, {7: earlier}, readings)
    assert names(page) == ["Depth", "Style"]
    depth, style = page.topics
    assert (depth.apart, depth.words) == (Fraction(1, 2), "2 points apart")
    assert [(voice.value, voice.scale, voice.rescaled) for voice in depth.voices] == [
        ("5", "0 to 10", True),
        ("5", "1 to 5", False),
    ]
    assert (style.set_aside, style.apart) == (True, None)
    assert [voice.value for voice in style.voices] == ["2", ""]


def _measure(entry):
    return Measure(entry.id, entry.key, entry.name, entry.scale)
