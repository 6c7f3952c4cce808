"""Scores of an earlier version as they count now."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.interviews.rules.earlier import count_as
from assessor.lib.scales import Scale
from assessor.openings.enums import Fate
from assessor.openings.rules import Measure, Reading
from tests.roles.rules.generated import scales

FIVE, TEN = Scale(Decimal(1), Decimal(5), Decimal(1)), Scale(Decimal(0), Decimal(10), Decimal(1))


def measure(pk, scale=FIVE):
    return Measure(pk, f"criterion-{pk}", f"Criterion {pk}", scale)


def counted(criteria, values, readings):
    criterion, value, counts = count_as(
        np.array(criteria, dtype=np.int64), np.array(values, dtype=float), readings
    )
    return [(pk, number) for pk, number, kept in zip(criterion, value, counts, strict=True) if kept]


def test_kept_mapped_converted_and_set_aside_by_hand():
    readings = [
        Reading(measure(3), Fate.KEPT, measure(13)),
        Reading(measure(1), Fate.MAPPED, measure(12)),
        Reading(measure(2), Fate.MAPPED, measure(11, TEN)),
        Reading(measure(4), Fate.SET_ASIDE, None),
    ]
    scored = counted([1, 2, 3, 4, 11, 2], [3, 4, 2, 5, 9, 1], readings)
    assert scored == [(12, 3), (11, 7.5), (13, 2), (11, 9), (11, 0)]


def test_without_a_reading_nothing_changes():
    assert counted([7, 5], [1, 2], []) == [(7, 1), (5, 2)]
    assert counted([], [], [Reading(measure(1), Fate.SET_ASIDE, None)]) == []


@given(scales(), scales(), st.data())
def test_a_score_keeps_its_share_of_the_scale(old, new, data):
    was, now = Scale(*old), Scale(*new)
    value = data.draw(st.sampled_from(was.values()))
    [(criterion, number)] = counted(
        [1], [float(value)], [Reading(measure(1, was), Fate.MAPPED, measure(2, now))]
    )
    assert criterion == 2
    assert float(now.lo) - 1e-9 <= number <= float(now.hi) + 1e-9
    assert (number - float(now.lo)) / float(now.hi - now.lo) == pytest.approx(
        float(was.share(value)), abs=1e-9
    )


@given(scales(), st.data())
def test_a_score_on_a_scale_with_the_same_ends_is_not_touched(scale, data):
    own = Scale(*scale)
    finer = Scale(own.lo, own.hi, own.step / 2)
    value = float(data.draw(st.sampled_from(own.values())))
    for other in (own, finer):
        assert counted([1], [value], [Reading(measure(1, own), Fate.MAPPED, measure(2, other))]) == [
            (2, value)
        ]
