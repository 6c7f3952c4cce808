"""Cards of an opening that was moved to a newer version of its rubric: begun before, finished after, read for ever."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessor.interviews.models import Scorecard
from assessor.interviews.queries.cards import own_card, own_seats
from assessor.interviews.queries.scores import counted_cards, scores_on
from assessor.interviews.queries.sheets import loaded_rubric, own_sheet
from assessor.openings.actions import moves
from assessor.openings.enums import Fate
from assessor.openings.models import Opening
from assessor.openings.rules import Passage
from tests.factories.accounts import UserFactory
from tests.factories.openings import RoundFactory, cover
from tests.factories.roles import ResponsibilityFactory, next_version
from tests.interviews.scene import NOTHING_SEEN, SAID_BY_OTHERS, SENT_SEEN, scene, sent
from tests.moments import AT

pytestmark = pytest.mark.django_db

KEPT, MAPPED, SET_ASIDE = Fate.KEPT, Fate.MAPPED, Passage(Fate.SET_ASIDE)
PASSAGES = {"depth": Passage(MAPPED, "depth"), "clarity": SET_ASIDE, "execution": Passage(KEPT, "execution")}


@pytest.fixture
def stage(db):
    """Depth on 1 to 5, Clarity, Execution; the next version has Depth on 0 to 10, Execution as it was, and Grit."""
    return scene()


@pytest.fixture
def ngozi(stage):
    return stage.candidate()


@pytest.fixture
def ann(db):
    return UserFactory(name="Ann Adeyemi")


@pytest.fixture
def seat(stage, ngozi, ann):
    return stage.seat(ngozi, ann)


@pytest.fixture
def address(seat):
    return f"/seats/{seat.ref}/"


def move(stage, **passages):
    newer = next_version(
        stage.opening.rubric,
        {"key": "depth", "name": "Depth", "lo": 0, "hi": 10},
        {"key": "execution", "name": "Execution", "lo": 0, "hi": 10, "step": "0.25"},
        {"key": "grit", "name": "Grit"},
    )
    moves.move_rubric(
        opening=stage.opening,
        from_number=1,
        to_number=2,
        passages=PASSAGES | passages,
        reason="The role has grown.",
        by=stage.manager,
        at=AT,
    )
    stage.opening.refresh_from_db()
    return newer


def text(response):
    return re.sub(r"[A-Za-z0-9]{64}", "", response.content.decode())


def on_second(**more):
    """What a complete form of the second version sends."""
    form = {"rubric": "2", "score-depth": "8", "evidence-depth": "", "score-execution": "7.5"}
    return {"seen": NOTHING_SEEN, "action": "save", "recommendation": "yes", "summary": ""} | form | more


class TestDraft:
    def test_cc_10_it_is_finished_on_the_version_it_was_begun_on(self, stage, seat, tab, address):
        ResponsibilityFactory(role=stage.opening.role)
        tab.post(address, sent(evidence_clarity="Plain words."))
        move(stage)
        page = text(tab.get(address))
        assert "You are on rubric 1" in page
        assert "moved this opening to rubric 2" in page
        assert 'name="score-clarity"' in page
        assert "Plain words." in page
        assert "Grit" not in page
        assert f'href="/openings/{stage.opening.slug}/rubric/?version=1"' in page
        assert tab.post(address, sent(SENT_SEEN, "submit", evidence_clarity="")).status_code == 302
        card = Scorecard.objects.get()
        assert (card.rubric.number, card.current.scores.get(criterion=stage.depth).value) == (1, 4)

    def test_it_counts_once_it_is_in(self, stage, tab, address):
        tab.post(address, sent())
        newer = move(stage)
        tab.post(address, sent(SENT_SEEN, "submit", score_execution="7.5"))
        counted = counted_cards(opening=stage.opening, viewer=stage.manager)
        newest = scores_on(counted=counted).newest
        assert dict(zip(newest.criterion.tolist(), newest.value.tolist(), strict=True)) == {
            newer.criteria.get(key="depth").pk: 7.5,
            newer.criteria.get(key="execution").pk: 7.5,
        }

    def test_what_is_required_is_still_asked_for(self, stage, tab, address):
        tab.post(address, sent())
        move(stage, depth=SET_ASIDE)
        response = tab.post(address, sent(SENT_SEEN, "submit", score_depth=""))
        assert response.status_code == 422
        assert "This must be scored before you can submit." in text(response)

    def test_before_the_move_nothing_is_said(self, tab, address):
        tab.post(address, sent())
        assert "You are on rubric" not in text(tab.get(address))


class TestFormOpenedBefore:
    """No card yet, but the form was loaded: what was typed into it was typed on the old version's words and scale."""

    def test_it_becomes_a_card_on_the_version_it_was_loaded_with(self, stage, seat, tab, address):
        tab.get(address)
        move(stage)
        response = tab.post(address, sent(score_depth="4"), follow=True)
        card = Scorecard.objects.get()
        assert response.redirect_chain == [(address, 302)]
        assert (card.rubric.number, own_card(seat=seat).answers.of("depth").value) == (1, 4)
        assert "You are on rubric 1" in text(response)

    def test_it_can_be_handed_in_at_once(self, stage, tab, address, events):
        move(stage)
        with events() as recorded:
            tab.post(address, sent(action="submit"))
        assert (Scorecard.objects.get().rubric.number, recorded) == (1, ["scorecard.submitted"])

    def test_a_form_loaded_afterwards_asks_by_the_new_version(self, stage, tab, address):
        move(stage)
        page = text(tab.get(address))
        assert 'name="rubric" value="2"' in page
        assert 'name="score-clarity"' not in page
        assert "You are on rubric" not in page
        tab.post(address, on_second())
        assert Scorecard.objects.get().rubric.number == 2

    def test_two_tabs_on_two_versions_do_not_mix(self, stage, seat, tab, address):
        """The first tab's 4 was 4 of 5; it is never taken as 4 of 10."""
        move(stage)
        tab.post(address, on_second())
        response = tab.post(address, sent(score_depth="4", evidence_clarity="Typed in tab one."))
        page = text(response)
        assert response.status_code == 409
        assert "another version of the rubric" in page
        assert "Typed in tab one." in page
        assert own_card(seat=seat).answers.of("depth").value == 8
        assert Scorecard.objects.get().version == 1

    def test_a_card_handed_in_on_the_other_version_is_not_taken_for_this_one(self, stage, tab, address):
        """The same numbers and words, on other scales."""
        move(stage)
        form = on_second(**{"score-depth": "4", "action": "submit"})
        assert tab.post(address, form).status_code == tab.post(address, form).status_code == 302
        response = tab.post(address, form | {"rubric": "1"})
        assert response.status_code == 409
        assert "This scorecard has been submitted already." in text(response)

    @pytest.mark.parametrize("number", ["2", "3", "99999999999", "-1", "0", "1 OR 1"])
    def test_a_forged_version_begins_nothing(self, stage, tab, address, number):
        """The opening is on 1 and was on no other."""
        response = tab.post(address, sent(rubric=number))
        assert response.status_code == 409
        assert not Scorecard.objects.exists()

    def test_a_page_that_does_not_say_its_version_is_taken_only_while_there_was_one(
        self, stage, tab, address
    ):
        form = sent()
        del form["rubric"]
        move(stage)
        assert tab.post(address, form).status_code == 409
        assert not Scorecard.objects.exists()

    def test_another_openings_version_begins_nothing(self, stage, tab, address):
        move(stage)
        third = next_version(stage.opening.rubric)
        response = tab.post(address, sent(rubric=str(third.number)))
        assert response.status_code == 409
        assert not Scorecard.objects.exists()

    def test_a_round_planned_afterwards_asks_nothing_by_the_old_version(self, stage, ngozi, ann, tab):
        move(stage)
        panel = cover(RoundFactory(opening=stage.opening, name="Panel"))
        seat = stage.seat(ngozi, ann, panel)
        response = tab.post(f"/seats/{seat.ref}/", sent(action="submit"))
        assert response.status_code == 409
        assert not Scorecard.objects.exists()


