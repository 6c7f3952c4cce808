"""Two people press "Publish" at the same moment."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from assessor.audit.models import AuditEvent
from roles.actions import rubrics
from roles.actions.rubrics import AlreadyPublished
from tests.factories.accounts import UserFactory
from tests.roles.sample import sound_draft


@pytest.mark.django_db(transaction=True)
def test_one_publishes_and_the_others_are_told(at):
    editors = [UserFactory(is_rubric_editor=True) for _ in range(4)]
    draft = sound_draft(number=1)
    start, outcomes = threading.Barrier(len(editors)), []

    def press(by):
        try:
            start.wait()
            rubrics.publish(rubric=draft, by=by, at=at)
            outcomes.append("published")
        except AlreadyPublished:
            outcomes.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(editor,)) for editor in editors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["published", "told", "told", "told"]
    assert AuditEvent.objects.filter(action="rubric.published").count() == 1
