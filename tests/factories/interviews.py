"""Interviews, seats, scorecards, their revisions, scores and evidence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import factory

from assessor.interviews.enums import CardState
from assessor.interviews.models import (
    Evidence,
    FirstLook,
    Interview,
    PanelSeat,
    Revision,
    Score,
    Scorecard,
    ScratchNote,
)
from roles.models import Criterion
from tests.moments import AT


class InterviewFactory(factory.django.DjangoModelFactory):
    """An interview of an application, in a round of the same opening."""

    class Meta:
        model = Interview

    application = factory.SubFactory("tests.factories.candidates.ApplicationFactory")
    round = factory.SubFactory(
        "tests.factories.openings.RoundFactory", opening=factory.SelfAttribute("..application.opening")
    )
    created_at = AT
    created_by = factory.SelfAttribute("application.created_by")


class PanelSeatFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PanelSeat

    interview = factory.SubFactory(InterviewFactory)
    interviewer = factory.SubFactory("tests.factories.accounts.UserFactory")
    created_at = AT
    created_by = factory.SelfAttribute("interview.created_by")


class ScorecardFactory(factory.django.DjangoModelFactory):
    """A draft without a revision."""

    class Meta:
        model = Scorecard

    seat = factory.SubFactory(PanelSeatFactory)
    rubric = factory.SelfAttribute("seat.interview.round.opening.rubric")
    started_at = AT


class RevisionFactory(factory.django.DjangoModelFactory):
    """A draft revision. See `submitted_card` for one that is in."""

    class Meta:
        model = Revision

    scorecard = factory.SubFactory(ScorecardFactory)
    number = 1


class ScoreFactory(factory.django.DjangoModelFactory):
    """The highest value on the first criterion of the card's rubric, unless told which."""

    class Meta:
        model = Score

    revision = factory.SubFactory(RevisionFactory)
    criterion = factory.LazyAttribute(
        lambda score: score.revision.scorecard.rubric.criteria.order_by("id")[0]
    )
    value = factory.SelfAttribute("criterion.hi")


class EvidenceFactory(factory.django.DjangoModelFactory):
    """A card's summary; with `criterion=`, the words behind a score."""

    class Meta:
        model = Evidence

    revision = factory.SubFactory(RevisionFactory)
    text = "What was said."


class ScratchNoteFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ScratchNote

    seat = factory.SubFactory(PanelSeatFactory)
    changed_at = AT


class FirstLookFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FirstLook

    user = factory.SubFactory("tests.factories.accounts.UserFactory")
    application = factory.SubFactory("tests.factories.candidates.ApplicationFactory")
    at = AT


def submitted_card(
    seat: PanelSeat,
    values: Mapping[Criterion, Decimal | int | str | None],
    *,
    texts: Mapping[Criterion | None, str] | None = None,
    recommendation: str = "",
    at: dt.datetime = AT,
    **fields: Any,
) -> Scorecard:
    """Return a submitted card with these values (None: not assessed) and texts (None: the summary).

    It goes around the actions, which ask who submits and what is still missing.
    """
    card = ScorecardFactory(seat=seat, started_at=at, **fields)
    revision = RevisionFactory(scorecard=card, recommendation=recommendation)
    for criterion, value in values.items():
        number = None if value is None else Decimal(value)
        ScoreFactory(revision=revision, criterion=criterion, value=number, not_assessed=value is None)
    for criterion, text in (texts or {}).items():
        EvidenceFactory(revision=revision, criterion=criterion, text=text, salt="0" * 32, commitment="e" * 64)
    Revision.objects.filter(pk=revision.pk).update(
        submitted_at=at, submitted_by=seat.interviewer, content_hash=f"{revision.pk:064x}"
    )
    Scorecard.objects.filter(pk=card.pk).update(state=CardState.SUBMITTED, submitted_at=at, current=revision)
    card.refresh_from_db()
    return card
