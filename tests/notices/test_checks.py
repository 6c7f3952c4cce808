from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.utils import timezone

from assessor.notices import checks
from tests.factories.notices import NoticeFactory

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


def found(messages):
    return [(message.id, message.msg, message.hint) for message in messages]


@pytest.mark.parametrize(("worker", "ids"), [("embedded", []), ("separate", []), ("none", ["assessor.E006"])])
def test_the_worker_is_embedded_or_separate(settings, worker, ids):
    settings.WORKER = worker
    assert [message.id for message in checks.worker_is_named()] == ids


@pytest.mark.parametrize(
    ("hour", "ids"), [(0, []), (23, []), (24, ["assessor.E007"]), (-1, ["assessor.E007"])]
)
def test_reminders_leave_at_an_hour_of_the_day(settings, hour, ids):
    settings.REMINDER_HOUR = hour
    assert [message.id for message in checks.reminders_have_an_hour()] == ids


@pytest.mark.parametrize(
    ("host", "sender", "ids"),
    [
        ("localhost", "Assessor <assessor@localhost>", []),
        ("mail.example.com", "Assessor <assessor@example.com>", []),
        ("mail.example.com", "Assessor <assessor@localhost>", ["assessor.W009"]),
    ],
)
def test_mails_that_go_out_have_a_sender(settings, host, sender, ids):
    settings.EMAIL_HOST, settings.DEFAULT_FROM_EMAIL = host, sender
    assert [message.id for message in checks.mails_have_a_sender()] == ids


@pytest.mark.django_db
class TestStuck:
    @pytest.fixture(autouse=True)
    def server(self, settings):
        settings.EMAIL_HOST, settings.EMAIL_PORT = "mail.example.com", 587

    def test_mails_that_wait_a_while_or_left_are_no_fault(self):
        now = timezone.now()
        NoticeFactory(created_at=now - HOUR / 2)
        NoticeFactory(created_at=now - DAY, state="sent", settled_at=now)
        NoticeFactory(created_at=now - 9 * DAY, state="failed", settled_at=now - 8 * DAY)
        assert checks.mails_leave(databases=["default"]) == []
        assert checks.mails_leave(databases=None) == []

    def test_none_tried_asks_whether_a_worker_runs(self):
        NoticeFactory(created_at=timezone.now() - 2 * HOUR)
        assert found(checks.mails_leave(databases=["default"])) == [
            (
                "assessor.W008",
                "Mails that have waited for over an hour: 1.",
                "None was tried: is a worker running? See ASSESSOR_WORKER in docs/self_hosting.md."
                " Mails go to mail.example.com:587 (EMAIL_URL).",
            )
        ]

    def test_the_last_problem_is_named(self):
        now = timezone.now()
        tried = {"attempts": 1, "tried_at": now - HOUR, "problem": "older"}
        NoticeFactory(created_at=now - 2 * HOUR, **tried)
        NoticeFactory(created_at=now - 3 * HOUR, **tried | {"tried_at": now, "problem": "newest"})
        NoticeFactory(created_at=now - DAY, state="failed", settled_at=now, **tried)
        assert found(checks.mails_leave(databases=["default"])) == [
            (
                "assessor.W008",
                "Mails that have waited for over an hour: 2. Mails given up in the last seven days: 1.",
                "The last problem: newest. Mails go to mail.example.com:587 (EMAIL_URL).",
            )
        ]

    def test_before_the_first_migrate_there_is_nothing_to_say(self, monkeypatch):
        monkeypatch.setattr(connection.introspection, "table_names", lambda: [])
        assert checks.mails_leave(databases=["default"]) == []
