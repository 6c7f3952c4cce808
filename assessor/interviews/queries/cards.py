"""Reads of one seat's card and of its answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from assessor.accounts.models import User
from assessor.candidates.queries import conflicted_application_ids
from assessor.interviews.models import Evidence, PanelSeat, PanelSeatQuerySet, Revision, Score, Scorecard
from assessor.interviews.queries.visibility import seats_held_by
from assessor.interviews.rules.cards import Answer, Answers

WITH_SEAT = (
    "interviewer",
    "interview__round",
    "interview__application__candidate__identity",
    "interview__application__opening__role",
    "interview__application__opening__rubric",
)


def own_seats(*, viewer: User) -> PanelSeatQuerySet:
    """Return the viewer's seats with interview, round, application and opening loaded. No query yet.

    Those on applications they have a conflict of interest on are left out.
    """
    open_to_them = seats_held_by(viewer=viewer).exclude(
        interview__application_id__in=conflicted_application_ids(viewer=viewer)
    )
    return open_to_them.select_related("scorecard", *WITH_SEAT)


def seats_ever_held(*, viewer: User) -> QuerySet[PanelSeat]:
    """Return the viewer's seats with those they were taken off: what was typed for one is given back, not lost.

    For answering a form that was sent, never for opening a page. No query yet.
    """
    return PanelSeat.objects.filter(interviewer=viewer).select_related("scorecard", *WITH_SEAT)


def answers_of(revision_ids: Iterable[int]) -> dict[int, Answers]:
    """Return the answers of each revision, by revision id. Three queries, however many revisions."""
    wanted = list(revision_ids)
    entries: dict[int, dict[str, Answer]] = defaultdict(dict)
    summaries: dict[int, str] = {}
    for revision_id, key, value, not_assessed in Score.objects.filter(revision_id__in=wanted).values_list(
        "revision_id", "criterion__key", "value", "not_assessed"
    ):
        entries[revision_id][key] = Answer(value=value, not_assessed=not_assessed)
    for revision_id, key, text in Evidence.objects.filter(revision_id__in=wanted).values_list(
        "revision_id", "criterion__key", "text"
    ):
        if key:
            given = entries[revision_id].get(key, Answer())
            entries[revision_id][key] = Answer(given.value, given.not_assessed, text or "")
        else:
            summaries[revision_id] = text or ""
    recommendations = dict(Revision.objects.filter(pk__in=wanted).values_list("pk", "recommendation"))
    return {
        pk: Answers(
            by_key=entries[pk], recommendation=recommendations.get(pk, ""), summary=summaries.get(pk, "")
        )
        for pk in wanted
    }


@dataclass(frozen=True, slots=True)
class OwnCard:
    """The viewer's own card as it stands: the draft, or what was submitted; `card` is None before the first save.

    `amendment` is the draft of a card that is in and was opened again.
    """

    seat: PanelSeat
    card: Scorecard | None
    answers: Answers
    amendment: Revision | None = None


def own_card(*, seat: PanelSeat) -> OwnCard:
    """Return the card of the seat with its newest answers. Five queries."""
    card = Scorecard.objects.filter(seat=seat).select_related("current").first()
    if card is None:
        return OwnCard(seat=seat, card=None, answers=Answers())
    newest = card.revisions.select_related("opened_by").order_by("-number").first()
    if newest is None:
        return OwnCard(seat=seat, card=card, answers=Answers())
    is_amendment = newest.number > 1 and newest.submitted_at is None
    return OwnCard(
        seat=seat,
        card=card,
        answers=answers_of([newest.pk])[newest.pk],
        amendment=newest if is_amendment else None,
    )


def is_amending(*, card: Scorecard) -> bool:
    """Say whether a card that is in has been opened again and is not handed in anew. One query."""
    return card.revisions.filter(submitted_at__isnull=True, number__gt=1).exists()


def open_amendments(*, seats: Iterable[PanelSeat]) -> dict[int, Revision]:
    """Return the open amendments of the seats' cards with who opened them, by seat id. One query."""
    drafts = Revision.objects.filter(scorecard__seat__in=seats, submitted_at__isnull=True, number__gt=1)
    return {draft.scorecard.seat_id: draft for draft in drafts.select_related("scorecard", "opened_by")}
