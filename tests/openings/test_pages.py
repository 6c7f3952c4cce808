from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessor.audit.models import AuditEvent
from assessor.openings.actions import openings
from assessor.openings.enums import OpeningState, TeamAccess
from assessor.openings.models import Opening, Round
from tests.factories.accounts import UserFactory
from tests.factories.candidates import apply
from tests.factories.interviews import InterviewFactory, PanelSeatFactory
from tests.factories.openings import OpeningFactory, RoundFactory, TeamMemberFactory, cover
from tests.factories.roles import CriterionFactory, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def recruiter():
    return UserFactory(is_recruiter=True)


@pytest.fixture
def opening():
    return OpeningFactory(title="Head of Data")


@pytest.fixture
def manager(opening):
    return TeamMemberFactory(opening=opening).user


@pytest.fixture
def observer(opening):
    return TeamMemberFactory(opening=opening, access=TeamAccess.OBSERVER).user


def _words(response):
    """The page without its CSRF tokens, which differ each time."""
    return re.sub(rb"[A-Za-z0-9]{64}", b"", response.content)


def _url(name, *args):
    return reverse(f"openings:{name}", args=args)


def _changes(opening, held):
    """Every address of this app that changes an opening, with a body that would do it."""
    settings = {
        "title": "X",
        "due_days": 3,
        "coverage_goal": 2,
        "visibility": "after_own",
        "panel_rule": "mean",
    }
    criterion = opening.rubric.criteria.get()
    round_fields = {"name": "Panel", "minutes": 45, "criteria": [criterion.pk]}
    return [
        (_url("opening-settings", opening.slug), settings),
        (_url("opening-start", opening.slug), {}),
        (_url("opening-close", opening.slug), {}),
        (_url("opening-reopen", opening.slug), {}),
        (_url("team-set", opening.slug), {"person": opening.created_by.ref, "access": "observer"}),
        (_url("team-remove", opening.slug, opening.created_by.ref), {}),
        (_url("round-create", opening.slug), round_fields),
        (_url("round-edit", opening.slug, held.pk), round_fields),
        (_url("round-remove", opening.slug, held.pk), {}),
    ]


class TestList:
    @pytest.mark.parametrize("count", [1, 3])
    def test_list_costs_the_same_for_one_and_for_three(self, client_of, recruiter, count):
        for _ in range(count):
            apply(OpeningFactory(), "Ngozi")
        client = client_of(recruiter)
        client.get(_url("opening-list"))
        with CaptureQueriesContext(connection) as queries:
            response = client.get(_url("opening-list"))
        # The session, its user, how many, and the page of them.
        assert len(queries) == 4
        assert len(response.context["page"].object_list) == count

    def test_list_rendering_asks_nothing(self, rf, recruiter, opening):
        from assessor.openings.views.openings import opening_list

        request = rf.get("/openings/")
        request.user = recruiter
        response = opening_list(request)
        with CaptureQueriesContext(connection) as queries:
            response.render()
        assert len(queries) == 0

    def test_list_holds_only_ones_own(self, client_of, manager):
        OpeningFactory(title="Somebody else's secret")
        response = client_of(manager).get(_url("opening-list"))
        assert [entry.title for entry in response.context["page"].object_list] == ["Head of Data"]
        assert b"secret" not in response.content

    def test_list_of_who_is_only_seated_is_empty(self, client_of, opening):
        seat = PanelSeatFactory(interview=InterviewFactory(application=apply(opening, "Ngozi")))
        response = client_of(seat.interviewer).get(_url("opening-list"))
        assert b"Head of Data" not in response.content
        assert b"You are on no hiring team" in response.content

    @pytest.mark.parametrize("page", ["0", "-1", "99999999999999999999", "x", "٣"])
    def test_list_takes_any_page_number(self, client_of, manager, page):
        response = client_of(manager).get(_url("opening-list"), {"page": page})
        assert response.status_code == 200


