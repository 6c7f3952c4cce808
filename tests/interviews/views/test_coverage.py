"""Who looks at what: the page of the plan, its ticks, and that it says the same whatever cards there are."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from assessor.candidates.enums import Stage
from assessor.interviews.enums import InterviewState, SeatState
from assessor.interviews.models import FirstLook, Interview, PanelSeat
from assessor.interviews.queries.coverage import coverage_of
from assessor.interviews.views.coverage import opening_coverage
from assessor.openings.actions import openings
from assessor.openings.enums import CardVisibility, TeamAccess
from assessor.openings.models import Opening, RoundCriterion
from tests.factories.accounts import UserFactory
from tests.factories.candidates import ConflictFactory, apply
from tests.factories.interviews import InterviewFactory, PanelSeatFactory, ScorecardFactory, submitted_card
from tests.factories.openings import RoundCriterionFactory, RoundFactory, TeamMemberFactory
from tests.factories.roles import CriterionFactory
from tests.interviews.scene import SAID_BY_OTHERS, scene
from tests.moments import AT
from tests.openings.moving import moving

PAYLOAD = "<script>alert(1)</script>"


class Plan:
    """A scene with two rounds: the screen covers Depth and Clarity, the panel Clarity. Nothing covers Execution."""

    def __init__(self):
        self.stage = scene()
        self.opening, self.manager = self.stage.opening, self.stage.manager
        self.screen = RoundFactory(opening=self.opening, name="Screen", position=0)
        self.panel = RoundFactory(opening=self.opening, name="Panel", position=1)
        for held, criterion in (
            (self.screen, self.stage.depth),
            (self.screen, self.stage.clarity),
            (self.panel, self.stage.clarity),
        ):
            RoundCriterionFactory(round=held, criterion=criterion)
        self.url = reverse("interviews:opening-coverage", args=[self.opening.slug])

    def tick(self, held, criterion, answer):
        return {"tick": f"{held.pk}-{criterion.pk}-{answer}"}

    def covered(self):
        rows = RoundCriterion.objects.filter(round__opening=self.opening)
        return set(rows.values_list("round__name", "criterion__name"))

    def counts(self, application, viewer=None):
        coverage = coverage_of(opening=self.opening, viewer=viewer or self.manager)
        names = {choice.id: choice.name for choice in coverage.criteria}
        counted = coverage.counts_of(application.pk)
        return dict(zip((names[pk] for pk in coverage.plan.criteria), counted, strict=True))


@pytest.fixture
def plan(db):
    return Plan()


@pytest.fixture
def tab(client_of, plan):
    return client_of(plan.manager)


def words(response):
    """The page without its CSRF tokens, which differ each time."""
    return re.sub(rb"[A-Za-z0-9]{64}", b"", response.content)


def main(response):
    return response.content.decode().split("<main")[1].split("</main>")[0]


class TestCounts:
    def test_each_person_counts_once_for_a_criterion(self, plan):
        ngozi, ann = plan.stage.candidate(), UserFactory()
        plan.stage.seat(ngozi, ann, plan.screen)
        plan.stage.seat(ngozi, ann, plan.panel)
        plan.stage.seat(ngozi, UserFactory(), plan.panel)
        assert plan.counts(ngozi) == {"Depth": 1, "Clarity": 2, "Execution": 0}

    @pytest.mark.parametrize("state", [SeatState.DECLINED, SeatState.RECUSED, SeatState.REMOVED])
    def test_who_is_off_the_panel_does_not_count(self, plan, state):
        ngozi, ann = plan.stage.candidate(), UserFactory()
        plan.stage.seat(ngozi, ann, plan.screen, state=state, ended_at=AT, ended_by=ann)
        assert plan.counts(ngozi) == {"Depth": 0, "Clarity": 0, "Execution": 0}

    def test_a_cancelled_interview_does_not_count(self, plan):
        ngozi, ann = plan.stage.candidate(), UserFactory()
        seat = plan.stage.seat(ngozi, ann, plan.screen)
        cancelled = {"state": InterviewState.CANCELLED, "cancelled_at": AT, "cancelled_by": ann}
        Interview.objects.filter(pk=seat.interview_id).update(**cancelled)
        assert plan.counts(ngozi)["Depth"] == 0

    def test_whether_a_card_is_in_or_a_time_is_set_makes_no_difference(self, plan):
        ngozi = plan.stage.candidate()
        submitted_card(plan.stage.seat(ngozi, UserFactory(), plan.screen), {})
        plan.stage.seat(ngozi, UserFactory(), plan.screen)
        Interview.objects.update(starts_at=AT)
        assert plan.counts(ngozi)["Depth"] == 2

    def test_criteria_of_an_older_rubric_are_left_out(self, db):
        moved = moving()
        moved.move()
        ngozi = apply(moved.opening, "Ngozi")
        PanelSeatFactory(interview=InterviewFactory(application=ngozi, round=moved.round))
        coverage = coverage_of(opening=moved.opening, viewer=moved.manager)
        assert [choice.name for choice in coverage.criteria] == ["Depth", "Clarity of thought", "Grit"]
        assert coverage.counts_of(ngozi.pk) == (1, 1, 0)
        assert coverage.uncovered == ["Grit"]
        assert len(coverage.plan.rounds[0].criteria) == 2

    def test_who_is_out_of_the_running_is_left_out(self, plan):
        gone, there = plan.stage.candidate("Gone"), plan.stage.candidate("There")
        plan.stage.seat(gone, UserFactory(), plan.screen)
        gone.stage = Stage.REJECTED
        gone.save()
        coverage = coverage_of(opening=plan.opening, viewer=plan.manager)
        assert [line.id for line in coverage.candidates] == [there.pk]
        assert coverage.comparability.is_empty

    def test_a_conflict_hides_the_candidate_and_their_panel(self, client_of, plan):
        hidden = plan.stage.candidate("Zacharias Hidden")
        plan.stage.seat(hidden, UserFactory(name="Quokka"), plan.screen)
        plan.stage.candidate("Ngozi Okafor")
        assert "Zacharias" in main(client_of(plan.manager).get(plan.url))
        ConflictFactory(application=hidden, user=plan.manager)
        page = main(client_of(plan.manager).get(plan.url))
        assert "Ngozi" in page
        assert "Zacharias" not in page
        assert "Quokka" not in page


class TestPage:
    def test_it_says_what_is_covered_and_what_is_not(self, tab, plan):
        page = main(tab.get(plan.url))
        assert "No round covers Execution." in page
        assert page.count('aria-pressed="true"') == 3
        assert page.count('aria-pressed="false"') == 3

    def test_gaps_have_a_word_and_the_hint_says_which_round_closes_them(self, tab, plan):
        ngozi = plan.stage.candidate()
        plan.stage.seat(ngozi, UserFactory(), plan.screen)
        response = tab.get(plan.url)
        [row] = response.context["rows"]
        assert [(cell.count, cell.lacking) for cell in row.cells] == [(1, 1), (1, 1), (0, 2)]
        assert [(step.round, step.more) for step in row.closing] == [("Screen", 1)]
        page = main(response)
        assert page.count("1 missing") == 2
        assert page.count("nobody<") == 1
        interview = Interview.objects.get()
        assert f'href="{reverse("interviews:seat-add", args=[interview.ref])}">1 more in Screen</a>' in page

    def test_a_hint_for_who_has_no_interview_leads_to_planning_one(self, tab, plan):
        ngozi = plan.stage.candidate()
        page = main(tab.get(plan.url))
        assert f'href="{reverse("interviews:interview-plan", args=[ngozi.ref])}">2 in Screen</a>' in page

    def test_the_goal_is_the_openings(self, tab, plan):
        ngozi = plan.stage.candidate()
        plan.stage.seat(ngozi, UserFactory(), plan.screen)
        Opening.objects.update(coverage_goal=1)
        [row] = tab.get(plan.url).context["rows"]
        assert [cell.lacking for cell in row.cells] == [0, 0, 1]

    def test_how_many_interviews_still_lack_a_time(self, tab, plan):
        ngozi = plan.stage.candidate()
        InterviewFactory(application=ngozi, round=plan.screen, starts_at=AT)
        InterviewFactory(application=ngozi, round=plan.panel)
        [row] = tab.get(plan.url).context["rows"]
        assert (row.interviews, row.untimed) == (2, 1)

    def test_it_says_whether_interviewers_can_be_compared(self, tab, plan):
        ann, bo = UserFactory(name="Ann"), UserFactory(name="Bo")
        plan.stage.seat(plan.stage.candidate("Ngozi"), ann, plan.screen)
        plan.stage.seat(plan.stage.candidate("Henrik"), bo, plan.screen)
        page = main(tab.get(plan.url))
        assert "Ann interviews other candidates than Bo, so nobody can tell" in page
        assert "sit in on the interviews of two of the others’ candidates" in page

    def test_a_round_that_holds_too_much_has_a_word(self, tab, plan):
        plan.screen.minutes = 10
        plan.screen.save()
        page = main(tab.get(plan.url))
        assert "Hurried" in page
        assert "Screen: 5 minutes for each criterion are too few" in page

    def test_with_nothing_yet(self, client_of, plan):
        plan.opening.rounds.all().delete()
        page = main(client_of(plan.manager).get(plan.url))
        assert "There is no round yet." in page
        assert "Nobody is in the running yet." in page
        assert "There is nothing yet to compare interviewers by." in page

    def test_the_filter_shows_those_with_gaps_alone(self, tab, plan):
        RoundCriterionFactory(round=plan.screen, criterion=plan.stage.execution)
        whole, lacking = plan.stage.candidate("Whole"), plan.stage.candidate("Lacking")
        for person in (UserFactory(), UserFactory()):
            plan.stage.seat(whole, person, plan.screen)
        response = tab.get(plan.url, {"show": "gaps"})
        assert [row.ref for row in response.context["rows"]] == [lacking.ref]
        assert response.context["lacking"] == 1
        assert len(tab.get(plan.url).context["rows"]) == 2

    def test_the_filter_with_no_gaps_says_so(self, tab, plan):
        RoundCriterionFactory(round=plan.screen, criterion=plan.stage.execution)
        whole = plan.stage.candidate("Whole")
        for person in (UserFactory(), UserFactory()):
            plan.stage.seat(whole, person, plan.screen)
        assert "Every candidate has 2 interviewers or more" in main(tab.get(plan.url, {"show": "gaps"}))

    @pytest.mark.parametrize("page", ["0", "-1", "99999999999999999999", "x", "٣"])
    def test_any_page_number_is_taken(self, tab, plan, page):
        plan.stage.candidate()
        assert tab.get(plan.url, {"page": page}).status_code == 200

    def test_long_lists_are_paged(self, tab, plan):
        for number in range(26):
            apply(plan.opening, f"Candidate {number:02}")
        assert len(tab.get(plan.url).context["rows"]) == 25
        assert len(tab.get(plan.url, {"page": 2}).context["rows"]) == 1

    def test_names_show_as_text(self, tab, plan):
        plan.screen.name = PAYLOAD
        plan.screen.save()
        plan.stage.seat(plan.stage.candidate(PAYLOAD), UserFactory(name=PAYLOAD), plan.screen)
        page = main(tab.get(plan.url))
        assert PAYLOAD not in page
        assert page.count("&lt;script&gt;alert(1)") >= 3

    @pytest.mark.parametrize("count", [1, 3])
    def test_it_costs_the_same_for_one_and_for_three(self, tab, plan, count):
        for number in range(count):
            ngozi = plan.stage.candidate(f"Ngozi {number}")
            for _ in range(count):
                plan.stage.seat(ngozi, UserFactory(), plan.screen)
        with CaptureQueriesContext(connection) as queries:
            response = tab.get(plan.url)
        assert len(queries) == 12
        assert len(response.context["rows"]) == count

    def test_rendering_asks_nothing(self, rf, plan):
        plan.stage.seat(plan.stage.candidate(), UserFactory(), plan.screen)
        request = rf.get(plan.url)
        request.user, request.htmx = plan.manager, False
        response = opening_coverage(request, plan.opening.slug)
        with CaptureQueriesContext(connection) as queries:
            response.render()
        assert len(queries) == 0


class TestTicks:
    def test_a_tick_puts_a_criterion_in(self, tab, plan, events):
        with events() as recorded:
            response = tab.post(plan.url + "?show=gaps", plan.tick(plan.panel, plan.stage.execution, "yes"))
        assert recorded == ["round.edited"]
        assert response.url == plan.url + "?show=gaps#plan"
        assert plan.covered() == {
            ("Screen", "Depth"),
            ("Screen", "Clarity"),
            ("Panel", "Clarity"),
            ("Panel", "Execution"),
        }

    def test_a_tick_takes_a_criterion_out(self, tab, plan):
        tab.post(plan.url, plan.tick(plan.screen, plan.stage.clarity, "no"))
        assert plan.covered() == {("Screen", "Depth"), ("Panel", "Clarity")}

    def test_htmx_gets_the_changed_part_alone(self, tab, plan):
        response = tab.post(
            plan.url, plan.tick(plan.panel, plan.stage.execution, "yes"), headers={"HX-Request": "true"}
        )
        body = response.content.decode()
        assert response.status_code == 200
        assert body.lstrip().startswith('<div class="stack" id="coverage">')
        assert body.count('aria-pressed="true"') == 4
        assert "HX-Request" in response.headers["Vary"]

    def test_the_last_criterion_stays_and_the_page_says_why(self, tab, plan):
        tick, before = plan.tick(plan.panel, plan.stage.clarity, "no"), plan.covered()
        page = tab.post(plan.url, tick, follow=True).content.decode()
        part = tab.post(plan.url, tick, headers={"HX-Request": "true"}).content.decode()
        assert "“Panel” covers nothing else." in page
        assert "“Panel” covers nothing else." in part
        assert plan.covered() == before

    def test_the_same_tick_twice_changes_once(self, tab, plan, events):
        with events() as recorded:
            for _ in range(2):
                tab.post(plan.url, plan.tick(plan.panel, plan.stage.execution, "yes"))
        assert recorded == ["round.edited"]

    @pytest.mark.parametrize(
        "sent", ["", "x", "1-2", "1-2-maybe", "-1-2-yes", "٣-٣-yes", "1-2-yes\n", "9" * 19 + "-1-yes"]
    )
    def test_nonsense_is_refused(self, tab, plan, sent):
        before = plan.covered()
        assert tab.post(plan.url, {"tick": sent}).status_code == 400
        assert plan.covered() == before

    def test_forged_ids_change_nothing(self, tab, plan):
        before, elsewhere = plan.covered(), RoundFactory()
        assert tab.post(plan.url, plan.tick(elsewhere, plan.stage.depth, "yes")).status_code == 404
        assert tab.post(plan.url, {"tick": f"{'9' * 18}-{plan.stage.depth.pk}-yes"}).status_code == 404
        page = tab.post(plan.url, {"tick": f"{plan.screen.pk}-{'9' * 18}-yes"}, follow=True).content.decode()
        assert "This criterion is not in the opening&#x27;s rubric." in page
        tab.post(plan.url, plan.tick(plan.screen, CriterionFactory(), "yes"))
        assert plan.covered() == before
        assert not elsewhere.criteria.exists()


class TestWhoMay:
    def test_observers_read_and_tick_nothing(self, client_of, plan):
        observer = TeamMemberFactory(opening=plan.opening, access=TeamAccess.OBSERVER).user
        plan.stage.candidate()
        client, before = client_of(observer), plan.covered()
        page = main(client.get(plan.url))
        assert "<button" not in page
        assert "/interviews/new/" not in page
        assert client.post(plan.url, plan.tick(plan.panel, plan.stage.execution, "yes")).status_code == 403
        assert plan.covered() == before

    def test_a_closed_opening_is_read(self, tab, plan, at):
        openings.close(opening=plan.opening, by=plan.manager, at=at)
        before = plan.covered()
        assert "<button" not in main(tab.get(plan.url))
        page = tab.post(plan.url, plan.tick(plan.panel, plan.stage.execution, "yes"), follow=True)
        assert "This opening is closed." in page.content.decode()
        assert plan.covered() == before

    @pytest.mark.parametrize("who", ["another opening's manager", "interviewer", "done", "administrator"])
    def test_others_find_nothing_as_for_an_unknown_one(self, client_of, plan, who):
        seat = plan.stage.seat(plan.stage.candidate(), UserFactory(), plan.screen)
        if who == "done":
            submitted_card(seat, {})
        person = {
            "another opening's manager": lambda: TeamMemberFactory().user,
            "administrator": lambda: UserFactory(is_administrator=True),
        }.get(who, lambda: seat.interviewer)()
        client, before = client_of(person), plan.covered()
        hidden, unknown = client.get(plan.url), client.get("/openings/no-such/coverage/")
        assert (hidden.status_code, words(hidden)) == (404, words(unknown))
        assert client.post(plan.url, plan.tick(plan.panel, plan.stage.execution, "yes")).status_code == 404
        assert plan.covered() == before

    def test_get_and_head_write_nothing(self, tab, plan, events):
        submitted_card(plan.stage.seat(plan.stage.candidate(), UserFactory(), plan.screen), {})
        with events() as recorded:
            assert tab.get(plan.url).status_code == 200
            assert tab.head(plan.url).status_code == 200
        assert recorded == []
        assert not FirstLook.objects.exists()


CARDS = st.lists(st.sampled_from(["none", "draft", "submitted"]), min_size=6, max_size=6)


class TestSaysNothingOfCards(TestCase):
    """BL-09, BL-14: the page is the same bytes whatever cards there are, for who is blind and for who is not."""

    @classmethod
    def setUpTestData(cls):
        cls.plan = Plan()
        cls.seats = []
        for name in ("Ngozi Okafor", "Henrik Thorsen"):
            application = cls.plan.stage.candidate(name)
            for held in (cls.plan.screen, cls.plan.screen, cls.plan.panel):
                cls.seats.append(cls.plan.stage.seat(application, UserFactory(), held).pk)
        cls.blind = TeamMemberFactory(opening=cls.plan.opening).user
        cls.plan.stage.seat(application, cls.blind, cls.plan.panel)
        cls.without = cls.pages()

    @classmethod
    def pages(cls):
        found = []
        for person, query, headers in (
            (cls.blind, "", {}),
            (cls.blind, "?show=gaps", {"HX-Request": "true"}),
            (cls.plan.manager, "", {}),
        ):
            client = Client()
            client.force_login(person)
            found.append(words(client.get(cls.plan.url + query, headers=headers)))
        return found

    @given(CARDS, st.sampled_from(CardVisibility.values))
    def test_it_says_the_same_whatever_cards_there_are(self, drawn, visibility):
        Opening.objects.filter(pk=self.plan.opening.pk).update(visibility=visibility)
        for pk, card in zip(self.seats, drawn, strict=True):
            seat = PanelSeat.objects.get(pk=pk)
            if card == "draft":
                ScorecardFactory(seat=seat)
            elif card == "submitted":
                texts = {None: SAID_BY_OTHERS}
                submitted_card(seat, {self.plan.stage.depth: 5}, texts=texts, recommendation="yes")
        assert self.pages() == self.without
        assert all(b"Ngozi Okafor" in page for page in self.without)
