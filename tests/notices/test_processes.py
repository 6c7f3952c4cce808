"""Workers as real processes, on both databases: two at once, killed at the worst moments, embedded in a web server."""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
import urllib.request

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from assessor.accounts.models import User
from assessor.audit.models import AuditEvent
from assessor.interviews.actions import panels
from assessor.interviews.models import Scorecard
from assessor.notices.models import Morning, Notice
from tests.factories.accounts import UserFactory
from tests.interviews.scene import scene
from tests.processes import process, wait_until

pytestmark = pytest.mark.django_db(transaction=True)
WORKER = ("manage.py", "worker")


@pytest.fixture
def stage():
    return scene()


@pytest.fixture
def start(tmp_path, mail_server):
    """Return a function that starts a process of ours: a context manager."""

    def started(*arguments, **environment):
        return process(*arguments, folder=tmp_path, mail_port=mail_server.port, **environment)

    return started


def seat_people(stage, number):
    """Seat so many people for one candidate in one act: so many mails wait."""
    people = [UserFactory() for _ in range(number)]
    panels.plan(
        application=stage.candidate(),
        round=stage.round(f"Round {stage.opening.rounds.count()}"),
        interviewers=people,
        starts_at=None,
        due_at=None,
        by=stage.manager,
        at=timezone.now(),
    )
    return people


def all_settled():
    return not Notice.objects.filter(state="waiting").exists()


def test_two_workers_at_once_send_each_mail_once_and_one_takes_over_from_the_other(stage, start, mail_server):
    people = seat_people(stage, 24)
    with start(*WORKER) as one, start(*WORKER) as two:
        wait_until(all_settled)
        leader, standby = (one, two) if "is sent" in one.said else (two, one)
        assert standby.says("The worker runs.")
        with start(*WORKER, "--once") as third:
            assert third.running.wait(120) == 0
            assert "Another worker is at it." in third.said
        leader.kill()
        seat_people(stage, 6)
        wait_until(all_settled)
        assert standby.said.count("is sent") == 6
        assert standby.stop() == 0
        assert "Traceback" not in one.said + two.said
    assert len(mail_server.ids) == len(set(mail_server.ids)) == 30
    assert {message["To"] for message in mail_server.accepted} >= {person.email for person in people}
    assert set(DBTaskResult.objects.values_list("status", flat=True)) == {"SUCCESSFUL"}
    assert Morning.objects.count() == 1


def test_du_10_killed_in_the_middle_of_sending_the_mail_is_sent_once(stage, start, mail_server):
    seat_people(stage, 3)
    reached, gone = threading.Event(), threading.Event()
    mail_server.before_recipient = lambda: (reached.set(), gone.wait(60))
    with start(*WORKER) as worker:
        assert reached.wait(120)
        worker.kill()
    mail_server.before_recipient = lambda: None
    gone.set()
    assert (mail_server.accepted, DBTaskResult.objects.running().count()) == ([], 1)
    assert Notice.objects.filter(state="waiting").count() == 3
    with start(*WORKER, "--once") as worker:
        assert worker.running.wait(120) == 0
    assert len(mail_server.ids) == len(set(mail_server.ids)) == 3
    assert sorted(Notice.objects.values_list("state", "attempts")) == [("sent", 1), ("sent", 1), ("sent", 2)]
    assert set(DBTaskResult.objects.values_list("status", flat=True)) == {"SUCCESSFUL"}


def test_du_10_killed_before_it_heard_that_the_mail_was_taken_the_same_mail_comes_again(
    stage, start, mail_server
):
    """The one doubtful mail: docs/adr/0008. Its Message-ID says that it is the same."""
    seat_people(stage, 1)
    with start(*WORKER) as worker:
        mail_server.before_answer = lambda: os.kill(worker.running.pid, signal.SIGKILL)
        worker.running.wait(120)
    mail_server.before_answer = lambda: None
    with start(*WORKER, "--once") as worker:
        assert worker.running.wait(120) == 0
    first, again = mail_server.ids
    assert first == again == f"<{Notice.objects.get().ref}@hire.example.com>"
    assert all_settled()


