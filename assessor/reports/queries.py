"""The comparison as one viewer may see it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import cast

import numpy as np
from django.utils import timezone

from assessor.accounts.models import User
from assessor.candidates.models import Application
from assessor.candidates.queries import compared_in
from assessor.interviews.queries.scores import CountedCard, CountedScores, counted_scores
from assessor.interviews.rules.blindness import Blindness
from assessor.measurement.composite import Rule
from assessor.measurement.scores import ScoreTable, score_table
from assessor.openings.models import Opening
from assessor.reports.rules.comparison import (
    RECOMMENDATIONS,
    Compared,
    Comparison,
    EarlierCards,
    Interviewer,
    OpeningFacts,
    VisibilityChange,
    compare,
    scale_ends,
)
from roles.queries import described
from roles.rules import RubricText

# What of an opening must be loaded with it.
COMPARED_OPENING = ("role", "rubric", "visibility_changed_by")


def comparison_of(*, opening: Opening, viewer: User, panel_rule: Rule | None = None) -> Comparison:
    """Return the comparison of an opening loaded as `COMPARED_OPENING` says, without what the viewer is blind on.

    Needs team access, which the caller has checked. `panel_rule` replaces the opening's own for this once. A constant
    number of queries, however many candidates, interviewers and criteria; one more where versions are mixed.
    """
    rubric = described(rubric_id=opening.rubric_id)
    applications = list(
        compared_in(opening=opening, viewer=viewer, shortlist_only=opening.compares_shortlist_only)
    )
    counted = counted_scores(opening=opening, viewer=viewer)
    position = {application.pk: index for index, application in enumerate(applications)}
    cards = [card for card in counted.cards if card.application_id in position]
    interviewers = _interviewers(cards)
    return compare(
        opening=_facts(opening, panel_rule),
        rubric=rubric,
        rubric_hash=opening.rubric.content_hash,
        candidates=_compared(applications, cards, counted.blind),
        interviewers=list(interviewers.values()),
        as_of=_newest(cards),
        card_hashes=_card_hashes(cards, applications, position),
        table=_table(counted, cards, position, list(interviewers), rubric),
        earlier=_earlier(counted, cards),
        visibility_change=_visibility_change(opening, cards),
    )


def _facts(opening: Opening, panel_rule: Rule | None) -> OpeningFacts:
    return OpeningFacts(
        slug=opening.slug,
        title=opening.title,
        role=opening.role.title,
        state=opening.state,
        panel_rule=panel_rule or cast(Rule, opening.panel_rule),
        shortlist_only=opening.compares_shortlist_only,
        waits_for_panel=opening.waits_for_panel,
    )


def _visibility_change(opening: Opening, cards: list[CountedCard]) -> VisibilityChange | None:
    """Say when it was changed what interviewers see of each other, where cards compared here were in before that."""
    at, by = opening.visibility_changed_at, opening.visibility_changed_by
    before = [card for card in cards if at and card.first_submitted_at and card.first_submitted_at < at]
    if at is None or by is None or not before:
        return None
    return VisibilityChange(
        on=timezone.localdate(at),
        by=by.name,
        words=opening.get_visibility_display(),
        cards_before=len(before),
    )


def _compared(
    applications: list[Application], cards: list[CountedCard], blind: Mapping[int, Blindness]
) -> list[Compared]:
    verdicts: dict[int, Counter[str]] = {}
    for card in cards:
        verdicts.setdefault(card.application_id, Counter())[card.recommendation] += 1
    none: Counter[str] = Counter()
    return [
        Compared(
            application_ref=application.ref,
            ref=application.candidate.ref,
            name=application.candidate.identity.name,
            stage=application.stage,
            stage_label=application.get_stage_display(),
            shortlisted=application.shortlisted,
            blindness=blind.get(application.pk),
            cards=(counts := verdicts.get(application.pk, none)).total(),
            recommendations={word.value: counts[word] for word in RECOMMENDATIONS},
        )
        for application in applications
    ]


def _interviewers(cards: Iterable[CountedCard]) -> dict[int, Interviewer]:
    """Return the interviewers with a card that counts, by id, ordered by name and ref."""
    counts = Counter(card.interviewer_id for card in cards)
    people = {card.interviewer_id: card for card in cards}
    ordered = sorted(
        people.values(), key=lambda card: (card.interviewer_name.casefold(), card.interviewer_ref)
    )
    return {
        card.interviewer_id: Interviewer(
            card.interviewer_ref, card.interviewer_name, counts[card.interviewer_id]
        )
        for card in ordered
    }


def _newest(cards: list[CountedCard]) -> dt.datetime | None:
    return max((card.submitted_at for card in cards if card.submitted_at), default=None)


def _card_hashes(
    cards: list[CountedCard], applications: list[Application], position: Mapping[int, int]
) -> list[tuple[str, str, str]]:
    return [
        (applications[position[card.application_id]].candidate.ref, card.interviewer_ref, card.content_hash)
        for card in cards
    ]


def _earlier(counted: CountedScores, cards: list[CountedCard]) -> list[EarlierCards]:
    counts = Counter(card.rubric_id for card in cards)
    return [
        EarlierCards(version, counts[version.rubric_id])
        for version in counted.earlier
        if counts[version.rubric_id]
    ]


def _table(
    counted: CountedScores,
    cards: list[CountedCard],
    position: Mapping[int, int],
    interviewers: list[int],
    rubric: RubricText,
) -> ScoreTable:
    """Turn database ids into indices and keep the scores of the cards compared."""
    order = {pk: index for index, pk in enumerate(interviewers)}
    revision = np.array([card.revision_id for card in cards], dtype=np.int64)
    candidate = np.array([position[card.application_id] for card in cards], dtype=np.int64)
    rater = np.array([order[card.interviewer_id] for card in cards], dtype=np.int64)
    criterion_ids = np.array([criterion.id for criterion in rubric.criteria], dtype=np.int64)
    by_revision, by_criterion = np.argsort(revision), np.argsort(criterion_ids)
    kept = np.isin(counted.revision, revision)
    card = by_revision[np.searchsorted(revision, counted.revision[kept], sorter=by_revision)]
    criterion = by_criterion[np.searchsorted(criterion_ids, counted.criterion[kept], sorter=by_criterion)]
    lo, hi = scale_ends(rubric.criteria)
    return score_table(
        candidate=candidate[card],
        criterion=criterion,
        rater=rater[card],
        value=counted.value[kept],
        candidates=len(position),
        raters=len(interviewers),
        lo=lo,
        hi=hi,
    )
