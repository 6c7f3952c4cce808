from __future__ import annotations

import datetime as dt
import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.urls import reverse

from assessor.audit.models import AuditEvent
from assessor.interviews.enums import InterviewState, SeatState
from assessor.interviews.models import Interview, PanelSeat
from assessor.openings.actions import openings
from assessor.openings.enums import TeamAccess
from tests.factories.accounts import UserFactory
from tests.factories.candidates import apply
from tests.factories.interviews import InterviewFactory, PanelSeatFactory, submitted_card
from tests.factories.openings import OpeningFactory, RoundFactory, TeamMemberFactory, cover

pytestmark = pytest.mark.django_db


@pytest.fixture
def opening():
    return OpeningFactory(slug="data", title="Head of Data")


@pytest.fixture
def manager(opening):
    return TeamMemberFactory(opening=opening, user=UserFactory(name="Marit")).user


@pytest.fixture
def ngozi(opening):
    return apply(opening, "Ngozi")


@pytest.fixture
def screen(opening):
    return cover(RoundFactory(opening=opening, name="Screen"))


@pytest.fixture
def seat(ngozi, screen):
    interview = InterviewFactory(application=ngozi, round=screen)
    return PanelSeatFactory(interview=interview, interviewer=UserFactory(name="Ann"))


@pytest.fixture
def bea():
    return UserFactory(name="Bea")


def _url(name, ref):
    return reverse(f"interviews:{name}", args=[ref])


def _main(response):
    return response.content.decode().split("<main")[1].split("</main>")[0]


def _panel(interview):
    return sorted(
        interview.seats.filter(state=SeatState.ASSIGNED).values_list("interviewer__name", flat=True)
    )


def _changes(seat, bea):
    """Every planning address, with a body that would change something."""
    interview = seat.interview
    return [
        (
            _url("interview-plan", interview.application.ref),
            {"round": RoundFactory(opening=interview.round.opening).pk, "interviewers": [bea.ref]},
        ),
        (_url("interview-edit", interview.ref), {"starts_at": "2090-01-01T10:00"}),
        (_url("seat-add", interview.ref), {"person": bea.ref}),
        (_url("seat-replace", seat.ref), {"person": bea.ref}),
        (_url("seat-remove", seat.ref), {}),
        (_url("interview-cancel", interview.ref), {}),
        (_url("application-delete", interview.application.ref), {}),
    ]


def _changed():
    return AuditEvent.objects.exclude(action__startswith="user.").count()


class TestWhoMay:
    def test_observers_may_not(self, client_of, seat, bea, opening):
        client = client_of(TeamMemberFactory(opening=opening, access=TeamAccess.OBSERVER).user)
        before = _changed()
        for url, data in _changes(seat, bea):
            assert client.post(url, data).status_code == 403, url
        assert _changed() == before

    @pytest.mark.parametrize("who", ["another opening's manager", "interviewer"])
    def test_others_find_nothing(self, client_of, seat, bea, who):
        client = client_of(seat.interviewer if who == "interviewer" else TeamMemberFactory().user)
        before = _changed()
        for url, data in _changes(seat, bea):
            assert client.post(url, data).status_code == 404, url
            assert client.get(url).status_code in (404, 405), url
        assert _changed() == before

    def test_a_closed_opening_refuses_every_change(self, client_of, seat, bea, opening, manager, at):
        changes = _changes(seat, bea)
        openings.close(opening=opening, by=manager, at=at)
        client, before = client_of(manager), _changed()
        for url, data in changes:
            client.post(url, data)
        assert _changed() == before
        assert _panel(seat.interview) == ["Ann"]

    def test_get_changes_nothing(self, client_of, seat, bea, manager):
        client, before = client_of(manager), _changed()
        for url, _ in _changes(seat, bea):
            for ask in (client.get, client.head):
                assert ask(url).status_code in (200, 405), url
        assert _changed() == before


