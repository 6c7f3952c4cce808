"""Reads of openings, starting from those the viewer may see."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from assessor.accounts.models import User
from assessor.openings.enums import OpeningState, TeamAccess
from assessor.openings.models import Opening, Round, SortChoice, TeamMember
from assessor.openings.permissions import Standing
from roles.models import Criterion, Role, Rubric


def openings_visible_to(*, viewer: User) -> QuerySet[Opening]:
    """Return the openings whose team the viewer is on; all of them for recruiters. A queryset, no query yet."""
    if viewer.recruits_for_all:
        return Opening.objects.all()
    return Opening.objects.filter(team__user=viewer)


def openings_listed_for(*, viewer: User, role: str = "") -> QuerySet[Opening]:
    """Return visible openings for a list: open ones first, newest first, with role and count of candidates.

    Candidates the viewer has a conflict on are not counted. With the slug of a role, its openings alone. One query.
    """
    openings = openings_visible_to(viewer=viewer)
    return (
        (openings.filter(role__slug=role) if role else openings)
        .select_related("role", "rubric")
        .annotate(
            candidate_count=Count(
                "applications",
                filter=~Q(applications__stage__in=["rejected", "withdrawn"])
                & ~Q(applications__in=viewer.conflicts.values("application")),
                distinct=True,
            ),
            is_over=Q(state=OpeningState.CLOSED),
        )
        .order_by("is_over", "-created_at", "-id")
    )


def standing_of(*, viewer: User, opening: Opening) -> Standing:
    """Return what the viewer is to the opening. One query."""
    access = TeamMember.objects.filter(opening=opening, user=viewer).values_list("access", flat=True).first()
    return Standing(user=viewer, opening=opening, access=TeamAccess(access) if access else None)


def team_of(*, opening: Opening) -> list[TeamMember]:
    """Return the team with its people, by access, then name. One query."""
    return list(
        TeamMember.objects.filter(opening=opening)
        .select_related("user")
        .order_by("access", "user__name", "id")
    )


@dataclass(frozen=True, slots=True)
class RoundPlan:
    """A round and the ids of the criteria it covers."""

    round: Round
    criterion_ids: frozenset[int]


def rounds_of(*, opening: Opening) -> list[RoundPlan]:
    """Return the rounds in order with what each covers. Two queries."""
    rounds = Round.objects.filter(opening=opening).prefetch_related("coverage").order_by("position", "id")
    return [
        RoundPlan(round=entry, criterion_ids=frozenset(link.criterion_id for link in entry.coverage.all()))
        for entry in rounds
    ]


def sort_choice(*, viewer: User, opening: Opening) -> SortChoice | None:
    """Return how the viewer last sorted the comparison; None means by name. One query."""
    return SortChoice.objects.filter(opening=opening, user=viewer).first()


def people_to_choose() -> list[User]:
    """Return everybody who can be put on a team or a panel, by name. One query."""
    return list(User.objects.people().active().by_name())


def rubrics_to_start_with() -> list[Rubric]:
    """Return the published rubric of each role that has one, by the role's title. One query."""
    return list(Rubric.objects.published().select_related("role").order_by("role__title", "role_id"))


def published_rubric_of(*, role: Role) -> Rubric | None:
    """Return the role's published rubric, or None. One query."""
    return Rubric.objects.published().filter(role=role).select_related("role").first()


@dataclass(frozen=True, slots=True)
class CriterionChoice:
    """A criterion a round can cover, under its competency."""

    id: int
    name: str
    competency: str


def criteria_to_choose(*, opening: Opening) -> list[CriterionChoice]:
    """Return the criteria of the opening's rubric in the order people read it. One query."""
    rows = Criterion.objects.filter(rubric_id=opening.rubric_id).order_by(
        "competency__position", "competency_id", "position", "id"
    )
    return [CriterionChoice(*row) for row in rows.values_list("id", "name", "competency__name")]
