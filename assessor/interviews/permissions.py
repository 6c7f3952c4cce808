"""May this person be seated, or give the seat up; may this card be written, now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from assessor.accounts.enums import UserKind
from assessor.accounts.models import User
from assessor.base.refused import Refused, allowed
from assessor.interviews.enums import SeatState
from assessor.interviews.models import PanelSeat, Scorecard
from assessor.openings.permissions import Standing, check_can_run_opening

OFF_PANEL = "You are no longer on this panel, so notes are not kept for it any more."
BETWEEN_REMINDERS = dt.timedelta(hours=1)


class AlreadySubmitted(Refused):
    """The card is in; nothing more is written to it."""


class NotNow(Refused):
    """The opening takes no card now; once it is open it does, and what was typed can be sent again."""


class OtherRubric(Refused):
    """Scores were typed into the form of another version of the rubric than the card is on."""

    def __init__(self) -> None:
        super().__init__(
            "This page was loaded with another version of the rubric than your scorecard is on, and the same number may"
            " mean something else there. Open the scorecard again and fill in what is missing."
        )


def check_can_score(
    *,
    seat: PanelSeat,
    card: Scorecard | None,
    by: User,
    is_amending: bool = False,
    has_conflict: bool = False,
) -> None:
    """Refuse everybody but the seat's own interviewer, and refuse where no card can be written now.

    A card that is in is written only through an amendment that is open (`is_amending`). Reads
    seat.interview.application.opening; load them with the seat.
    """
    if seat.interviewer_id != by.pk:
        raise Refused("This scorecard belongs to somebody else.")
    _check_no_conflict(has_conflict=has_conflict)
    if card is not None and card.current_id is not None and not is_amending:
        raise AlreadySubmitted("This scorecard has been submitted already.")
    check_takes_cards(seat=seat)


def _check_no_conflict(*, has_conflict: bool) -> None:
    """Refuse where the interviewer of a card has a conflict of interest: what is in stays as it is."""
    if has_conflict:
        raise Refused(
            "A conflict of interest is on record here, so nothing more is written to this scorecard."
        )


def check_takes_cards(*, seat: PanelSeat) -> None:
    """Refuse where the seat, the interview or the opening takes no card any more, or not yet."""
    opening = seat.interview.application.opening
    if not seat.is_assigned or seat.interview.is_cancelled:
        raise Refused(
            "You are no longer on this panel. What you had written is kept, but cannot be handed in."
        )
    if opening.is_closed:
        raise NotNow(
            "This opening is closed, so no scorecard can be handed in. Ask the hiring manager to reopen it."
        )
    if opening.is_draft:
        raise NotNow("This opening has not started yet, so it cannot be scored.")


def check_can_take_notes(*, seat: PanelSeat, by: User) -> None:
    """Refuse everybody but the seat's own interviewer while they are on the panel. Reads seat.interview."""
    if seat.interviewer_id != by.pk:
        raise Refused("These notes belong to somebody else.")
    if not seat.is_assigned or seat.interview.is_cancelled:
        raise Refused(OFF_PANEL)


def check_same_rubric(*, card: Scorecard | None, rubric_id: int | None) -> None:
    """Refuse scores of one version of the rubric for a card that is on another; None is whichever the card is on."""
    if card is not None and rubric_id not in (None, card.rubric_id):
        raise OtherRubric


def refusal_to_score(
    *,
    seat: PanelSeat,
    card: Scorecard | None,
    by: User,
    is_amending: bool = False,
    has_conflict: bool = False,
) -> Refused | None:
    """Return why the card cannot be written now, or None: for a page that shows the sentence."""
    try:
        check_can_score(seat=seat, card=card, by=by, is_amending=is_amending, has_conflict=has_conflict)
    except Refused as refusal:
        return refusal
    return None


def check_can_amend(
    *, seat: PanelSeat, card: Scorecard | None, by: User, is_amending: bool, has_conflict: bool = False
) -> None:
    """Refuse everybody but the card's author, and refuse what is not in yet, open already, or over."""
    if seat.interviewer_id != by.pk:
        raise Refused("This scorecard belongs to somebody else.")
    _check_no_conflict(has_conflict=has_conflict)
    _check_is_in(card, is_amending=is_amending)
    check_takes_cards(seat=seat)


def can_amend(*, seat: PanelSeat, card: Scorecard | None, by: User, is_amending: bool) -> bool:
    return allowed(check_can_amend, seat=seat, card=card, by=by, is_amending=is_amending)


def check_can_reopen(
    *,
    seat: PanelSeat,
    card: Scorecard | None,
    standing: Standing,
    blind: bool,
    is_amending: bool,
    has_conflict: bool = False,
) -> None:
    """Refuse those who do not run the opening or are blind here, and refuse what is not in yet or open already.

    `has_conflict` is about the author, who could do nothing with the card then.
    """
    check_can_run_opening(standing)
    if blind:
        raise Refused("You cannot see this scorecard yet, so you cannot send it back.")
    _check_no_conflict(has_conflict=has_conflict)
    _check_is_in(card, is_amending=is_amending)
    check_takes_cards(seat=seat)


