"""One candidate's submitted cards beside each other, as far as the viewer may read them."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from assessor.accounts.models import User
from assessor.candidates.models import Application
from assessor.interviews.enums import Recommendation
from assessor.interviews.queries.cards import answers_of
from assessor.interviews.queries.looks import revisions_after_look
from assessor.interviews.queries.visibility import scorecards_visible_to
from assessor.interviews.rules.cards import Answers
from assessor.interviews.rules.side_by_side import Card, SideBySide, side_by_side
from assessor.openings.models import Opening
from assessor.openings.queries import earlier_versions
from roles.queries import described_many
from roles.rules import RubricText


class _Row(NamedTuple):
    """What is needed of a submitted card: models with all that hangs on them would cost many times more."""

    ref: str
    revision_id: int
    rubric_id: int
    rubric_number: int
    application_ref: str
    interviewer_id: int
    interviewer_name: str
    round_name: str


def cards_side_by_side(*, application: Application, viewer: User, widest_first: bool = True) -> SideBySide:
    """Return what the viewer may read of a candidate's cards, criterion by criterion.

    The application comes with its opening. Twelve queries, however many cards; one more where versions are mixed.
    """
    found = many_side_by_side(
        opening=application.opening, refs=[application.ref], viewer=viewer, widest_first=widest_first
    )
    return found.get(application.ref, SideBySide((), ()))


def many_side_by_side(
    *,
    opening: Opening,
    refs: Collection[str],
    viewer: User,
    widest_first: bool = False,
    known: RubricText | None = None,
) -> dict[str, SideBySide]:
    """Return the same for several candidates of an opening, by the reference of their application.

    Whoever has no card the viewer may read is missing. `known`: a rubric that is read already. Twelve queries, however
    many candidates and cards; one more where versions are mixed, seven less where they are not and the rubric is known.
    """
    cards = [
        _Row(*row)
        for row in scorecards_visible_to(viewer=viewer)
        .filter(
            current__isnull=False,
            seat__interview__application__opening=opening,
            seat__interview__application__ref__in=refs,
        )
        .order_by("seat__interviewer__name", "seat__interview__round__position", "pk")
        .values_list(
            "ref",
            "current_id",
            "rubric_id",
            "rubric__number",
            "seat__interview__application__ref",
            "seat__interviewer_id",
            "seat__interviewer__name",
            "seat__interview__round__name",
        )
    ]
    shown = [card.revision_id for card in cards]
    answers, late = answers_of(shown), revisions_after_look(revision_ids=shown)
    rubrics = _rubrics({opening.rubric_id, *(card.rubric_id for card in cards)}, known)
    versions = earlier_versions(opening=opening) if len(rubrics) > 1 else []
    readings = [reading for version in versions for reading in version.readings]
    columns: dict[str, list[Card]] = {}
    for card in cards:
        column = _card(
            card, answers[card.revision_id], opening.rubric_id, after_look=card.revision_id in late
        )
        columns.setdefault(card.application_ref, []).append(column)
    now = rubrics.pop(opening.rubric_id)
    return {
        ref: side_by_side(held, now, rubrics, readings, widest_first=widest_first)
        for ref, held in columns.items()
    }


def _rubrics(ids: set[int], known: RubricText | None) -> dict[int, RubricText]:
    held = {known.id: known} if known and known.id in ids else {}
    unread = ids - held.keys()
    return held | (described_many(rubric_ids=unread) if unread else {})


def _card(card: _Row, answers: Answers, rubric_id: int, *, after_look: bool) -> Card:
    verdict = Recommendation(answers.recommendation) if answers.recommendation else None
    return Card(
        ref=card.ref,
        person_id=card.interviewer_id,
        name=card.interviewer_name,
        round=card.round_name,
        recommendation=str(verdict.label) if verdict else "No recommendation",
        tone=verdict.tone if verdict else "neutral",
        answers=answers,
        rubric_id=card.rubric_id,
        rubric=None if card.rubric_id == rubric_id else card.rubric_number,
        after_look=after_look,
    )
