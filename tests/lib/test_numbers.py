"""Numbers as people read them."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from assessor.lib.numbers import printed_shares

weights = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=3),
    st.integers(0, 10**15).map(lambda number: Decimal(number).scaleb(-12)),
    max_size=12,
)


def test_thirds_add_up():
    assert printed_shares(dict.fromkeys("cab", Decimal(1))) == {
        "c": Decimal("33.3"),
        "a": Decimal("33.4"),
        "b": Decimal("33.3"),
    }


def test_what_has_no_weight_has_no_share():
    assert printed_shares({"a": Decimal(3), "b": Decimal(0)}) == {"a": Decimal(100), "b": Decimal(0)}
    assert printed_shares({"a": Decimal(0)}) == {}


@given(weights=weights, places=st.integers(0, 3), random=st.randoms(use_true_random=False))
def test_printed_shares_add_up_and_stay_close_whatever_the_order(weights, places, random):
    shares = printed_shares(weights, places)
    if not sum(weights.values()):
        assert shares == {}
        return
    assert sum(shares.values()) == 100
    for key, share in shares.items():
        assert abs(share - 100 * weights[key] / sum(weights.values())) < Decimal(1).scaleb(-places)
    shuffled = list(weights.items())
    random.shuffle(shuffled)
    assert printed_shares(dict(shuffled), places) == shares
