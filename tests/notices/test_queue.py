"""The worker's own steps: what it takes up, what it gives up, and that only one works at a time."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from assessor.notices.actions import mornings, outbox, queue
from assessor.notices.actions.delivery import deliver
from assessor.notices.leading import leading
from assessor.notices.models import Morning, Notice
from tests.factories.accounts import UserFactory
from tests.factories.notices import MorningFactory, NoticeFactory

DAY = dt.timedelta(days=1)


@pytest.mark.django_db
class TestQueue:
    def test_an_empty_queue_is_read_and_not_locked(self):
        with CaptureQueriesContext(connection) as asked:
            assert queue.claim(worker="one") is None
        assert ["SELECT" in query["sql"] for query in asked] == [True]

    def test_what_a_dead_worker_left_is_taken_up_again(self):
        deliver.enqueue(0)
        task = queue.claim(worker="one")
        assert queue.claim(worker="two") is None
        assert queue.take_up_again() == 1
        again = queue.claim(worker="two")
        assert (again.pk, again.worker_ids) == (task.pk, ["one", "two"])

    def test_a_task_over_which_three_workers_died_is_given_up(self):
        deliver.enqueue(0)
        for name in ("one", "two", "three"):
            assert queue.claim(worker=name)
            queue.take_up_again()
        task = DBTaskResult.objects.get()
        assert task.status == "FAILED"
        assert "3 workers died in the middle of it." in task.traceback
        assert queue.claim(worker="four") is None

    def test_a_fault_of_ours_is_noted_and_the_queue_goes_on(self, caplog):
        """PV-12: what is noted names the task, and nobody."""
        NoticeFactory(kind="unheard_of", person=UserFactory(name="Ann Author"))
        deliver.enqueue(Notice.objects.get().pk)
        deliver.enqueue(0)
        for _ in range(2):
            queue.run(task=queue.claim(worker="one"))
        assert sorted(DBTaskResult.objects.values_list("status", flat=True)) == ["FAILED", "SUCCESSFUL"]
        failed = DBTaskResult.objects.failed().get()
        assert f"Task {failed.pk} failed." in caplog.text
        assert "Ann" not in caplog.text + failed.traceback

    def test_a_task_whose_code_has_gone_fails(self):
        deliver.enqueue(0)
        DBTaskResult.objects.update(task_path="assessor.notices.actions.delivery.gone")
        queue.run(task=queue.claim(worker="one"))
        assert DBTaskResult.objects.get().status == "FAILED"

    def test_a_database_that_stops_answering_leaves_the_task_to_be_taken_up(self):
        deliver.enqueue(0)
        task = queue.claim(worker="one")
        with connection.execute_wrapper(no_answer), pytest.raises(OperationalError):
            queue.run(task=task)
        assert queue.take_up_again() == 1


def no_answer(execute, sql, params, many, context):
    raise OperationalError("the connection is gone")


@pytest.mark.django_db
class TestMornings:
    def test_a_day_is_looked_through_once(self, at):
        assert mornings.look(day=at.date(), at=at)
        assert not mornings.look(day=at.date(), at=at)
        assert not mornings.look(day=at.date() - DAY, at=at)
        assert list(Morning.objects.values_list("day", flat=True)) == [at.date()]

    def test_what_is_long_past_is_forgotten_and_what_waits_is_not(self, at):
        old = at - 200 * DAY
        MorningFactory(day=old.date())
        NoticeFactory(state="sent", created_at=old, settled_at=old, attempts=1, tried_at=old)
        waiting = NoticeFactory(created_at=old)
        lately = NoticeFactory(state="dropped", settled_at=at - DAY)
        for finished_at, status in ((at - 15 * DAY, "SUCCESSFUL"), (at - DAY, "SUCCESSFUL"), (None, "READY")):
            deliver.enqueue(0)
            newest = DBTaskResult.objects.order_by("enqueued_at").last()
            DBTaskResult.objects.filter(pk=newest.pk).update(finished_at=finished_at, status=status)
        mornings.look(day=at.date(), at=at)
        assert set(Notice.objects.all()) == {waiting, lately}
        assert list(Morning.objects.values_list("day", flat=True)) == [at.date()]
        assert DBTaskResult.objects.count() == 2

    def test_data_that_was_made_up_tells_nobody(self, at, work_off, mail_server, clock):
        NoticeFactory()
        deliver.enqueue(Notice.objects.get().pk)
        outbox.tell_nobody(at=at)
        assert not mornings.look(day=at.date(), at=at)
        work_off()
        assert mail_server.accepted == []


@pytest.mark.django_db(transaction=True)
def test_one_leads_and_the_next_leads_once_it_has_gone():
    def tried():
        with leading() as holds:
            found.append(holds is not None)
        connection.close()

    def try_in_another_thread():
        thread = threading.Thread(target=tried)
        thread.start()
        thread.join()

    found: list[bool] = []
    with leading() as holds:
        assert holds()
        try_in_another_thread()
        connection.close()
        assert holds() == (connection.vendor == "sqlite"), "a lock of a session ends with it"
    try_in_another_thread()
    assert found == [False, True]
