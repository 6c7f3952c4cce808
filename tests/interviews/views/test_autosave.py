"""Fields of a card saved while they are typed, with the cases of safety.md they must hold."""

from __future__ import annotations

import json

import pytest

from assessor.interviews.models import PanelSeat, Scorecard
from assessor.interviews.queries.cards import own_card
from assessor.interviews.rules.fields import mark
from tests.factories.accounts import UserFactory
from tests.factories.candidates import ConflictFactory
from tests.factories.openings import RoundCriterionFactory, RoundFactory
from tests.factories.roles import CriterionFactory
from tests.interviews.scene import SAID_BY_OTHERS, sent

BAD_SCORES = ["NaN", "1e309", "-1", "6", "3.0000001", "٣", "true", "[3]", "{}"]


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
def save(client_of, ann, seat):
    def send(fields, seen=None, *, by=ann, to=seat, body=None):
        message = {"fields": fields, "seen": {} if seen is None else seen, "rubric": "1"}
        return client_of(by).post(
            f"/seats/{to.ref}/fields/",
            json.dumps(message) if body is None else body,
            content_type="application/json",
            headers={"Accept": "application/json"},
        )

    return send


def kept(seat):
    return own_card(seat=seat).answers


def test_a_field_is_saved_and_its_mark_comes_back(seat, save):
    answer = save({"evidence-depth": "Explained.\r\nTwice. "})
    assert answer.status_code == 200
    assert answer.json()["saved"] == {"evidence-depth": mark("Explained.\nTwice.")}
    assert kept(seat).of("depth").evidence == "Explained.\nTwice."
    assert save({"evidence-depth": "On."}, answer.json()["saved"]).status_code == 200
    assert kept(seat).of("depth").evidence == "On."


def test_the_moment_is_told_to_the_second(save):
    at = save({"summary": "So."}).json()["at"]
    assert [len(part) for part in at.split(":")] == [2, 2, 2]


def test_cc_01_both_texts_of_a_clash_come_back_and_nothing_is_lost(seat, save):
    seen = save({"summary": "Tab one."}).json()["saved"]
    answer = save({"summary": "Tab two.", "score-depth": "5"})
    assert answer.status_code == 409
    [clash] = answer.json()["clashes"]
    assert clash == {
        "name": "summary",
        "stored": "Tab one.",
        "words": "Tab one.",
        "mark": seen["summary"],
    }
    assert (kept(seat).summary, kept(seat).of("depth").value) == ("Tab one.", 5)
    assert save({"summary": "Tab two."}, {"summary": clash["mark"]}).status_code == 200
    assert kept(seat).summary == "Tab two."


def test_a_field_that_was_changed_elsewhere_alone_is_told_and_left(seat, save):
    first = save({"summary": "As loaded."}).json()["saved"]
    save({"summary": "Changed elsewhere."}, first)
    answer = save({"summary": "As loaded.", "score-depth": "5"}, first)
    stored = "Changed elsewhere."
    assert answer.status_code == 200
    assert answer.json()["elsewhere"] == [
        {"name": "summary", "stored": stored, "words": stored, "mark": mark(stored)}
    ]
    assert answer.json()["saved"] == {"score-depth": mark("5")}
    assert kept(seat).summary == stored


def test_cc_03_what_the_page_has_seen_must_be_said(save):
    body = json.dumps({"fields": {"summary": "So."}})
    assert save({}, body=body).status_code == 428
    assert not Scorecard.objects.exists()


@pytest.mark.parametrize("value", BAD_SCORES)
def test_in_01_a_bad_score_is_refused_and_the_rest_is_saved(seat, save, value):
    save({"score-depth": "4"})
    answer = save({"score-depth": value, "evidence-depth": "Kept."}, {"score-depth": mark("4")})
    assert answer.status_code == 422
    assert set(answer.json()["errors"]) == {"score-depth"}
    assert (kept(seat).of("depth").value, kept(seat).of("depth").evidence) == (4, "Kept.")


@pytest.mark.parametrize("value", [None, 3, True, [3], {}])
def test_in_01_what_is_no_text_is_refused_whole(save, value):
    assert save({"score-depth": value}).status_code == 400
    assert not Scorecard.objects.exists()


@pytest.mark.parametrize(
    "body", ["", "x", "[]", "{}", '{"fields": {}, "seen": {}}', "[" * 100_000, b"\xff\xfe", "null"]
)
def test_nonsense_is_refused(save, body):
    assert save({}, body=body).status_code == 400