def can_reopen(
    *, seat: PanelSeat, card: Scorecard | None, standing: Standing, blind: bool, is_amending: bool
) -> bool:
    return allowed(
        check_can_reopen, seat=seat, card=card, standing=standing, blind=blind, is_amending=is_amending
    )


def _check_is_in(card: Scorecard | None, *, is_amending: bool) -> None:
    if card is None or card.current_id is None:
        raise Refused("This scorecard has not been submitted yet.")
    if is_amending:
        raise Refused("This scorecard is open for an amendment already.")


def check_can_reply(*, seat: PanelSeat, card: Scorecard | None, by: User) -> None:
    """Refuse everybody but the seat's own interviewer, and refuse what is over: the seat, or their card being in.

    Reads seat.interview.application.opening; load them with the seat.
    """
    if seat.interviewer_id != by.pk:
        raise Refused("This interview is somebody else's.")
    if card is not None and card.current_id is not None:
        raise Refused(
            "Your scorecard is in, so you keep your place on the panel. If that is wrong, ask a recruiter or a hiring"
            " manager of this opening."
        )
    if not seat.is_assigned or seat.interview.is_cancelled:
        raise Refused("You are no longer on this panel.")
    if seat.interview.application.opening.is_closed:
        raise Refused("This opening is closed, so there is nothing left to accept or decline.")


def can_reply(*, seat: PanelSeat, card: Scorecard | None, by: User) -> bool:
    return allowed(check_can_reply, seat=seat, card=card, by=by)


def check_can_accept(*, seat: PanelSeat, card: Scorecard | None, by: User) -> None:
    """Refuse what `check_can_reply` refuses, and a second acceptance."""
    check_can_reply(seat=seat, card=card, by=by)
    if seat.accepted_at is not None:
        raise Refused("You have accepted this interview already.")


def can_accept(*, seat: PanelSeat, card: Scorecard | None, by: User) -> bool:
    return allowed(check_can_accept, seat=seat, card=card, by=by)


def check_can_be_seated(
    *,
    person: User,
    gave_up_at: dt.datetime | None = None,
    looked_at: dt.datetime | None = None,
    has_conflict: bool = False,
) -> None:
    """Refuse who cannot sign in, has a conflict of interest, or gave up a seat here and looked at others' cards.

    The sentences say nothing about cards: whoever reads them may be blind here.
    """
    if person.kind == UserKind.SYSTEM or not person.is_active:
        raise Refused(f"{person.name} cannot sign in, so cannot be given an interview.")
    if has_conflict:
        raise Refused(f"{person.name} has a conflict of interest with this candidate, so cannot be seated.")
    if gave_up_at is not None and looked_at is not None:
        raise Refused(f"{person.name} left this candidate's panel before, so cannot be seated on it again.")


def check_can_change_panel(*, by: User, seats: Iterable[PanelSeat], blind: bool) -> None:
    """Refuse blind people to take others off a panel: whether that works would tell them whose card is in.

    `seats` are those the act would end. Their own they may leave, and declined ones hold no card. Who stepped aside may
    have handed one in before.
    """
    if blind and any(seat.state != SeatState.DECLINED and seat.interviewer_id != by.pk for seat in seats):
        raise Refused(
            "Whose scorecards are in for this candidate is not for you to know yet, so somebody else who runs this"
            " opening has to take people off this panel."
        )


def check_can_remind(*, seat: PanelSeat, blind: bool, owes: bool, at: dt.datetime) -> None:
    """Refuse blind people first and with one sentence, whatever became of the seat; then where nothing is owed.

    Reads seat.interviewer. The caller has checked that the person runs the opening.
    """
    name = seat.interviewer.name
    if blind:
        raise Refused(
            "Whose scorecards are in for this candidate is not for you to know yet, so somebody else has to remind."
        )
    if not owes:
        raise Refused(f"{name} owes no scorecard here, so there is nothing to remind of.")
    if not (seat.interviewer.is_active and seat.interviewer.email):
        raise Refused(f"{name} cannot be reached by e-mail.")
    if not_before := next_reminder_at(seat=seat, at=at):
        minutes = -(-(not_before - at) // dt.timedelta(minutes=1))
        wait = f"{minutes} minute{'s' if minutes != 1 else ''}"
        raise Refused(f"{name} was reminded less than an hour ago. You can remind again in {wait}.")


def can_remind(*, seat: PanelSeat, blind: bool, owes: bool, at: dt.datetime) -> bool:
    return allowed(check_can_remind, seat=seat, blind=blind, owes=owes, at=at)


def next_reminder_at(*, seat: PanelSeat, at: dt.datetime) -> dt.datetime | None:
    """Return until when a seat that was reminded is left in peace; None when it can be reminded now."""
    if seat.reminded_at is None or at >= seat.reminded_at + BETWEEN_REMINDERS:
        return None
    return seat.reminded_at + BETWEEN_REMINDERS


def check_can_hand_over(by: User) -> None:
    """Refuse everybody but administrators and the system."""
    if not (by.is_administrator or by.is_system):
        raise Refused("Only administrators can hand over a person's interviews.")


def can_hand_over(by: User) -> bool:
    return allowed(check_can_hand_over, by)
