from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessor.audit.models import AuditEvent
from assessor.candidates.enums import Stage
from assessor.interviews.enums import SeatState
from assessor.interviews.models import Interview, PanelSeat
from assessor.interviews.views.openings import opening_detail
from assessor.openings.actions import openings
from assessor.openings.enums import CardVisibility, OpeningState, TeamAccess
from assessor.openings.models import Opening
from tests.factories.accounts import UserFactory
from tests.factories.candidates import apply
from tests.factories.interviews import InterviewFactory, PanelSeatFactory, ScorecardFactory, submitted_card
from tests.factories.openings import OpeningFactory, RoundFactory, TeamMemberFactory, cover

pytestmark = pytest.mark.django_db
PAYLOAD = "<script>alert(1)</script>"


@pytest.fixture
def opening():
    return OpeningFactory(slug="data", title="Head of Data")


@pytest.fixture
def manager(opening):
    return TeamMemberFactory(opening=opening, user=UserFactory(name="Marit")).user


@pytest.fixture
def observer(opening):
    return TeamMemberFactory(opening=opening, access=TeamAccess.OBSERVER).user


@pytest.fixture
def screen(opening):
    return cover(RoundFactory(opening=opening, name="Screen"))


def _words(response):
    """The page without its CSRF tokens, which differ each time."""
    return re.sub(rb"[A-Za-z0-9]{64}", b"", response.content)


def _main(response):
    return response.content.decode().split("<main")[1].split("</main>")[0]


def _seat(application, round, name, **fields):
    interview = Interview.objects.filter(application=application, round=round).first()
    interview = interview or InterviewFactory(application=application, round=round)
    return PanelSeatFactory(interview=interview, interviewer=UserFactory(name=name), **fields)


class TestWhoMay:
    @pytest.mark.parametrize("who", ["another opening's manager", "interviewer", "administrator", "auditor"])
    def test_others_find_nothing_as_for_an_unknown_one(self, client_of, opening, screen, who):
        person = {
            "another opening's manager": lambda: TeamMemberFactory().user,
            "interviewer": lambda: _seat(apply(opening, "Ngozi"), screen, "Ann").interviewer,
            "administrator": lambda: UserFactory(is_administrator=True),
            "auditor": lambda: UserFactory(is_auditor=True),
        }[who]()
        client = client_of(person)
        hidden, unknown = client.get("/openings/data/"), client.get("/openings/no-such/")
        assert (hidden.status_code, _words(hidden)) == (404, _words(unknown))
        assert client.post("/openings/data/panel/", {}).status_code == 404

    def test_who_is_done_still_finds_nothing(self, client_of, opening, screen):
        seat = _seat(apply(opening, "Ngozi"), screen, "Ann")
        submitted_card(seat, {})
        assert client_of(seat.interviewer).get("/openings/data/").status_code == 404

    def test_an_observer_sees_without_buttons(self, client_of, opening, screen, observer):
        _seat(apply(opening, "Ngozi"), screen, "Ann")
        response = client_of(observer).get("/openings/data/")
        main = _main(response)
        assert "Ngozi" in main
        assert "Ann" in main
        assert 'method="post"' not in main
        for name in ("candidates:candidate-create", "candidates:candidate-paste", "interviews:panel-seat"):
            assert reverse(name, args=["data"]) not in main

    def test_an_observer_seats_nobody(self, client_of, opening, screen, observer):
        apply(opening, "Ngozi")
        data = {"round": screen.pk, "interviewers": [UserFactory().ref]}
        assert client_of(observer).post("/openings/data/panel/", data).status_code == 403
        assert not Interview.objects.exists()


