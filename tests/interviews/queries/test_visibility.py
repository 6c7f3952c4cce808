"""The blind rule against a reading of it in plain Python, over random panels."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from assessor.candidates.enums import FileKind
from assessor.interviews.enums import SeatState
from assessor.interviews.models import PanelSeat, Scorecard
from assessor.interviews.queries.cards import own_seats
from assessor.interviews.queries.owed import cards_owed
from assessor.interviews.queries.visibility import (
    applications_visible_to,
    blind_application_ids,
    files_visible_to,
    is_blind,
    scorecards_visible_to,
    why_blind,
)
from assessor.interviews.rules.blindness import Blindness
from assessor.openings.enums import CardVisibility, TeamAccess
from assessor.openings.models import Opening
from tests.factories.accounts import UserFactory
from tests.factories.candidates import CandidateFileFactory, ConflictFactory
from tests.factories.interviews import RevisionFactory, ScorecardFactory, submitted_card
from tests.factories.openings import TeamMemberFactory
from tests.interviews.scene import scene
from tests.moments import AT

ROLES = ["nobody", "recruiter", *TeamAccess.values]
CARDS = ["none", "draft", "submitted"]


@dataclass
class Place:
    """One seat as drawn: who, on which application, in which round, in which state, with which card."""

    person: int
    application: int
    round: int
    state: str
    card: str


@dataclass
class World:
    roles: list[str]
    visibility: str
    places: list[Place] = field(default_factory=list)
    conflicts: set[tuple[int, int]] = field(default_factory=set)

    # The oracle: design 3.4 in plain words, over what was drawn.

    def held(self, person: int, application: int) -> list[Place]:
        return [
            place
            for place in self.places
            if (place.person, place.application) == (person, application) and place.state != SeatState.REMOVED
        ]

    def is_blind(self, person: int, application: int) -> bool:
        held = self.held(person, application)
        if any(place.card != "submitted" for place in held):
            return True
        if not held or self.visibility == CardVisibility.AFTER_OWN:
            return False
        if self.visibility == CardVisibility.NEVER and self.roles[person] == "nobody":
            return True
        return any(
            place.application == application
            and place.state == SeatState.ASSIGNED
            and place.card != "submitted"
            for place in self.places
        )

    def reasons(self, person: int, application: int) -> set[str]:
        """What a page may say of why: nothing where the person is not blind."""
        held = self.held(person, application)
        found = {
            "own" if place.state == SeatState.ASSIGNED else "stepped_back"
            for place in held
            if place.card != "submitted"
        }
        if found or not self.is_blind(person, application):
            return found
        never = self.visibility == CardVisibility.NEVER and self.roles[person] == "nobody"
        return {"never" if never else "panel"}

    def is_done(self, person: int, application: int) -> bool:
        held = self.held(person, application)
        return bool(held) and all(place.card == "submitted" for place in held)

    def sees_application(self, person: int, application: int) -> bool:
        if (person, application) in self.conflicts:
            return False
        if self.roles[person] != "nobody":
            return True
        return self.is_done(person, application) and not self.is_blind(person, application)

    def sees_card(self, person: int, place: Place) -> bool:
        if place.card == "none" or (person, place.application) in self.conflicts:
            return False
        if place.person == person and place.state != SeatState.REMOVED:
            return True
        return (
            place.card == "submitted"
            and self.sees_application(person, place.application)
            and not self.is_blind(person, place.application)
        )


@st.composite
def worlds(draw: st.DrawFn) -> World:
    people = draw(st.integers(2, 4))
    world = World(
        roles=[draw(st.sampled_from(ROLES)) for _ in range(people)],
        visibility=draw(st.sampled_from(CardVisibility.values)),
        conflicts=draw(st.sets(st.tuples(st.integers(0, people - 1), st.integers(0, 1)), max_size=2)),
    )
    spots = st.tuples(st.integers(0, people - 1), st.integers(0, 1), st.integers(0, 1))
    for person, application, round in draw(st.lists(spots, unique=True, min_size=1, max_size=8)):
        state = draw(st.sampled_from(SeatState.values))
        world.places.append(Place(person, application, round, state, draw(st.sampled_from(CARDS))))
    return world


class TestBlindRule(TestCase):
    seen = 0
    hidden = 0

    @classmethod
    def setUpTestData(cls):
        cls.stage = scene()
        cls.rounds = [cls.stage.round("Screen"), cls.stage.round("Panel")]
        cls.applications = [cls.stage.candidate("Ngozi"), cls.stage.candidate("Bo")]
        cls.people = [UserFactory() for _ in range(4)]

    def built(self, world):
        """Make the rows of this example; return the people, the cards and the seats, both by place."""
        self.stage.interviews.clear()
        people = self.people[: len(world.roles)]
        Opening.objects.filter(pk=self.stage.opening.pk).update(visibility=world.visibility)
        for person, application in world.conflicts:
            ConflictFactory(user=people[person], application=self.applications[application])
        for person, role in zip(people, world.roles, strict=True):
            person.is_recruiter = role == "recruiter"
            if role in TeamAccess.values:
                TeamMemberFactory(opening=self.stage.opening, user=person, access=role)
        cards, seats = {}, {}
        for number, place in enumerate(world.places):
            person = people[place.person]
            seat = self.stage.seat(self.applications[place.application], person, self.rounds[place.round])
            if place.card == "submitted":
                cards[number] = submitted_card(seat, {self.stage.depth: 3})
            elif place.card == "draft":
                cards[number] = ScorecardFactory(seat=seat)
            if place.state != SeatState.ASSIGNED:
                PanelSeat.objects.filter(pk=seat.pk).update(state=place.state, ended_at=AT, ended_by=person)
            seats[number] = seat
        return people, cards, seats

    @given(worlds())
    def test_bl_22_queries_agree_with_the_oracle(self, world):
        people, cards, seats = self.built(world)
        for who, person in enumerate(people):
            expected = {
                cards[number].pk
                for number, place in enumerate(world.places)
                if number in cards and world.sees_card(who, place)
            }
            visible = set(scorecards_visible_to(viewer=person).values_list("pk", flat=True))
            assert visible == expected
            blind = set(blind_application_ids(viewer=person))
            why = why_blind(viewer=person, applications=self.applications)
            assert set(why) == blind
            open_pages = set(applications_visible_to(viewer=person).values_list("pk", flat=True))
            owed = cards_owed(viewer=person, opening=self.stage.opening)
            for index, application in enumerate(self.applications):
                assert (application.pk in blind) == world.is_blind(who, index)
                assert is_blind(viewer=person, application=application) == world.is_blind(who, index)
                reasons = world.reasons(who, index)
                assert why.get(application.pk) == next((word for word in Blindness if word in reasons), None)
                assert (application.pk in open_pages) == world.sees_application(who, index)
                # BL-09: who owes a card is told to nobody who is blind there.
                assigned = {
                    seats[number].ref: place.card == "submitted"
                    for number, place in enumerate(world.places)
                    if place.application == index and place.state == SeatState.ASSIGNED
                }
                told = world.sees_application(who, index) and not world.is_blind(who, index)
                listed = {seat.seat_ref: seat.is_submitted for seat in owed.get(application.pk, [])}
                assert listed == (assigned if told else {})
            self._identity_implies_content(person)
            TestBlindRule.seen += len(visible - {card.pk for card in self._own(world, cards, who)})
            TestBlindRule.hidden += len(cards) - len(visible)

    def _identity_implies_content(self, person):
        """BL-22: another's card is open only where the application's page is, not where one is blind, and no draft."""
        others = scorecards_visible_to(viewer=person).exclude(seat__interviewer=person)
        application_ids = set(others.values_list("seat__interview__application_id", flat=True))
        assert application_ids <= set(applications_visible_to(viewer=person).values_list("pk", flat=True))
        assert not application_ids & set(blind_application_ids(viewer=person))
        assert not others.filter(current__isnull=True).exists()

    @staticmethod
    def _own(world, cards, who):
        return [
            cards[number]
            for number, place in enumerate(world.places)
            if number in cards and place.person == who
        ]

    @classmethod
    def tearDownClass(cls):
        # Both sides of the rule were met, or the test above proved nothing.
        if cls.seen + cls.hidden:
            assert cls.seen > 0
            assert cls.hidden > 0
        super().tearDownClass()


@pytest.fixture
def ngozi(stage):
    return stage.candidate()


@pytest.mark.parametrize("start", ["nothing", "an empty draft", "a draft", "a seat declined"])
def test_only_a_submission_opens(stage, ngozi, ann, start):
    """BL-12."""
    theirs = stage.card_of(ngozi)
    seat = stage.seat(ngozi, ann)
    if "draft" in start:
        revision = RevisionFactory(scorecard=ScorecardFactory(seat=seat))
        if start == "a draft":
            revision.scores.create(criterion=stage.depth, value=3)
    if start == "a seat declined":
        PanelSeat.objects.filter(pk=seat.pk).update(state=SeatState.DECLINED, ended_at=AT, ended_by=ann)
    assert not scorecards_visible_to(viewer=ann).filter(pk=theirs.pk).exists()
    assert not applications_visible_to(viewer=ann).exists()


def test_a_submission_opens(stage, ngozi, ann):
    theirs = stage.card_of(ngozi)
    submitted_card(stage.seat(ngozi, ann), {stage.depth: 3})
    assert theirs in scorecards_visible_to(viewer=ann)
    assert list(applications_visible_to(viewer=ann)) == [ngozi]


def test_a_second_round_closes_again(stage, ngozi, ann):
    """BL-25."""
    screen, panel = stage.round("Screen"), stage.round("Panel")
    submitted_card(stage.seat(ngozi, ann, screen), {stage.depth: 3})
    theirs = stage.card_of(ngozi)
    stage.seat(ngozi, ann, panel)
    assert theirs not in scorecards_visible_to(viewer=ann)


@pytest.mark.parametrize("access", TeamAccess.values)
def test_team_access_does_not_open_where_one_is_seated(stage, ngozi, ann, access):
    """BL-19."""
    TeamMemberFactory(opening=stage.opening, user=ann, access=access)
    theirs, other = stage.card_of(ngozi), stage.card_of(stage.candidate("Bo"))
    stage.seat(ngozi, ann)
    assert list(scorecards_visible_to(viewer=ann)) == [other]
    assert theirs not in scorecards_visible_to(viewer=ann)


@pytest.mark.parametrize("flag", ["is_administrator", "is_rubric_editor", "is_auditor"])
def test_access_to_the_installation_shows_no_card(stage, ngozi, flag):
    stage.card_of(ngozi)
    assert not scorecards_visible_to(viewer=UserFactory(**{flag: True})).exists()


@pytest.mark.parametrize("who", ["manager", "recruiter"])
def test_a_draft_is_its_authors_alone(stage, ngozi, ann, who):
    """BL-11."""
    draft = ScorecardFactory(seat=stage.seat(ngozi, ann))
    viewer = stage.manager if who == "manager" else UserFactory(is_recruiter=True)
    assert not scorecards_visible_to(viewer=viewer).exists()
    assert list(scorecards_visible_to(viewer=ann)) == [draft]


def test_somebody_taken_off_the_panel_has_no_seat_and_no_draft(stage, ngozi, ann):
    seat = stage.seat(ngozi, ann)
    ScorecardFactory(seat=seat)
    PanelSeat.objects.filter(pk=seat.pk).update(state=SeatState.REMOVED, ended_at=AT, ended_by=ann)
    assert not own_seats(viewer=ann).exists()
    assert not scorecards_visible_to(viewer=ann).exists()
    assert Scorecard.objects.count() == 1


def test_an_interviewer_opens_the_cv_alone(stage, ngozi, ann):
    stage.seat(ngozi, ann)
    cv = CandidateFileFactory(application=ngozi)
    CandidateFileFactory(application=ngozi, kind=FileKind.OTHER)
    CandidateFileFactory(application=stage.candidate("Bo"))
    assert list(files_visible_to(viewer=ann)) == [cv]
    assert files_visible_to(viewer=stage.manager).count() == 3
