from __future__ import annotations

import datetime as dt

import pytest

from assessor.audit.models import AuditPayload
from assessor.base.refused import Refused
from assessor.openings.actions import openings
from assessor.openings.enums import CardVisibility, OpeningState, PanelRule, TeamAccess
from assessor.openings.models import Opening, TeamMember
from assessor.openings.queries import openings_listed_for
from tests.factories.accounts import UserFactory
from tests.factories.candidates import apply
from tests.factories.openings import OpeningFactory, RoundFactory, TeamMemberFactory, cover
from tests.factories.roles import CriterionFactory, RubricFactory, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def recruiter():
    return UserFactory(is_recruiter=True)


@pytest.fixture
def rubric():
    first = CriterionFactory()
    CriterionFactory(rubric=first.rubric, competency=first.competency)
    return publish(first.rubric, first.rubric.created_by)


def _sentence(call, **facts):
    with pytest.raises(Refused) as refusal:
        call(**facts)
    return refusal.value.sentence


class TestCreate:
    def test_create_starts_with_one_round_that_covers_everything(self, rubric, recruiter, at, events):
        marit = UserFactory(name="Marit")
        with events() as recorded:
            opening = openings.create(
                rubric=rubric, title="Head of Data", hiring_managers=[marit, marit], by=recruiter, at=at
            )
        assert recorded == ["opening.created"]
        [only] = opening.rounds.all()
        assert (opening.slug, opening.state, only.name) == ("head-of-data", OpeningState.OPEN, "Interview")
        assert set(only.criteria.all()) == set(rubric.criteria.all())
        assert list(opening.team.values_list("user", "access")) == [(marit.pk, TeamAccess.HIRING_MANAGER)]

    def test_create_by_somebody_else_is_refused(self, rubric, at):
        for person in (UserFactory(), UserFactory(is_administrator=True), UserFactory(is_rubric_editor=True)):
            assert _sentence(openings.create, rubric=rubric, title="X", by=person, at=at) == (
                "Only recruiters can start an opening."
            )
        assert not Opening.objects.exists()

    def test_create_on_a_draft_rubric_is_refused(self, recruiter, at):
        draft = RubricFactory()
        assert "published rubric" in _sentence(openings.create, rubric=draft, title="X", by=recruiter, at=at)

    def test_create_never_takes_a_word_of_our_addresses(self, rubric, recruiter, at):
        assert openings.create(rubric=rubric, title="New", by=recruiter, at=at).slug == "new-2"
        with pytest.raises(openings.SlugTaken):
            openings.create(rubric=rubric, title="X", slug="new", by=recruiter, at=at)

    def test_create_twice_with_one_title_makes_two_addresses(self, rubric, recruiter, at):
        slugs = [openings.create(rubric=rubric, title="Één", by=recruiter, at=at).slug for _ in range(3)]
        assert slugs == ["een", "een-2", "een-3"]

    def test_create_with_a_taken_slug_is_refused(self, rubric, recruiter, at):
        OpeningFactory(slug="taken")
        with pytest.raises(openings.SlugTaken):
            openings.create(rubric=rubric, title="X", slug="taken", by=recruiter, at=at)


