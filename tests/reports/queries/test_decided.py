"""A past comparison, made again: the same bytes, whatever has happened since; and in words what has."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessor.accounts.actions import users
from assessor.candidates.enums import Outcome, Stage
from assessor.candidates.models import CandidateIdentity, Decision
from assessor.interviews.actions import conflicts, decisions
from assessor.interviews.models import Revision, Scorecard
from assessor.openings.actions import moves
from assessor.openings.enums import CardVisibility, Fate, PanelRule
from assessor.openings.models import Opening
from assessor.openings.rules import Passage
from assessor.reports.exports.json import comparison_json, document_hash, recorded
from assessor.reports.queries import COMPARED_OPENING, comparison_of
from assessor.reports.queries.decided import DECIDED, comparison_as_decided
from tests.factories.candidates import DecisionFactory
from tests.factories.interviews import RevisionFactory, ScoreFactory
from tests.factories.roles import next_version
from tests.moments import AT
from tests.reports.hiring import hiring

pytestmark = pytest.mark.django_db
REASON = "The evidence is strong on both criteria."


@pytest.fixture
def archive():
    """Ngozi and Obi, each scored by Ann, Bea and Cem."""
    archive = hiring("Clarity", "Depth")
    for name, cards in {
        "Ngozi": ((5, 5), (4, 5), (5, 4)),
        "Obi": ((4, 3), (2, 5), (3, 3)),
    }.items():
        application = archive.candidate(name, stage=Stage.DEBRIEF)
        for who, values in zip(("Ann", "Bea", "Cem"), cards, strict=True):
            archive.card(application, who, *values, recommendation="yes")
    archive.team("Marit")
    return archive


def application(archive, name):
    return archive.opening.applications.get(candidate__identity__name=name)


def now(archive, viewer=None):
    opening = Opening.objects.select_related(*COMPARED_OPENING).get(pk=archive.opening.pk)
    return comparison_of(opening=opening, viewer=viewer or archive.people["Marit"])


def decide(archive, name="Ngozi", **more):
    """Decide as Marit on what she sees; return the decision and the bytes of the report she saw."""
    comparison = now(archive)
    chosen = application(archive, name)
    facts = {"outcome": Outcome.ADVANCE, "stage": None, "last_seen": ""}
    decision = decisions.decide(
        application=chosen,
        reason=REASON,
        rubric=comparison_rubric(archive),
        comparison_hash=comparison.data_hash,
        inputs=recorded(comparison),
        by=archive.people["Marit"],
        at=AT,
        **facts | more,
    )
    return decision, comparison_json(comparison)


def comparison_rubric(archive):
    return Opening.objects.select_related("rubric").get(pk=archive.opening.pk).rubric


def again(decision, viewer):
    loaded = Decision.objects.select_related(*DECIDED).get(pk=decision.pk)
    return comparison_as_decided(decision=loaded, viewer=viewer)


def assert_same(archive, decision, seen):
    found = again(decision, archive.people["Marit"])
    assert found.obstacle == ""
    assert comparison_json(found.comparison) == seen
    assert found.comparison.data_hash == decision.comparison_hash
    assert document_hash(found.comparison) == decision.inputs["document"]
    return list(found.changes)


def amend(archive, name, who, *values):
    card = Scorecard.objects.get(
        seat__interview__application=application(archive, name), seat__interviewer=archive.people[who]
    )
    revision = RevisionFactory(
        scorecard=card, number=2, reason="Misread.", opened_at=AT, opened_by=card.seat.interviewer
    )
    for criterion, value in zip(archive.criteria, values, strict=True):
        ScoreFactory(revision=revision, criterion=criterion, value=value)
    Revision.objects.filter(pk=revision.pk).update(
        submitted_at=AT, submitted_by=card.seat.interviewer, content_hash=f"{revision.pk:064x}"
    )
    Scorecard.objects.filter(pk=card.pk).update(current=revision)


def move_rubric(archive):
    """Move on to the next version; return the numbers of both."""
    before = archive.opening.rubric.number
    next_version(
        archive.opening.rubric,
        {"key": "clarity", "name": "Clarity", "lo": 0, "hi": 10},
        {"key": "grit", "name": "Grit"},
    )
    moves.move_rubric(
        opening=archive.opening,
        from_number=before,
        to_number=before + 1,
        passages={"clarity": Passage(Fate.MAPPED, "clarity"), "depth": Passage(Fate.SET_ASIDE)},
        reason="The role has grown.",
        by=archive.people["Marit"],
        at=AT,
    )
    return before, before + 1


def test_lg_05_the_same_bytes_at_once_and_nothing_has_changed(archive):
    decision, seen = decide(archive)
    assert assert_same(archive, decision, seen) == []


def test_lg_05_after_a_new_card(archive):
    decision, seen = decide(archive)
    archive.card(application(archive, "Obi"), "Dov", 5, 5)
    assert assert_same(archive, decision, seen) == ["Dov has handed in a scorecard on Obi."]


def test_lg_05_after_an_amendment(archive):
    decision, seen = decide(archive)
    amend(archive, "Ngozi", "Bea", 1, 1)
    assert assert_same(archive, decision, seen) == ["Bea has amended a scorecard on Ngozi."]


def test_lg_05_a_decision_on_an_amended_card_stands_on_the_amendment(archive):
    amend(archive, "Ngozi", "Bea", 1, 1)
    decision, seen = decide(archive)
    assert assert_same(archive, decision, seen) == []


def test_lg_05_after_people_came_went_and_moved(archive):
    decision, seen = decide(archive, outcome=Outcome.OFFER, stage=Stage.OFFER)
    archive.candidate("Pia")
    obi = application(archive, "Obi")
    type(obi).objects.filter(pk=obi.pk).update(stage=Stage.REJECTED)
    assert assert_same(archive, decision, seen) == [
        "Pia is compared now, and was not then.",
        "Ngozi is at “Offer” now; it was “Debrief”.",
        "Obi is no longer compared and at “Rejected”.",
    ]


def test_lg_05_after_the_shortlist_became_what_is_compared(archive):
    decision, seen = decide(archive)
    ngozi = application(archive, "Ngozi")
    type(ngozi).objects.filter(pk=ngozi.pk).update(shortlisted=True)
    Opening.objects.filter(pk=archive.opening.pk).update(compares_shortlist_only=True)
    assert assert_same(archive, decision, seen) == [
        "Only the shortlist is compared now.",
        "Ngozi is on the shortlist now.",
        "Obi is no longer compared.",
    ]


def test_lg_05_after_another_panel_rule(archive):
    decision, seen = decide(archive)
    Opening.objects.filter(pk=archive.opening.pk).update(panel_rule=PanelRule.MEDIAN)
    [sentence] = assert_same(archive, decision, seen)
    assert sentence.startswith("Several interviewers' scores count by “Median of all interviewers” now")


def test_lg_05_after_the_opening_moved_to_another_rubric(archive):
    decision, seen = decide(archive)
    old, new = move_rubric(archive)
    assert assert_same(archive, decision, seen) == [
        f"The opening is on rubric {new} now; it was on rubric {old}."
    ]


def test_lg_05_on_mixed_versions_and_after_a_further_move(archive):
    _, second = move_rubric(archive)
    decision, seen = decide(archive)
    assert "mixed_versions" in seen
    assert assert_same(archive, decision, seen) == []
    next_version(comparison_rubric(archive), {"key": "clarity", "name": "Clarity", "lo": 0, "hi": 10})
    moves.move_rubric(
        opening=archive.opening,
        from_number=second,
        to_number=second + 1,
        passages={"clarity": Passage(Fate.SET_ASIDE), "grit": Passage(Fate.SET_ASIDE)},
        reason="Again.",
        by=archive.people["Marit"],
        at=AT,
    )
    assert assert_same(archive, decision, seen) == [
        f"The opening is on rubric {second + 1} now; it was on rubric {second}."
    ]


def test_lg_05_after_the_opening_was_closed_and_shows_cards_to_others(archive):
    decision, seen = decide(archive)
    marit = archive.people["Marit"]
    Opening.objects.filter(pk=archive.opening.pk).update(
        state="closed",
        closed_at=AT,
        closed_by=marit,
        visibility=CardVisibility.NEVER,
        visibility_changed_at=AT.replace(year=2099),
        visibility_changed_by=marit,
    )
    assert assert_same(archive, decision, seen) == []


def test_lg_05_names_are_those_of_today_and_their_change_is_none_of_the_data(archive):
    decision, seen = decide(archive)
    CandidateIdentity.objects.filter(name="Obi").update(name="Obi Eze")
    found = again(decision, archive.people["Marit"])
    assert comparison_json(found.comparison) == seen.replace('"Obi"', '"Obi Eze"')
    assert document_hash(found.comparison) == decision.inputs["document"]


def test_an_erased_name_is_counted(archive):
    decision, _ = decide(archive)
    CandidateIdentity.objects.filter(name="Obi").delete()
    found = again(decision, archive.people["Marit"])
    assert (found.names_erased, found.obstacle) == (1, "")
    assert "Name erased" in {candidate.name for candidate in found.comparison.candidates}


def test_what_is_kept_names_nobody(archive):
    decision, _ = decide(archive)
    kept = str(decision.inputs)
    assert [name for name in ("Ngozi", "Obi", "Ann", "Bea", "Cem", "Marit") if name in kept] == []


# --- when it cannot be made again -----------------------------------------------------------------------------


def test_a_decision_from_before_anything_was_kept_says_so(archive):
    decision = DecisionFactory(application=application(archive, "Ngozi"))
    found = again(decision, archive.people["Marit"])
    assert found.comparison is None
    assert "before Assessor kept" in found.obstacle


def test_another_method_says_so_and_still_tells_what_changed(archive):
    comparison = now(archive)
    kept = recorded(comparison)
    kept["made_of"]["method_version"] = 0
    decision = DecisionFactory(application=application(archive, "Ngozi"), inputs=kept)
    found = again(decision, archive.people["Marit"])
    assert found.comparison is None
    assert found.obstacle.startswith("It was made by version 0 of the method")
    assert found.changes == ("Numbers are made by version 1 of the method now; it was version 0.",)


def test_a_card_that_is_nowhere_says_so(archive):
    kept = recorded(now(archive))
    kept["made_of"]["cards"][0][2] = "0" * 64
    found = again(
        DecisionFactory(application=application(archive, "Ngozi"), inputs=kept), archive.people["Marit"]
    )
    assert (found.comparison, found.obstacle) == (None, "A scorecard that counted is not there any more.")


def test_what_leads_to_another_hash_says_so(archive):
    found = again(
        DecisionFactory(application=application(archive, "Ngozi"), inputs=recorded(now(archive))),
        archive.people["Marit"],
    )
    assert found.comparison is None
    assert found.obstacle.startswith("What is stored does not lead to the same comparison")


# --- who sees it --------------------------------------------------------------------------------------------------


def test_bl_19_whoever_owes_a_card_on_anybody_in_it_sees_nothing_of_it(archive):
    decision, _ = decide(archive)
    rae = archive.team("Rae")
    archive.seat(application(archive, "Obi"), "Rae")
    found = again(decision, rae)
    assert (found.is_closed, found.comparison, found.changes) == (True, None, ())


def test_bl_19_a_conflict_on_anybody_in_it_closes_it(archive):
    decision, _ = decide(archive)
    rae = archive.team("Rae")
    conflicts.declare(
        application=application(archive, "Obi"), person=rae, reason="We are cousins.", by=rae, at=AT
    )
    assert again(decision, rae).is_closed


def test_what_was_closed_to_whoever_decided_stays_out_of_it(archive):
    """Marit still owes a card on Obi. She decides on Ngozi; afterwards hers is in."""
    archive.seat(application(archive, "Obi"), "Marit")
    decision, seen = decide(archive)
    for viewer in (archive.people["Marit"], archive.team("Rae")):
        found = again(decision, viewer)
        assert comparison_json(found.comparison) == seen
        assert found.comparison.is_blind
    assert list(found.changes) == [
        "The scorecards on Obi were closed to whoever looked then, and counted for nothing."
    ]


def test_bl_14_changes_tell_nothing_of_somebody_the_viewer_is_blind_on(archive):
    decision, _ = decide(archive)
    pia, rae = archive.candidate("Pia"), archive.team("Rae")
    archive.seat(pia, "Rae")
    before = again(decision, rae).changes
    archive.card(pia, "Ann", 5, 5)
    assert again(decision, rae).changes == before == ("Pia is compared now, and was not then.",)


# --- price ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_costs_the_same_however_many(count):
    archive = hiring(*(f"Criterion-{number}" for number in range(count)))
    archive.team("Marit")
    for candidate in range(count):
        entry = archive.candidate(f"Candidate {candidate}")
        for interviewer in range(count):
            archive.card(entry, f"Interviewer {interviewer}", *([3] * count))
    decision, _ = decide(archive, "Candidate 0")
    loaded = Decision.objects.select_related(*DECIDED).get(pk=decision.pk)
    archive.card(entry, "One more", *([4] * count))
    with CaptureQueriesContext(connection) as queries:
        comparison_as_decided(decision=loaded, viewer=archive.people["Marit"])
    assert len(queries) == 22


def test_the_system_sees_it_too(archive):
    decision, seen = decide(archive)
    assert comparison_json(again(decision, users.ensure_system(at=AT)).comparison) == seen