def test_in_03_a_hundred_thousand_characters_are_saved_and_ten_megabytes_are_not(seat, save):
    assert save({"summary": "x" * 100_000}).status_code == 200
    assert len(kept(seat).summary) == 100_000
    refused = save({"summary": "x" * 100_001}, {"summary": mark("x" * 100_000)})
    assert refused.status_code == 422
    assert "100,001 characters" in refused.json()["errors"]["summary"]
    assert save({"summary": "x" * 10_000_000}).status_code == 413
    assert len(kept(seat).summary) == 100_000


@pytest.mark.parametrize("text", ["\x00", "half \ud83d a character"])
def test_a_text_no_database_keeps_is_told_at_its_field(save, text):
    answer = save({"summary": text})
    assert answer.status_code == 422
    assert "cannot be kept" in answer.json()["errors"]["summary"]


@pytest.mark.parametrize("name", ["score-swimming", "evidence-swimming", "salary", "score-", "version"])
def test_a_field_that_is_not_asked_is_refused(save, name):
    CriterionFactory(key="swimming")
    answer = save({name: "3"})
    assert answer.status_code == 422
    assert "not among the criteria" in answer.json()["errors"][name]
    assert not Scorecard.objects.exists()


def test_a_criterion_of_another_round_is_saved_too(stage, ngozi, ann, save):
    screen = RoundFactory(opening=stage.opening, name="Screen")
    RoundCriterionFactory(round=screen, criterion=stage.execution)
    screened = stage.seat(ngozi, ann, screen)
    assert save({"score-depth": "3"}, to=screened).status_code == 200
    assert kept(screened).of("depth").value == 3


def test_az_09_the_card_belongs_to_whoever_is_signed_in(stage, seat, save):
    answer = save({"summary": "Mine."}, by=stage.manager)
    assert answer.status_code == 404
    assert answer.json() == {"error": "not found"}
    assert not Scorecard.objects.exists()


def test_somebody_with_a_conflict_is_answered_as_a_stranger(seat, ngozi, ann, save):
    ConflictFactory(application=ngozi, user=ann)
    assert save({"summary": "Mine."}).json() == {"error": "not found"}


def test_cc_08_a_card_that_is_in_takes_nothing_more(client_of, ann, seat, save):
    client_of(ann).post(f"/seats/{seat.ref}/", sent(action="submit"))
    answer = save({"summary": "Late."})
    assert answer.status_code == 409
    assert answer.json()["submitted"] is True
    assert kept(seat).summary == "Would work with them."


def test_bl_10_no_answer_tells_anything_of_others(stage, ngozi, seat, save):
    theirs = stage.card_of(ngozi)
    answers = [
        save({"summary": "One."}),
        save({"summary": "Two."}),
        save({"score-depth": "9"}),
        save({"score-swimming": "9"}),
    ]
    for answer in answers:
        assert SAID_BY_OTHERS not in answer.content.decode()
        assert theirs.seat.interviewer.name not in answer.content.decode()


def test_a_stranger_is_told_so_in_json(client, seat):
    answer = client.post(
        f"/seats/{seat.ref}/fields/",
        "{}",
        content_type="application/json",
        headers={"Accept": "application/json"},
    )
    assert (answer.status_code, answer.json()) == (401, {"error": "signed out"})


def test_a_missing_token_is_told_in_json(settings, ann, seat):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(ann)
    answer = client.post(
        f"/seats/{seat.ref}/fields/",
        "{}",
        content_type="application/json",
        headers={"Accept": "application/json"},
    )
    assert (answer.status_code, answer.json()) == (403, {"error": "csrf"})


@pytest.mark.parametrize("criteria", [1, 3])
def test_a_save_costs_the_same_however_many_criteria(
    stage, ngozi, ann, client_of, criteria, django_assert_num_queries
):
    held_in = RoundFactory(opening=stage.opening)
    for criterion in [stage.depth, stage.clarity, stage.execution][:criteria]:
        RoundCriterionFactory(round=held_in, criterion=criterion)
    seat: PanelSeat = stage.seat(ngozi, ann, held_in)
    client = client_of(ann)
    body = json.dumps({"fields": {"evidence-depth": "Said."}, "seen": {}, "rubric": "1"})
    client.post(f"/seats/{seat.ref}/fields/", body, content_type="application/json")
    seen = {"evidence-depth": mark("Said.")}
    body = json.dumps({"fields": {"evidence-depth": "On."}, "seen": seen, "rubric": "1"})
    with django_assert_num_queries(15):
        client.post(f"/seats/{seat.ref}/fields/", body, content_type="application/json")