class TestTable:
    def test_who_sits_and_who_owes(self, client_of, opening, screen, manager, at):
        ngozi = apply(opening, "Ngozi")
        submitted_card(_seat(ngozi, screen, "Ann"), {})
        late = _seat(ngozi, screen, "Bea")
        Interview.objects.filter(pk=late.interview.pk).update(due_at=at)
        _seat(ngozi, screen, "Declined Dan", state=SeatState.DECLINED, ended_at=at, ended_by=manager)
        [row] = client_of(manager).get("/openings/data/").context["rows"]
        assert [(mark.name, mark.is_in, mark.is_overdue) for mark in row.panels[0]] == [
            ("Ann", True, False),
            ("Bea", False, True),
        ]

    def test_a_draft_does_not_show(self, client_of, opening, screen, manager):
        seat = _seat(apply(opening, "Ngozi"), screen, "Ann")
        client = client_of(manager)
        before = _words(client.get("/openings/data/"))
        ScorecardFactory(seat=seat)
        assert _words(client.get("/openings/data/")) == before

    def test_a_blind_manager_sees_no_difference_when_others_hand_in(
        self, client_of, opening, screen, manager
    ):
        ngozi = apply(opening, "Ngozi")
        own = PanelSeatFactory(
            interview=InterviewFactory(application=ngozi, round=screen), interviewer=manager
        )
        ann = _seat(ngozi, screen, "Ann")
        client = client_of(manager)
        before = client.get("/openings/data/")
        submitted_card(ann, {})
        after = client.get("/openings/data/")
        assert _words(before) == _words(after)
        assert "Ann" not in _main(after)
        assert reverse("interviews:seat-card", args=[own.ref]) in _main(after)
        assert after.context["progress"].cards is None
        submitted_card(own, {})
        assert "Ann" in _main(client.get("/openings/data/"))

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ({}, ["Hervé Nguyễn", "Ngozi", "Per"]),
            ({"name": "nguyen"}, ["Hervé Nguyễn"]),
            ({"name": "zzz"}, []),
            ({"stage": "running"}, ["Hervé Nguyễn", "Ngozi"]),
            ({"stage": "rejected"}, ["Per"]),
            ({"stage": "no-such"}, ["Hervé Nguyễn", "Ngozi", "Per"]),
            ({"name": PAYLOAD}, []),
            ({"name": "x" * 5000}, []),
        ],
    )
    def test_finding(self, client_of, opening, manager, asked, found):
        apply(opening, "Ngozi")
        apply(opening, "Per", stage=Stage.REJECTED)
        apply(opening, "Hervé Nguyễn")
        response = client_of(manager).get("/openings/data/", asked)
        assert [row.name for row in response.context["rows"]] == found
        assert PAYLOAD not in response.content.decode()

    def test_finding_never_looks_into_opinions(self, client_of, opening, screen, manager):
        seat = _seat(apply(opening, "Ngozi"), screen, "Ann")
        criterion = opening.rubric.criteria.get()
        submitted_card(seat, {criterion: 5}, texts={criterion: "brilliant"}, recommendation="strong_yes")
        for sought in ("brilliant", "Ann", "strong_yes", "5"):
            assert client_of(manager).get("/openings/data/", {"name": sought}).context["rows"] == []

    def test_two_hundred_come_in_pages(self, client_of, opening, manager):
        for number in range(55):
            apply(opening, f"Candidate {number:03}")
        client = client_of(manager)
        first = client.get("/openings/data/", {"stage": "new"})
        assert len(first.context["rows"]) == 50
        assert "stage=new&amp;page=2" in first.content.decode()
        assert len(client.get("/openings/data/", {"page": "2"}).context["rows"]) == 5
        assert client.get("/openings/data/", {"page": "9" * 30}).status_code == 200

    def test_names_show_as_text(self, client_of, opening, screen, manager):
        long_name = "Åse-Þórunn Nguyễn-Wróblewska von und zu Hohenstauffen-Ørsted de la Câmara Júnior"
        _seat(apply(opening, PAYLOAD), screen, PAYLOAD)
        apply(opening, long_name)
        content = client_of(manager).get("/openings/data/").content.decode()
        assert PAYLOAD not in content
        assert long_name in content

    @pytest.mark.parametrize("count", [1, 3])
    def test_queries_do_not_depend_on_how_many(self, rf, opening, screen, manager, count):
        for number in range(count):
            ngozi = apply(opening, f"Candidate {number}")
            for name in ("Ann", "Bea"):
                submitted_card(_seat(ngozi, screen, name), {})
            _seat(ngozi, RoundFactory(opening=opening), "Cai")
            TeamMemberFactory(opening=opening)
        request = rf.get("/openings/data/")
        request.user = manager
        with CaptureQueriesContext(connection) as asking:
            response = opening_detail(request, slug="data")
        with CaptureQueriesContext(connection) as rendering:
            response.render()
        assert (len(asking), len(rendering)) == (13, 0)


class TestSteps:
    def _current(self, client):
        [step] = [step for step in client.get("/openings/data/").context["steps"] if step.state == "current"]
        return step.label

    def test_the_next_step_is_said(self, client_of, opening, screen, manager):
        client = client_of(manager)
        assert self._current(client) == "Add candidates"
        ngozi = apply(opening, "Ngozi")
        assert self._current(client) == "Seat a panel"
        seat = _seat(ngozi, screen, "Ann")
        assert self._current(client) == "Wait for scorecards"
        submitted_card(seat, {})
        assert self._current(client) == "Compare"

    def test_candidates_without_an_interview_are_counted(self, client_of, opening, screen, manager):
        seat = _seat(apply(opening, "Ngozi"), screen, "Ann")
        InterviewFactory(application=seat.interview.application, round=RoundFactory(opening=opening))
        client = client_of(manager)
        assert "no interview yet" not in _main(client.get("/openings/data/"))
        apply(opening, "Per")
        apply(opening, "Quy", stage=Stage.WITHDRAWN)
        assert "1 candidate has no interview yet." in _main(client.get("/openings/data/"))
        apply(opening, "Rae")
        submitted_card(seat, {})
        assert "2 candidates have no interview yet." in _main(client.get("/openings/data/"))

    def test_the_blind_wait(self, client_of, opening, screen, manager):
        ngozi = apply(opening, "Ngozi")
        PanelSeatFactory(interview=InterviewFactory(application=ngozi, round=screen), interviewer=manager)
        submitted_card(_seat(apply(opening, "Per"), screen, "Ann"), {})
        assert self._current(client_of(manager)) == "Wait for scorecards"

    @pytest.mark.parametrize("state", [OpeningState.DRAFT, OpeningState.OPEN])
    def test_a_draft_can_be_started_here(self, client_of, manager, opening, state):
        type(opening).objects.filter(pk=opening.pk).update(state=state)
        content = client_of(manager).get("/openings/data/").content.decode()
        assert (reverse("openings:opening-start", args=["data"]) in content) == (state == OpeningState.DRAFT)


