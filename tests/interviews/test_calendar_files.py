"""Interviews as calendar files, read back by icalendar. IN-06, XJ-12, BL-15."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from assessor.candidates.models import CandidateIdentity
from assessor.interviews.enums import InterviewState, SeatState
from assessor.interviews.exports import calendar_file
from assessor.interviews.models import Interview, PanelSeat
from assessor.openings.models import Round
from tests.factories.accounts import UserFactory
from tests.factories.candidates import ConflictFactory
from tests.factories.interviews import ScratchNoteFactory, submitted_card
from tests.factories.openings import RoundFactory
from tests.interviews.scene import SAID_BY_OTHERS
from tests.moments import AT

STARTS = dt.datetime(2027, 3, 15, 13, 30, tzinfo=dt.UTC)
LATER = dt.timedelta(hours=1)


@pytest.fixture
def seat(stage):
    held = RoundFactory(opening=stage.opening, name="Screen", minutes=45)
    seat = stage.seat(stage.candidate(), UserFactory(name="Ann"), held)
    seat.interview.starts_at = STARTS
    seat.interview.save()
    return seat


@pytest.fixture
def get(client_of, seat):
    """Return a function that asks for the file as the interviewer's browser does."""
    client = client_of(seat.interviewer)
    return lambda: client.get(f"/seats/{seat.ref}/interview.ics")


def only_event(body):
    [event] = Calendar.from_ical(body).walk("VEVENT")
    return event


class TestFile:
    def test_it_says_when_and_how_long_in_utc(self, get):
        event = only_event(get().content)
        assert event.decoded("dtstart") == STARTS
        assert event.decoded("dtend") == STARTS + dt.timedelta(minutes=45)
        assert b"DTSTART:20270315T133000Z\r\n" in get().content

    def test_it_is_a_calendar_of_one_entry(self, get):
        calendar = Calendar.from_ical(get().content)
        assert (calendar["version"], calendar["method"]) == ("2.0", "PUBLISH")
        assert only_event(get().content)["status"] == "CONFIRMED"
        assert {name.upper() for name in only_event(get().content)} == {
            "UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "STATUS", "CLASS", "URL", "DESCRIPTION",
        }  # fmt: skip

    def test_it_leads_to_kit_and_scorecard(self, get, seat, settings):
        event = only_event(get().content)
        assert event["url"] == f"{settings.SITE_URL}/seats/{seat.ref}/kit/"
        assert str(event["description"]).split("\n") == [
            seat.interview.application.opening.title,
            f"Interview kit: {settings.SITE_URL}/seats/{seat.ref}/kit/",
            f"Scorecard: {settings.SITE_URL}/seats/{seat.ref}/",
        ]

    def test_it_says_the_candidates_initials_and_is_marked_private(self, get):
        event = only_event(get().content)
        assert event["summary"] == "Interview NO: Screen"
        assert event["class"] == "PRIVATE"
        assert b"Ngozi" not in get().content
        assert b"Okafor" not in get().content

    def test_without_a_name_it_says_the_round(self, get):
        CandidateIdentity.objects.all().delete()
        assert only_event(get().content)["summary"] == "Interview: Screen"

    def test_it_holds_nothing_of_anybodys_card_or_notes(self, get, seat, stage):
        ScratchNoteFactory(seat=seat, text=SAID_BY_OTHERS)
        other = stage.seat(seat.interview.application, UserFactory(name="Zed"), seat.interview.round)
        submitted_card(other, {stage.depth: 5}, texts={None: SAID_BY_OTHERS}, recommendation="yes")
        assert b"Zanzibar" not in get().content
        assert b"Zed" not in get().content

    def test_a_later_file_replaces_an_earlier_one(self, seat):
        files = [
            calendar_file(seat=seat, starts_at=starts, at=AT + dt.timedelta(minutes=minutes))
            for minutes, starts in ((1, STARTS), (2, STARTS + LATER))
        ]
        first, second = map(only_event, files)
        assert first["uid"] == second["uid"] == f"{seat.ref}@assessor"
        assert int(first["sequence"]) < int(second["sequence"])
        assert second.decoded("dtstart") == STARTS + LATER

    def test_two_seats_of_one_interview_are_two_entries(self, seat, stage):
        other = stage.seat(seat.interview.application, UserFactory(), seat.interview.round)
        uids = {only_event(calendar_file(seat=one, starts_at=STARTS, at=AT))["uid"] for one in (seat, other)}
        assert len(uids) == 2


