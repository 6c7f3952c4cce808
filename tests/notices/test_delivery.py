"""One notice on its way: to a real mail server, past its refusals, and never twice by ourselves."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django_tasks_db.models import DBTaskResult

from assessor.accounts.enums import UserKind
from assessor.notices.actions import outbox
from assessor.notices.actions.delivery import deliver
from assessor.notices.models import Notice
from tests.factories.accounts import UserFactory
from tests.factories.notices import NoticeFactory
from tests.interviews.scene import scene

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def stopped(clock):
    return clock


@pytest.fixture
def bea():
    return UserFactory(name="Bea", email="bea@example.org")


@pytest.fixture
def seat(bea):
    stage = scene()
    return stage.seat(stage.candidate("Ngozi"), bea)


def remind(person, *refs, key="act"):
    with transaction.atomic():
        outbox.tell(
            kind="reminder", key=key, about={person.pk: list(refs)}, at=dt.datetime(2026, 3, 2, tzinfo=dt.UTC)
        )
    return Notice.objects.get(person=person, key=key)


def test_a_notice_is_sent_once(bea, seat, mail_server, work_off, clock):
    notice = remind(bea, seat.ref)
    assert work_off() == 1
    assert [message["To"] for message in mail_server.accepted] == ["bea@example.org"]
    notice.refresh_from_db()
    assert (notice.state, notice.attempts, notice.tried_at, notice.settled_at) == (
        "sent",
        1,
        clock.at,
        clock.at,
    )
    deliver.enqueue(notice.pk)
    assert work_off() == 1
    assert len(mail_server.accepted) == 1


def test_headers_say_that_no_person_wrote_it_and_know_it_again(bea, seat, mail_server, work_off):
    notice = remind(bea, seat.ref)
    work_off()
    [message] = mail_server.accepted
    assert message["Message-ID"] == f"<{notice.ref}@hire.example.com>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content_type() == "text/plain"
    assert message["From"] == "Assessor <assessor@localhost>"


def test_one_act_tells_a_person_once(bea, seat, mail_server, work_off):
    remind(bea, seat.ref)
    remind(bea, seat.ref)
    assert Notice.objects.count() == 1
    assert work_off() == 1
    with pytest.raises(IntegrityError, match=r"notice_once|UNIQUE"), transaction.atomic():
        NoticeFactory(person=bea, kind="reminder", key="act")


@transaction.atomic
def _remind_and_fail(person, ref):
    remind(person, ref)
    return 1 / 0


@pytest.mark.django_db(transaction=True)
def test_a_notice_stands_or_falls_with_its_act(bea, seat):
    """DU-10."""
    with pytest.raises(ZeroDivisionError):
        _remind_and_fail(bea, seat.ref)
    assert (Notice.objects.count(), DBTaskResult.objects.count()) == (0, 0)
    with pytest.raises(RuntimeError, match="inside the transaction"):
        outbox.tell(kind="reminder", key="act", about={bea.pk: []}, at=dt.datetime.now(dt.UTC))


@pytest.mark.parametrize(
    "gone", [{"is_active": False}, {"email": None}, {"email": None, "kind": UserKind.IMPORTED}]
)
def test_nobody_is_written_to_who_cannot_or_may_not_read_it(bea, seat, mail_server, work_off, gone):
    notice = remind(bea, seat.ref)
    type(bea).objects.filter(pk=bea.pk).update(**gone)
    assert work_off() == 1
    notice.refresh_from_db()
    assert (notice.state, notice.attempts, mail_server.accepted) == ("dropped", 0, [])


def test_nothing_left_to_say_is_not_said(bea, seat, mail_server, work_off):
    notice = remind(bea, "a seat that was deleted")
    work_off()
    notice.refresh_from_db()
    assert (notice.state, mail_server.accepted) == ("dropped", [])


def test_a_notice_deleted_meanwhile_is_no_failure(bea, seat, mail_server, work_off):
    remind(bea, seat.ref).delete()
    work_off()
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"


def test_mail_server_down_then_up(bea, seat, mail_server, work_off, clock):
    notice = remind(bea, seat.ref)
    mail_server.stop()
    assert work_off() == 1
    notice.refresh_from_db()
    assert (notice.state, notice.attempts, notice.settled_at) == ("waiting", 1, None)
    assert notice.problem == "no answer from the mail server (ConnectionRefusedError)"
    assert work_off() == 0, "it waits a minute first"
    clock.at += MINUTE
    assert work_off() == 1
    clock.at += MINUTE
    assert work_off() == 0, "then two"
    clock.at += MINUTE
    mail_server.start()
    assert work_off() == 1
    notice.refresh_from_db()
    assert (notice.state, notice.attempts) == ("sent", 3)
    assert mail_server.ids == [f"<{notice.ref}@hire.example.com>"]


@pytest.mark.parametrize("answer", ["451 4.3.0 Come back later", "421 4.7.0 Too many connections"])
def test_a_refusal_that_will_pass_is_tried_again(bea, seat, mail_server, work_off, clock, answer):
    notice = remind(bea, seat.ref)
    mail_server.refusal = answer
    work_off()
    mail_server.refusal = ""
    clock.at += MINUTE
    work_off()
    notice.refresh_from_db()
    assert (notice.state, notice.attempts, len(mail_server.accepted)) == ("sent", 2, 1)


def test_a_lasting_refusal_is_noted_and_not_tried_again(bea, seat, mail_server, work_off, clock, caplog):
    type(bea).objects.filter(pk=bea.pk).update(email="refused@example.org")
    notice = remind(bea, seat.ref)
    work_off()
    notice.refresh_from_db()
    assert (notice.state, notice.settled_at) == ("failed", clock.at)
    assert notice.problem == "the mail server refused the recipient (550)"
    clock.at += DAY
    assert work_off() == 0
    said = [record.getMessage() for record in caplog.records if record.name.startswith("assessor")]
    assert said == [f"Notice {notice.pk} (reminder): the mail server refused the recipient (550)."]


def test_after_three_days_a_mail_is_given_up(bea, seat, mail_server, work_off, clock):
    notice = remind(bea, seat.ref)
    mail_server.refusal = "451 4.3.0 Come back later"
    while clock.at < notice.created_at + 4 * DAY:
        work_off()
        clock.at += dt.timedelta(minutes=30)
    notice.refresh_from_db()
    assert notice.state == "failed"
    assert (
        notice.created_at + 3 * DAY <= notice.settled_at < notice.created_at + 3 * DAY + dt.timedelta(hours=2)
    )
    assert 60 < notice.attempts < 90