class TestPlan:
    def test_plan(self, client_of, ngozi, screen, manager, bea, settings):
        response = client_of(manager).post(
            _url("interview-plan", ngozi.ref),
            {"round": screen.pk, "interviewers": [bea.ref], "starts_at": "2090-01-01T10:00"},
        )
        interview = Interview.objects.get()
        assert response.url == _url("application-detail", ngozi.ref)
        assert (interview.application, interview.round, _panel(interview)) == (ngozi, screen, ["Bea"])
        assert interview.starts_at == dt.datetime(2090, 1, 1, 10, 0, tzinfo=dt.UTC)
        assert interview.due_at == interview.starts_at + dt.timedelta(days=2)

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("round", ""),
            ("round", "forged"),
            ("interviewers", ["forged"]),
            ("starts_at", "soon"),
            ("starts_at", "2090-13-01T10:00"),
            ("due_at", "NaN"),
        ],
    )
    def test_plan_with_bad_input_keeps_what_was_typed(
        self, client_of, ngozi, screen, manager, bea, field, value
    ):
        data = {"round": screen.pk, "interviewers": [bea.ref], "due_at": "2090-01-05T10:00"} | {field: value}
        response = client_of(manager).post(_url("interview-plan", ngozi.ref), data)
        assert response.status_code == 422
        assert list(response.context["form"].errors) == [field]
        assert not Interview.objects.exists()
        if field != "interviewers":
            assert re.search(rf'value="{re.escape(bea.ref)}"\s+checked', _main(response))

    def test_plan_in_another_openings_round_is_refused(self, client_of, ngozi, manager, bea):
        elsewhere = RoundFactory()
        data = {"round": elsewhere.pk, "interviewers": [bea.ref]}
        assert client_of(manager).post(_url("interview-plan", ngozi.ref), data).status_code == 422
        assert not Interview.objects.exists()

    def test_plan_due_before_it_is_held_says_so(self, client_of, ngozi, screen, manager, bea):
        data = {
            "round": screen.pk,
            "interviewers": [bea.ref],
            "starts_at": "2090-01-05T10:00",
            "due_at": "2090-01-04T10:00",
        }
        response = client_of(manager).post(_url("interview-plan", ngozi.ref), data)
        assert "Scorecards cannot be due before the interview." in _main(response)

    def test_plan_twice_says_so(self, client_of, ngozi, seat, manager, bea):
        data = {"round": seat.interview.round.pk, "interviewers": [bea.ref]}
        response = client_of(manager).post(_url("interview-plan", ngozi.ref), data)
        assert response.status_code == 422
        assert "is planned for this candidate already" in _main(response)


class TestPanel:
    def test_edit_times(self, client_of, seat, manager):
        data = {"starts_at": "2090-01-01T10:00", "due_at": "2090-01-09T17:00"}
        client_of(manager).post(_url("interview-edit", seat.interview.ref), data)
        seat.interview.refresh_from_db()
        assert seat.interview.due_at == dt.datetime(2090, 1, 9, 17, 0, tzinfo=dt.UTC)

    def test_add_replace_remove_cancel(self, client_of, seat, bea, manager, events):
        client, interview = client_of(manager), seat.interview
        cai = UserFactory(name="Cai")
        with events() as recorded:
            client.post(_url("seat-add", interview.ref), {"person": bea.ref})
            client.post(_url("seat-replace", seat.ref), {"person": cai.ref})
            assert _panel(interview) == ["Bea", "Cai"]
            client.post(_url("seat-remove", interview.seats.get(interviewer=cai).ref))
            assert _panel(interview) == ["Bea"]
            client.post(_url("interview-cancel", interview.ref))
        interview.refresh_from_db()
        assert recorded == ["seat.added", "seat.replaced", "seat.removed", "interview.cancelled"]
        assert interview.state == InterviewState.CANCELLED

    def test_who_sits_there_is_not_offered(self, client_of, seat, bea, manager):
        for url in (_url("seat-add", seat.interview.ref), _url("seat-replace", seat.ref)):
            offered = _main(client_of(manager).get(url))
            assert bea.ref in offered
            assert f'value="{seat.interviewer.ref}"' not in offered

    @pytest.mark.parametrize("person", ["", "forged"])
    def test_forged_person_is_refused(self, client_of, seat, manager, person):
        for url in (_url("seat-add", seat.interview.ref), _url("seat-replace", seat.ref)):
            assert client_of(manager).post(url, {"person": person}).status_code == 422
        assert _panel(seat.interview) == ["Ann"]

    def test_a_seat_whose_card_is_in_stays(self, client_of, seat, bea, manager):
        submitted_card(seat, {})
        client = client_of(manager)
        replaced = client.post(_url("seat-replace", seat.ref), {"person": bea.ref})
        assert replaced.status_code == 422
        assert "has handed in a scorecard here" in _main(replaced)
        client.post(_url("seat-remove", seat.ref))
        client.post(_url("interview-cancel", seat.interview.ref))
        assert _panel(seat.interview) == ["Ann"]

    def test_a_blind_manager_gets_one_answer_whether_or_not_a_card_is_in(self, client_of, seat, bea, manager):
        PanelSeatFactory(interview=seat.interview, interviewer=manager)
        client = client_of(manager)

        def answers():
            for url, data in (
                (_url("seat-replace", seat.ref), {"person": bea.ref}),
                (_url("seat-remove", seat.ref), {}),
                (_url("interview-cancel", seat.interview.ref), {}),
                (_url("application-delete", seat.interview.application.ref), {}),
            ):
                shown = client.post(url, data, follow=True)
                yield shown.status_code, re.sub(rb"[A-Za-z0-9]{64}", b"", shown.content)

        before = list(answers())
        submitted_card(seat, {})
        assert list(answers()) == before
        assert PanelSeat.objects.filter(state=SeatState.ASSIGNED).count() == 2