class TestCreate:
    @pytest.fixture
    def rubric(self):
        criterion = CriterionFactory()
        return publish(criterion.rubric, criterion.rubric.created_by)

    def test_create_leads_to_the_opening(self, client_of, recruiter, rubric):
        ann = UserFactory()
        response = client_of(recruiter).post(
            _url("opening-create"),
            {"role": rubric.role.slug, "title": "Head of Data", "hiring_managers": [ann.ref]},
        )
        assert response.status_code == 302
        assert response.url == reverse("interviews:opening-detail", args=["head-of-data"])
        assert Opening.objects.get().team.get().user == ann

    def test_create_as_a_draft(self, client_of, recruiter, rubric):
        client_of(recruiter).post(
            _url("opening-create"), {"role": rubric.role.slug, "title": "X1", "keep_as_draft": "on"}
        )
        assert Opening.objects.get().state == OpeningState.DRAFT

    @pytest.mark.parametrize(
        "change",
        [
            {"title": ""},
            {"title": "x" * 201},
            {"title": "a\x00b"},
            {"role": "no-such"},
            {"hiring_managers": ["forged"]},
        ],
    )
    def test_create_with_bad_input_keeps_what_was_typed(self, client_of, recruiter, rubric, change):
        data = {"role": rubric.role.slug, "title": "Kept title"} | change
        response = client_of(recruiter).post(_url("opening-create"), data)
        assert response.status_code == 422
        assert set(response.context["form"].errors) == set(change)
        assert not Opening.objects.exists()
        if "title" not in change:
            assert b'value="Kept title"' in response.content

    def test_create_with_an_inactive_manager_is_refused(self, client_of, recruiter, rubric):
        gone = UserFactory(is_active=False)
        response = client_of(recruiter).post(
            _url("opening-create"),
            {"role": rubric.role.slug, "title": "X1", "hiring_managers": [gone.ref]},
        )
        assert response.status_code == 422

    def test_create_is_for_recruiters(self, client_of, manager, rubric):
        client = client_of(manager)
        assert client.get(_url("opening-create")).status_code == 403
        data = {"role": rubric.role.slug, "title": "X1"}
        assert client.post(_url("opening-create"), data).status_code == 403
        assert Opening.objects.count() == 1

    def test_create_offers_published_rubrics_only(self, client_of, recruiter, rubric):
        draft = CriterionFactory().rubric
        response = client_of(recruiter).get(_url("opening-create"))
        values = [value for value, _ in response.context["form"].fields["role"].choices]
        assert rubric.role.slug in values
        assert draft.role.slug not in values


class TestWhoMay:
    def test_another_openings_manager_finds_nothing(self, client_of, opening):
        held = RoundFactory(opening=opening)
        stranger = TeamMemberFactory().user
        client = client_of(stranger)
        for url, data in _changes(opening, held):
            assert client.post(url, data).status_code == 404, url
        unknown = client.get(_url("opening-settings", "no-such-opening"))
        hidden = client.get(_url("opening-settings", opening.slug))
        assert (hidden.status_code, _words(hidden)) == (unknown.status_code, _words(unknown))

    def test_who_is_only_seated_finds_nothing(self, client_of, opening):
        seat = PanelSeatFactory(interview=InterviewFactory(application=apply(opening, "Ngozi")))
        client = client_of(seat.interviewer)
        for url, data in _changes(opening, seat.interview.round):
            assert client.post(url, data).status_code == 404, url

    def test_an_observer_reads_and_changes_nothing(self, client_of, opening, observer):
        held = cover(RoundFactory(opening=opening))
        client = client_of(observer)
        response = client.get(_url("opening-settings", opening.slug))
        assert response.status_code == 200
        assert b"<button" not in response.content.split(b"<main")[1].split(b"</main>")[0]
        before = AuditEvent.objects.count()
        for url, data in _changes(opening, held):
            assert client.post(url, data).status_code == 403, url
        assert AuditEvent.objects.count() == before

    def test_a_closed_opening_refuses_every_change(self, client_of, opening, manager, at):
        held = cover(RoundFactory(opening=opening, name="Screen"))
        openings.close(opening=opening, by=manager, at=at)
        client, before = client_of(manager), AuditEvent.objects.count()
        for url, data in _changes(opening, held):
            if url != _url("opening-reopen", opening.slug):
                client.post(url, data)
        assert AuditEvent.objects.filter(seq__gt=before).exclude(action__startswith="user.").count() == 0
        assert list(Round.objects.values_list("name", flat=True)) == ["Screen"]

    def test_get_changes_nothing(self, client_of, opening, manager):
        held = cover(RoundFactory(opening=opening))
        client, before = client_of(manager), AuditEvent.objects.count()
        for url, _ in _changes(opening, held):
            for ask in (client.get, client.head):
                assert ask(url).status_code in (200, 404, 405), url
        assert AuditEvent.objects.count() == before


