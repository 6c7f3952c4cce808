"""What a rubric leaves out of its role, and what in it no part of the role asks for."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from roles.rules.coverage import Part, coverage
from tests.roles.rules.texts import criterion, rubric

TEAM, STRATEGY = Part("team", "Leading the team"), Part("strategy", "Strategy")
DEGREE = Part("degree", "A degree")


def found(*criteria, duties=(TEAM,), demands=(DEGREE,)):
    return coverage(rubric(*criteria), responsibilities=duties, qualifications=demands)


def test_everything_meets():
    gaps = found(criterion(responsibilities=("team",), qualifications=("degree",)))
    assert gaps.is_complete
    assert gaps.without_responsibility == ()


def test_parts_without_a_criterion_in_the_order_of_the_page():
    gaps = found(criterion(responsibilities=(), qualifications=()), duties=(TEAM, STRATEGY))
    assert (gaps.responsibilities, gaps.qualifications) == ((TEAM, STRATEGY), (DEGREE,))
    assert not gaps.is_complete


def test_criterion_that_serves_nothing_is_loose():
    loose = criterion("loose", responsibilities=(), qualifications=())
    gaps = found(criterion(responsibilities=("team",), qualifications=("degree",)), loose)
    assert (gaps.loose, gaps.without_responsibility, gaps.is_complete) == ((loose,), (), False)


def test_criterion_for_a_qualification_alone_is_not_loose():
    asked = criterion("asked", responsibilities=(), qualifications=("degree",))
    gaps = found(criterion(responsibilities=("team",), qualifications=()), asked)
    assert (gaps.loose, gaps.without_responsibility, gaps.is_complete) == ((), (asked,), True)


def test_what_was_retired_serves_as_nothing():
    gaps = found(criterion(responsibilities=("gone",), qualifications=("gone",)), demands=())
    assert [entry.key for entry in gaps.loose] == ["coaching"]
    assert gaps.responsibilities == (TEAM,)


def test_same_key_among_both_kinds_is_two_parts():
    same = Part("team", "Leading the team")
    gaps = found(criterion(responsibilities=("team",), qualifications=()), demands=(same,))
    assert (gaps.responsibilities, gaps.qualifications) == ((), (same,))


KEYS = st.lists(st.sampled_from("abcde"), unique=True).map(tuple)


@given(KEYS, KEYS, st.lists(st.tuples(KEYS, KEYS), max_size=6))
def test_each_part_is_covered_or_listed(duties, demands, links):
    criteria = [
        criterion(f"c-{place}", responsibilities=served, qualifications=asked)
        for place, (served, asked) in enumerate(links)
    ]
    gaps = found(
        *criteria, duties=[Part(key, key) for key in duties], demands=[Part(key, key) for key in demands]
    )
    assert {part.key for part in gaps.responsibilities} == set(duties) - {
        key for served, _ in links for key in served
    }
    assert {part.key for part in gaps.qualifications} == set(demands) - {
        key for _, asked in links for key in asked
    }
    assert {*gaps.loose, *gaps.without_responsibility} == {
        entry for entry in criteria if not set(entry.responsibilities) & set(duties)
    }
    assert all(not set(entry.qualifications) & set(demands) for entry in gaps.loose)