class TestTurns:
    @pytest.fixture
    def opening(self):
        return OpeningFactory(state=OpeningState.DRAFT)

    @pytest.fixture
    def manager(self, opening):
        return TeamMemberFactory(opening=opening).user

    def test_start_close_reopen(self, opening, manager, at, events):
        with events() as recorded:
            openings.start(opening=opening, by=manager, at=at)
            openings.close(opening=opening, by=manager, at=at)
            openings.reopen(opening=opening, by=manager, at=at)
        opening.refresh_from_db()
        assert recorded == ["opening.opened", "opening.closed", "opening.reopened"]
        assert (opening.state, opening.closed_at, opening.closed_by) == (OpeningState.OPEN, None, None)

    def test_start_twice_is_refused(self, opening, manager, at):
        openings.start(opening=opening, by=manager, at=at)
        assert (
            _sentence(openings.start, opening=opening, by=manager, at=at) == "This opening is already open."
        )

    def test_reopen_what_is_open_is_refused(self, opening, manager, at):
        assert _sentence(openings.reopen, opening=opening, by=manager, at=at) == "This opening is not closed."

    def test_closed_refuses_settings(self, opening, manager, at):
        openings.close(opening=opening, by=manager, at=at)
        facts = {
            "title": "X",
            "panel_rule": PanelRule.MEAN,
            "compares_shortlist_only": True,
            "due_days": 1,
            "coverage_goal": 2,
            "visibility": CardVisibility.AFTER_OWN,
        }
        assert "closed" in _sentence(openings.edit, opening=opening, **facts, by=manager, at=at)

    def test_edit_changes_what_it_says(self, opening, manager, at, events):
        with events() as recorded:
            openings.edit(
                opening=opening,
                title="Renamed",
                panel_rule=PanelRule.MEDIAN,
                compares_shortlist_only=True,
                due_days=5,
                coverage_goal=3,
                visibility=CardVisibility.AFTER_OWN,
                by=manager,
                at=at,
            )
        opening.refresh_from_db()
        assert recorded == ["opening.edited"]
        assert (opening.title, opening.panel_rule, opening.compares_shortlist_only, opening.due_days) == (
            "Renamed",
            PanelRule.MEDIAN,
            True,
            5,
        )
        assert opening.coverage_goal == 3
        assert (opening.visibility_changed_at, opening.visibility_changed_by) == (None, None)

    def test_a_change_of_visibility_says_who_and_when(self, opening, manager, at, events):
        """BL-24."""
        facts = {
            "title": opening.title,
            "panel_rule": PanelRule.MEAN,
            "compares_shortlist_only": False,
            "due_days": 2,
            "coverage_goal": 2,
        }
        later = at + dt.timedelta(days=1)
        openings.edit(opening=opening, **facts, visibility=CardVisibility.NEVER, by=manager, at=at)
        payload = AuditPayload.objects.latest("seq").payload
        assert (payload["before"]["visibility"], payload["after"]["visibility"]) == ("after_own", "never")
        openings.edit(opening=opening, **facts, visibility=CardVisibility.NEVER, by=manager, at=later)
        opening.refresh_from_db()
        assert (opening.visibility, opening.visibility_changed_at) == ("never", at)
        assert opening.visibility_changed_by == manager

    def test_a_copy_sees_as_the_original_does(self, opening, at):
        Opening.objects.update(visibility=CardVisibility.AFTER_PANEL)
        opening.refresh_from_db()
        recruiter = UserFactory(is_recruiter=True)
        copied = openings.copy(opening=opening, title="Again", rubric=opening.rubric, by=recruiter, at=at)
        assert copied.visibility == CardVisibility.AFTER_PANEL

    @pytest.mark.parametrize("access", [TeamAccess.OBSERVER, None])
    def test_who_does_not_run_it_turns_nothing(self, opening, at, access):
        person = UserFactory()
        if access:
            TeamMemberFactory(opening=opening, user=person, access=access)
        for act in (openings.start, openings.close, openings.reopen):
            assert "Only recruiters and the opening's hiring managers" in _sentence(
                act, opening=opening, by=person, at=at
            )


def test_copy_takes_team_and_rounds_and_no_candidates(rubric, recruiter, at, events):
    source = openings.create(rubric=rubric, title="Autumn", by=recruiter, at=at)
    cover(RoundFactory(opening=source, name="Panel", minutes=90, position=1, shows_files=False))
    Opening.objects.filter(pk=source.pk).update(coverage_goal=3)
    source.refresh_from_db()
    TeamMemberFactory(opening=source, access=TeamAccess.OBSERVER)
    apply(source, "Ngozi")
    with events() as recorded:
        copied = openings.copy(opening=source, title="Spring", rubric=rubric, by=recruiter, at=at)
    assert recorded == ["opening.copied"]
    assert copied.coverage_goal == 3
    assert [(held.name, held.minutes, held.shows_files) for held in copied.rounds.order_by("position")] == [
        ("Interview", 60, True),
        ("Panel", 90, False),
    ]
    assert list(copied.team.values_list("access", flat=True)) == [TeamAccess.OBSERVER]
    assert not copied.applications.exists()


def test_copy_on_another_roles_rubric_is_refused(rubric, recruiter, at):
    elsewhere = OpeningFactory()
    assert "same role" in _sentence(
        openings.copy, opening=elsewhere, title="X", rubric=rubric, by=recruiter, at=at
    )


def test_list_shows_open_ones_first_then_newest(recruiter, at):
    closed = OpeningFactory(state=OpeningState.CLOSED, closed_at=at, closed_by=recruiter, title="Closed")
    older, newer = OpeningFactory(title="Older"), OpeningFactory(title="Newer")
    TeamMember.objects.all().delete()
    assert list(openings_listed_for(viewer=recruiter)) == [newer, older, closed]