class TestOff:
    @pytest.mark.parametrize("how", ["cancelled", "taken off", "declined"])
    def test_what_is_off_says_so_and_leads_nowhere(self, get, seat, how):
        uid = only_event(get().content)["uid"]
        state = SeatState.DECLINED if how == "declined" else SeatState.REMOVED
        PanelSeat.objects.update(state=state, ended_at=AT, ended_by=seat.interviewer)
        if how == "cancelled":
            Interview.objects.update(
                state=InterviewState.CANCELLED, cancelled_at=AT, cancelled_by=seat.interviewer
            )
        event = only_event(get().content)
        assert (event["uid"], event["status"]) == (uid, "CANCELLED")
        assert event["summary"] == "Cancelled: Interview NO: Screen"
        assert "url" not in event
        assert "description" not in event

    def test_without_a_time_there_is_no_file(self, get):
        Interview.objects.update(starts_at=None)
        assert get().status_code == 404

    def test_with_a_conflict_there_is_no_file(self, get, seat):
        ConflictFactory(application=seat.interview.application, user=seat.interviewer)
        assert get().status_code == 404


class TestHeaders:
    def test_it_is_private_and_kept_nowhere(self, get):
        response = get()
        assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
        assert response.headers["Cache-Control"] == "no-store, private"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Content-Disposition"] == 'attachment; filename="Screen 2027-03-15.ics"'

    @pytest.mark.parametrize(
        ("name", "header"),
        [
            ('The "long" one\\', 'attachment; filename="The \\"long\\" one\\\\ 2027-03-15.ics"'),
            ("Gespräch", "attachment; filename*=utf-8''Gespr%C3%A4ch%202027-03-15.ics"),
            ("A\r\nSet-Cookie: b=c", 'attachment; filename="A Set-Cookie: b=c 2027-03-15.ics"'),
        ],
    )
    def test_odd_names_of_rounds_stay_names(self, get, name, header):
        Round.objects.update(name=name)
        response = get()
        assert response.headers["Content-Disposition"] == header
        assert "b" not in response.cookies


class TestAsPlanned:
    """IN-06: what a manager types in the site's zone is the same instant in the file and on the pages."""

    @pytest.fixture
    def move(self, client_of, stage, seat):
        client = client_of(stage.manager)
        url = reverse("interviews:interview-edit", args=[seat.interview.ref])
        return lambda typed: client.post(url, {"starts_at": typed})

    @pytest.mark.parametrize(
        ("zone", "typed", "instant", "said"),
        [
            ("Europe/Oslo", "2090-03-26T01:59", (2090, 3, 26, 0, 59), "01:59 to 03:44 CEST"),
            ("Europe/Oslo", "2090-10-29T03:00", (2090, 10, 29, 2, 0), "03:00 to 03:45 CET"),
            ("Pacific/Kiritimati", "2090-01-02T00:30", (2090, 1, 1, 10, 30), "00:30 to 01:15 +14"),
            ("Etc/GMT+12", "2090-01-01T23:30", (2090, 1, 2, 11, 30), "23:30 to 00:15 -12"),
        ],
    )
    def test_the_instant_is_the_same(self, get, client_of, move, seat, settings, zone, typed, instant, said):
        settings.TIME_ZONE = zone
        assert move(typed).status_code == 302
        event, page = only_event(get().content), client_of(seat.interviewer).get(f"/seats/{seat.ref}/kit/")
        assert event.decoded("dtstart") == dt.datetime(*instant, tzinfo=dt.UTC)
        assert said in page.content.decode()

    @pytest.mark.parametrize("typed", ["2090-03-26T02:30", "2090-10-29T02:30"])
    def test_a_time_that_does_not_exist_or_exists_twice_is_refused(self, get, move, seat, settings, typed):
        settings.TIME_ZONE = "Europe/Oslo"
        response = move(typed)
        assert response.status_code == 422
        assert "couldn’t be interpreted in time zone Europe/Oslo" in str(response.context["form"].errors)
        assert only_event(get().content).decoded("dtstart") == STARTS


