"""Private notes saved while they are typed, as the fields of a card are."""

from __future__ import annotations

import json

import pytest

from assessor.interviews.enums import SeatState
from assessor.interviews.models import PanelSeat, Scorecard, ScratchNote
from assessor.interviews.rules.fields import mark
from tests.factories.accounts import UserFactory
from tests.factories.candidates import ConflictFactory
from tests.interviews.scene import sent
from tests.moments import AT

JOTTED = "Quokka: asked twice about the release process"


@pytest.fixture
def save(client_of, ann, seat):
    def send(text, seen="", *, by=ann, body=None):
        message = {"fields": {"note": text}, "seen": {"note": mark(seen)}}
        return client_of(by).post(
            f"/seats/{seat.ref}/note/",
            json.dumps(message) if body is None else body,
            content_type="application/json",
            headers={"Accept": "application/json"},
        )

    return send


def kept():
    return list(ScratchNote.objects.values_list("text", flat=True))


def test_they_are_saved_and_their_mark_comes_back(save, events):
    with events() as recorded:
        answer = save(f"{JOTTED}\r\nand about people ")
        more = save("Other", f"{JOTTED}\nand about people")
    assert answer.json()["saved"] == {"note": mark(f"{JOTTED}\nand about people")}
    assert [len(part) for part in answer.json()["at"].split(":")] == [2, 2, 2]
    assert (answer.status_code, more.status_code, kept()) == (200, 200, ["Other"])
    assert [action for action in recorded if action != "user.signed_in"] == ["note.started"]
    assert not Scorecard.objects.exists()


def test_both_texts_of_a_clash_come_back_and_nothing_is_lost(save):
    save(JOTTED)
    answer = save("Typed in the other tab")
    assert answer.status_code == 409
    [clash] = answer.json()["clashes"]
    assert clash == {"name": "note", "stored": JOTTED, "words": JOTTED, "mark": mark(JOTTED)}
    assert kept() == [JOTTED]
    assert save("Typed in the other tab", JOTTED).status_code == 200


def test_notes_that_were_changed_elsewhere_alone_are_told_and_left(save):
    save("As loaded")
    save(JOTTED, "As loaded")
    answer = save("As loaded", "As loaded")
    assert answer.status_code == 200
    assert [field["stored"] for field in answer.json()["elsewhere"]] == [JOTTED]
    assert answer.json()["saved"] == {}
    assert kept() == [JOTTED]


@pytest.mark.parametrize("text", ["x" * 100_001, "Half a page\x00", "half \ud83d a character"])
def test_what_cannot_be_kept_is_told_and_the_rest_stays(save, text):
    save(JOTTED)
    answer = save(text, JOTTED)
    assert (answer.status_code, set(answer.json()["errors"])) == (422, {"note"})
    assert kept() == [JOTTED]


@pytest.mark.parametrize("name", ["summary", "recommendation", "score-depth", "evidence-depth", "x"])
def test_a_field_of_the_card_is_no_note(save, name):
    body = json.dumps({"fields": {name: "4", "note": JOTTED}, "seen": {}})
    answer = save("", body=body)
    assert (answer.status_code, set(answer.json()["errors"])) == (422, {name})
    assert kept() == [JOTTED]
    assert not Scorecard.objects.exists()


def test_a_note_is_no_field_of_the_card(client_of, ann, seat):
    body = json.dumps({"fields": {"note": JOTTED}, "seen": {}, "rubric": "1"})
    answer = client_of(ann).post(f"/seats/{seat.ref}/fields/", body, content_type="application/json")
    assert (answer.status_code, set(answer.json()["errors"])) == (422, {"note"})
    assert kept() == []


@pytest.mark.parametrize(
    ("body", "status"),
    [("", 400), ("[]", 400), ("[" * 100_000, 400), (json.dumps({"fields": {"note": "x"}}), 428)],
)
def test_nonsense_is_refused(save, body, status):
    assert save("", body=body).status_code == status
    assert save("x" * 10_000_000).status_code == 413
    assert kept() == []


def test_nobody_elses_notes_are_there(stage, save):
    for person in (stage.manager, UserFactory(is_recruiter=True), UserFactory(is_administrator=True)):
        answer = save(JOTTED, by=person)
        assert (answer.status_code, answer.json()) == (404, {"error": "not found"})
    assert kept() == []


def test_somebody_with_a_conflict_is_answered_as_a_stranger(seat, ann, save):
    ConflictFactory(application=seat.interview.application, user=ann)
    assert save(JOTTED).json() == {"error": "not found"}
    assert kept() == []


@pytest.mark.parametrize("state", [SeatState.DECLINED, SeatState.RECUSED, SeatState.REMOVED])
def test_who_is_off_the_panel_keeps_none(seat, ann, save, state):
    PanelSeat.objects.filter(pk=seat.pk).update(state=state, ended_at=AT, ended_by=ann)
    assert save(JOTTED).status_code == 404
    assert kept() == []


def test_notes_go_on_after_the_card_is_in(client_of, ann, seat, save):
    client_of(ann).post(f"/seats/{seat.ref}/", sent(action="submit"))
    assert save(JOTTED).status_code == 200
    assert kept() == [JOTTED]


def test_a_stranger_is_told_so_in_json(client, seat):
    answer = client.post(
        f"/seats/{seat.ref}/note/",
        "{}",
        content_type="application/json",
        headers={"Accept": "application/json"},
    )
    assert (answer.status_code, answer.json()) == (401, {"error": "signed out"})
