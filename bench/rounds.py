"""Hiring rounds of a stated size, written straight into the tables; the same seed gives the same scores."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction

from assessor.accounts.models import User
from assessor.candidates.models import Application, Candidate, CandidateIdentity
from assessor.interviews.models import Interview, PanelSeat, Revision, Score, Scorecard
from assessor.openings.models import Opening, Round, RoundCriterion
from roles.models import Competency, Criterion, Level, Role, Rubric

AT = dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC)
BATCH = 2000


@dataclass(frozen=True)
class Size:
    """How many candidates, interviewers (each sees everybody) and criteria."""

    name: str
    candidates: int
    interviewers: int
    criteria: int

    @property
    def scores(self) -> int:
        return self.candidates * self.interviewers * self.criteria


SIZES = {size.name: size for size in (Size("S", 20, 4, 8), Size("M", 200, 6, 12), Size("L", 2000, 6, 12))}


@transaction.atomic
def build(size: Size) -> Opening:
    """Write one open round of this size with every card submitted, and return it."""
    rng = random.Random(size.scores)
    recruiter = _user(f"recruiter-{size.name}", is_recruiter=True)
    panel = [_user(f"interviewer-{size.name}-{index}") for index in range(size.interviewers)]
    rubric = _rubric(size, recruiter)
    opening = Opening.objects.create(
        slug=f"round-{size.name.lower()}",
        title=f"Round {size.name}",
        role=rubric.role,
        rubric=rubric,
        state="open",
        created_at=AT,
        created_by=recruiter,
    )
    plan = Round.objects.create(opening=opening, name="Interview")
    criteria = list(rubric.criteria.order_by("id"))
    RoundCriterion.objects.bulk_create(RoundCriterion(round=plan, criterion=item) for item in criteria)
    applications = _applications(size, opening, recruiter)
    interviews = Interview.objects.bulk_create(
        [
            Interview(application=item, round=plan, created_at=AT, created_by=recruiter)
            for item in applications
        ],
        BATCH,
    )
    seats = PanelSeat.objects.bulk_create(
        [
            PanelSeat(interview=interview, interviewer=person, created_at=AT, created_by=recruiter)
            for interview in interviews
            for person in panel
        ],
        BATCH,
    )
    _cards(seats, rubric, criteria, rng)
    return opening


@transaction.atomic
def spare_seats(opening: Opening, many: int) -> list[PanelSeat]:
    """Seat one more interviewer, without a card, with so many candidates of the round (again and again if need be)."""
    person = _user(f"newcomer-{opening.slug}")
    applications = list(opening.applications.order_by("id"))
    seats = []
    for number in range(many):
        plan = (
            opening.rounds.get(name="Interview")
            if number < len(applications)
            else _extra_round(opening, number)
        )
        interview, _ = Interview.objects.get_or_create(
            application=applications[number % len(applications)],
            round=plan,
            defaults={"created_at": AT, "created_by": opening.created_by},
        )
        seats.append(
            PanelSeat.objects.create(
                interview=interview, interviewer=person, created_at=AT, created_by=opening.created_by
            )
        )
    return seats


def _extra_round(opening: Opening, number: int) -> Round:
    made, fresh = Round.objects.get_or_create(
        opening=opening, name=f"Extra {number // opening.applications.count()}"
    )
    if fresh:
        criteria = opening.rubric.criteria.order_by("id")
        RoundCriterion.objects.bulk_create(RoundCriterion(round=made, criterion=item) for item in criteria)
    return made


def _user(name: str, **access: Any) -> User:
    user = User(email=f"{name.lower()}@example.com", name=name, created_at=AT, **access)
    user.set_unusable_password()
    user.save()
    return user


def _rubric(size: Size, by: User) -> Rubric:
    role = Role.objects.create(
        slug=f"role-{size.name.lower()}", title=f"Role {size.name}", created_at=AT, created_by=by
    )
    rubric = Rubric.objects.create(role=role, number=1, created_at=AT, created_by=by)
    headings = [
        Competency.objects.create(
            rubric=rubric, key=f"heading-{index}", name=f"Heading {index}", position=index
        )
        for index in range(4)
    ]
    criteria = Criterion.objects.bulk_create(
        Criterion(
            rubric=rubric,
            competency=headings[index * 4 // size.criteria],
            key=f"criterion-{index}",
            name=f"Criterion number {index}",
            position=index,
        )
        for index in range(size.criteria)
    )
    Level.objects.bulk_create(
        Level(
            criterion=item,
            value=Decimal(value),
            text=f"What {value} looks like on {item.name}, in a full sentence.",
        )
        for item in criteria
        for value in range(1, 6)
    )
    Rubric.objects.filter(pk=rubric.pk).update(
        state="published", published_at=AT, published_by=by, content_hash="c" * 64, structure_hash="s" * 64
    )
    return Rubric.objects.get(pk=rubric.pk)


def _applications(size: Size, opening: Opening, by: User) -> list[Application]:
    candidates = Candidate.objects.bulk_create(
        [Candidate(created_at=AT) for _ in range(size.candidates)], BATCH
    )
    CandidateIdentity.objects.bulk_create(
        [
            CandidateIdentity(candidate=item, name=f"Candidate {index:04d}", email=f"c{index}@example.org")
            for index, item in enumerate(candidates)
        ],
        BATCH,
    )
    return Application.objects.bulk_create(
        [
            Application(candidate=item, opening=opening, stage="interviewing", created_at=AT, created_by=by)
            for item in candidates
        ],
        BATCH,
    )


def _cards(seats: list[PanelSeat], rubric: Rubric, criteria: list[Criterion], rng: random.Random) -> None:
    cards = Scorecard.objects.bulk_create(
        [Scorecard(seat=seat, rubric=rubric, version=1, started_at=AT) for seat in seats], BATCH
    )
    revisions = Revision.objects.bulk_create(
        [
            Revision(
                scorecard=card, number=1, recommendation=rng.choice(("no", "undecided", "yes", "strong_yes"))
            )
            for card in cards
        ],
        BATCH,
    )
    Score.objects.bulk_create(
        [
            Score(revision=revision, criterion=item, value=Decimal(rng.randint(1, 5)))
            for revision in revisions
            for item in criteria
        ],
        BATCH,
    )
    for revision, seat in zip(revisions, seats, strict=True):
        revision.submitted_at, revision.submitted_by_id = AT, seat.interviewer_id
        revision.content_hash = f"{revision.pk:064x}"
    Revision.objects.bulk_update(revisions, ["submitted_at", "submitted_by", "content_hash"], BATCH // 10)
    for card, revision in zip(cards, revisions, strict=True):
        card.state, card.submitted_at, card.current = "submitted", AT, revision
    Scorecard.objects.bulk_update(cards, ["state", "submitted_at", "current"], BATCH // 10)