class TestFieldsSavedWhileTyped:
    @pytest.fixture
    def save(self, tab, address):
        def send(fields, **more):
            return tab.post(
                f"{address}fields/", {"fields": fields, "seen": {}} | more, content_type="application/json"
            )

        return send

    def test_they_are_kept_on_the_version_the_page_was_loaded_with(self, stage, seat, save):
        move(stage)
        assert save({"score-depth": "4", "evidence-clarity": "Plain."}, rubric="1").status_code == 200
        card = Scorecard.objects.get()
        assert (card.rubric.number, own_card(seat=seat).answers.of("clarity").evidence) == (1, "Plain.")
        assert save({"score-execution": "7.5"}, rubric="1").status_code == 200

    @pytest.mark.parametrize(
        "more", [{}, {"rubric": "1"}, {"rubric": "7"}, {"rubric": None}, {"rubric": ["2"]}]
    )
    def test_those_of_another_version_than_the_card_is_on_are_refused(self, stage, seat, save, more):
        move(stage)
        save({"score-depth": "8"}, rubric="2")
        answer = save({"score-depth": "4", "summary": "So."}, **more)
        assert (answer.status_code, answer.json()["submitted"]) == (409, False)
        assert "another version of the rubric" in answer.json()["refused"]
        assert (own_card(seat=seat).answers.of("depth").value, own_card(seat=seat).answers.summary) == (8, "")

    def test_a_page_may_say_nothing_while_there_was_one_version(self, seat, save):
        assert save({"score-depth": "4"}).status_code == 200
        assert own_card(seat=seat).answers.of("depth").value == 4


