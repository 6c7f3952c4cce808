"""What is to be told: put down in the transaction of the act it tells of, so that both stand or neither."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import connection, transaction

from assessor.notices.actions.delivery import deliver
from assessor.notices.enums import NoticeState
from assessor.notices.models import Morning, Notice
from assessor.notices.queries import this_morning


def tell(*, kind: str, key: str, about: Mapping[int, Sequence[str]], at: dt.datetime) -> None:
    """Put down one notice for each person, by their ids, with the refs of what it is about.

    Whoever has one of this kind and key already gets no second. Must be called inside the transaction of the act:
    RuntimeError otherwise. One query, and two inserts for each person.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("tell() belongs inside the transaction of the act it tells of.")
    told = set(
        Notice.objects.filter(kind=kind, key=key, person__in=about).values_list("person_id", flat=True)
    )
    for person_id, refs in about.items():
        if person_id not in told:
            notice = Notice.objects.create(
                kind=kind, person_id=person_id, key=key, about=list(refs), created_at=at
            )
            deliver.enqueue(notice.pk)


@transaction.atomic
def tell_nobody(*, at: dt.datetime) -> None:
    """Let nothing that waits leave, nor anything that morning: for data that was made, not lived through."""
    Notice.objects.filter(state=NoticeState.WAITING).update(state=NoticeState.DROPPED, settled_at=at)
    Morning.objects.get_or_create(day=this_morning(at=at), defaults={"looked_at": at})