class TestHandover:
    @pytest.fixture
    def administrator(self):
        return UserFactory(is_administrator=True)

    def test_handover(self, client_of, seat, bea, administrator, events):
        client = client_of(administrator)
        url = _url("person-handover", seat.interviewer.ref)
        shown = _main(client.get(url))
        assert "Head of Data" in shown
        assert "1 interview" in shown
        assert "Ngozi" not in shown
        with events() as recorded:
            response = client.post(url, {"person": bea.ref})
        assert recorded == ["seats.handed_over"]
        assert response.url == reverse("accounts:person-detail", args=[seat.interviewer.ref])
        assert _panel(seat.interview) == ["Bea"]

    def test_handover_with_nothing_open_says_so(self, client_of, administrator):
        shown = client_of(administrator).get(_url("person-handover", UserFactory().ref))
        assert "Nothing to hand over" in _main(shown)

    def test_handover_where_the_heir_sits_already_keeps_all(self, client_of, seat, bea, administrator):
        PanelSeatFactory(interview=seat.interview, interviewer=bea)
        response = client_of(administrator).post(
            _url("person-handover", seat.interviewer.ref), {"person": bea.ref}
        )
        assert response.status_code == 422
        assert "Head of Data, Screen" in _main(response)
        assert _panel(seat.interview) == ["Ann", "Bea"]

    def test_handover_by_a_blind_administrator_tells_nothing(self, client_of, seat, bea, administrator):
        PanelSeatFactory(interview=seat.interview, interviewer=administrator)
        client, url = client_of(administrator), _url("person-handover", seat.interviewer.ref)
        before = _main(client.get(url))
        submitted_card(seat, {})
        assert _main(client.get(url)) == before
        assert "1 interview" not in before

    @pytest.mark.parametrize("access", ["is_recruiter", "is_rubric_editor", "is_auditor"])
    def test_handover_is_for_administrators(self, client_of, seat, bea, access):
        client = client_of(UserFactory(**{access: True}))
        for ref in (seat.interviewer.ref, "no-such"):
            assert client.get(_url("person-handover", ref)).status_code == 403
            assert client.post(_url("person-handover", ref), {"person": bea.ref}).status_code == 403
        assert _panel(seat.interview) == ["Ann"]

    def test_handover_of_an_unknown_person_is_not_found(self, client_of, administrator):
        assert client_of(administrator).get(_url("person-handover", "no-such")).status_code == 404

    @pytest.mark.parametrize("heir", ["", "forged", "leaver"])
    def test_handover_to_nobody_is_refused(self, client_of, seat, administrator, heir):
        person = seat.interviewer.ref if heir == "leaver" else heir
        response = client_of(administrator).post(
            _url("person-handover", seat.interviewer.ref), {"person": person}
        )
        assert response.status_code == 422
        assert _panel(seat.interview) == ["Ann"]


def _at_once(client_of, person, url, data, presses=4):
    """Send the same form from as many windows at once; return the answers' statuses, in order, and their pages."""
    clients = [client_of(person) for _ in range(presses)]
    start = threading.Barrier(presses)

    def press(client):
        try:
            start.wait(timeout=30)
            response = client.post(url, data)
        finally:
            connection.close()
        return response.status_code, response.content.decode()

    with ThreadPoolExecutor(presses) as pool:
        answers = list(pool.map(press, clients))
    return sorted(status for status, _ in answers), [page for status, page in answers if status != 302]


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_cc_07_one_interview_planned_at_once_is_one(self, client_of, ngozi, screen, manager, bea):
        data = {"round": screen.pk, "interviewers": [bea.ref]}
        statuses, refused = _at_once(client_of, manager, _url("interview-plan", ngozi.ref), data)
        assert statuses == [302, 422, 422, 422]
        assert all("“Screen” is planned for this candidate already." in page for page in refused)
        assert _panel(Interview.objects.get()) == ["Bea"]

    def test_cc_07_one_person_seated_at_once_has_one_seat(self, client_of, seat, manager, bea):
        url = _url("seat-add", seat.interview.ref)
        statuses, refused = _at_once(client_of, manager, url, {"person": bea.ref})
        assert statuses == [302, 422, 422, 422]
        assert all(
            "Bea is on this panel already" in page or "Choose somebody from the list" in page
            for page in refused
        )
        assert _panel(seat.interview) == ["Ann", "Bea"]

    def test_cc_07_one_panel_seated_at_once_for_everybody_is_one(
        self, client_of, opening, ngozi, screen, manager, bea
    ):
        url, data = reverse("interviews:panel-seat", args=["data"]), {"round": screen.pk}
        statuses, refused = _at_once(client_of, manager, url, data | {"interviewers": [bea.ref]})
        assert statuses == [302, 422, 422, 422]
        assert all("Nothing to do" in page for page in refused)
        assert _panel(Interview.objects.get()) == ["Bea"]
