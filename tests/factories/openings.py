"""Openings, their team and rounds."""

from __future__ import annotations

import factory

from assessor.openings.enums import Fate, OpeningState, TeamAccess
from assessor.openings.models import (
    CriterionFate,
    Export,
    Opening,
    Round,
    RoundCriterion,
    RubricMove,
    SortChoice,
    TeamMember,
)
from roles.models import Rubric
from tests.factories.roles import CriterionFactory, next_version, publish
from tests.moments import AT


def _published_rubric() -> Rubric:
    """The database takes no opening without a published rubric, and a rubric needs a criterion to be published."""
    rubric = CriterionFactory().rubric
    return publish(rubric, rubric.created_by)


class OpeningFactory(factory.django.DjangoModelFactory):
    """An open opening on a published rubric of one criterion. With `rubric=`, the role follows."""

    class Meta:
        model = Opening

    slug = factory.Sequence(lambda n: f"opening-{n}")
    title = factory.Sequence(lambda n: f"Opening {n}")
    rubric = factory.LazyFunction(_published_rubric)
    role = factory.SelfAttribute("rubric.role")
    state = OpeningState.OPEN
    created_at = AT
    created_by = factory.SubFactory("tests.factories.accounts.UserFactory")


class TeamMemberFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TeamMember

    opening = factory.SubFactory(OpeningFactory)
    user = factory.SubFactory("tests.factories.accounts.UserFactory")
    access = TeamAccess.HIRING_MANAGER


class RoundFactory(factory.django.DjangoModelFactory):
    """A round that covers nothing yet; see RoundCriterionFactory and `cover`."""

    class Meta:
        model = Round

    opening = factory.SubFactory(OpeningFactory)
    name = factory.Sequence(lambda n: f"Round {n}")


class RoundCriterionFactory(factory.django.DjangoModelFactory):
    """Covers the first criterion of the opening's rubric, unless told which."""

    class Meta:
        model = RoundCriterion

    round = factory.SubFactory(RoundFactory)
    criterion = factory.LazyAttribute(
        lambda link: link.round.opening.rubric.criteria.order_by("position", "id")[0]
    )


class RubricMoveFactory(factory.django.DjangoModelFactory):
    """A move to the next version, of one criterion. The opening itself does not follow: it has no fates yet."""

    class Meta:
        model = RubricMove

    opening = factory.SubFactory(OpeningFactory)
    from_rubric = factory.SelfAttribute("opening.rubric")
    to_rubric = factory.LazyAttribute(lambda move: next_version(move.from_rubric))
    reason = "The role has changed."
    moved_at = AT
    moved_by = factory.SelfAttribute("opening.created_by")


class CriterionFateFactory(factory.django.DjangoModelFactory):
    """Sets the first criterion of the move's old rubric aside, unless told otherwise."""

    class Meta:
        model = CriterionFate

    move = factory.SubFactory(RubricMoveFactory)
    from_criterion = factory.LazyAttribute(
        lambda fate: fate.move.from_rubric.criteria.order_by("position", "id")[0]
    )
    fate = Fate.SET_ASIDE


class SortChoiceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SortChoice

    opening = factory.SubFactory(OpeningFactory)
    user = factory.SubFactory("tests.factories.accounts.UserFactory")
    column = "name"


def cover(interview_round: Round) -> Round:
    """Let the round cover every criterion of its opening's rubric, and return it."""
    for criterion in interview_round.opening.rubric.criteria.all():
        RoundCriterionFactory(round=interview_round, criterion=criterion)
    return interview_round


class ExportFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Export

    opening = factory.SubFactory(OpeningFactory)
    format = "csv"
    asked_at = AT
    asked_by = factory.SubFactory("tests.factories.accounts.UserFactory")
    moved_at = AT
