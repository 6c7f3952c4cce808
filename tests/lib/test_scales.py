"""Scales: their points, what is on them, and how a typed value is read."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assessor.lib.scales import MAX_CHOICES, OffScale, Scale, plain

ONE_TO_FIVE = Scale(Decimal(1), Decimal(5), Decimal(1))
QUARTERS = Scale(Decimal(0), Decimal(10), Decimal("0.25"))


@st.composite
def scales(draw):
    lo = draw(st.decimals(min_value=-100, max_value=100, places=2))
    step = draw(st.decimals(min_value=Decimal("0.01"), max_value=5, places=2))
    return Scale(lo, lo + step * draw(st.integers(1, 60)), step)


@given(scales())
def test_every_point_is_on_the_scale_and_read_back(scale):
    values = scale.values()
    assert len(values) == scale.points
    assert (values[0], values[-1]) == (scale.lo, scale.hi)
    assert [scale.read(plain(value)) for value in values] == values
    assert [scale.share(values[0]), scale.share(values[-1])] == [0, 1]


@given(scales())
def test_as_many_points_lie_below_the_middle_as_above_it(scale):
    values, middle = scale.values(), scale.middle()
    assert len(middle) == 2 - scale.points % 2
    assert sum(value < middle[0] for value in values) == sum(value > middle[-1] for value in values)


@given(scales(), st.integers(0, 59))
def test_nothing_between_two_points_is_on_the_scale(scale, index):
    assume(index < scale.points - 1)
    between = scale.values()[index] + scale.step / 2
    assert between not in scale
    with pytest.raises(OffScale):
        scale.read(plain(between))


@given(scales())
def test_nothing_beyond_the_ends_is_on_the_scale(scale):
    for outside in (scale.lo - scale.step, scale.hi + scale.step):
        assert outside not in scale
        with pytest.raises(OffScale, match="off the scale"):
            scale.read(plain(outside))


@given(scales())
def test_written_scale_is_parsed_back(scale):
    assert Scale.parse(f"{scale.lo}:{scale.hi}:{scale.step}") == scale


@given(scales(), st.text(max_size=50) | st.from_regex(r"[+-]?[0-9]{1,3}([.,][0-9]{1,2})?", fullmatch=True))
def test_any_text_is_a_point_or_refused_in_a_sentence(scale, text):
    try:
        value = scale.read(text)
    except OffScale as refusal:
        value, sentence = None, str(refusal)
    else:
        sentence = ""
    assert (value in scale) if value is not None else sentence.endswith(f"{scale}.")


@pytest.mark.parametrize(
    "text", ["", " ", "four", "1e1", "NaN", "Infinity", "-", "1.", "1_0", "٣", "0x1", "1 2"]
)
def test_what_is_no_number_is_refused_by_name(text):
    with pytest.raises(OffScale, match="is not a number; the scale is 1 to 5"):
        ONE_TO_FIVE.read(text)


@pytest.mark.parametrize("text", ["3", " 3 ", "3.0", "3,00", "+3"])
def test_one_value_is_typed_in_many_ways(text):
    assert ONE_TO_FIVE.read(text) == 3


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("6", "6 is off the scale, which is 1 to 5."),
        ("0.5", "0.5 is off the scale, which is 1 to 5."),
        ("2.50", "2.5 is between two steps; the scale is 1 to 5."),
    ],
)
def test_sentences_name_value_and_scale(text, sentence):
    with pytest.raises(OffScale) as refused:
        ONE_TO_FIVE.read(text)
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("5:1:1", "below the highest"),
        ("1:1:1", "below the highest"),
        ("1:5:0", "above zero"),
        ("1:5:-1", "above zero"),
        ("1:5:3", "exactly to the highest"),
        ("1:5", "LO:HI:STEP"),
        ("1:5:1:1", "LO:HI:STEP"),
        ("a:b:c", "LO:HI:STEP"),
        ("0:1:0.0001", "decimal places"),
    ],
)
def test_what_is_no_scale_is_refused(text, reason):
    with pytest.raises(ValueError, match=reason):
        Scale.parse(text)


@pytest.mark.parametrize("number", ["NaN", "Infinity"])
def test_scale_of_no_numbers_is_refused(number):
    with pytest.raises(ValueError, match="three plain numbers"):
        Scale(Decimal(0), Decimal(number), Decimal(1))


def test_few_points_are_choices():
    assert ONE_TO_FIVE.is_choice
    assert Scale(Decimal(0), Decimal(10), Decimal(1)).points == MAX_CHOICES
    assert not QUARTERS.is_choice


@pytest.mark.parametrize(
    ("scale", "words"), [(ONE_TO_FIVE, "1 to 5"), (QUARTERS, "0 to 10 in steps of 0.25")]
)
def test_scale_in_words(scale, words):
    assert str(scale) == words


@pytest.mark.parametrize(
    ("value", "text"), [("7.50", "7.5"), ("10.00", "10"), ("0.0", "0"), ("-0", "0"), ("1E+2", "100")]
)
def test_plain_number_has_no_zeros_to_spare(value, text):
    assert plain(Decimal(value)) == text