class TestSettings:
    def test_settings_are_saved(self, client_of, opening, manager, events):
        with events() as recorded:
            response = client_of(manager).post(
                _url("opening-settings", opening.slug),
                {
                    "title": "Renamed",
                    "due_days": 4,
                    "coverage_goal": 3,
                    "visibility": "after_panel",
                    "panel_rule": "median",
                    "compares_shortlist_only": "on",
                },
            )
        opening.refresh_from_db()
        assert response.status_code == 302
        assert "opening.edited" in recorded
        assert (opening.title, opening.due_days, opening.panel_rule) == ("Renamed", 4, "median")
        assert opening.coverage_goal == 3
        assert (opening.visibility, opening.visibility_changed_by) == ("after_panel", manager)

    @pytest.mark.parametrize(
        "change",
        [
            {"due_days": "-1"},
            {"due_days": "1e3"},
            {"due_days": "NaN"},
            {"coverage_goal": "0"},
            {"coverage_goal": "10"},
            {"coverage_goal": "two"},
            {"panel_rule": "best"},
            {"visibility": "always"},
            {"visibility": ""},
            {"title": " "},
        ],
    )
    def test_settings_with_bad_input_are_refused_at_the_field(self, client_of, opening, manager, change):
        data = {
            "title": "Renamed",
            "due_days": 4,
            "coverage_goal": 2,
            "visibility": "after_own",
            "panel_rule": "mean",
        } | change
        response = client_of(manager).post(_url("opening-settings", opening.slug), data)
        assert response.status_code == 422
        assert set(response.context["form"].errors) == set(change)
        opening.refresh_from_db()
        assert opening.title == "Head of Data"

    def test_leaving_the_team_oneself_is_asked_in_other_words(self, client_of, opening, manager):
        TeamMemberFactory(opening=opening)
        page = client_of(manager).get(_url("opening-settings", opening.slug)).content.decode()
        assert page.count("Take yourself off the team?") == 1
        assert page.count("Take this person off the team?") == 1

    def test_leaving_the_team_oneself_leads_away(self, client_of, opening, manager):
        response = client_of(manager).post(_url("team-remove", opening.slug, manager.ref))
        assert response.url == _url("opening-list")

    def test_somebody_elses_round_is_not_found(self, client_of, opening, manager):
        elsewhere = RoundFactory()
        client = client_of(manager)
        assert client.get(_url("round-edit", opening.slug, elsewhere.pk)).status_code == 404
        assert client.post(_url("round-remove", opening.slug, elsewhere.pk)).status_code == 404
        assert Round.objects.filter(pk=elsewhere.pk).exists()

    @pytest.mark.parametrize("shown", [True, False])
    def test_a_round_says_whether_it_shows_the_cv(self, client_of, opening, manager, shown):
        data = {"name": "Panel", "minutes": 45, "criteria": [opening.rubric.criteria.get().pk]}
        client = client_of(manager)
        client.post(_url("round-create", opening.slug), data | ({"shows_files": "on"} if shown else {}))
        held = Round.objects.get(name="Panel")
        assert held.shows_files is shown
        form = client.get(_url("round-edit", opening.slug, held.pk)).context["form"]
        assert form["shows_files"].value() is shown
        settings = client.get(_url("opening-settings", opening.slug)).content.decode()
        assert ("without the CV" in settings) is not shown
        client.post(
            _url("round-edit", opening.slug, held.pk), data | ({} if shown else {"shows_files": "on"})
        )
        held.refresh_from_db()
        assert held.shows_files is not shown

    def test_forged_criterion_is_refused(self, client_of, opening, manager):
        forged = CriterionFactory()
        for value in (forged.pk, "x", "1e9", ""):
            response = client_of(manager).post(
                _url("round-create", opening.slug), {"name": "Panel", "minutes": 45, "criteria": [value]}
            )
            assert response.status_code == 422
        assert not Round.objects.exists()

    def test_copy_leads_to_the_copy(self, client_of, opening, recruiter):
        response = client_of(recruiter).post(_url("opening-copy", opening.slug), {"title": "Again"})
        assert response.url == reverse("interviews:opening-detail", args=["again"])

    def test_names_show_as_text(self, client_of, opening, manager):
        payload = "<script>alert(1)</script>"
        TeamMemberFactory(opening=opening, user=UserFactory(name=payload))
        cover(RoundFactory(opening=opening, name=payload))
        content = client_of(manager).get(_url("opening-settings", opening.slug)).content.decode()
        assert payload not in content
        assert content.count("&lt;script&gt;alert(1)") >= 2
