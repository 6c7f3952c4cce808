"""One file at a time for each person, put down by one click however often it is pressed."""

from __future__ import annotations

import pytest

from assessor.openings.actions import exports
from assessor.openings.models import GIVEN_UP_AFTER, Export
from tests.factories.accounts import UserFactory
from tests.factories.openings import OpeningFactory
from tests.moments import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def ann():
    return UserFactory()


def ask(person, at=AT):
    return exports.ask(opening=OpeningFactory(), format="csv", by=person, at=at)


def test_the_second_ask_finds_the_first(ann):
    first, is_new = ask(ann)
    assert (is_new, ask(ann)) == (True, (first, False))
    assert ask(UserFactory())[1]


def test_a_settled_one_is_in_nobodys_way(ann):
    first, _ = ask(ann)
    exports.fail(export=exports.begin(ref=first.ref, at=AT), problem="No.", at=AT)
    assert ask(ann)[1]


def test_one_of_which_nothing_is_heard_is_in_nobodys_way(ann):
    first, _ = ask(ann)
    _, is_new = ask(ann, AT + GIVEN_UP_AFTER)
    first.refresh_from_db()
    assert (is_new, first.state) == (True, "failed")


def test_what_is_settled_is_not_taken_up_again(ann):
    first, _ = ask(ann)
    exports.fail(export=exports.begin(ref=first.ref, at=AT), problem="No.", at=AT)
    assert exports.begin(ref=first.ref, at=AT) is None


def test_a_file_that_is_finished_too_late_is_deleted(ann):
    first, _ = ask(ann)
    export = exports.begin(ref=first.ref, at=AT)
    with exports.written(export=export) as out:
        out.write(b"late")
    Export.objects.filter(pk=export.pk).update(state="failed", problem="No.")
    exports.finish(export=export, candidates=1, shown=[], at=AT)
    assert not exports.written_path(export.ref).exists()


@pytest.mark.parametrize(("done", "total", "percent"), [(0, 0, None), (1, 3, 33), (7, 3, 99)])
def test_percent_never_says_whole_before_it_is(done, total, percent):
    assert Export(done=done, total=total).percent == percent
