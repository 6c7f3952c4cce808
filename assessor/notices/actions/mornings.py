"""Once a day, look who has to be told something by the clock alone; and forget what is long past."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django_tasks_db.models import DBTaskResult

from assessor.notices.actions import outbox
from assessor.notices.enums import NoticeState
from assessor.notices.kinds import kinds
from assessor.notices.models import Morning, Notice

# How long what is done stays to be looked up. A key never comes again, so nothing is told anew after that.
TASKS_KEPT = dt.timedelta(days=14)
NOTICES_KEPT = dt.timedelta(days=180)


@transaction.atomic
def look(*, day: dt.date, at: dt.datetime) -> bool:
    """Put down the notices of that morning; False when somebody did before."""
    last = Morning.objects.order_by("-day").first()
    if last is not None and last.day >= day:
        return False
    Morning.objects.create(day=day, looked_at=at)
    for kind in kinds().values():
        if kind.each_morning is not None:
            about = kind.each_morning(day, last.day if last else None, at)
            outbox.tell(kind=kind.name, key=day.isoformat(), about=about, at=at)
    _forget(at)
    return True


def _forget(at: dt.datetime) -> None:
    DBTaskResult.objects.finished().filter(finished_at__lt=at - TASKS_KEPT).delete()
    settled = Notice.objects.exclude(state=NoticeState.WAITING)
    settled.filter(settled_at__lt=at - NOTICES_KEPT).delete()
    Morning.objects.filter(day__lt=(at - NOTICES_KEPT).date()).delete()