ZONES = [*(f"Etc/GMT{hours:+d}" for hours in range(-14, 13)), "Europe/Oslo", "Asia/Kathmandu"]
# Around the hours that a zone skips and repeats in spring and in autumn.
NEAR_CHANGES = st.sampled_from(
    [dt.datetime(2027, 3, 28, 1, tzinfo=dt.UTC), dt.datetime(2027, 10, 31, 1, tzinfo=dt.UTC)]
).flatmap(lambda change: st.integers(-180, 180).map(lambda minutes: change + dt.timedelta(minutes=minutes)))


@pytest.fixture(scope="module")
def bare():
    """A seat that no database holds: the file is made of what is loaded."""
    from tests.factories.candidates import CandidateIdentityFactory
    from tests.factories.interviews import PanelSeatFactory

    built = PanelSeatFactory.build(
        interview__round__minutes=90,
        interview__round__name="Screen",
        interview__application__opening__rubric=None,
        interview__application__opening__role=None,
    )
    CandidateIdentityFactory.build(candidate=built.interview.application.candidate, name="Ngozi Okafor")
    return built


@given(zone=st.sampled_from(ZONES), starts_at=NEAR_CHANGES)
def test_it_is_the_same_instant_in_every_zone(bare, zone, starts_at):
    """IN-06."""
    with timezone.override(ZoneInfo(zone)):
        event = only_event(calendar_file(seat=bare, starts_at=starts_at.astimezone(ZoneInfo(zone)), at=AT))
    assert event.decoded("dtstart") == starts_at
    assert event.decoded("dtend") - event.decoded("dtstart") == dt.timedelta(minutes=90)


NASTY = st.text(st.sampled_from("AZaz :;,=\\\"'\r\n\t\x00\x07\x0b\x85\u2028\u2029é王😀")) | st.sampled_from(
    [
        "A\r\nATTENDEE:mailto:x@example.com",
        "A\nEND:VEVENT\nBEGIN:VALARM",
        "A\\nB;C,D",
        "x" * 300,
        "\r\n URL:evil",
    ]
)


@given(candidate=NASTY, round_name=NASTY, title=NASTY)
def test_names_cannot_add_anything_to_the_file(bare, candidate, round_name, title):
    """XJ-07, XJ-12."""
    application = bare.interview.application
    application.candidate.identity.name, application.opening.title = candidate, title
    bare.interview.round.name = round_name
    plain = dict.fromkeys(("uid", "sequence", "dtstamp", "dtstart", "dtend", "summary", "status", "class"))
    body = calendar_file(seat=bare, starts_at=STARTS, at=AT)
    calendar = Calendar.from_ical(body)
    event = only_event(body)
    assert [part.name for part in calendar.walk()] == ["VCALENDAR", "VEVENT"]
    assert {name.lower() for name in event} == {*plain, "url", "description"}
    assert str(event["url"]).endswith(f"/seats/{bare.ref}/kit/")
    assert str(event["summary"]).endswith(
        f": {' '.join(round_name.replace(chr(0), '').replace(chr(7), '').split())}"
    )
    assert len(str(event["description"]).split("\n")) == 3
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    assert not any(byte < 32 and byte not in b"\r\n" for byte in body)
