"""Reads of openings, starting from those the viewer may see."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet

from assessor.accounts.models import User
from assessor.openings.enums import Fate, OpeningState, TeamAccess
from assessor.openings.models import (
    EXPORT_KEPT,
    CriterionFate,
    Export,
    Opening,
    Round,
    RoundCriterion,
    RubricMove,
    SortChoice,
    TeamMember,
)
from assessor.openings.permissions import RUNNERS, Standing
from assessor.openings.rules import EarlierVersion, Measure, Passage, Reading, composed
from roles.models import Criterion, Role, Rubric
from roles.queries import described_many
from roles.queries.versions import titles_of
from roles.rules import RubricText
from roles.rules.changes import RubricChanges, compare


def openings_visible_to(*, viewer: User) -> QuerySet[Opening]:
    """Return the openings whose team the viewer is on; all of them for recruiters. A queryset, no query yet."""
    if viewer.recruits_for_all:
        return Opening.objects.all()
    return Opening.objects.filter(team__user=viewer)


def openings_run_by(*, viewer: User) -> QuerySet[Opening]:
    """Return the openings the viewer runs, whatever their state; all of them for recruiters. No query yet."""
    if viewer.recruits_for_all:
        return Opening.objects.all()
    return Opening.objects.filter(team__user=viewer, team__access__in=RUNNERS)


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
    """A round and the ids of the criteria it covers, of the rubric the opening is on."""

    round: Round
    criterion_ids: frozenset[int]


def rounds_of(*, opening: Opening) -> list[RoundPlan]:
    """Return the rounds in order with what each covers. Two queries."""
    coverage = RoundCriterion.objects.filter(criterion__rubric_id=opening.rubric_id)
    rounds = (
        Round.objects.filter(opening=opening)
        .prefetch_related(Prefetch("coverage", queryset=coverage))
        .order_by("position", "id")
    )
    return [
        RoundPlan(round=entry, criterion_ids=frozenset(link.criterion_id for link in entry.coverage.all()))
        for entry in rounds
    ]


def sort_choice(*, viewer: User, opening: Opening) -> SortChoice | None:
    """Return how the viewer last sorted the comparison; None means by name. One query."""
    return SortChoice.objects.filter(opening=opening, user=viewer).first()


def exports_of(*, viewer: User, at: dt.datetime) -> QuerySet[Export]:
    """Return the files the viewer asked for in the last day, of openings still visible to them, newest first.

    No query yet.
    """
    return (
        Export.objects.filter(
            asked_by=viewer,
            asked_at__gt=at - EXPORT_KEPT,
            opening__in=openings_visible_to(viewer=viewer),
        )
        .select_related("opening")
        .order_by("-asked_at", "-pk")
    )


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


def newer_rubric_of(*, opening: Opening) -> Rubric | None:
    """Return the published rubric of the opening's role where it is newer than the opening's own. One query."""
    rubric = published_rubric_of(role=opening.role)
    return rubric if rubric is not None and rubric.number > opening.rubric.number else None


@dataclass(frozen=True, slots=True)
class Ahead:
    """The version an opening is on, the newer one it can be moved to, and what differs."""

    before: RubricText
    after: RubricText
    changes: RubricChanges


def ahead_of(*, opening: Opening) -> Ahead | None:
    """Return what a move would lead to; None, for one query, where no newer version is published. Else ten queries."""
    newer = newer_rubric_of(opening=opening)
    if newer is None:
        return None
    texts = described_many(rubric_ids=[opening.rubric_id, newer.pk])
    before, after = texts[opening.rubric_id], texts[newer.pk]
    return Ahead(before, after, compare(before, after, titles_of(role=opening.role)))


def versions_of(*, opening: Opening) -> list[int]:
    """Return the numbers of the rubrics the opening is on or was on, newest first. One query."""
    left = RubricMove.objects.filter(opening=opening).order_by("-from_rubric__number")
    return [opening.rubric.number, *left.values_list("from_rubric__number", flat=True)]


def moves_of(*, opening: Opening) -> list[RubricMove]:
    """Return the opening's moves with versions, people and fates, newest first. Two queries, one without a move."""
    fates = CriterionFate.objects.select_related("from_criterion", "to_criterion").order_by("id")
    moves = RubricMove.objects.filter(opening=opening).select_related("from_rubric", "to_rubric", "moved_by")
    return list(moves.prefetch_related(Prefetch("fates", queryset=fates)).order_by("-from_rubric__number"))


def earlier_versions(*, opening: Opening, until: Rubric | None = None) -> list[EarlierVersion]:
    """Return the versions the opening was moved from, oldest first, with what scores on them count as.

    With `until`, as it was while the opening was on that version. One query.
    """
    made = CriterionFate.objects.filter(move__opening=opening)
    if until is not None:
        made = made.filter(move__to_rubric__number__lte=until.number)
    fates = made.select_related("move__from_rubric", "from_criterion", "to_criterion")
    left: dict[int, list[CriterionFate]] = {}
    for fate in fates.order_by("move__from_rubric__number", "id"):
        left.setdefault(fate.move_id, []).append(fate)
    ends = composed([{fate.from_criterion_id: _passage(fate) for fate in group} for group in left.values()])
    known = {fate.to_criterion_id: fate.to_criterion for group in left.values() for fate in group}
    return [_earlier(group, ends, known) for group in left.values()]


def _passage(fate: CriterionFate) -> Passage[int]:
    return Passage(Fate(fate.fate), fate.to_criterion_id)


def _earlier(
    fates: list[CriterionFate], ends: dict[int, Passage[int]], known: dict[int | None, Criterion | None]
) -> EarlierVersion:
    rubric = fates[0].move.from_rubric
    return EarlierVersion(
        rubric_id=rubric.pk,
        number=rubric.number,
        content_hash=rubric.content_hash,
        readings=tuple(
            Reading(_measure(fate.from_criterion), passage.fate, to=_measure(to) if to else None)
            for fate in fates
            for passage in [ends[fate.from_criterion_id]]
            for to in [known.get(passage.to)]
        ),
    )


def _measure(criterion: Criterion) -> Measure:
    return Measure(criterion.pk, criterion.key, criterion.name, criterion.scale)
