"""One candidate's submitted cards beside each other, as far as the viewer may read them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from assessor.accounts.models import User
from assessor.candidates.models import Application
from assessor.interviews.enums import Recommendation
from assessor.interviews.queries.cards import answers_of
from assessor.interviews.queries.looks import revisions_after_look
from assessor.interviews.queries.scores import CountedCard, CountedCards, read_cards
from assessor.interviews.queries.visibility import scorecards_visible_to
from assessor.interviews.rules.cards import Answers
from assessor.interviews.rules.side_by_side import Card, SideBySide, side_by_side
from assessor.openings.queries import earlier_versions
from assessor.openings.rules import EarlierVersion
from roles.queries import described_many
from roles.rules import RubricText


def cards_side_by_side(*, application: Application, viewer: User, widest_first: bool = True) -> SideBySide:
    """Return what the viewer may read of a candidate's cards, criterion by criterion.

    The application comes with its opening. Twelve queries, however many cards; one more where versions are mixed.
    """
    opening = application.opening
    visible = scorecards_visible_to(viewer=viewer).filter(seat__interview__application=application)
    cards = read_cards(visible=visible)
    late = revisions_after_look(revision_ids=[card.revision_id for card in cards])
    rubrics = described_many(rubric_ids={opening.rubric_id, *(card.rubric_id for card in cards)})
    earlier = earlier_versions(opening=opening) if len(rubrics) > 1 else ()
    found = _beside(
        cards, rubrics.pop(opening.rubric_id), rubrics, earlier, late=late, widest_first=widest_first
    )
    return found.get(application.ref, SideBySide((), ()))


def counted_side_by_side(
    *, counted: CountedCards, refs: Collection[str], rubric: RubricText
) -> dict[str, SideBySide]:
    """Return the same of the counted cards on these applications, and of no others, whatever has come in since.

    By the reference of the application; whoever has no such card is missing. `rubric`: the opening's, in whose order
    the criteria stand. It is not said which cards came after a look. Three queries, however many candidates and cards;
    seven more where versions are mixed.
    """
    cards = [card for card in counted.cards if card.application_ref in refs]
    others = {card.rubric_id for card in cards} - {rubric.id}
    return _beside(cards, rubric, described_many(rubric_ids=others) if others else {}, counted.earlier)


def _beside(
    cards: Iterable[CountedCard],
    rubric: RubricText,
    others: Mapping[int, RubricText],
    earlier: Iterable[EarlierVersion],
    *,
    late: Collection[int] = (),
    widest_first: bool = False,
) -> dict[str, SideBySide]:
    """Lay cards out by the reference of their application, by author and then by round."""
    held = sorted(cards, key=_place)
    answers = answers_of(card.revision_id for card in held)
    columns: dict[str, list[Card]] = {}
    for card in held:
        column = _column(
            card,
            answers[card.revision_id],
            others[card.rubric_id].number if card.rubric_id in others else None,
            after_look=card.revision_id in late,
        )
        columns.setdefault(card.application_ref, []).append(column)
    readings = [reading for version in earlier for reading in version.readings]
    return {
        ref: side_by_side(column, rubric, others, readings, widest_first=widest_first)
        for ref, column in columns.items()
    }


def _place(card: CountedCard) -> tuple[str, int, int, int]:
    return card.interviewer_name.casefold(), card.interviewer_id, card.round_position, card.card_id


def _column(card: CountedCard, answers: Answers, earlier: int | None, *, after_look: bool) -> Card:
    verdict = Recommendation(answers.recommendation) if answers.recommendation else None
    return Card(
        ref=card.card_ref,
        person_id=card.interviewer_id,
        name=card.interviewer_name,
        round=card.round_name,
        recommendation=str(verdict.label) if verdict else "No recommendation",
        tone=verdict.tone if verdict else "neutral",
        answers=answers,
        rubric_id=card.rubric_id,
        rubric=earlier,
        after_look=after_look,
    )