class TestSeatPanel:
    def _post(self, client, **data):
        return client.post("/openings/data/panel/", data)

    def test_seat_panel(self, client_of, opening, screen, manager, events):
        apply(opening, "Ngozi")
        apply(opening, "Per")
        ann, bea = UserFactory(name="Ann"), UserFactory(name="Bea")
        client = client_of(manager)
        with events() as recorded:
            response = self._post(client, round=screen.pk, interviewers=[ann.ref, bea.ref])
        assert response.url == "/openings/data/"
        assert recorded == ["panel.seated"]
        assert PanelSeat.objects.count() == 4
        assert "4 seats on 2 interviews." in _main(client.get("/openings/data/"))

    def test_seat_panel_with_nothing_to_do_says_so(self, client_of, opening, screen, manager):
        apply(opening, "Ngozi")
        ann, client = UserFactory(), client_of(manager)
        self._post(client, round=screen.pk, interviewers=[ann.ref])
        again = self._post(client, round=screen.pk, interviewers=[ann.ref])
        assert again.status_code == 422
        assert "Nothing to do" in _main(again)

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("round", "999999"),
            ("round", "x"),
            ("interviewers", []),
            ("interviewers", ["forged"]),
            ("due_at", "yesterday"),
            ("due_at", "0001-01-01T00:00"),
            ("due_at", "9999-12-31T23:59"),
        ],
    )
    def test_seat_panel_with_bad_input_is_refused_at_the_field(
        self, client_of, opening, screen, manager, field, value
    ):
        apply(opening, "Ngozi")
        data = {"round": screen.pk, "interviewers": [UserFactory().ref]} | {field: value}
        response = self._post(client_of(manager), **data)
        assert response.status_code == 422
        assert list(response.context["form"].errors) == [field]
        assert not Interview.objects.exists()

    def test_seat_panel_due_in_the_past_is_refused(self, client_of, opening, screen, manager):
        apply(opening, "Ngozi")
        response = self._post(
            client_of(manager), round=screen.pk, interviewers=[UserFactory().ref], due_at="2020-01-01T10:00"
        )
        assert response.status_code == 422
        assert "lies in the past" in _main(response)

    def test_seat_panel_offers_nobody_who_cannot_sign_in(self, client_of, opening, screen, manager):
        gone = UserFactory(is_active=False)
        client = client_of(manager)
        assert gone.ref not in client.get("/openings/data/panel/").content.decode()
        assert self._post(client, round=screen.pk, interviewers=[gone.ref]).status_code == 422

    def test_seat_panel_in_a_closed_opening_is_refused(self, client_of, opening, screen, manager, at):
        apply(opening, "Ngozi")
        openings.close(opening=opening, by=manager, at=at)
        client, before = client_of(manager), AuditEvent.objects.count()
        response = self._post(client, round=screen.pk, interviewers=[UserFactory().ref])
        assert response.status_code == 422
        assert "This opening is closed" in _main(response)
        assert AuditEvent.objects.filter(action="panel.seated").count() == 0
        assert AuditEvent.objects.count() - before <= 1


def test_due_time_is_read_in_the_zone_of_the_site(client_of, opening, screen, manager, settings):
    settings.TIME_ZONE = "Europe/Oslo"
    apply(opening, "Ngozi")
    client_of(manager).post(
        "/openings/data/panel/",
        {"round": screen.pk, "interviewers": [UserFactory().ref], "due_at": "2090-07-01T12:00"},
    )
    assert Interview.objects.get().due_at == dt.datetime(2090, 7, 1, 10, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("visibility", "start", "words"),
    [
        (CardVisibility.AFTER_OWN, "owed", "After your own scorecard."),
        (CardVisibility.AFTER_PANEL, "owed", "After your own scorecard and the whole panel’s."),
        (CardVisibility.AFTER_PANEL, "in", "Once the whole panel’s scorecards are in."),
        (CardVisibility.AFTER_OWN, "declined", "Closed to you, as you stepped back."),
    ],
)
def test_a_blind_row_says_what_it_waits_for(
    client_of, opening, screen, manager, at, visibility, start, words
):
    Opening.objects.update(visibility=visibility)
    ngozi = apply(opening, "Ngozi")
    _seat(ngozi, screen, "Ann, who owes one")
    ended = {"state": SeatState.DECLINED, "ended_at": at, "ended_by": manager} if start == "declined" else {}
    own = PanelSeatFactory(interview=ngozi.interviews.get(), interviewer=manager, **ended)
    if start == "in":
        submitted_card(own, {})
    main = " ".join(_main(client_of(manager).get("/openings/data/")).split())
    assert words in main
    assert "Ann" not in main
