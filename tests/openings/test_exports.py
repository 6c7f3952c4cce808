"""One file at a time for each person, put down by one click however often it is pressed."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress

import pytest
from django.db import OperationalError
from django.utils import timezone

from assessor.openings.actions import exports
from assessor.openings.models import EXPORT_KEPT, GIVEN_UP_AFTER, Export
from tests.factories.accounts import UserFactory
from tests.factories.openings import OpeningFactory, TeamMemberFactory
from tests.moments import AT

pytestmark = pytest.mark.django_db
SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def ann():
    return UserFactory()


@pytest.fixture
def opening(ann):
    opening = OpeningFactory()
    TeamMemberFactory(opening=opening, user=ann)
    return opening


def ask(person, opening, at=AT, format="csv"):
    return exports.ask(opening=opening, format=format, by=person, at=at)


def finished(export, at=AT):
    begun = exports.begin(ref=export.ref, at=at)
    with exports.written(export=begun) as out:
        out.write(b"all of it")
    exports.finish(export=begun, listed=["a", "b"], shown=["a"], at=at)
    export.refresh_from_db()
    return export


def test_the_second_ask_finds_the_first(ann, opening):
    first, is_new = ask(ann, opening)
    assert (is_new, ask(ann, opening, format="pdf")) == (True, (first, False))
    other = TeamMemberFactory(opening=opening).user
    assert ask(other, opening)[1]


def test_a_settled_one_is_in_nobodys_way(ann, opening):
    first, _ = ask(ann, opening)
    exports.fail(export=exports.begin(ref=first.ref, at=AT), problem="No.", at=AT)
    assert ask(ann, opening)[1]


def test_a_new_one_replaces_the_last_of_its_kind_and_its_bytes(
    ann, opening, django_capture_on_commit_callbacks
):
    csv, pdf = finished(ask(ann, opening)[0]), finished(ask(ann, opening, format="pdf")[0])
    with django_capture_on_commit_callbacks(execute=True):
        ask(ann, opening)
    assert Export.objects.filter(ref=pdf.ref).exists()
    assert not Export.objects.filter(ref=csv.ref).exists()
    assert (exports.written_path(pdf.ref).exists(), exports.written_path(csv.ref).exists()) == (True, False)


@pytest.mark.parametrize("later", [GIVEN_UP_AFTER, -SECOND], ids=["it stopped", "the clock was set back"])
def test_one_that_does_not_move_is_in_nobodys_way(ann, opening, later):
    first, _ = ask(ann, opening)
    exports.begin(ref=first.ref, at=AT)
    assert not ask(ann, opening, AT + GIVEN_UP_AFTER - SECOND, "pdf")[1]
    _, is_new = ask(ann, opening, AT + later, "pdf")
    first.refresh_from_db()
    assert (is_new, first.state, first.problem) == (True, "failed", exports.NOT_WRITTEN)


def test_one_that_waits_is_waited_for_until_its_day_is_over(ann, opening):
    first, _ = ask(ann, opening)
    assert ask(ann, opening, AT + EXPORT_KEPT - SECOND) == (first, False)
    assert exports.begin(ref=first.ref, at=AT + EXPORT_KEPT) is None
    assert ask(ann, opening, AT + EXPORT_KEPT, "pdf")[1]


def test_one_of_an_opening_that_was_left_is_in_nobodys_way(ann, opening):
    first, _ = ask(ann, OpeningFactory())
    assert ask(ann, opening)[1]
    first.refresh_from_db()
    assert first.problem == exports.NOT_YOURS


def test_what_is_settled_is_not_taken_up_again(ann, opening):
    first, _ = ask(ann, opening)
    exports.fail(export=exports.begin(ref=first.ref, at=AT), problem="No.", at=AT)
    assert exports.begin(ref=first.ref, at=AT) is None


def test_a_file_that_is_finished_too_late_is_deleted(ann, opening):
    first, _ = ask(ann, opening)
    export = exports.begin(ref=first.ref, at=AT)
    with exports.written(export=export) as out:
        out.write(b"late")
    Export.objects.filter(pk=export.pk).update(state="failed", problem="No.")
    exports.finish(export=export, listed=[], shown=[], at=AT)
    assert not exports.written_path(export.ref).exists()


def test_a_half_file_goes_where_writing_fails(ann, opening):
    export = exports.begin(ref=ask(ann, opening)[0].ref, at=AT)
    with suppress(OperationalError), exports.written(export=export) as out:
        out.write(b"half")
        raise OperationalError("database or disk is full")
    assert not list(exports.written_path(export.ref).parent.glob(f"{export.ref}*"))


def test_a_worker_that_was_taken_for_dead_writes_into_nothing(ann, opening):
    export = exports.begin(ref=ask(ann, opening)[0].ref, at=AT)
    with exports.written(export=export) as out:
        finished(export)
        out.write(b"the dead")
    assert exports.written_path(export.ref).read_bytes() == b"all of it"


def test_files_that_no_row_knows_of_are_swept_away(ann, opening, django_capture_on_commit_callbacks):
    stray = exports.written_path("stray")
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(b"from before a restore")
    with django_capture_on_commit_callbacks(execute=True):
        ask(ann, opening, timezone.now() + EXPORT_KEPT)
    assert stray.exists()
    Export.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        ask(ann, opening, timezone.now() + 2 * EXPORT_KEPT + SECOND)
    assert not stray.exists()


@pytest.mark.parametrize(("done", "total", "percent"), [(0, 0, None), (1, 3, 33), (7, 3, 99)])
def test_percent_never_says_whole_before_it_is(done, total, percent):
    assert Export(done=done, total=total).percent == percent
