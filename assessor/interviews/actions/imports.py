"""Take in a long score file: every row good, or nothing written."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.db import transaction
from django.utils.text import slugify

from assessor.accounts.actions import users
from assessor.accounts.enums import UserKind
from assessor.accounts.models import User
from assessor.audit.actions import record
from assessor.base.refused import Refused
from assessor.candidates.actions import candidates
from assessor.candidates.models import Application
from assessor.candidates.queries import applications_in
from assessor.candidates.rules import Person
from assessor.interviews import events
from assessor.interviews.enums import CardState, InterviewState
from assessor.interviews.models import Evidence, Interview, PanelSeat, Revision, Score, Scorecard
from assessor.interviews.rules import Answer, revision_hash, text_commitment
from assessor.interviews.score_files import Entry, FileRefused, RowError, always_lowest, read_entries
from assessor.lib.scales import Scale
from assessor.lib.tables import Table
from assessor.lib.text import folded
from assessor.openings.actions import openings
from assessor.openings.enums import OpeningState, PanelRule
from assessor.openings.models import Opening, Round, RoundCriterion
from roles.actions import imported
from roles.models import KEY_LENGTH, Criterion, Role

IMPORTED_ROUND = "Imported"
BATCH = 500


class NeedsConfirmation(Refused):
    """Something looks like a mistake; a person must say that it is meant."""


@dataclass(frozen=True)
class NewRole:
    """What `--create-role` asks for: a role, its rubric and the opening are made from the file."""

    title: str
    scale: Scale
    weights: Mapping[str, Decimal] = field(default_factory=dict)
    weight_reason: str = ""


@dataclass(frozen=True)
class Imported:
    """What an import did."""

    opening: Opening
    candidates: int
    interviewers: int
    cards: int
    scores: int
    not_assessed: int


@transaction.atomic
def import_scores(
    *,
    table: Table,
    opening_slug: str,
    mapping: Mapping[str, str],
    by: User,
    at: dt.datetime,
    new_role: NewRole | None = None,
    minimum_is_missing: Sequence[str] = (),
    panel_rule: PanelRule | None = None,
    confirmed: bool = False,
) -> Imported:
    """Write every row of the table as submitted scorecards.

    With `new_role` the role, a published rubric and the opening are made; without it they must exist, with their
    candidates, interviewers and criteria. Raises FileRefused with the rows, Refused, or NeedsConfirmation when an
    interviewer gave nothing but the scale's minimum. One event for the cards, beside those of what it creates.
    """
    existing = None if new_role else _existing_opening(opening_slug)
    scales = new_role.scale if new_role else _scales(existing)
    entries = read_entries(table, scales, mapping)
    entries = _without_minimum(entries, scales, minimum_is_missing)
    if not confirmed:
        _ask_about_lowest(always_lowest(entries, scales))
    if new_role:
        opening = _new_opening(new_role, opening_slug, entries, panel_rule, by, at)
    else:
        assert existing is not None
        opening = existing
        if panel_rule and panel_rule != opening.panel_rule:
            raise Refused("The panel rule of an opening that exists is changed on its settings page.")
    people = _interviewers(entries, by, at, create=new_role is not None)
    applications = _applications(opening, entries, by, at, create=new_role is not None)
    cards = _write_cards(opening, entries, people, applications, by, at)
    result = Imported(
        opening=opening,
        candidates=len(applications),
        interviewers=len(people),
        cards=cards,
        scores=sum(entry.value is not None for entry in entries),
        not_assessed=sum(entry.value is None for entry in entries),
    )
    record(
        action=events.CARDS_IMPORTED,
        by=by,
        at=at,
        object_type="opening",
        object_ref=opening.slug,
        after={"cards": result.cards, "scores": result.scores, "not_assessed": result.not_assessed},
    )
    return result


def _existing_opening(slug: str) -> Opening:
    opening = Opening.objects.select_for_update(of=("self",)).select_related("rubric", "role").filter(slug=slug).first()
    if opening is None:
        raise Refused(f"There is no opening “{slug}”. To make one from this file, give --create-role and --scale.")
    if not opening.is_open:
        raise Refused(f"The opening “{slug}” is {opening.get_state_display().lower()}; scores go into open ones only.")
    return opening


def _scales(opening: Opening | None) -> dict[str, Scale]:
    assert opening is not None
    return {criterion.name: criterion.scale for criterion in opening.rubric.criteria.all()}


def _without_minimum(
    entries: list[Entry], scales: Mapping[str, Scale] | Scale, names: Sequence[str]
) -> list[Entry]:
    """Turn the lowest values of these interviewers into "not assessed"."""
    unknown = set(names) - {entry.interviewer for entry in entries}
    if unknown:
        raise Refused(f"The file has no interviewer “{sorted(unknown)[0]}”.")
    lows = {name: scale.lo for name, scale in scales.items()} if isinstance(scales, Mapping) else {}
    return [
        replace(entry, value=None)
        if entry.interviewer in names
        and entry.value == (scales.lo if isinstance(scales, Scale) else lows[entry.criterion])
        else entry
        for entry in entries
    ]


def _ask_about_lowest(names: list[str]) -> None:
    if names:
        shown = ", ".join(names)
        raise NeedsConfirmation(
            f"{shown} gave nothing but the lowest value of the scale. If that means absent, say so with"
            f" --minimum-is-missing {names[0]!r}; if the scores are meant, confirm with --yes."
        )


def _new_opening(
    new_role: NewRole, slug: str, entries: list[Entry], panel_rule: PanelRule | None, by: User, at: dt.datetime
) -> Opening:
    role_slug = slugify(new_role.title)[:KEY_LENGTH]
    if not role_slug:
        raise Refused(f"“{new_role.title}” has no letters an address can be made of; choose another title.")
    if Role.objects.filter(slug=role_slug).exists():
        raise Refused(f"There is already a role at “{role_slug}”. Choose another title, or leave out --create-role.")
    if Opening.objects.filter(slug=slug).exists():
        raise Refused(f"There is already an opening “{slug}”. Choose another, or leave out --create-role.")
    if slugify(slug) != slug or not slug:
        raise Refused(f"“{slug}” cannot be an address; use lower-case letters, digits and hyphens.")
    names = list(dict.fromkeys(entry.criterion for entry in entries))
    rubric = imported.create(
        title=new_role.title,
        slug=role_slug,
        criteria=_weighted(names, new_role.weights),
        scale=new_role.scale,
        weight_reason=new_role.weight_reason,
        by=by,
        at=at,
    )
    return openings.create(
        rubric=rubric,
        title=new_role.title,
        slug=slug,
        state=OpeningState.OPEN,
        panel_rule=panel_rule or PanelRule.MEAN,
        rounds=list(dict.fromkeys(entry.round or IMPORTED_ROUND for entry in entries)),
        by=by,
        at=at,
    )


def _weighted(names: list[str], weights: Mapping[str, Decimal]) -> list[tuple[str, Decimal]]:
    """Return each criterion with its share of the weight; equal where no weights are given."""
    if not weights:
        return [(name, Decimal(1)) for name in names]
    missing, unknown = [n for n in names if n not in weights], [n for n in weights if n not in names]
    if missing or unknown:
        wrong = f"“{missing[0]}” has no weight" if missing else f"“{unknown[0]}” is not in the file"
        raise Refused(f"Weights are given for every criterion or for none: {wrong}.")
    total = sum(weights.values(), Decimal(0))
    return [(name, (weights[name] / total).quantize(Decimal(1).scaleb(-12))) for name in names]


def _interviewers(entries: list[Entry], by: User, at: dt.datetime, *, create: bool) -> dict[str, User]:
    """Return the interviewers by name, found among users made by imports, else made when that is asked for."""
    known = {user.name: user for user in User.objects.filter(kind=UserKind.IMPORTED).order_by("-id")}
    spellings = {folded(name): name for name in known}
    found: dict[str, User] = {}
    errors: list[RowError] = []
    for entry in entries:
        name = entry.interviewer
        if name in found:
            continue
        if name in known:
            found[name] = known[name]
        elif folded(name) in spellings:
            errors.append(
                RowError(entry.row, f"the interviewer “{name}” is spelt “{spellings[folded(name)]}” here already.")
            )
        elif create:
            found[name] = users.make_imported(name=name, by=by, at=at)
        else:
            errors.append(RowError(entry.row, f"there is no imported interviewer “{name}”."))
            spellings[folded(name)] = name
    if errors:
        raise FileRefused(errors)
    return found


def _applications(
    opening: Opening, entries: list[Entry], by: User, at: dt.datetime, *, create: bool
) -> dict[str, Application]:
    """Return the applications by candidate name; new persons are added when the opening was made from the file."""
    names = list(dict.fromkeys(entry.candidate for entry in entries))
    if create:
        made = candidates.add_many(opening=opening, people=[Person(name) for name in names], by=by, at=at)
        return dict(zip(names, made, strict=True))
    known = {item.candidate.identity.name: item for item in applications_in(opening=opening)}
    errors = []
    for name in names:
        if name not in known:
            row = next(entry.row for entry in entries if entry.candidate == name)
            errors.append(RowError(row, f"there is no candidate “{name}” in this opening; add them first."))
    if errors:
        raise FileRefused(errors)
    return {name: known[name] for name in names}


def _write_cards(
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
    rounds = _rounds(opening, entries)
    interviews = _interviews(by_card, applications, rounds, by, at)
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


def _rounds(opening: Opening, entries: list[Entry]) -> dict[str, Round]:
    """Return the round for each name in the file; "" is the only round there is, or the one called "Imported"."""
    known = {item.name: item for item in opening.rounds.order_by("position", "id")}
    only = next(iter(known.values())) if len(known) == 1 else None
    found: dict[str, Round] = {}
    for name in dict.fromkeys(entry.round for entry in entries):
        wanted = name or (only.name if only else IMPORTED_ROUND)
        found[name] = known.get(wanted) or _new_round(opening, wanted, len(known))
        known[wanted] = found[name]
    return found


def _new_round(opening: Opening, name: str, position: int) -> Round:
    made = Round.objects.create(opening=opening, name=name, position=position)
    ids = opening.rubric.criteria.order_by("id").values_list("id", flat=True)
    RoundCriterion.objects.bulk_create(RoundCriterion(round=made, criterion_id=pk) for pk in ids)
    return made


def _interviews(
    by_card: Mapping[tuple[str, str, str], list[Entry]],
    applications: Mapping[str, Application],
    rounds: Mapping[str, Round],
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
    missing = [pair for pair in wanted if (applications[pair[0]].pk, rounds[pair[1]].pk) not in known]
    made = Interview.objects.bulk_create(
        [
            Interview(application=applications[candidate], round=rounds[round_name], created_at=at, created_by=by)
            for candidate, round_name in missing
        ],
        BATCH,
    )
    known |= {(interview.application_id, interview.round_id): interview for interview in made}
    return {pair: known[applications[pair[0]].pk, rounds[pair[1]].pk] for pair in wanted}


def _refuse_second_cards(
    by_card: Mapping[tuple[str, str, str], list[Entry]],
    interviews: Mapping[tuple[str, str], Interview],
    people: Mapping[str, User],
) -> None:
    taken = set(
        PanelSeat.objects.filter(interview__in=list(interviews.values())).values_list("interview_id", "interviewer_id")
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
    criteria = {criterion.name: criterion for criterion in Criterion.objects.filter(rubric_id=opening.rubric_id)}
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
                        revision=revision, criterion=criterion, text=row.evidence, salt=salt, commitment=commitment
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