SUBMIT = """
import sys
from django.db import transaction
from django.utils import timezone
from assessor.interviews.actions import scorecards
from assessor.interviews.models import PanelSeat
from assessor.interviews.rules.cards import Answer, Answers
from roles.queries import described

seat = PanelSeat.objects.select_related("interview__application__opening").get()
criteria = described(rubric_id=seat.interview.application.opening.rubric_id).criteria
given = {entry.key: Answer(value=entry.scale.lo) for entry in criteria}
answers = Answers(by_key=given, recommendation="yes")

def submit():
    scorecards.submit(
        seat=seat, criteria=criteria, answers=answers, seen={}, by=seat.interviewer, at=timezone.now()
    )

def wait():
    print("WAITING")
    sys.stdin.read()
"""
BEFORE_COMMIT = (
    SUBMIT
    + """
with transaction.atomic():
    submit()
    wait()
"""
)
AFTER_COMMIT = (
    SUBMIT
    + """
submit()
wait()
"""
)


@pytest.mark.parametrize(("script", "stands"), [(BEFORE_COMMIT, 0), (AFTER_COMMIT, 1)])
def test_du_10_killed_between_card_and_mail_it_is_all_or_nothing(stage, start, mail_server, script, stands):
    stage.seat(stage.candidate(), UserFactory())
    events = AuditEvent.objects.count()
    with start("manage.py", "shell", "--no-imports", "-c", script) as server:
        assert server.says("WAITING")
        server.kill()
    assert Scorecard.objects.filter(current__isnull=False).count() == stands
    assert Scorecard.objects.count() == stands, "no half card either"
    assert AuditEvent.objects.count() - events == stands
    assert (Notice.objects.count(), DBTaskResult.objects.count()) == (stands, stands)
    with start(*WORKER, "--once") as worker:
        assert worker.running.wait(120) == 0
    assert [message["Subject"] for message in mail_server.accepted] == [
        "All scorecards for a candidate are in"
    ] * stands


def test_while_a_mail_is_sent_nobody_waits_and_asked_to_stop_it_finishes_that_mail(stage, start, mail_server):
    seat_people(stage, 2)
    reached, go_on = threading.Event(), threading.Event()
    mail_server.before_recipient = lambda: (reached.set(), go_on.wait(60))
    with start(*WORKER) as worker:
        assert reached.wait(120)
        begun = time.monotonic()
        User.objects.filter(pk=stage.manager.pk).update(name="Somebody else")
        assert time.monotonic() - begun < 2
        worker.running.send_signal(signal.SIGTERM)
        go_on.set()
        assert worker.running.wait(120) == 0
    assert len(mail_server.accepted) == 1
    assert sorted(DBTaskResult.objects.values_list("status", flat=True)) == ["READY", "SUCCESSFUL"]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(port):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1) as response:
            return response.status == 200
    except OSError:
        return False


def gunicorn(port, *more):
    return (
        "-m", "gunicorn", "assessor.wsgi", "--worker-class", "gthread", "--threads", "2", "--workers", "2",
        "--bind", f"127.0.0.1:{port}", "--no-control-socket", *more,
    )  # fmt: skip


@pytest.mark.parametrize("more", [(), ("--preload",)])
def test_web_processes_send_mails_by_themselves_and_stop_cleanly(stage, start, mail_server, more):
    seat_people(stage, 4)
    port = free_port()
    with start(*gunicorn(port, *more)) as server:
        wait_until(lambda: answers(port) and all_settled())
        seat_people(stage, 4)
        wait_until(all_settled)
        begun = time.monotonic()
        assert server.stop() == 0
        assert time.monotonic() - begun < 20
        assert "Traceback" not in server.said
    assert len(mail_server.ids) == len(set(mail_server.ids)) == 8


def test_web_processes_leave_the_work_to_a_separate_worker(stage, start, mail_server):
    seat_people(stage, 1)
    port = free_port()
    with start(*gunicorn(port), ASSESSOR_WORKER="separate") as server:
        wait_until(lambda: answers(port))
        time.sleep(3)
        assert mail_server.accepted == []
        with start(*WORKER):
            wait_until(all_settled)
        assert server.stop() == 0
    assert len(mail_server.accepted) == 1