class TestRoundWithoutCriteria:
    @pytest.fixture(autouse=True)
    def emptied(self, stage, seat):
        move(stage, depth=SET_ASIDE, execution=SET_ASIDE)

    def test_everything_can_be_scored_and_nothing_must_be(self, seat, tab, address):
        assert 'name="score-depth"' in text(tab.get(address))
        assert tab.post(address, on_second(action="submit", **{"score-depth": ""})).status_code == 302
        assert own_card(seat=seat).answers.of("execution").value == Decimal("7.5")

    def test_the_team_is_told(self, client_of, stage):
        page = text(client_of(stage.manager).get(f"/openings/{stage.opening.slug}/"))
        assert "60 minutes, 0 criteria" in page
        assert "No round covers 3 criteria." in page


class TestOldCards:
    @pytest.fixture
    def card(self, stage, ngozi):
        return stage.card_of(ngozi, UserFactory(name="Bea Zuberi"))

    def test_a_card_renders_the_same_bytes_before_and_after(self, client_of, stage, card):
        """RB-02, for a reader and for its author."""
        reader, author = client_of(stage.manager), client_of(card.seat.interviewer)
        pages = [(reader, f"/scorecards/{card.ref}/"), (author, f"/seats/{card.seat.ref}/")]
        before = [text(client.get(page)) for client, page in pages]
        move(stage)
        assert [text(client.get(page)) for client, page in pages] == before
        assert all("Rubric 1 · revision 1" in page for page in before)
        assert all(SAID_BY_OTHERS in page and "Depth as seen at 5." in page for page in before)

    def test_what_is_set_aside_stays_on_the_card(self, client_of, stage, card):
        move(stage, depth=SET_ASIDE)
        page = text(client_of(stage.manager).get(f"/scorecards/{card.ref}/"))
        assert "Depth as seen at 5." in page

    def test_the_candidates_page_names_versions_only_where_they_are_mixed(
        self, client_of, stage, ngozi, card, tab
    ):
        page = f"/applications/{ngozi.ref}/"
        reader = client_of(stage.manager)
        assert "Rubric 1" not in text(reader.get(page))
        move(stage)
        assert "Rubric 1" in text(reader.get(page))
        late = stage.seat(ngozi, UserFactory(name="Cleo"))
        client_of(late.interviewer).post(f"/seats/{late.ref}/", on_second(action="submit"))
        both = text(reader.get(page))
        assert (both.count("Rubric 1<"), both.count("Rubric 2<")) == (1, 1)

    def test_a_blind_manager_sees_no_version_of_others_cards(self, client_of, stage, ngozi, card):
        """BL-02: the team is told of the move, never of who scored on what."""
        reader, page = client_of(stage.manager), f"/applications/{ngozi.ref}/"
        stage.seat(ngozi, stage.manager)
        before = text(reader.get(page))
        move(stage)
        assert text(reader.get(page)) == before


class TestRubricPage:
    def test_a_version_left_behind_can_be_read_by_those_who_finish_on_it(self, client_of, stage, seat):
        move(stage)
        client, page = client_of(seat.interviewer), f"/openings/{stage.opening.slug}/rubric/"
        assert "Grit" in text(client.get(page))
        assert "Clarity" not in text(client.get(page))
        old = text(client.get(page, {"version": "1"}))
        assert "Clarity" in old
        assert "Scorecards begun on it are finished on it" in old

    @pytest.mark.parametrize("version", ["", "0", "3", "x", "1" * 40, "\x00"])
    def test_no_other_version_is_there(self, client_of, stage, seat, version):
        move(stage)
        next_version(stage.opening.rubric)
        page = f"/openings/{stage.opening.slug}/rubric/"
        assert client_of(seat.interviewer).get(page, {"version": version}).status_code == 404


class TestPrice:
    @pytest.mark.parametrize("count", [1, 3])
    def test_scores_on_two_versions_cost_one_query_more(self, client_of, stage, ngozi, count):
        for _ in range(count):
            stage.card_of(ngozi)
        move(stage)
        for _ in range(count):
            late = stage.seat(ngozi, UserFactory())
            client_of(late.interviewer).post(f"/seats/{late.ref}/", on_second(action="submit"))
        opening = Opening.objects.get()
        with CaptureQueriesContext(connection) as queries:
            counted = counted_cards(opening=opening, viewer=stage.manager)
            scores = scores_on(counted=counted)
        assert (len(queries), len(counted.cards), scores.newest.value.size) == (4, 2 * count, 4 * count)

    def test_a_form_loaded_before_costs_two_queries_more(self, stage, seat):
        move(stage)
        held = own_seats(viewer=seat.interviewer).get()
        with CaptureQueriesContext(connection) as now:
            own_sheet(seat=held)
        with CaptureQueriesContext(connection) as before:
            sheet = own_sheet(seat=held, rubric_id=loaded_rubric(seat=held, number="1"))
        assert (len(before) - len(now), sheet.rubric_number, len(sheet.criteria)) == (2, 1, 3)
