"""The same data always gives the same bytes; other data other bytes."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.lib.canonical import canonical_json, content_hash

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(PLAIN)
def test_plain_data_comes_back(value):
    assert json.loads(canonical_json(value)) == value


@given(st.dictionaries(st.text(), st.integers(), min_size=2))
def test_order_of_keys_does_not_matter(value):
    turned = dict(reversed(value.items()))
    assert canonical_json(value) == canonical_json(turned)


@given(PLAIN, PLAIN)
def test_equal_bytes_mean_equal_data(one, other):
    if canonical_json(one) == canonical_json(other):
        assert json.loads(canonical_json(one)) == json.loads(canonical_json(other))
    else:
        assert content_hash(one) != content_hash(other)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9))
def test_decimals_keep_their_value_whatever_their_zeros(value):
    text = json.loads(canonical_json(value))
    assert Decimal(text) == value
    assert "E" not in text
    assert canonical_json(value) == canonical_json(value.quantize(Decimal("0.000001")))


def test_known_bytes():
    value = {"b": Decimal("3.50"), "a": "é", "at": dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC), "n": None}
    assert canonical_json(value) == (
        '{"a":"é","at":"2026-03-02T10:00:00.000000+00:00","b":"3.5","n":null}'.encode()
    )


def test_one_moment_has_one_form():
    utc = dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)
    paris = utc.astimezone(dt.timezone(dt.timedelta(hours=1)))
    assert canonical_json(utc) == canonical_json(paris)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), [float("-inf")]])
def test_what_is_no_number_is_refused(value):
    with pytest.raises(ValueError, match="Out of range"):
        canonical_json(value)


@pytest.mark.parametrize("value", [object(), {1, 2}, b"bytes"])
def test_what_json_cannot_hold_is_refused(value):
    with pytest.raises(TypeError):
        canonical_json(value)
