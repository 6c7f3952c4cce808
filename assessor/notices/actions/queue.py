"""The queue of tasks as its one worker sees it. Whoever calls this leads (assessor/notices/leading.py)."""

from __future__ import annotations

import logging
from typing import Any

from django.db import InterfaceError, OperationalError
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction

logger = logging.getLogger(__name__)

# A task that was under way so often when its worker died is taken for the cause.
MOST_CLAIMS = 3


class WorkersDied(Exception):
    """Each worker that took up the task died over it."""


def take_up_again() -> int:
    """Make the tasks ready that a worker left in the middle when it died; return how many."""
    left = list(DBTaskResult.objects.running())
    for task in left:
        if len(task.worker_ids) >= MOST_CLAIMS:
            task.set_failed(WorkersDied(f"{len(task.worker_ids)} workers died in the middle of it."))
        else:
            task.status = TaskResultStatus.READY
            task.save(update_fields=["status"])
    return len(left)


def claim(*, worker: str) -> DBTaskResult[Any, Any] | None:
    """Take the next task that is ready, if any. An empty queue costs one read and no lock."""
    ready = DBTaskResult.objects.ready()
    if not ready.exists():
        return None
    with exclusive_transaction():
        task = ready.get_locked()
        if task is not None:
            task.claim(worker)
    return task


def run(*, task: DBTaskResult[Any, Any]) -> None:
    """Run a claimed task and note how it ended. A database that stops answering raises and leaves it claimed."""
    try:
        task.task.call(*task.args_kwargs["args"], **task.args_kwargs["kwargs"])
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        logger.exception("Task %s failed.", task.pk)
        task.set_failed(error)
    else:
        task.set_successful(None)
