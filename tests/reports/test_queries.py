"""The comparison as numbers: who is in it, who is ranked, what one viewer may not know."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessor.accounts.actions import users
from assessor.candidates.enums import Stage
from assessor.openings.enums import PanelRule
from assessor.openings.models import Opening
from assessor.reports.queries import comparison_of
from assessor.reports.rules.notes import notes_of
from tests.factories.interviews import RevisionFactory, ScorecardFactory, ScoreFactory
from tests.factories.openings import RoundFactory, cover
from tests.moments import AT
from tests.reports.hiring import hiring

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive():
    return hiring("Clarity", "Depth")


def compared(hiring, viewer=None, **options):
    opening = Opening.objects.select_related("role", "rubric").get(pk=hiring.opening.pk)
    return comparison_of(opening=opening, viewer=viewer or users.ensure_system(at=AT), **options)


def by_name(comparison):
    return {row.candidate.name: row for row in comparison.rows()}


def codes(comparison):
    return [note.code for note in notes_of(comparison)]


def test_scores_ranks_and_ties(archive):
    for name, values in {"Ngozi": (5, 5), "Obi": (3, 4), "Pia": (4, 3), "Quy": (1, 1)}.items():
        archive.card(archive.candidate(name), "Ann", *values)
    rows = by_name(compared(archive))
    assert {name: (row.score, row.rank, row.tied) for name, row in rows.items()} == {
        "Ngozi": (100.0, 1, False),
        "Obi": (62.5, 2, True),
        "Pia": (62.5, 2, True),
        "Quy": (0.0, 4, False),
    }


def test_cells_stand_on_the_criterions_own_scale(archive):
    ngozi = archive.candidate("Ngozi")
    archive.card(ngozi, "Ann", 2, 5, recommendation="yes")
    archive.card(ngozi, "Bea", 4, None, recommendation="strong_no")
    row = by_name(compared(archive))["Ngozi"]
    clarity, depth = row.cells
    assert (clarity.mean, clarity.percent, clarity.sd, clarity.spread, clarity.n) == (
        3.0,
        50.0,
        2**0.5,
        2.0,
        2,
    )
    assert (depth.mean, depth.percent, depth.sd, depth.spread, depth.n) == (5.0, 100.0, None, 0.0, 1)
    assert (row.score, row.coverage, row.candidate.cards) == (75.0, 1.0, 2)
    assert row.candidate.recommendations == {
        "strong_yes": 0, "yes": 1, "undecided": 0, "no": 0, "strong_no": 1,
    }  # fmt: skip


def test_a_provisional_candidate_has_bounds_and_no_rank(archive):
    archive.card(archive.candidate("Ngozi"), "Ann", 3, None)
    archive.card(archive.candidate("Obi"), "Ann", 2, 2)
    comparison = compared(archive)
    ngozi, obi = by_name(comparison).values()
    assert (ngozi.score, ngozi.bounds, ngozi.coverage) == (50.0, (25.0, 75.0), 0.5)
    assert (ngozi.rank, ngozi.provisional, ngozi.missing) == (None, True, ("Depth",))
    assert (obi.rank, obi.provisional, obi.bounds, obi.missing) == (1, False, None, ())
    assert "provisional" in codes(comparison)


def test_a_candidate_without_cards_has_nothing(archive):
    archive.candidate("Ngozi")
    comparison = compared(archive)
    [ngozi] = comparison.rows()
    assert (ngozi.score, ngozi.bounds, ngozi.rank, ngozi.provisional) == (None, None, None, False)
    assert (ngozi.coverage, ngozi.candidate.cards, comparison.as_of) == (0.0, 0, None)
    assert codes(comparison) == []


def test_a_criterion_nobody_scored_is_left_out_and_noted():
    archive = hiring("Clarity", "Depth", "Width", weights=(2, 1, 1))
    archive.card(archive.candidate("Ngozi"), "Ann", 5, 3, None)
    comparison = compared(archive)
    [ngozi] = comparison.rows()
    assert ngozi.score == pytest.approx(100 * (2 / 3 + 1 / 3 * 0.5), abs=1e-12)
    assert (ngozi.rank, ngozi.coverage, ngozi.missing) == (1, 1.0, ())
    left_out = next(note for note in notes_of(comparison) if note.code == "criterion_left_out")
    assert "“Width”" in left_out.text


def test_weights_come_with_their_reason():
    archive = hiring("Clarity", "Depth", weights=(3, 1))
    archive.card(archive.candidate("Ngozi"), "Ann", 5, 1)
    comparison = compared(archive)
    assert comparison.rows()[0].score == 75.0
    weights = next(note for note in notes_of(comparison) if note.code == "weights")
    assert weights.text.endswith("Agreed with the archive.")


def test_one_candidate_and_one_interviewer(archive):
    archive.card(archive.candidate("Ngozi"), "Ann", 1, 1)
    [ngozi] = compared(archive).rows()
    assert (ngozi.score, ngozi.rank, ngozi.tied) == (0.0, 1, False)


def test_everybody_equal_is_first(archive):
    for name in ("Ngozi", "Obi", "Pia"):
        archive.card(archive.candidate(name), "Ann", 3, 3)
    assert [(row.rank, row.tied) for row in compared(archive).rows()] == [(1, True)] * 3


def test_everything_not_assessed_is_no_score(archive):
    archive.card(archive.candidate("Ngozi"), "Ann", None, None)
    comparison = compared(archive)
    [ngozi] = comparison.rows()
    assert (ngozi.score, ngozi.rank, ngozi.candidate.cards) == (None, None, 1)
    assert "criterion_left_out" in codes(comparison)


def test_draft_cards_never_count(archive):
    ngozi = archive.candidate("Ngozi")
    archive.card(ngozi, "Ann", 2, 2)
    before = compared(archive)
    draft = RevisionFactory(scorecard=ScorecardFactory(seat=archive.seat(ngozi, "Bea")), recommendation="no")
    for criterion in archive.criteria:
        ScoreFactory(revision=draft, criterion=criterion)
    after = compared(archive)
    assert (after.rows(), after.data_hash) == (before.rows(), before.data_hash)


def test_one_interviewer_in_two_rounds_is_one_voice(archive):
    ngozi, panel = archive.candidate("Ngozi"), cover(RoundFactory(opening=archive.opening, name="Panel"))
    archive.card(ngozi, "Ann", 1, 1)
    archive.card(ngozi, "Ann", 5, 5, round=panel)
    archive.card(ngozi, "Bea", 5, 5)
    row = by_name(compared(archive))["Ngozi"]
    assert (row.cells[0].mean, row.cells[0].n, row.candidate.cards) == (4.0, 2, 3)


@pytest.mark.parametrize("stage", [Stage.REJECTED, Stage.WITHDRAWN])
def test_rejected_and_withdrawn_are_not_compared(archive, stage):
    archive.card(archive.candidate("Ngozi", stage=stage), "Ann", 5, 5)
    archive.card(archive.candidate("Obi"), "Ann", 2, 2)
    comparison = compared(archive)
    assert [(row.candidate.name, row.rank) for row in comparison.rows()] == [("Obi", 1)]
    assert [(person.name, person.cards) for person in comparison.interviewers] == [("Ann", 1)]


@pytest.mark.parametrize("stage", [Stage.NEW, Stage.INTERVIEWING, Stage.DEBRIEF, Stage.OFFER, Stage.HIRED])
def test_everybody_else_is_compared(archive, stage):
    archive.candidate("Ngozi", stage=stage)
    assert len(compared(archive).rows()) == 1


def test_an_opening_can_compare_its_shortlist_alone(archive):
    archive.card(archive.candidate("Ngozi"), "Ann", 5, 5)
    archive.card(archive.candidate("Obi", shortlisted=True), "Ann", 2, 2)
    everybody = compared(archive)
    Opening.objects.filter(pk=archive.opening.pk).update(compares_shortlist_only=True)
    shortlist = compared(archive)
    assert [(row.candidate.name, row.rank) for row in everybody.rows()] == [("Ngozi", 1), ("Obi", 2)]
    assert [(row.candidate.name, row.rank) for row in shortlist.rows()] == [("Obi", 1)]


@pytest.mark.parametrize(
    ("rule", "mean", "notes"),
    [("mean", 3.2, []), ("median", 4.0, ["panel_rule"]), ("trimmed", 10 / 3, ["panel_rule"])],
)
def test_panel_rules(archive, rule, mean, notes):
    ngozi = archive.candidate("Ngozi")
    for position, value in enumerate((1, 2, 4, 4, 5)):
        archive.card(ngozi, f"Interviewer {position}", value, value)
    once = compared(archive, panel_rule=rule)
    Opening.objects.filter(pk=archive.opening.pk).update(panel_rule=PanelRule(rule))
    for comparison in (once, compared(archive)):
        assert comparison.rows()[0].cells[0].mean == pytest.approx(mean, abs=1e-12)
        assert codes(comparison) == notes


def test_the_trimmed_rule_says_where_it_had_too_few(archive):
    archive.card(archive.candidate("Ngozi"), "Ann", 1, 4)
    comparison = compared(archive, panel_rule="trimmed")
    assert comparison.rows()[0].cells[0].mean == 1.0
    untrimmed = next(note for note in notes_of(comparison) if note.code == "untrimmed")
    assert untrimmed.text.startswith("2 cells have fewer than five scores")


def test_candidates_come_by_name_whatever_their_case(archive):
    for name in ("obi", "Ngozi", "Pia", "abe"):
        archive.candidate(name)
    assert [row.candidate.name for row in compared(archive).rows()] == ["abe", "Ngozi", "obi", "Pia"]


def test_namesakes_come_by_their_reference(archive):
    for _ in range(4):
        archive.candidate("Ngozi")
    refs = [row.candidate.ref for row in compared(archive).rows()]
    assert refs == sorted(refs)


# --- blind ----------------------------------------------------------------------------------------------


@pytest.fixture
def half_blind(archive):
    """Marit, who manages the opening, still owes a card on Ngozi."""
    marit = archive.team("Marit")
    ngozi, obi = archive.candidate("Ngozi"), archive.candidate("Obi")
    archive.card(ngozi, "Ann", 5, 5, recommendation="strong_yes")
    archive.card(ngozi, "Bea", 1, None)
    archive.card(obi, "Ann", 2, 3, recommendation="no")
    archive.seat(ngozi, "Marit")
    return marit


def test_blind_row_has_no_number_and_nobody_is_ranked(archive, half_blind):
    comparison = compared(archive, half_blind)
    ngozi, obi = by_name(comparison).values()
    assert (ngozi.candidate.blind, ngozi.score, ngozi.bounds, ngozi.rank) == (True, None, None, None)
    assert (ngozi.candidate.cards, sum(ngozi.candidate.recommendations.values())) == (0, 0)
    assert {(cell.mean, cell.percent, cell.sd, cell.spread, cell.n) for cell in ngozi.cells} == {
        (None, None, None, None, 0)
    }
    assert (obi.candidate.blind, obi.score, obi.rank) == (False, 37.5, None)
    assert comparison.is_blind
    assert comparison.ranked == 0
    assert codes(comparison)[0] == "blind"


def test_blind_comparison_is_that_of_the_others_to_the_last_number(archive, half_blind):
    """What the others said of Ngozi leaves no trace: not in counts, moments, hashes or the other rows."""
    before = compared(archive, half_blind)
    ngozi = archive.opening.applications.get(candidate__identity__name="Ngozi")
    archive.card(ngozi, "Eve", 3, 3, recommendation="no")
    after = compared(archive, half_blind)
    assert after.rows() == before.rows()
    assert notes_of(after) == notes_of(before)
    assert (after.data_hash, after.as_of, after.interviewers) == (
        before.data_hash,
        before.as_of,
        before.interviewers,
    )


def test_blindness_ends_with_ones_own_card(archive):
    marit = archive.team("Marit")
    ngozi = archive.candidate("Ngozi")
    archive.card(ngozi, "Ann", 5, 5)
    archive.card(ngozi, "Marit", 3, 3)
    comparison = compared(archive, marit)
    assert (comparison.is_blind, comparison.rows()[0].score, comparison.rows()[0].rank) == (False, 75.0, 1)


# --- hash and price -----------------------------------------------------------------------------------------


def test_data_hash_moves_with_what_the_numbers_are_made_of(archive):
    ngozi = archive.candidate("Ngozi")
    hashes = [compared(archive).data_hash]
    archive.card(ngozi, "Ann", 5, 5)
    hashes.append(compared(archive).data_hash)
    hashes.append(compared(archive, panel_rule="median").data_hash)
    archive.candidate("Obi")
    hashes.append(compared(archive).data_hash)
    Opening.objects.filter(pk=archive.opening.pk).update(compares_shortlist_only=True)
    hashes.append(compared(archive).data_hash)
    assert len(set(hashes)) == 5
    assert all(len(digest) == 64 for digest in hashes)


def test_data_hash_does_not_know_names(archive):
    ngozi = archive.candidate("Ngozi")
    archive.card(ngozi, "Ann", 5, 5)
    before = compared(archive).data_hash
    ngozi.candidate.identity.name = "Somebody else"
    ngozi.candidate.identity.save()
    assert compared(archive).data_hash == before


@pytest.mark.parametrize("count", [1, 3])
def test_costs_the_same_however_many(count):
    archive = hiring(*(f"Criterion-{number}" for number in range(count)))
    marit = archive.team("Marit")
    for candidate in range(count):
        application = archive.candidate(f"Candidate {candidate}")
        for interviewer in range(count):
            archive.card(application, f"Interviewer {interviewer}", *([3] * count))
    opening = Opening.objects.select_related("role", "rubric").get(pk=archive.opening.pk)
    with CaptureQueriesContext(connection) as queries:
        comparison = comparison_of(opening=opening, viewer=marit)
        comparison.rows()
    assert len(queries) == 11
