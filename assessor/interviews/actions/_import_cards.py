"""Interviews, seats and submitted cards for the rows of a file of scores, written in bulk."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping

from assessor.accounts.models import User
from assessor.candidates.models import Application
from assessor.interviews.enums import CardState, InterviewState
from assessor.interviews.models import Evidence, Interview, PanelSeat, Revision, Score, Scorecard
from assessor.interviews.rules.cards import Answer, revision_hash, text_commitment
from assessor.interviews.rules.score_files import Entry, FileRefused, RowError
from assessor.lib.text import folded
from assessor.openings.actions import rounds
from assessor.openings.models import Opening, Round
from roles.models import Criterion

BATCH = 500
MINUTES = 60


def write_cards(
    opening: Opening,
    entries: list[Entry],
    people: Mapping[str, User],
    applications: Mapping[str, Application],
    by: User,
    at: dt.datetime,
) -> int:
    """Write interviews, seats, cards, revisions, scores and evidence; return how many cards."""
    by_card: dict[tuple[str, str, str], list[Entry]] = {}
    for entry in entries:
        by_card.setdefault((entry.candidate, entry.round, entry.interviewer), []).append(entry)
    plan = _rounds(opening, entries, by, at)
    interviews = _interviews(by_card, applications, plan, by, at)
    _refuse_second_cards(by_card, interviews, people)
    seats = PanelSeat.objects.bulk_create(
        [
            PanelSeat(
                interview=interviews[candidate, round_name],
                interviewer=people[interviewer],
                created_at=at,
                created_by=by,
            )
            for candidate, round_name, interviewer in by_card
        ],
        BATCH,
    )
    moments = [rows[0].submitted_at or at for rows in by_card.values()]
    cards = Scorecard.objects.bulk_create(
        [
            Scorecard(seat=seat, rubric_id=opening.rubric_id, version=1, started_at=moment)
            for seat, moment in zip(seats, moments, strict=True)
        ],
        BATCH,
    )
    revisions = Revision.objects.bulk_create(
        [
            Revision(scorecard=card, number=1, recommendation=rows[0].recommendation)
            for card, rows in zip(cards, by_card.values(), strict=True)
        ],
        BATCH,
    )
    texts = _write_answers(opening, revisions, list(by_card.values()))
    _freeze_all(opening, cards, revisions, seats, list(by_card.values()), texts, moments)
    return len(cards)


def _rounds(opening: Opening, entries: list[Entry], by: User, at: dt.datetime) -> dict[str, Round]:
    """Return the round for each name in the file; a new one covers every criterion."""
    known = {item.name: item for item in opening.rounds.order_by("position", "id")}
    spellings = {folded(name): name for name in known}
    for entry in entries:
        if entry.round in known:
            continue
        other = spellings.get(folded(entry.round))
        if other:
            sentence = f"the round “{entry.round}” is spelt “{other}” in this opening; use one spelling."
            raise FileRefused([RowError(entry.row, sentence)])
        known[entry.round] = rounds.add(
            opening=opening,
            name=entry.round,
            minutes=MINUTES,
            criterion_ids=opening.rubric.criteria.values_list("id", flat=True),
            by=by,
            at=at,
        )
    return known


def _interviews(
    by_card: Mapping[tuple[str, str, str], list[Entry]],
    applications: Mapping[str, Application],
    plan: Mapping[str, Round],
    by: User,
    at: dt.datetime,
) -> dict[tuple[str, str], Interview]:
    known = {
        (interview.application_id, interview.round_id): interview
        for interview in Interview.objects.filter(
            application__in=list(applications.values()), state=InterviewState.PLANNED
        )
    }
    wanted = list(dict.fromkeys((candidate, round_name) for candidate, round_name, _ in by_card))
    missing = [pair for pair in wanted if (applications[pair[0]].pk, plan[pair[1]].pk) not in known]
    made = Interview.objects.bulk_create(
        [
            Interview(
                application=applications[candidate], round=plan[round_name], created_at=at, created_by=by
            )
            for candidate, round_name in missing
        ],
        BATCH,
    )
    known |= {(interview.application_id, interview.round_id): interview for interview in made}
    return {pair: known[applications[pair[0]].pk, plan[pair[1]].pk] for pair in wanted}


def _refuse_second_cards(
    by_card: Mapping[tuple[str, str, str], list[Entry]],
    interviews: Mapping[tuple[str, str], Interview],
    people: Mapping[str, User],
) -> None:
    taken = set(
        PanelSeat.objects.filter(interview__in=list(interviews.values())).values_list(
            "interview_id", "interviewer_id"
        )
    )
    errors = [
        RowError(rows[0].row, f"{interviewer} has a card for {candidate} already; remove these rows.")
        for (candidate, round_name, interviewer), rows in by_card.items()
        if (interviews[candidate, round_name].pk, people[interviewer].pk) in taken
    ]
    if errors:
        raise FileRefused(errors)


def _write_answers(
    opening: Opening, revisions: list[Revision], cards: list[list[Entry]]
) -> dict[int, dict[str, str]]:
    """Write scores and evidence; return the commitments of the texts by revision and criterion key."""
    criteria = {
        criterion.name: criterion for criterion in Criterion.objects.filter(rubric_id=opening.rubric_id)
    }
    scores: list[Score] = []
    texts: list[Evidence] = []
    commitments: dict[int, dict[str, str]] = {}
    for revision, rows in zip(revisions, cards, strict=True):
        commitments[revision.pk] = {}
        for row in rows:
            criterion = criteria[row.criterion]
            scores.append(
                Score(revision=revision, criterion=criterion, value=row.value, not_assessed=row.value is None)
            )
            if row.evidence:
                salt = secrets.token_hex(16)
                commitment = text_commitment(salt, row.evidence)
                commitments[revision.pk][criterion.key] = commitment
                texts.append(
                    Evidence(
                        revision=revision,
                        criterion=criterion,
                        text=row.evidence,
                        salt=salt,
                        commitment=commitment,
                    )
                )
    Score.objects.bulk_create(scores, BATCH)
    Evidence.objects.bulk_create(texts, BATCH)
    return commitments


def _freeze_all(
    opening: Opening,
    cards: list[Scorecard],
    revisions: list[Revision],
    seats: list[PanelSeat],
    entries: list[list[Entry]],
    commitments: Mapping[int, Mapping[str, str]],
    moments: list[dt.datetime],
) -> None:
    keys = dict(Criterion.objects.filter(rubric_id=opening.rubric_id).values_list("name", "key"))
    for card, revision, seat, rows, moment in zip(cards, revisions, seats, entries, moments, strict=True):
        revision.content_hash = revision_hash(
            card_ref=card.ref,
            number=1,
            rubric_hash=opening.rubric.content_hash,
            recommendation=revision.recommendation,
            scores={keys[row.criterion]: Answer(row.value, row.value is None) for row in rows},
            commitments=commitments[revision.pk],
        )
        revision.submitted_at, revision.submitted_by_id = moment, seat.interviewer_id
        card.state, card.submitted_at, card.current = CardState.SUBMITTED, moment, revision
    Revision.objects.bulk_update(revisions, ["submitted_at", "submitted_by", "content_hash"], BATCH)
    Scorecard.objects.bulk_update(cards, ["state", "submitted_at", "current"], BATCH)
