"""`demo`, as a shell sees it: where it loads, where it refuses, and what --reset removes."""

from __future__ import annotations

import pytest
from django.db import connection

from assessor.accounts.enums import UserKind
from assessor.accounts.models import User
from assessor.base import triggers
from assessor.candidates.actions.files import stored_path
from assessor.candidates.models import CandidateFile
from assessor.openings.models import Opening
from roles.models import Role
from tests.factories.accounts import UserFactory
from tests.factories.roles import RoleFactory
from tests.score_files import assert_log_is_whole, panel, rows_in_tables
from tests.shell import run

pytestmark = pytest.mark.django_db


@pytest.fixture
def development(settings):
    settings.DEBUG = True


def refused(*words):
    before = rows_in_tables()
    ran = run("demo", *words)
    assert (ran.status, ran.out) == (1, "")
    assert rows_in_tables() == before
    return ran.err


@pytest.mark.parametrize("words", [(), ("--reset",)])
def test_refuses_outside_development_mode(settings, words):
    settings.DEBUG = False
    assert "for development mode only" in refused(*words)


@pytest.mark.parametrize("words", [(), ("--reset",)])
@pytest.mark.parametrize("email", ["ann@example.org", "ann@example.com"])
def test_refuses_beside_people_of_another_organisation(development, words, email):
    """Whatever their address: example.com is where many try things out."""
    UserFactory(email=email)
    assert "holds other data than the demonstration's" in refused(*words)


@pytest.mark.parametrize("words", [(), ("--reset",)])
def test_refuses_beside_roles_of_another_organisation(development, words):
    RoleFactory(created_by=UserFactory(kind=UserKind.SYSTEM, email=None))
    assert "holds other data than the demonstration's" in refused(*words)


def test_an_option_it_does_not_have_is_wrong_usage(development):
    assert run("demo", "--everything").status == 2


def test_reset_removes_what_was_tried_out_and_loads_anew(development, django_capture_on_commit_callbacks):
    first = run("demo")
    assert first.status == 0, first.err
    fresh = rows_in_tables()
    RoleFactory(created_by=UserFactory(email="tried-out@example.com"))
    Opening.objects.update(title="Renamed")
    connection.check_constraints()  # PostgreSQL empties no table that waits for its checks
    files = [stored_path(name) for name in CandidateFile.objects.values_list("stored_as", flat=True)]
    assert all(path.exists() for path in files)

    with django_capture_on_commit_callbacks(execute=True):
        again = run("demo", "--reset")

    assert (again.status, again.out, again.err) == (0, first.out, "")
    assert rows_in_tables() == fresh
    assert not Opening.objects.filter(title="Renamed").exists()
    assert not any(path.exists() for path in files)
    assert triggers.missing() == set()
    assert_log_is_whole()


def test_reset_never_removes_imported_scores(development, tmp_path):
    assert run("demo").status == 0
    path = tmp_path / "scores.csv"
    path.write_bytes(panel(["Ngozi"], ["J1"], ["Clarity"]))
    words = ("--opening", "archive", "--create-role", "Archivist", "--scale", "1:5:1")
    assert run("import_scores", path, *words).status == 0
    assert "so nothing was loaded or removed" in refused("--reset")
    assert run("demo").status == 0
    assert User.objects.filter(kind=UserKind.IMPORTED).count() == 1
    assert Role.objects.count() == 3
