"""DU-03: the disk is full, the database read-only or held by somebody else. It says so, and the words come back."""

from __future__ import annotations

import html
import json
import threading
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import connection, connections

from assessor.audit.models import AuditEvent
from assessor.interviews.models import Scorecard
from assessor.interviews.queries.cards import own_card
from tests.factories.accounts import UserFactory
from tests.interviews.scene import scene, sent
from tests.interviews.views.test_given_back import again

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "Quokka. " * 2_000
ON_SQLITE = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")


@pytest.fixture
def ann():
    return UserFactory(name="Ann Adeyemi")


@pytest.fixture
def seat(ann):
    stage = scene()
    return stage.seat(stage.candidate(), ann)


@contextmanager
def full():
    """No page may be added to the file: what SQLite says when the disk is full."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA freelist_count")
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
        try:
            yield
        finally:
            cursor.execute("PRAGMA max_page_count = 1073741823")


@contextmanager
def read_only():
    on, off = (
        ("PRAGMA query_only = ON", "PRAGMA query_only = OFF")
        if ON_SQLITE
        else ("SET default_transaction_read_only = on", "SET default_transaction_read_only = off")
    )
    with connection.cursor() as cursor:
        cursor.execute(on)
        try:
            yield
        finally:
            cursor.execute(off)


@contextmanager
def locked():
    """Another connection holds what this one needs, for longer than it waits."""
    held, done = threading.Event(), threading.Event()

    def hold():
        other = connections["default"]
        try:
            with other.cursor() as cursor:
                cursor.execute("BEGIN IMMEDIATE" if ON_SQLITE else "BEGIN")
                if not ON_SQLITE:
                    cursor.execute("LOCK TABLE interviews_panelseat")
                held.set()
                done.wait(30)
                cursor.execute("ROLLBACK")
        finally:
            other.close()

    holder = threading.Thread(target=hold)
    wait, back = (
        ("PRAGMA busy_timeout = 100", "PRAGMA busy_timeout = 20000")
        if ON_SQLITE
        else ("SET lock_timeout = 100", "SET lock_timeout = 0")
    )
    with connection.cursor() as cursor:
        cursor.execute(wait)
        holder.start()
        held.wait(10)
        try:
            yield
        finally:
            done.set()
            holder.join()
            cursor.execute(back)


FAULTS = [
    pytest.param(full, marks=pytest.mark.skipif(not ON_SQLITE, reason="PostgreSQL has no such limit to set")),
    read_only,
    locked,
]


def autosave(client, seat, summary=WORDS):
    return client.post(
        f"/seats/{seat.ref}/fields/",
        json.dumps({"fields": {"summary": summary}, "seen": {}}),
        content_type="application/json",
        headers={"Accept": "application/json"},
    )


@pytest.mark.parametrize("fault", FAULTS)
def test_du_03_a_save_is_answered_503_and_goes_through_afterwards(client_of, ann, seat, fault):
    client = client_of(ann)
    with fault():
        answer = autosave(client, seat)
    assert (answer.status_code, answer.json()) == (503, {"error": "database"})
    assert int(answer.headers["Retry-After"]) > 0
    assert not Scorecard.objects.exists()
    assert not AuditEvent.objects.filter(object_type="scorecard").exists()
    assert autosave(client, seat).status_code == 200
    assert own_card(seat=seat).answers.summary == WORDS.strip()


@pytest.mark.parametrize("fault", FAULTS)
def test_du_03_a_submission_is_answered_503_with_its_words_and_can_be_sent_again(client_of, ann, seat, fault):
    client, address = client_of(ann), f"/seats/{seat.ref}/"
    form = sent(action="submit", summary=WORDS, evidence_depth="<b>Bold</b>") | {"typed_by": ann.ref}
    with fault():
        answer = client.post(address, form)
    page = answer.content.decode()
    assert answer.status_code == 503
    assert html.escape("<b>Bold</b>") in page
    assert "Traceback" not in page
    assert not Scorecard.objects.exists()
    assert client.post(address, again(page)).status_code == 302
    assert own_card(seat=seat).answers.summary == WORDS.strip()


def test_the_words_of_somebody_else_do_not_come_back(client_of, ann, seat):
    client = client_of(ann)
    with read_only():
        answer = client.post(f"/seats/{seat.ref}/", sent(summary="Quokka") | {"typed_by": "another"})
    assert answer.status_code == 503
    assert "Quokka" not in answer.content.decode()


@pytest.fixture
def answer_without(client_of, ann, seat):
    """Return a function: with this part of the settings changed, a page is asked for."""
    client = client_of(ann)
    client.raise_request_exception = False

    def ask(**changed):
        with pytest.MonkeyPatch.context() as patch:
            for name, value in changed.items():
                patch.setitem(connection.settings_dict, name, value)
            connection.close()
            answer = client.get(f"/seats/{seat.ref}/")
        connection.close()
        return answer

    return ask


def test_a_database_that_cannot_be_reached_is_told_before_any_view_is_asked(answer_without):
    """The wall reads the session, where no view's exception is caught."""
    answer = answer_without(**({"NAME": "/nowhere/at/all.sqlite3"} if ON_SQLITE else {"PORT": "1"}))
    assert answer.status_code == 503
    assert "Nothing can be saved just now" in answer.content.decode()


def test_a_mistake_of_ours_passes_for_nothing_else(client_of, ann, seat):
    client = client_of(ann)
    client.raise_request_exception = False
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE candidates_candidatefile RENAME TO gone")
        try:
            answer = client.get(f"/seats/{seat.ref}/")
        finally:
            cursor.execute("ALTER TABLE gone RENAME TO candidates_candidatefile")
    assert answer.status_code == 500
    assert "Something broke" in answer.content.decode()
