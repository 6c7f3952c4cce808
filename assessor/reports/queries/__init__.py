"""The comparison as one viewer may see it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import cast

import numpy as np
from django.utils import timezone

from assessor.accounts.models import User
from assessor.candidates.models import Application
from assessor.candidates.queries import compared_in
from assessor.interviews.queries.scores import CountedCard, CountedCards, Given, counted_cards, scores_on
from assessor.interviews.queries.side_by_side import counted_side_by_side
from assessor.interviews.rules.blindness import Blindness
from assessor.measurement.composite import Rule
from assessor.openings.models import Opening
from assessor.reports.memory import remembered
from assessor.reports.rules.comparison import (
    RECOMMENDATIONS,
    Basis,
    Compared,
    Comparison,
    EarlierCards,
    Interviewer,
    OpeningFacts,
    VisibilityChange,
)
from assessor.reports.rules.differences import Difference, difference, widest
from assessor.reports.rules.measuring import Measured, ScoreRows, measured
from roles.models import Rubric
from roles.queries import described

# What of an opening must be loaded with it.
COMPARED_OPENING = ("role", "rubric", "visibility_changed_by")


def comparison_of(*, opening: Opening, viewer: User, panel_rule: Rule | None = None) -> Comparison:
    """Return the comparison of an opening loaded as `COMPARED_OPENING` says, without what the viewer is blind on.

    Needs team access, which the caller has checked. `panel_rule` replaces the opening's own for this once. A constant
    number of queries, however many candidates, interviewers and criteria; one more where versions are mixed, one less
    where the numbers of the very same data are remembered.
    """
    return comparison_and_cards(opening=opening, viewer=viewer, panel_rule=panel_rule)[0]


def comparison_and_cards(
    *, opening: Opening, viewer: User, panel_rule: Rule | None = None
) -> tuple[Comparison, list[Application], CountedCards]:
    """Return the same with the applications it compares, in its order, and the cards it counts. The same queries."""
    counted = counted_cards(opening=opening, viewer=viewer)
    compared = compared_in(opening=opening, viewer=viewer, shortlist_only=opening.compares_shortlist_only)
    applications = sorted(compared, key=lambda application: application.candidate.ref)
    comparison = put_together(
        facts=opening_facts(opening, panel_rule),
        rubric=opening.rubric,
        applications=applications,
        counted=counted,
        visibility_change=_visibility_change(opening, counted.on(applications)),
    )
    return comparison, applications, counted


def put_together(
    *,
    facts: OpeningFacts,
    rubric: Rubric,
    applications: list[Application],
    counted: CountedCards,
    visibility_change: VisibilityChange | None,
) -> Comparison:
    """Return the comparison of these applications, in the order of their candidates' refs, by these cards.

    Of other applications' cards nothing counts. Six queries; one less where the numbers are remembered.
    """
    position = {application.pk: index for index, application in enumerate(applications)}
    cards = counted.on(applications)
    basis = Basis(
        opening=facts,
        rubric=described(rubric_id=rubric.pk),
        rubric_hash=rubric.content_hash,
        candidates=_compared(applications, cards, counted.blind),
        interviewers=_interviewers(cards),
        as_of=_newest(cards),
        card_hashes=_card_hashes(cards, applications, position),
        earlier=_earlier(counted, cards),
        visibility_change=visibility_change,
    )
    numbers = remembered(
        (basis.data_hash, basis.is_blind), lambda: _measured(basis, counted, cards, position)
    )
    return Comparison(**{field.name: getattr(basis, field.name) for field in fields(basis)}, measured=numbers)


def differences_in(*, comparison: Comparison, counted: CountedCards) -> list[Difference]:
    """Return where the panel differs most, with what both sides wrote on the cards that were counted.

    Takes what `comparison_and_cards` gives. Three queries, none where nobody differs; seven more where versions are
    mixed.
    """
    cells = widest(comparison)
    if not cells:
        return []
    refs = {comparison.candidates[cell.candidate].application_ref for cell in cells}
    pages = counted_side_by_side(counted=counted, refs=refs, rubric=comparison.rubric)
    keys = [criterion.key for criterion in comparison.rubric.criteria]
    voices = {
        (ref, topic.criterion.key): topic.voices
        for ref, page in pages.items()
        for topic in page.topics
        if not topic.set_aside
    }
    found = [
        difference(
            comparison,
            cell,
            voices.get((comparison.candidates[cell.candidate].application_ref, keys[cell.criterion]), ()),
        )
        for cell in cells
    ]
    return [entry for entry in found if entry]


def _measured(
    basis: Basis, counted: CountedCards, cards: list[CountedCard], position: Mapping[int, int]
) -> Measured:
    scores = scores_on(counted=counted)
    newest = score_rows_of(scores.newest, basis, cards, position)
    return measured(
        newest=newest,
        first=newest
        if scores.first is scores.newest
        else score_rows_of(scores.first, basis, cards, position),
        criteria=basis.rubric.criteria,
        candidates=len(basis.candidates),
        raters=len(basis.interviewers),
        rule=basis.opening.panel_rule,
        hidden=basis.is_blind,
        seed=int(basis.data_hash[:15], 16),
    )


def score_rows_of(
    given: Given, basis: Basis, cards: list[CountedCard], position: Mapping[int, int]
) -> ScoreRows:
    """Turn database ids into indices and keep the scores of the cards compared, in an order the data alone decide."""
    raters = {person.ref: index for index, person in enumerate(basis.interviewers)}
    revision = np.array([card.revision_id for card in cards], dtype=np.int64)
    candidate = np.array([position[card.application_id] for card in cards], dtype=np.int64)
    rater = np.array([raters[card.interviewer_ref] for card in cards], dtype=np.int64)
    criterion_ids = np.array([criterion.id for criterion in basis.rubric.criteria], dtype=np.int64)
    by_revision, by_criterion = np.argsort(revision), np.argsort(criterion_ids)
    kept = np.isin(given.revision, revision)
    card = by_revision[np.searchsorted(revision, given.revision[kept], sorter=by_revision)]
    criterion = by_criterion[np.searchsorted(criterion_ids, given.criterion[kept], sorter=by_criterion)]
    value = given.value[kept]
    order = np.lexsort((value, criterion, rater[card], candidate[card]))
    card = card[order]
    return ScoreRows(card, candidate[card], rater[card], criterion[order], value[order])


def opening_facts(opening: Opening, panel_rule: Rule | None = None) -> OpeningFacts:
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
        by_ref=by.ref,
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
            name=application.candidate.name,
            stage=application.stage,
            stage_label=application.get_stage_display(),
            shortlisted=application.shortlisted,
            blindness=blind.get(application.pk),
            cards=(counts := verdicts.get(application.pk, none)).total(),
            recommendations={word.value: counts[word] for word in RECOMMENDATIONS},
        )
        for application in applications
    ]


def _interviewers(cards: Iterable[CountedCard]) -> list[Interviewer]:
    """Return the interviewers with a card that counts, in the order of their references."""
    counts = Counter(card.interviewer_ref for card in cards)
    names = {card.interviewer_ref: card.interviewer_name for card in cards}
    return [Interviewer(ref, names[ref], counts[ref]) for ref in sorted(names)]


def _newest(cards: list[CountedCard]) -> dt.datetime | None:
    return max((card.submitted_at for card in cards if card.submitted_at), default=None)


def _card_hashes(
    cards: list[CountedCard], applications: list[Application], position: Mapping[int, int]
) -> list[tuple[str, str, str]]:
    return sorted(
        (applications[position[card.application_id]].candidate.ref, card.interviewer_ref, card.content_hash)
        for card in cards
    )


def _earlier(counted: CountedCards, cards: list[CountedCard]) -> list[EarlierCards]:
    counts = Counter(card.rubric_id for card in cards)
    return [
        EarlierCards(version, counts[version.rubric_id])
        for version in counted.earlier
        if counts[version.rubric_id]
    ]
