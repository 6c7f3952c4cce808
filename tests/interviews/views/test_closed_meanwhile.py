"""CC-13: what stands in the way of a card came up between loading its page and sending it. No word is lost.

A day that is due locks nothing. A closed opening, a cancelled interview, a seat that ended and a conflict do.
"""

from __future__ import annotations

import datetime as dt
import html
import re

import pytest

from assessor.base.refused import Refused
from assessor.candidates.enums import Stage
from assessor.candidates.models import Application
from assessor.interviews.actions import amendments, scorecards
from assessor.interviews.enums import SeatState
from assessor.interviews.models import Interview, PanelSeat, Scorecard
from assessor.interviews.queries.cards import own_card
from assessor.interviews.queries.sheets import own_sheet
from assessor.interviews.rules.cards import Answers
from assessor.openings.actions import openings
from assessor.openings.enums import OpeningState
from assessor.openings.models import Opening
from tests.factories.candidates import ConflictFactory
from tests.interviews.scene import SENT_SEEN, sent

WORDS = 'Quokka said "a < b"\r\nand left.'
MORE = {"evidence_depth": WORDS, "summary": "A second thought.", "score_execution": "8"}


@pytest.fixture
def address(seat):
    return f"/seats/{seat.ref}/"


def text(response) -> str:
    return response.content.decode()


def words_of(response) -> str:
    """The page as it reads, with line ends as a browser shows them."""
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", text(response))).split())


def close(stage, at):
    Opening.objects.update(state=OpeningState.CLOSED, closed_at=at, closed_by=stage.manager)


def happens(what, stage, seat, at):
    if what == "closed":
        close(stage, at)
    elif what == "not open yet":
        Opening.objects.update(state=OpeningState.DRAFT)
    elif what == "cancelled":
        Interview.objects.update(state="cancelled", cancelled_at=at, cancelled_by=stage.manager)
    elif what == "conflict":
        ConflictFactory(application=seat.interview.application, user=seat.interviewer)
    else:
        PanelSeat.objects.update(state=what, ended_at=at, ended_by=stage.manager)


ALL = {
    "closed": "This opening is closed, so no scorecard can be handed in.",
    "not open yet": "This opening has not started yet",
    "cancelled": "You are no longer on this panel.",
    "conflict": "A conflict of interest is on record here",
    SeatState.REMOVED: "You are no longer on this panel.",
    SeatState.DECLINED: "You are no longer on this panel.",
    SeatState.RECUSED: "You are no longer on this panel.",
}


@pytest.mark.parametrize("action", ["save", "submit"])
@pytest.mark.parametrize("begun", [True, False])
@pytest.mark.parametrize(("what", "sentence"), ALL.items())
def test_cc_13_whatever_came_up_every_word_is_given_back_and_the_draft_stays(
    stage, seat, tab, address, at, events, action, begun, what, sentence
):
    if begun:
        tab.post(address, sent())
    happens(what, stage, seat, at)
    with events() as recorded:
        response = tab.post(address, sent(SENT_SEEN if begun else "{}", action, **MORE))
    assert (response.status_code, recorded) == (409, [])
    assert sentence in words_of(response)
    for typed in (" ".join(WORDS.split()), "A second thought."):
        assert typed in words_of(response)
    if begun:
        kept = own_card(seat=PanelSeat.objects.get(pk=seat.pk))
        assert (kept.card.is_draft, kept.answers.summary) == (True, "Would work with them.")
        assert kept.answers.of("depth").evidence == "Explained the trade-off."
    else:
        assert not Scorecard.objects.exists()


def test_cc_13_after_reopening_the_same_page_is_sent_again_and_goes_in(stage, seat, tab, ann, address, at):
    tab.post(address, sent())
    openings.close(opening=stage.opening, by=stage.manager, at=at)
    refused = tab.post(address, sent(SENT_SEEN, "submit", **MORE) | {"typed_by": ann.ref})
    held = dict(refused.context["held"].fields)
    assert (refused.context["held"].path, held["evidence-depth"]) == (address, WORDS)
    assert 'data-unsaved-guard="refused"' in text(refused)
    openings.reopen(opening=stage.opening, by=stage.manager, at=at)
    assert tab.post(address, held).url == address
    card = own_card(seat=seat)
    assert card.card.is_submitted
    assert card.answers.of("depth").evidence == WORDS.replace("\r\n", "\n")
    assert card.answers.summary == "A second thought."


def test_cc_13_nothing_is_offered_to_be_sent_again_where_it_never_will_go_in(
    stage, seat, tab, ann, address, at
):
    happens("cancelled", stage, seat, at)
    refused = tab.post(address, sent(action="submit") | {"typed_by": ann.ref})
    assert refused.context["held"] is None
    assert "<form" not in text(refused).split("<main")[1].split("</main>")[0]


def test_cc_13_an_amendment_in_a_closed_opening_is_given_back_and_what_was_submitted_stays(
    stage, seat, tab, ann, address, at
):
    tab.post(address, sent(action="submit"))
    amendments.start(seat=seat, reason="Forgot something.", by=ann, at=at)
    close(stage, at)
    response = tab.post(address, sent(SENT_SEEN, "submit", **MORE))
    assert response.status_code == 409
    assert "A second thought." in text(response)
    assert Scorecard.objects.get().current.number == 1
    assert own_card(seat=seat).amendment.number == 2


def test_cc_13_fields_kept_while_typing_are_told_why_they_are_not(stage, seat, tab, at):
    close(stage, at)
    typed = {"fields": {"summary": WORDS}, "seen": {"summary": ""}, "rubric": "1"}
    response = tab.post(f"/seats/{seat.ref}/fields/", typed, content_type="application/json")
    assert response.status_code == 409
    assert response.json() == {
        "refused": ALL["closed"] + " Ask the hiring manager to reopen it.",
        "submitted": False,
    }
    assert not Scorecard.objects.exists()


def test_cc_13_closed_between_the_check_and_the_lock_it_is_refused_all_the_same(stage, seat, ann, at):
    """The view had loaded an open opening."""
    criteria = own_sheet(seat=seat).criteria
    assert not seat.interview.application.opening.is_closed
    close(stage, at)
    for act in (scorecards.save_draft, scorecards.submit):
        with pytest.raises(Refused, match="This opening is closed"):
            act(seat=seat, criteria=criteria, answers=Answers(summary="x"), seen={}, by=ann, at=at)
    assert not Scorecard.objects.exists()


@pytest.mark.parametrize("what", ["due", "withdrawn", "rejected"])
def test_cc_13_a_day_gone_by_or_a_candidate_gone_locks_no_card(seat, tab, address, clock, what):
    """By the server's clock it is late; what was seen in the interview is still worth keeping."""
    Interview.objects.update(due_at=clock.at)
    assert tab.get(address).status_code == 200
    clock.at += dt.timedelta(days=1)
    if what != "due":
        Application.objects.update(stage=Stage(what))
    assert tab.post(address, sent(action="submit")).status_code == 302
    assert Scorecard.objects.get().submitted_at == clock.at
