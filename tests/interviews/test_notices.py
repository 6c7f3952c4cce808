"""What mails about interviews say, word by word, through a real mail server; and what none of them ever holds."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessor.accounts.actions import users
from assessor.candidates.actions import applications
from assessor.candidates.enums import Stage
from assessor.candidates.models import CandidateIdentity
from assessor.interviews.actions import amendments, panels, reminders, scorecards, seats
from assessor.interviews.enums import SeatState
from assessor.interviews.models import Interview, PanelSeat
from assessor.interviews.permissions import AlreadySubmitted
from assessor.interviews.rules.cards import Answer, Answers
from assessor.notices.actions import mornings
from assessor.notices.models import Notice
from assessor.notices.queries import this_morning
from assessor.openings.actions import openings
from assessor.openings.enums import TeamAccess
from assessor.openings.models import Opening
from roles.queries import described
from tests.factories.accounts import UserFactory
from tests.factories.candidates import ConflictFactory
from tests.factories.openings import TeamMemberFactory
from tests.interviews.scene import SAID_BY_OTHERS, scene

pytestmark = pytest.mark.django_db
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def berlin(settings):
    settings.TIME_ZONE = "Europe/Berlin"


@pytest.fixture
def stage(mail_server, clock):
    """A Monday morning, half past ten in Berlin."""
    made = scene()
    Opening.objects.update(title="Head of Data, spring", slug="head-of-data")
    made.opening.refresh_from_db()
    return made


@pytest.fixture
def ann():
    return UserFactory(name="Ann Author", email="ann@example.org")


@pytest.fixture
def sent(work_off, mail_server):
    """Return a function: run what waits, and give the mails since the last call."""

    def mails():
        work_off()
        found, mail_server.accepted = mail_server.texts(), []
        return found

    return mails


def plan(stage, application, people, *, starts_at=None, due_at=None, round=None, at=None):
    return panels.plan(
        application=application,
        round=round or stage.round(),
        interviewers=people,
        starts_at=starts_at,
        due_at=due_at,
        by=stage.manager,
        at=at or stage.opening.created_at,
    )


def hand_in(stage, person, application, *, at):
    """Submit a complete card through the action, with a text and a verdict that must not leak."""
    seat = PanelSeat.objects.get(interviewer=person, interview__application=application)
    criteria = described(rubric_id=stage.opening.rubric_id).criteria
    answers = Answers(
        by_key={
            entry.key: Answer(value=Decimal(entry.scale.lo), evidence=SAID_BY_OTHERS) for entry in criteria
        },
        recommendation="strong_no",
        summary=SAID_BY_OTHERS,
    )
    return scorecards.submit(seat=seat, criteria=criteria, answers=answers, seen={}, by=person, at=at)


def morning(clock, day=2, hour=8):
    """Let it be that hour of a day of March in Berlin, and look who has to be told."""
    clock.at = dt.datetime(2026, 3, day, hour, tzinfo=dt.timezone(HOUR))
    return mornings.look(day=clock.at.date(), at=clock.at)


def refs_gone(body):
    return re.sub(r"/(seats|applications)/[^/]+/", r"/\1/…/", body)


class TestTexts:
    def test_asked_to_interview(self, stage, ann, sent, clock):
        starts_at = clock.at + 3 * DAY + 4 * HOUR
        plan(stage, stage.candidate("Ngozi Okafor"), [ann], starts_at=starts_at, at=clock.at)
        [(to, subject, body)] = sent()
        assert (to, subject) == ("ann@example.org", "You have an interview to score")
        assert refs_gone(body) == (
            "Dear Ann Author,\n\n"
            "you are asked to interview a candidate, and to score them afterwards:\n\n"
            "- Ngozi Okafor: Technical, Head of Data, spring\n"
            "  Interview on Thursday, 14:30 CET. Scorecard due on Saturday, 14:30 CET.\n"
            "  https://hire.example.com/seats/…/\n\n"
            "What you are to look for stands there too. Everybody on a panel scores alone.\n\n"
            "Everything that is yours to do: https://hire.example.com/\n"
        )
        seat = PanelSeat.objects.get()
        assert f"https://hire.example.com/seats/{seat.ref}/\n" in body

    def test_overdue_and_due_soon_in_one(self, stage, ann, sent, clock):
        panel = stage.round("Panel")
        for name, days in (("Ngozi", -3), ("Bo", -1), ("Cleo", 1), ("Dana", 2)):
            stage.seat(stage.candidate(name), ann, panel)
            Interview.objects.filter(application__candidate__identity__name=name).update(
                due_at=dt.datetime(2026, 3, 10 + days, 16, tzinfo=dt.UTC)
            )
        morning(clock, 10)
        [(to, subject, body)] = sent()
        assert (to, subject) == ("ann@example.org", "2 scorecards of yours are overdue")
        assert refs_gone(body) == (
            "Dear Ann Author,\n\n"
            "2 scorecards of yours are overdue:\n\n"
            "- Ngozi: Panel, Head of Data, spring\n"
            "  Scorecard was due 3 days ago.\n"
            "  https://hire.example.com/seats/…/\n"
            "- Bo: Panel, Head of Data, spring\n"
            "  Scorecard was due yesterday.\n"
            "  https://hire.example.com/seats/…/\n\n"
            "And soon due:\n\n"
            "- Cleo: Panel, Head of Data, spring\n"
            "  Scorecard due tomorrow, 17:00 CET.\n"
            "  https://hire.example.com/seats/…/\n\n"
            "If you cannot score somebody, tell those who run the opening, so that they can change the panel."
            " Until then, or until it is in, this reminder comes every morning.\n\n"
            "Everything that is yours to do: https://hire.example.com/\n"
        )

    def test_due_tomorrow(self, stage, ann, sent, clock):
        plan(stage, stage.candidate("Ngozi"), [ann], due_at=clock.at + DAY, at=clock.at)
        sent()
        morning(clock)
        [(_to, subject, body)] = sent()
        assert subject == "A scorecard of yours is due soon"
        assert refs_gone(body) == (
            "Dear Ann Author,\n\n"
            "a scorecard of yours is due soon:\n\n"
            "- Ngozi: Technical, Head of Data, spring\n"
            "  Scorecard due tomorrow, 10:30 CET.\n"
            "  https://hire.example.com/seats/…/\n\n"
            "If you cannot score somebody, tell those who run the opening, so that they can change the panel.\n\n"
            "Everything that is yours to do: https://hire.example.com/\n"
        )

    def test_reminder(self, stage, ann, sent, clock):
        seat = stage.seat(stage.candidate("Ngozi"), ann)
        reminders.remind(seat=seat, by=stage.manager, at=clock.at)
        [(_to, subject, body)] = sent()
        assert subject == "A scorecard of yours is still to come"
        assert refs_gone(body) == (
            "Dear Ann Author,\n\n"
            "this is a reminder of a scorecard that is still to come:\n\n"
            "- Ngozi: Technical, Head of Data, spring\n"
            "  Scorecard without a due date.\n"
            "  https://hire.example.com/seats/…/\n\n"
            "If you cannot score this candidate, tell those who run the opening, so that they can change the panel.\n\n"
            "Everything that is yours to do: https://hire.example.com/\n"
        )

    def test_sent_back(self, stage, ann, sent, clock):
        ngozi = stage.candidate("Ngozi")
        plan(stage, ngozi, [ann], at=clock.at)
        hand_in(stage, ann, ngozi, at=clock.at)
        sent()
        amendments.reopen(
            seat=PanelSeat.objects.get(), reason="A secret reason", by=stage.manager, at=clock.at
        )
        [(to, subject, body)] = sent()
        assert (to, subject) == ("ann@example.org", "A scorecard of yours is open again")
        assert refs_gone(body) == (
            "Dear Ann Author,\n\n"
            "a scorecard that you handed in was sent back to you. Why, you can read there:\n\n"
            "- Ngozi: Technical, Head of Data, spring\n"
            "  https://hire.example.com/seats/…/\n\n"
            "What you handed in counts as it is until you hand it in anew.\n\n"
            "Everything that is yours to do: https://hire.example.com/\n"
        )

    def test_panel_complete(self, stage, ann, sent, clock):
        ngozi = stage.candidate("Ngozi")
        plan(stage, ngozi, [ann], at=clock.at)
        sent()
        hand_in(stage, ann, ngozi, at=clock.at)
        [(to, subject, body)] = sent()
        assert (to, subject) == (stage.manager.email, "All scorecards for a candidate are in")
        assert body == (
            "Dear Marit,\n\n"
            "every scorecard for Ngozi is in (Head of Data, spring):\n\n"
            f"https://hire.example.com/applications/{ngozi.ref}/\n\n"
            "Nobody on the panel owes one any more, so you can compare and decide.\n"
        )

    def test_long_lists_end_with_how_many_more(self, stage, ann, sent, clock):
        panel = stage.round("Panel")
        for number in range(25):
            stage.candidate(f"Candidate {number:02}")
        panels.seat_panel(
            opening=stage.opening, round=panel, interviewers=[ann], due_at=None, by=stage.manager, at=clock.at
        )
        [(_to, subject, body)] = sent()
        assert subject == "You have 25 interviews to score"
        assert "you are asked to interview 25 candidates, and to score each of them afterwards:" in body
        assert (body.count("https://hire.example.com/seats/"), "- and 5 more\n" in body) == (20, True)


class TestAssigned:
    def test_48_seats_in_one_act_are_one_mail_a_person(self, stage, ann, sent, clock):
        people = [ann, *(UserFactory() for _ in range(5))]
        panel = stage.round("Panel")
        for number in range(8):
            stage.candidate(f"Candidate {number}")
        panels.seat_panel(
            opening=stage.opening,
            round=panel,
            interviewers=people,
            due_at=None,
            by=stage.manager,
            at=clock.at,
        )
        assert PanelSeat.objects.count() == 48
        mails = sent()
        assert sorted(to for to, _, _ in mails) == sorted(person.email for person in people)
        assert {subject for _, subject, _ in mails} == {"You have 8 interviews to score"}

    def test_every_way_of_being_seated_tells(self, stage, ann, sent, clock):
        bea, cem, dora = UserFactory(), UserFactory(), UserFactory()
        interview = plan(stage, stage.candidate(), [ann], at=clock.at)
        assert [to for to, _, _ in sent()] == [ann.email]
        seat = seats.add_seat(interview=interview, interviewer=bea, by=stage.manager, at=clock.at)
        assert [to for to, _, _ in sent()] == [bea.email]
        seats.replace(seat=seat, interviewer=cem, by=stage.manager, at=clock.at)
        assert [to for to, _, _ in sent()] == [cem.email]
        administrator = UserFactory(is_administrator=True)
        seats.hand_over(leaver=cem, heir=dora, by=administrator, at=clock.at)
        assert [to for to, _, _ in sent()] == [dora.email]

    def test_who_seats_themselves_knows(self, stage, ann, sent, clock):
        plan(stage, stage.candidate(), [stage.manager, ann], at=clock.at)
        assert [to for to, _, _ in sent()] == [ann.email]

    def test_people_without_an_address_are_skipped(self, stage, sent, clock):
        plan(stage, stage.candidate(), [UserFactory(email=None)], at=clock.at)
        assert sent() == []

    @pytest.mark.parametrize(
        "undo",
        [
            lambda stage, seat, at: seats.remove(seat=seat, by=stage.manager, at=at),
            lambda stage, seat, at: panels.cancel(interview=seat.interview, by=stage.manager, at=at),
            lambda stage, seat, at: openings.close(opening=stage.opening, by=stage.manager, at=at),
            lambda stage, seat, at: applications.move_stage(
                application=seat.interview.application, stage=Stage.WITHDRAWN, by=stage.manager, at=at
            ),
            lambda stage, seat, at: users.deactivate(
                person=seat.interviewer, by=UserFactory(is_administrator=True), at=at
            ),
            lambda stage, seat, at: ConflictFactory(
                application=seat.interview.application, user=seat.interviewer
            ),
        ],
        ids=["removed", "cancelled", "closed", "withdrawn", "deactivated", "conflict"],
    )
    def test_what_was_undone_before_the_mail_left_is_not_mentioned(self, stage, ann, sent, clock, undo):
        panel = stage.round("Panel")
        interview = plan(stage, stage.candidate("Ngozi"), [ann], round=panel, at=clock.at)
        undo(stage, interview.seats.get(), clock.at)
        assert sent() == []
        assert Notice.objects.get().state == "dropped"

    def test_of_several_seats_those_are_mentioned_that_stand(self, stage, ann, sent, clock):
        for name in ("Ngozi", "Bo"):
            stage.candidate(name)
        panels.seat_panel(
            opening=stage.opening,
            round=stage.round(),
            interviewers=[ann],
            due_at=None,
            by=stage.manager,
            at=clock.at,
        )
        bo = PanelSeat.objects.get(interview__application__candidate__identity__name="Bo")
        seats.remove(seat=bo, by=stage.manager, at=clock.at)
        [(_to, subject, body)] = sent()
        assert subject == "You have an interview to score"
        assert ("Ngozi" in body, "Bo" in body) == (True, False)


class TestMornings:
    def seat(self, stage, person, due_at, name="Ngozi"):
        seat = stage.seat(stage.candidate(name), person, stage.round(f"Round for {name}"))
        Interview.objects.filter(pk=seat.interview_id).update(due_at=due_at)
        return seat

    def days_told(self, clock, sent, days=range(2, 12)):
        found = {}
        for day in days:
            morning(clock, day)
            for _to, subject, _body in sent():
                found.setdefault(day, []).append(subject)
        return found

    def test_told_the_day_before_and_then_every_morning_until_it_is_in(self, stage, ann, sent, clock):
        seat = self.seat(stage, ann, dt.datetime(2026, 3, 5, 15, tzinfo=dt.UTC))
        assert self.days_told(clock, sent, range(2, 9)) == {
            4: ["A scorecard of yours is due soon"],
            6: ["A scorecard of yours is overdue"],
            7: ["A scorecard of yours is overdue"],
            8: ["A scorecard of yours is overdue"],
        }
        hand_in(stage, ann, seat.interview.application, at=clock.at)
        sent()
        assert self.days_told(clock, sent, range(9, 12)) == {}

    @pytest.mark.parametrize("state", [SeatState.DECLINED, SeatState.RECUSED, SeatState.REMOVED])
    def test_it_stops_when_the_seat_ends(self, stage, ann, sent, clock, state):
        seat = self.seat(stage, ann, clock.at - DAY)
        morning(clock, 3)
        assert len(sent()) == 1
        PanelSeat.objects.filter(pk=seat.pk).update(state=state, ended_at=clock.at, ended_by=ann)
        assert self.days_told(clock, sent, range(4, 7)) == {}

    def test_a_closed_opening_sends_no_further_mails(self, stage, ann, sent, clock):
        self.seat(stage, ann, clock.at - DAY)
        morning(clock, 3)
        openings.close(opening=stage.opening, by=stage.manager, at=clock.at)
        assert sent() == [], "not even those that waited"
        assert self.days_told(clock, sent, range(4, 7)) == {}

    def test_one_digest_a_person_and_day_whatever_they_owe(self, stage, ann, sent, clock):
        for number in range(3):
            self.seat(stage, ann, clock.at - number * DAY, f"Candidate {number}")
        assert morning(clock, 3)
        assert not morning(clock, 3, hour=9)
        assert [subject for _, subject, _ in sent()] == ["3 scorecards of yours are overdue"]

    def test_a_digest_that_could_not_leave_its_day_is_not_sent_beside_the_next(
        self, stage, ann, sent, clock, mail_server
    ):
        self.seat(stage, ann, clock.at - DAY)
        mail_server.refusal = "451 4.3.0 Come back later"
        for day in (3, 4, 5):
            morning(clock, day)
            sent()
        mail_server.refusal = ""
        clock.at += 2 * HOUR
        assert [subject for _, subject, _ in sent()] == ["A scorecard of yours is overdue"]
        assert sorted(Notice.objects.values_list("key", "state")) == [
            ("2026-03-03", "dropped"),
            ("2026-03-04", "dropped"),
            ("2026-03-05", "sent"),
        ]

    def test_a_morning_that_was_missed_is_made_up_for(self, stage, ann, sent, clock):
        self.seat(stage, ann, dt.datetime(2026, 3, 5, 15, tzinfo=dt.UTC))
        morning(clock, 3)
        assert sent() == []
        morning(clock, 5)
        assert "Scorecard due today, 16:00 CET." in sent()[0][2]

    def test_a_card_due_when_the_morning_begins_is_not_late_yet(self, stage, ann, sent, clock):
        self.seat(stage, ann, dt.datetime(2026, 3, 5, 7, tzinfo=dt.UTC))
        assert self.days_told(clock, sent, range(2, 7)) == {
            4: ["A scorecard of yours is due soon"],
            6: ["A scorecard of yours is overdue"],
        }

    @pytest.mark.parametrize(
        ("zone", "due_at", "told"),
        [
            # 23:30 on the 28th; that night the clocks go from two to three.
            ("Europe/Berlin", "2026-03-28T22:30", 27),
            ("Europe/Berlin", "2026-03-29T00:30", 28),
            ("Europe/Berlin", "2026-03-29T22:30", 29),
            ("Pacific/Kiritimati", "2026-03-28T22:30", 28),
            ("Etc/GMT+12", "2026-03-29T11:30", 27),
        ],
    )
    def test_in_06_the_day_before_is_that_of_the_zone(
        self, stage, ann, sent, clock, settings, zone, due_at, told
    ):
        settings.TIME_ZONE = zone
        self.seat(stage, ann, dt.datetime.fromisoformat(f"{due_at}+00:00"))
        clock.at = dt.datetime(2026, 3, 26, 12, tzinfo=dt.UTC)
        mails = []
        while not mails:
            clock.at += HOUR
            day = this_morning(at=clock.at)
            mornings.look(day=day, at=clock.at)
            mails = sent()
        assert (day.day, "due tomorrow, " in mails[0][2]) == (told, True)


class TestPanelComplete:
    def test_it_is_told_once_to_those_of_the_team_who_may_know(self, stage, ann, sent, clock):
        """BL-15: a manager who owes a card in another round is not told."""
        bea, seated = UserFactory(), UserFactory(name="Seated manager")
        for person, access in (
            (seated, TeamAccess.HIRING_MANAGER),
            (recruiter := UserFactory(), TeamAccess.RECRUITER),
            (UserFactory(), TeamAccess.OBSERVER),
            (conflicted := UserFactory(), TeamAccess.HIRING_MANAGER),
            (UserFactory(is_active=False), TeamAccess.HIRING_MANAGER),
        ):
            TeamMemberFactory(opening=stage.opening, user=person, access=access)
        UserFactory(is_recruiter=True, name="Recruits for all, and is not on this team")
        ngozi = stage.candidate("Ngozi")
        ConflictFactory(application=ngozi, user=conflicted)
        plan(stage, ngozi, [ann, bea], at=clock.at)
        declined = stage.seat(ngozi, seated, stage.round("Panel"))
        PanelSeat.objects.filter(pk=declined.pk).update(
            state=SeatState.DECLINED, ended_at=clock.at, ended_by=seated
        )
        sent()
        hand_in(stage, ann, ngozi, at=clock.at)
        assert sent() == [], "one card is still to come"
        hand_in(stage, bea, ngozi, at=clock.at)
        assert sorted(to for to, _, _ in sent()) == sorted([stage.manager.email, recruiter.email])

    def test_whoever_hands_in_the_last_one_knows(self, stage, sent, clock):
        ngozi = stage.candidate("Ngozi")
        plan(stage, ngozi, [stage.manager], at=clock.at)
        hand_in(stage, stage.manager, ngozi, at=clock.at)
        assert sent() == []

    def test_an_amendment_completes_nothing_anew(self, stage, ann, sent, clock):
        ngozi = stage.candidate("Ngozi")
        plan(stage, ngozi, [ann], at=clock.at)
        hand_in(stage, ann, ngozi, at=clock.at)
        sent()
        amendments.start(seat=PanelSeat.objects.get(), reason="A slip", by=ann, at=clock.at)
        hand_in(stage, ann, ngozi, at=clock.at)
        assert sent() == []

    def test_a_seat_added_before_the_mail_left_takes_it_back(self, stage, ann, sent, clock):
        ngozi = stage.candidate("Ngozi")
        interview = plan(stage, ngozi, [ann], at=clock.at)
        hand_in(stage, ann, ngozi, at=clock.at)
        bea = UserFactory()
        seats.add_seat(interview=interview, interviewer=bea, by=stage.manager, at=clock.at)
        assert [to for to, _, _ in sent()] == [bea.email]

    def test_cc_05_a_second_press_sends_no_second_mail(self, stage, ann, sent, clock):
        ngozi = stage.candidate("Ngozi")
        plan(stage, ngozi, [ann], at=clock.at)
        hand_in(stage, ann, ngozi, at=clock.at)
        with pytest.raises(AlreadySubmitted):
            hand_in(stage, ann, ngozi, at=clock.at)
        assert len([to for to, _, _ in sent() if to == stage.manager.email]) == 1


def test_bl_15_mails_to_a_blind_person_are_the_same_whatever_others_handed_in(stage, ann, sent, clock):
    """Every kind of mail goes out twice: about a candidate with a card that must not leak, and about one without."""
    TeamMemberFactory(opening=stage.opening, user=ann, access=TeamAccess.HIRING_MANAGER)
    bea = UserFactory(name="Bea Beforehand", email="bea@example.org")
    told = {}
    for name in ("Ngozi", "Obi"):
        application = stage.candidate(name)
        panel = stage.round(f"Panel of {name}")
        plan(stage, application, [bea], round=panel, due_at=clock.at + HOUR, at=clock.at)
        if name == "Ngozi":
            hand_in(stage, bea, application, at=clock.at)
        own = stage.round(f"Own {name}")
        interview = plan(stage, application, [ann], round=own, due_at=clock.at + HOUR, at=clock.at)
        reminders.remind(seat=interview.seats.get(), by=UserFactory(is_recruiter=True), at=clock.at)
        told[name] = sent()
    morning(clock, 3)
    daily = sent()

    mails = {name: [mail for mail in found if mail[0] == ann.email] for name, found in told.items()}
    assert [len(found) for found in mails.values()] == [2, 2]
    plain = {
        name: [(subject, refs_gone(body).replace(name, "…")) for _, subject, body in found]
        for name, found in mails.items()
    }
    assert plain["Ngozi"] == plain["Obi"]
    [(_to, subject, body)] = [mail for mail in daily if mail[0] == ann.email]
    assert subject == "2 scorecards of yours are overdue"
    everything = subject + body + "".join(text for found in mails.values() for mail in found for text in mail)
    for leak in (
        SAID_BY_OTHERS,
        "Bea",
        "bea@",
        "trong no",
        "strong_no",
        "1 of 2",
        "handed in",
        stage.manager.name,
    ):
        assert leak not in everything, leak


def test_no_mail_holds_an_opinion_or_who_gave_it(stage, ann, sent, clock):
    """Not even those to people who may read every card."""
    ngozi = stage.candidate("Ngozi")
    plan(stage, ngozi, [ann], due_at=clock.at + HOUR, at=clock.at)
    hand_in(stage, ann, ngozi, at=clock.at)
    amendments.reopen(seat=PanelSeat.objects.get(), reason=SAID_BY_OTHERS, by=stage.manager, at=clock.at)
    mails = sent()
    assert sorted(to for to, _, _ in mails) == sorted([ann.email, stage.manager.email])
    everything = "".join(text for mail in mails for text in mail if mail[0] == stage.manager.email)
    assert SAID_BY_OTHERS not in "".join(text for mail in mails for text in mail)
    assert "trong no" not in everything
    assert ann.name not in everything


HOSTILE = 'Eve <b>x</b>\nBcc: all@evil.example\r\n[win](https://evil.example/p?a=1) www.evil.example "&amp;\u202e\u200b'


def test_xj_07_what_people_typed_is_plain_text_without_link_or_header(
    stage, sent, clock, mail_server, work_off
):
    eve = UserFactory(name=HOSTILE, email="eve@example.org")
    Opening.objects.update(title=f"Title {HOSTILE}"[:200])
    plan(stage, stage.candidate(HOSTILE), [eve], round=stage.round(f"R {HOSTILE}"[:100]), at=clock.at)
    work_off()
    [message] = mail_server.accepted
    assert (message["To"], message["Bcc"], message["Cc"]) == ("eve@example.org", None, None)
    assert message["Subject"] == "You have an interview to score"
    assert message.get_content_type() == "text/plain"
    body = message.get_content()
    assert (
        "Eve <b>x</b> Bcc: all (at) evil. example [win](https: //evil. example/p?a=1) www. evil. example"
        in body
    )
    links = re.findall(r"\S+://\S+|www\.\S+|\S+@\S+", body)
    assert {re.sub(r"seats/.*", "", link) for link in links} == {"https://hire.example.com/"}
    assert not {"\u202e", "\u200b"} & set(body)
    assert [line for line in body.splitlines() if line.startswith(("Bcc", "[win"))] == []


def test_pv_01_a_name_erased_before_the_mail_left_is_in_none(stage, ann, sent, clock):
    ngozi = stage.candidate("Ngozi")
    plan(stage, ngozi, [ann], at=clock.at)
    CandidateIdentity.objects.all().delete()
    [(_to, _subject, body)] = sent()
    assert "- A candidate whose name is erased: Technical, Head of Data, spring\n" in body


@pytest.mark.parametrize("number", [1, 3])
def test_telling_costs_the_same_queries_however_many_candidates(stage, ann, clock, number):
    for _ in range(number):
        stage.candidate()
    panel = stage.round()
    with CaptureQueriesContext(connection) as asked:
        panels.seat_panel(
            opening=stage.opening, round=panel, interviewers=[ann], due_at=None, by=stage.manager, at=clock.at
        )
    about_mails = [query for query in asked if re.search("notices_notice|django_tasks", query["sql"])]
    assert len(about_mails) == 3
